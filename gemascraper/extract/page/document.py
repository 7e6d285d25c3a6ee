"""A document: the bytes of one capture, parsed once, and what they declare. It depends on nothing but the bytes.

Nothing here judges and nothing raises: bytes that cannot be parsed give an empty document.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from itertools import islice
from typing import cast

import attrs
import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from gemascraper.extract.page import app_state, linked_data
from gemascraper.extract.page.app_state_markup import lay_out
from gemascraper.extract.page.text_runs import ReadingOrder
from gemascraper.extract.page.walk import walk
from gemascraper.items import CaptureRef
from gemascraper.values import urls
from gemascraper.values.charset import decode
from gemascraper.values.text import clean

_MAX_NODES = 200_000
"""Elements of a document; a larger one takes minutes to read and is treated as empty."""
_MAX_METAS = 1_000
_MAX_CHARACTERS = 16 * 1024 * 1024
_MIN_VISIBLE = 200
"""Characters of visible text; where there are fewer, hidden elements are read too."""
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_MAX_TAG = 64 * 1024
_STRIDE = _MAX_TAG // 2
_ENDLESS_TAG = re.compile(rf"<[a-zA-Z][^<>]{{{_MAX_TAG},}}>")
"""A tag with thousands of attributes, which takes libxml2 a minute."""
_NO_CONTROLS = bytes(32 if byte == 127 or (byte < 32 and byte not in b"\t\n\r") else byte for byte in range(256))
_NODES = etree.XPath("count(//*)")
_MICRODATA = etree.XPath("//@itemprop/.. | //@itemtype/..")
_EMPTY = "<html><body></body></html>"


@attrs.frozen
class _Parsed:
    """The tree and what its scripts say, which is read before the scripts are dropped."""

    tree: HtmlElement
    nodes: tuple[linked_data.Node, ...]
    state: app_state.AppState | None
    is_laid_out: bool


class Document:
    """One capture's HTML: its tree, its linked data and its text in reading order, each made when first asked for."""

    def __init__(
        self,
        html: bytes | str,
        url: str,
        captured_at: datetime | None = None,
        content_type: str | None = None,
        ref: CaptureRef | None = None,
    ) -> None:
        """A document of *html* (bytes as received, or text) that was captured at *url*.

        *captured_at* is aware; without it, relative times ("3 jam lalu") are not understood. *content_type* is the
        header's value; it takes part in finding the charset. *ref* says where the capture is kept.
        """
        self.html, self.url, self.captured_at, self.content_type, self.ref = html, url, captured_at, content_type, ref

    def parse(self) -> HtmlElement:
        """A new tree of the document as it came; an empty one where there is nothing to parse, or too much."""
        try:
            html = self.text.encode("utf-8", "replace").translate(_NO_CONTROLS)
            tree: HtmlElement = lxml.html.document_fromstring(html, parser=_parser())
        except (etree.ParserError, ValueError, AssertionError):
            tree = _empty()
        return _empty() if _NODES(tree) >= _MAX_NODES else tree

    @cached_property
    def text(self) -> str:
        """The decoded HTML, cut at 16 Mi characters."""
        text = self.html if isinstance(self.html, str) else decode(self.html, self.content_type)
        text = _DECLARATION.sub("", text[:_MAX_CHARACTERS])
        starts = range(0, len(text) - _STRIDE + 1, _STRIDE)
        endless = any(text.find("<", start, start + _STRIDE) < 0 for start in starts)  # a stride within every long one
        return _ENDLESS_TAG.sub("", text) if endless else text

    @cached_property
    def _parsed(self) -> _Parsed:
        tree = self.parse()
        state = app_state.read(tree, self.url)
        is_laid_out = bool(state and lay_out(tree, state))
        scripts = tree.iter("script")
        nodes = linked_data.nodes(s.text for s in scripts if s.text and "ld+json" in (s.get("type") or "").lower())
        etree.strip_elements(tree, "script", "style", with_tail=False)  # half of a page, and read by now
        for picture in tree.iter("amp-img"):  # what an accelerated page calls one
            picture.tag = "img"
        return _Parsed(tree, nodes, state, is_laid_out)

    @property
    def tree(self) -> HtmlElement:
        """The root element, without scripts; a story that only the app state has is laid out in it as markup."""
        return self._parsed.tree

    @property
    def nodes(self) -> tuple[linked_data.Node, ...]:
        """Every object of its linked data (JSON-LD)."""
        return self._parsed.nodes

    @property
    def app_state(self) -> app_state.AppState | None:
        """The story as the page's own data for its scripts has it; None where there is none."""
        return self._parsed.state

    @property
    def is_laid_out(self) -> bool:
        """Whether its text comes from its app state, and not from its markup."""
        return self._parsed.is_laid_out

    @cached_property
    def body(self) -> HtmlElement:
        """The ``body`` element."""
        found = self.tree.find("body")
        return self.tree if found is None else found

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
        for element in islice(self.tree.iter("meta"), _MAX_METAS):
            name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower().strip()
            if name and (value := clean(element.get("content") or element.get("value"))):
                found.setdefault(name, []).append(value)
        return {name: tuple(values) for name, values in found.items()}

    @cached_property
    def title(self) -> str | None:
        """The text of the ``title`` element."""
        element = self.tree.find(".//title")
        return None if element is None else clean(element.text)

    @property
    def canonical_url(self) -> str | None:
        """The URL that it declares as its own, absolute: ``rel=canonical``, else ``og:url``; None without them."""
        for link in self.tree.iter("link"):
            if link.get("rel") == "canonical" and (href := link.get("href")) is not None:
                return urls.absolute(self.url, href)
        return next((urls.absolute(self.url, value) for value in self.metas.get("og:url", ())), None)

    @cached_property
    def reading_order(self) -> ReadingOrder:
        """Its text runs and pictures in reading order."""
        return self.without(())

    def without(self, removed: Sequence[HtmlElement]) -> ReadingOrder:
        """Its text runs and pictures in reading order, without some of its elements."""
        found = walk(self.body, removed)
        if sum(len(run.text) for run in found.runs) >= _MIN_VISIBLE:
            return found
        return walk(self.body, removed, hidden=True)  # a script shows it later: React streams it hidden


def printed_in(element: HtmlElement) -> str | None:
    """The text of an element as a reader sees it: blocks and line breaks are spaces, scripts are nothing."""
    return clean(" ".join(run.text for run in walk(element).runs))


def _parser() -> etree.HTMLParser:
    """A parser all of whose elements are of one class: looking up one for each tag takes longer than parsing."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    return parser


def _empty() -> HtmlElement:
    return lxml.html.document_fromstring(_EMPTY)
