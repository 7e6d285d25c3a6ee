"""The tags of a story: its own topics as the page prints or declares them, not the topics of the whole site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice

import attrs
from lxml.html import HtmlElement

from gemascraper.extract.page.candidates import Candidate, Notes
from gemascraper.extract.page.document import printed_in
from gemascraper.extract.page.element_names import class_and_id
from gemascraper.extract.page.page import Page, path_of
from gemascraper.extract.page.text_runs import TextRun
from gemascraper.values.text import clean, fold

_TAG_BOX = re.compile(
    r"(?:^|[\s_-])(?:tags?|topik|topics?|keywords?|tagging|tagcloud\d*|label)(?:$|[\s_-])|tag__|tags?-?(?:list|"
    r"links|wrap|cloud)|post_tags|detail__body-tag",
    re.I,
)
_TAG_LINK = re.compile(r"/(?:tags?|topik|topic|topics|label|keyword|search/label|terkini)/|[?&]tag=", re.I)
_NO_TAG = re.compile(
    r"^\W*(?:tags?|tag terkait|topik(?: terkait)?|label|kata kunci|selengkapnya|lainnya|more tags?|#)\W*$", re.I
)
_MACHINE_TAG = re.compile(
    r"^[0-9a-f]{8}-[0-9a-f-]{20,}$|^(?:nlp )?(?:category|entity)\b.*:|^\d{5,}$|^[\w-]+\.(?:com|ca|org|net)$", re.I
)
_LABEL = re.compile(r"\W*(?:tags?|topik terkait|kata kunci)(?:\s*[:：]|\s+#|(?<=tags)(?=[a-z]))", re.I)
_NOT_THE_STORYS = re.compile(
    r"popul|trending|related|terkait|nav(?!igation)|menu|(?<!tag[-_])header|(?<!entry[-_])(?<!post[-_])(?<!article[-_])footer",
    re.I,
)
"""Boxes whose tags are not the story's; those in the foot of a post are, as WordPress and Blogger print them."""
_GENERAL = re.compile(
    r"^(?:berita|portal|kabar|news|situs|info|koran|media)\b|terkini|terbaru|online|hari ini|indonesia$", re.I
)
"""Keywords of a whole site."""
_SEPARATOR = re.compile(r"\s*[,;]\s*")
_GAP = 60
"""Positions between two tags of one list, and between a story and a list without a label."""
_ANCESTORS = 4
_MAX_TAGS, _MAX_LENGTH, _MAX_KEYWORDS = 40, 80, 15
_METAS = ("article:tag", "content_tag", "dtk:keywords", "news_keywords")


def tags(page: Page, end: int, indonesian: bool, notes: Notes) -> tuple[str, ...]:
    """Tags; on Indonesian pages printed ones before declared ones. *end* is the position where the story ends."""
    if page.selectors.tags:
        chosen = _unique(printed_in(element) for element in page.selected("tags"))
        candidates = iter([Candidate(chosen, "profile", "tags")] if chosen else [])
    else:
        ways = (_printed(page, end), _declared(page))
        candidates = chain(*(ways if indonesian else reversed(ways)))
    return notes.settle("tags", candidates) or ()


def _printed(page: Page, end: int) -> Iterator[Candidate[tuple[str, ...]]]:
    marked = [element for element in page.document.microdata if element.get("itemprop") == "keywords"]
    if printed := _unique(part for element in marked for part in _listed(clean(element.text_content()) or "")):
        yield Candidate(printed, "markup", "itemprop keywords")
    if printed := _unique(clean(link.text_content()) for link in _tag_links(page, end)):
        yield Candidate(printed, "printed", "links to tags")


