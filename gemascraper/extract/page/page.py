"""A document as a page of one outlet: read with the selectors of one of its designs, its names and its time zone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, tzinfo
from functools import cached_property, lru_cache
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement
from parsel.csstranslator import HTMLTranslator

from gemascraper.extract.page import linked_data
from gemascraper.extract.page.candidates import Candidate
from gemascraper.extract.page.document import Document, printed_in
from gemascraper.extract.page.text_runs import ReadingOrder, TextRun
from gemascraper.outlets.profile import Design, Outlet, Selectors
from gemascraper.values import urls
from gemascraper.values.text import fold, words
from gemascraper.values.zones import zone

_NOT_A_NAME = words("www m mobile amp news berita id com co net org web or go ac sch tv info read photo foto")
"""Parts of a host that do not name an outlet."""
_UNKNOWN_SITE = Outlet(key="generic", name="Generic")


class Page:
    """A document read as a page of *outlet*, in one of its designs; without them, as a page of an unknown site."""

    def __init__(self, document: Document, outlet: Outlet = _UNKNOWN_SITE, design: Design | None = None) -> None:
        self.document, self.outlet = document, outlet
        self.selectors = design.selectors if design else Selectors()

    @property
    def url(self) -> str:
        """The URL that was captured."""
        return self.document.url

    @property
    def captured_at(self) -> datetime | None:
        """When it was captured; aware."""
        return self.document.captured_at

    # ------------------------------------------------------------------------------------------------ what it shows

    @cached_property
    def reading_order(self) -> ReadingOrder:
        """Text runs and pictures in reading order, without the elements that the profile removes."""
        removed = self.selected("remove")
        return self.document.without(removed) if removed else self.document.reading_order

    @property
    def runs(self) -> Sequence[TextRun]:
        """The text runs in reading order."""
        return self.reading_order.runs

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
            found = _query(selector)(self.document.body)
        except etree.XPathError:
            return []
        return [element for element in found if isinstance(element, HtmlElement)] if isinstance(found, list) else []

    # ---------------------------------------------------------------------------------------------- where and whose

    @cached_property
    def zone(self) -> tzinfo:
        """The time zone of the outlet, or of the edition that the URL belongs to."""
        return zone(self.outlet.zone_of(self.outlet.edition_of(self.url)))

    @cached_property
    def brands(self) -> tuple[str, ...]:
        """How the outlet names itself: in its profile, in what the page declares, in its host."""
        story = self.document.story
        names = [*self.outlet.brands, *self.document.metas.get("og:site_name", ())]
        names += [] if self.outlet.anywhere else [self.outlet.name]
        names += [name for key in ("publisher", "isPartOf") if (name := linked_data.text(story.get(key)))]
        names = [name for name in names if "://" not in name and name != linked_data.text(story.get("headline"))]
        host = urls.host(self.url)
        labels = [label for label in host.split(".")[:-1] if label not in _NOT_A_NAME and len(label) > 2]
        return tuple(
            dict.fromkeys(name for name in (*names, *reversed(labels), host.removeprefix("www.")) if fold(name))
        )

    @cached_property
    def brand_keys(self) -> frozenset[str]:
        """The brands, folded."""
        return frozenset(map(fold, self.brands))

    @cached_property
    def site_names(self) -> frozenset[str]:
        """The names of the site itself, folded; without its sub-domains, which are named like sections."""
        own = urls.host(self.url).removeprefix("www.").split(".")
        labels = [label for label in own[:-1] if label not in _NOT_A_NAME][-1:]
        declared = self.document.metas.get("og:site_name", ())
        return frozenset(map(fold, (*declared, *labels, ".".join(own), self.outlet.name, *self.outlet.brands)))

    # ---------------------------------------------------------------------------------------------- what it says

    def profile(self, field: str) -> Iterator[Candidate[str]]:
        """What stands where the profile says that the field is."""
        for selector in getattr(self.selectors, field):
            for element in self.select(selector):
                if text := printed_in(element):
                    yield Candidate(text, "profile", selector)

    def declared(self, *keys: str) -> Iterator[Candidate[str]]:
        """What the story's linked data says under one of the keys."""
        for key in keys:
            for text in linked_data.texts(self.document.story.get(key)):
                yield Candidate(text, "linked data", key)

    def in_app_state(self, *keys: str) -> Iterator[Candidate[str]]:
        """What the page's data for its own scripts says, under the names of schema.org."""
        state = self.document.app_state
        for key in keys if state else ():
            for text in linked_data.texts(state.node.get(key) if state else None):
                yield Candidate(text, "page data", key)

    def meta(self, *names: str) -> Iterator[Candidate[str]]:
        """What meta elements of one of the names say."""
        for name in names:
            for text in self.document.metas.get(name, ()):
                yield Candidate(text, "meta", name)


def path_of(url: str) -> str:
    """The path of a URL; empty where it makes no sense."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


@lru_cache(maxsize=1024)
def _query(selector: str) -> Callable[[HtmlElement], object]:
    """A selector, compiled once; one that means nothing finds nothing (`outlet check` says so)."""
    try:
        path = selector if selector.startswith(("/", "(")) else HTMLTranslator().css_to_xpath(selector)
        query: Callable[[HtmlElement], object] = etree.XPath(path)
    except (SyntaxError, etree.XPathError, ValueError):  # cssselect's errors are SyntaxErrors
        return lambda element: []
    return query
