"""A page: its bytes parsed once, lazily, and what it declares about itself. Nothing here judges, nothing raises."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from functools import cached_property, lru_cache
from itertools import islice
from typing import cast
from urllib.parse import urlsplit

import lxml.html
from lxml import etree
from lxml.html import HtmlElement
from parsel.csstranslator import HTMLTranslator

from gemascraper.extract.page import app_state, linked_data
from gemascraper.extract.page.candidates import Candidate
from gemascraper.extract.page.furniture import words
from gemascraper.extract.page.text_runs import ReadingOrder
from gemascraper.extract.page.walk import walk
from gemascraper.items import CaptureRef
from gemascraper.outlets.profile import Design, Outlet, Selectors
from gemascraper.values import urls
from gemascraper.values.charset import decode
from gemascraper.values.text import clean, fold
from gemascraper.values.zones import zone

_MOST_NODES = 200_000
_MOST_METAS = 1_000
_MOST_CHARACTERS = 16 * 1024 * 1024
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_LITTLE = 200
_LONGEST_TAG = 64 * 1024
_STRIDE = _LONGEST_TAG // 2
_ENDLESS_TAG = re.compile(rf"<[a-zA-Z][^<>]{{{_LONGEST_TAG},}}>")  # thousands of attributes take libxml2 a minute
_NO_CONTROLS = bytes(32 if byte == 127 or (byte < 32 and byte not in b"\t\n\r") else byte for byte in range(256))
_NODES = etree.XPath("count(//*)")
_MICRODATA = etree.XPath("//@itemprop/.. | //@itemtype/..")
_EMPTY = "<html><body></body></html>"
_NOT_A_NAME = words("www m mobile amp news berita id com co net org web or go ac sch tv info read photo foto")


class Page:
    """One capture's HTML. `bind` says which outlet, and which of its designs, it is read with."""

    outlet: Outlet = Outlet(key="generic", name="Generic")
    selectors: Selectors = Selectors()
    is_laid_out = False
    """Whether its text comes from its data, and not from its markup."""

    def __init__(
        self,
        body: bytes | str,
        url: str,
        captured_at: datetime | None = None,
        content_type: str | None = None,
        ref: CaptureRef | None = None,
    ) -> None:
        self.body, self.url, self.captured_at, self.content_type, self.ref = body, url, captured_at, content_type, ref

    def bind(self, outlet: Outlet, design: Design | None = None) -> Page:
        """The same page, read as a page of *outlet*. It is parsed before: whatever is bound shares the one tree."""
        assert self.content is not None
        bound = copy.copy(self)
        bound.outlet, bound.selectors = outlet, design.selectors if design else Selectors()
        for reading in ("flow", "zone", "brands", "brand_keys", "names"):
            bound.__dict__.pop(reading, None)
        return bound

    # ------------------------------------------------------------------------------------------------ what it is

    @cached_property
    def text(self) -> str:
        text = self.body if isinstance(self.body, str) else decode(self.body, self.content_type)
        text = _DECLARATION.sub("", text[:_MOST_CHARACTERS])
        starts = range(0, len(text) - _STRIDE + 1, _STRIDE)
        endless = any(text.find("<", start, start + _STRIDE) < 0 for start in starts)  # a stride within every long one
        return _ENDLESS_TAG.sub("", text) if endless else text

    @cached_property
    def tree(self) -> HtmlElement:
        """The root of the parsed page, with the story that only its data has laid out in it, less its scripts."""
        tree = self._parsed
        self.is_laid_out = bool(self.data and app_state.lay_out(tree, self.data))
        assert self.nodes is not None  # what scripts say is read by now, and half of a page is scripts
        etree.strip_elements(tree, "script", "style", with_tail=False)
        for picture in tree.iter("amp-img"):  # what an accelerated page calls one
            picture.tag = "img"
        return tree

    @cached_property
    def data(self) -> app_state.PageData | None:
        """The story as the page's own data for its scripts has it."""
        return app_state.read(self._parsed, self.url)

    @cached_property
    def _parsed(self) -> HtmlElement:
        return self.parse()

    def parse(self) -> HtmlElement:
        """A tree of the page as it came; that of an empty one where there is nothing to parse, or too much."""
        try:
            html = self.text.encode("utf-8", "replace").translate(_NO_CONTROLS)
            tree: HtmlElement = lxml.html.document_fromstring(html, parser=_parser())
        except (etree.ParserError, ValueError, AssertionError):
            tree = _empty()
        return _empty() if _NODES(tree) >= _MOST_NODES else tree

    @cached_property
    def content(self) -> HtmlElement:
        """The ``body`` element."""
        found = self.tree.find("body")
        return self.tree if found is None else found

    @cached_property
    def nodes(self) -> tuple[linked_data.Node, ...]:
        """Every object of its linked data."""
        scripts = self._parsed.iter("script")
        return linked_data.nodes(s.text for s in scripts if s.text and "ld+json" in (s.get("type") or "").lower())

    @cached_property
    def story(self) -> linked_data.Node:
        """The linked data's own description of the story; empty where there is none."""
        return linked_data.story(self.nodes)

    @cached_property
    def microdata(self) -> Sequence[HtmlElement]:
        """The elements that say by ``itemprop`` or ``itemtype`` what they hold."""
        return cast(list[HtmlElement], _MICRODATA(self.tree))

    @cached_property
    def metas(self) -> Mapping[str, tuple[str, ...]]:
        """Meta elements by name, property or itemprop, in lower case; some pages write ``value`` for ``content``."""
        found: dict[str, list[str]] = {}
        for element in islice(self.tree.iter("meta"), _MOST_METAS):
            name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower().strip()
            if name and (value := clean(element.get("content") or element.get("value"))):
                found.setdefault(name, []).append(value)
        return {name: tuple(values) for name, values in found.items()}

    @cached_property
    def title(self) -> str | None:
        """The ``title`` element."""
        element = self.tree.find(".//title")
        return None if element is None else clean(element.text)

    @cached_property
    def flow(self) -> ReadingOrder:
        """Runs and pictures in reading order, less what the profile removes."""
        found = walk(self.content, self.selected("remove"))
        if sum(len(run.text) for run in found.runs) >= _LITTLE:
            return found
        return walk(
            self.content, self.selected("remove"), hidden=True
        )  # scripts show it later: React streams it hidden

    @cached_property
    def zone(self) -> tzinfo:
        """Where the outlet, or the edition that the address belongs to, is."""
        return zone(self.outlet.zone_of(self.outlet.edition_of(self.url)))

    @cached_property
    def brands(self) -> tuple[str, ...]:
        """How the outlet names itself: by its profile, by what the page declares, by its host."""
        names = [*self.outlet.brands, *self.metas.get("og:site_name", ())]
        names += [] if self.outlet.anywhere else [self.outlet.name]
        names += [name for key in ("publisher", "isPartOf") if (name := linked_data.text(self.story.get(key)))]
        names = [name for name in names if "://" not in name and name != linked_data.text(self.story.get("headline"))]
        host = urls.host(self.url)
        labels = [label for label in host.split(".")[:-1] if label not in _NOT_A_NAME and len(label) > 2]
        return tuple(
            dict.fromkeys(name for name in (*names, *reversed(labels), host.removeprefix("www.")) if fold(name))
        )

    @cached_property
    def brand_keys(self) -> frozenset[str]:
        """The same, folded."""
        return frozenset(map(fold, self.brands))

    @cached_property
    def names(self) -> frozenset[str]:
        """What the site itself is called, folded; without its sub-domains, which are called like rubrics."""
        own = urls.host(self.url).removeprefix("www.").split(".")
        labels = [label for label in own[:-1] if label not in _NOT_A_NAME][-1:]
        return frozenset(
            fold(name)
            for name in (
                *self.metas.get("og:site_name", ()),
                *labels,
                ".".join(own),
                self.outlet.name,
                *self.outlet.brands,
            )
        )

    # ---------------------------------------------------------------------------------------------- what it says

    def selected(self, field: str) -> list[HtmlElement]:
        """The elements that the profile names for a field: the first selector's that finds some; for `remove` all."""
        found: list[HtmlElement] = []
        for selector in getattr(self.selectors, field):
            found += self.select(selector)
            if found and field != "remove":
                break
        return found

    def select(self, selector: str) -> list[HtmlElement]:
        """Elements of the page by CSS, or by XPath where it starts with ``/`` or ``(``."""
        try:
            found = _query(selector)(self.content)
        except etree.XPathError:
            return []
        return [element for element in found if isinstance(element, HtmlElement)] if isinstance(found, list) else []

    def profile(self, field: str) -> Iterator[Candidate[str]]:
        """What stands where the profile says that the field is."""
        for selector in getattr(self.selectors, field):
            for element in self.select(selector):
                if text := printed_in(element):
                    yield Candidate(text, "profile", selector)

    def declared(self, *keys: str) -> Iterator[Candidate[str]]:
        """What the story's linked data says under one of the keys."""
        for key in keys:
            for text in linked_data.texts(self.story.get(key)):
                yield Candidate(text, "linked data", key)

    def stated(self, *keys: str) -> Iterator[Candidate[str]]:
        """What the page's own data says under one of the keys of linked data."""
        for key in keys if self.data else ():
            for text in linked_data.texts(self.data.node.get(key) if self.data else None):
                yield Candidate(text, "page data", key)

    def meta(self, *names: str) -> Iterator[Candidate[str]]:
        """What meta elements of one of the names say."""
        for name in names:
            for text in self.metas.get(name, ()):
                yield Candidate(text, "meta", name)


def printed_in(element: HtmlElement) -> str | None:
    """The text of an element as a reader sees it: blocks and line breaks are spaces, scripts are nothing."""
    return clean(" ".join(run.text for run in walk(element).runs))


def path_of(url: str) -> str:
    """The path of an address; empty where it makes no sense."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def _parser() -> etree.HTMLParser:
    """A parser all of whose elements are of one class: looking up one for each tag takes longer than parsing."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    return parser


def _empty() -> HtmlElement:
    return lxml.html.document_fromstring(_EMPTY)


@lru_cache(maxsize=1024)
def _query(selector: str) -> Callable[[HtmlElement], object]:
    """A selector, compiled once; one that means nothing finds nothing (`outlet check` says so)."""
    try:
        path = selector if selector.startswith(("/", "(")) else HTMLTranslator().css_to_xpath(selector)
        query: Callable[[HtmlElement], object] = etree.XPath(path)
    except (SyntaxError, etree.XPathError, ValueError):  # cssselect's errors are SyntaxErrors
        return lambda element: []
    return query