def _declared(page: Page) -> Iterator[Candidate[tuple[str, ...]]]:
    for name in _METAS:
        if declared := _unique(part for c in page.meta(name) for part in _listed(c.value)):
            yield Candidate(declared, "meta", name)
    if declared := _unique(part for c in page.declared("keywords") for part in _listed(c.value)):
        yield Candidate(declared, "linked data", "keywords")
    if declared := _unique(c.value for c in page.in_app_state("keywords")):
        yield Candidate(declared, "page data", "keywords")
    if declared := _unique(_own_keywords(page)):
        yield Candidate(declared, "meta", "keywords")


def _own_keywords(page: Page) -> list[str]:
    """Keywords of the page; a long list is the site's, and so are general words."""
    words = [part for c in page.meta("keywords") for part in _listed(c.value) if part and not _GENERAL.search(part)]
    return words if 0 < len(words) <= _MAX_KEYWORDS else []


# ---------------------------------------------------------------------------------------------------- links to tags


@attrs.frozen
class _Link:
    """A link below the story that may lead to a tag."""

    element: HtmlElement
    run: TextRun
    is_labelled: bool
    """Whether a label ("Tag:") stands before it."""

    @property
    def rel(self) -> list[str]:
        return (self.element.get("rel") or "").split()

    @property
    def href(self) -> str:
        return self.element.get("href") or ""

    @property
    def leads_to_tag(self) -> bool:
        if "tag" in self.rel and "category" not in self.rel:
            return True
        return bool(_TAG_LINK.search(path_of(self.href) or self.href))

    def is_tag(self, end: int) -> bool:
        """Whether it is one of the story's tags: by where it leads, its box or its label, outside of other boxes."""
        if "tag" not in self.rel and "#" not in self.run.text and not _TAG_LINK.search(self.href):
            return False
        names = [class_and_id(e) for e in (self.element, *islice(self.element.iterancestors(), _ANCESTORS))]
        box = next((number for number, each in enumerate(names) if _TAG_BOX.search(each)), None)
        if any(_NOT_THE_STORYS.search(each) for each in names[box or 0 :]):  # a box of tags may have a nav in it
            return False
        is_boxed = box is not None or bool(_LABEL.match(self.run.text))
        if self.leads_to_tag and (self.is_labelled or is_boxed or "tag" in self.rel):
            return True
        is_near = self.leads_to_tag and self.run.position - end <= _GAP
        return (clean(self.element.text_content()) or "").startswith("#") and (is_boxed or is_near)


def _tag_links(page: Page, end: int) -> Iterator[HtmlElement]:
    """The links to the story's tags; after a gap the site's own cloud of tags begins."""
    last = 0
    for link in _links_below(page, end):
        if link.is_tag(end):
            if last and link.run.position - last > _GAP:
                return
            last = link.run.position
            yield link.element


def _links_below(page: Page, end: int) -> Iterator[_Link]:
    labelled = False
    for run in page.runs:
        if run.position <= end:
            continue
        if _NO_TAG.match(run.text) or _LABEL.match(run.text):
            labelled = True
        elif labelled and not run.is_link:
            labelled = False
        if run.links and (run.linked >= 0.5 * len(run.text) or _may_hold_tags(run)):
            yield from (_Link(link, run, labelled) for link in run.links)


def _may_hold_tags(run: TextRun) -> bool:
    """Whether a line that is not all links can have tags: by its name, its label, or what the links say they are."""
    if _TAG_BOX.search(run.element.get("class") or "") or _LABEL.match(run.text):
        return True
    return any("tag" in (link.get("rel") or "").split() for link in run.links)


def _listed(value: str) -> list[str]:
    return [part.strip() for part in _SEPARATOR.split(value)]


def _unique(values: Iterable[str | None]) -> tuple[str, ...]:
    """Tags without marks, once each, in order; no labels, no machine's identifiers."""
    found: dict[str, str] = {}
    for value in values:
        text = (value or "").strip(" #,")
        if text and not _NO_TAG.match(text) and not _MACHINE_TAG.search(text) and len(text) < _MAX_LENGTH:
            found.setdefault(fold(text), text)
    return tuple(found.values())[:_MAX_TAGS]
