"""What a page claims about times: its profile's places, what it prints, what its machines declare."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from itertools import islice
from typing import Literal

import attrs
from lxml.html import HtmlElement

from gemascraper.extract.page import linked_data
from gemascraper.extract.page.document import printed_in
from gemascraper.extract.page.page import Page
from gemascraper.extract.page.text_runs import TextRun
from gemascraper.items import Source, Timestamp, ZoneSource
from gemascraper.values.text import clean
from gemascraper.values.times import Moment, machine, printed

_PUBLISHED_METAS = (
    "article:published_time", "datepublished", "publishdate", "pubdate", "publish-date", "content_publisheddate",
    "dtk:publishdate", "parsely-pub-date", "dc.date.issued", "og:article:published_time",
    "og:published_time", "cxenseparse:recs:publishtime", "pub_date",
)  # fmt: skip
_MODIFIED_METAS = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "lastmod",
    "last-modified",
    "content_modifieddate",
    "og:article:modified_time",
)
_MODIFIED_LABEL = re.compile(
    r"diperbarui|diperbaharui|updated?\b|pembaruan|terakhir diubah|last (?:modified|updated)|dimutakhirkan|modified\b|"
    r"revised\b|reviewed\b|aktualisiert|geändert|stand:|mise? à jour|modifié|actualizad|aggiornat|atualizad|"
    r"bijgewerkt|uppdatera|opdatere|oppdatert|päivitetty|aktualiz|güncelleme|обновлен|更新|수정",
    re.I,
)
_PUBLISHED_LABEL = re.compile(
    r"diterbitkan|terbit\b|dipublikasikan|published|publish\b|tayang|posted\b|created\b|veröffentlicht|erstellt|"
    r"publié|publicad|pubblicat|gepubliceerd|publicera|publiceret|publisert|julkaistu|opublikowan|yayın|"
    r"опубликован|公開|입력",
    re.I,
)
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MACHINE_TITLE = re.compile("value-title|dtreviewed|published|entry-date")
_PAGE_HEAD = re.compile(r"top-?bar|top-?header|\b(?:clock|jam)\b", re.I)
_ANCESTORS = 6
"""How far up the head of the page is looked for."""
_OF_STORY = re.compile(r"post|meta|detail|article|entry|read|publish", re.I)
_MAX_LINE, _MAX_LABEL, _NEXT = 160, 24, 10
"""Characters of a line with a date and of a label on a line of its own; positions from one line to the next."""
_MAX_RAW = 200
Which = Literal["published", "modified"]
"""Which of a story's two times a claim is about."""
_LINKED_DATA: tuple[tuple[Which, str], ...] = (
    ("published", "datePublished"),
    ("published", "dateCreated"),
    ("modified", "dateModified"),
)
_METAS: tuple[tuple[Which, tuple[str, ...]], ...] = (("published", _PUBLISHED_METAS), ("modified", _MODIFIED_METAS))
_APP_STATE: tuple[tuple[Which, str], ...] = (("published", "datePublished"), ("modified", "dateModified"))
_ITEMPROPS: dict[str | None, Which] = {"datePublished": "published", "dateModified": "modified"}


@attrs.frozen
class Claim:
    """One statement of the page about one of the story's times."""

    moment: Moment
    raw: str
    """What the page says, untouched."""
    source: Source
    rule: str
    what: Which


# --------------------------------------------------------------------------------------------- by the profile


def chosen(page: Page, place: tzinfo) -> Iterator[Claim]:
    """What stands where the profile says that the times are. *place* is the zone of a time that names none."""
    fields: tuple[Which, ...] = ("published", "modified")
    for what in fields:
        for element in page.selected(what):
            value = element.get("datetime") or element.get("content") if element.tag in ("time", "meta") else None
            shown = _labelled(printed_in(element) or "", place, page.captured_at, what)
            yield from (Claim(moment, raw, "profile", what, said) for moment, said, raw in shown)
            exact = any(moment.precision != "day" for moment, _, _ in shown)
            if value and not exact and (moment := machine(value, place)):
                yield Claim(moment, value, "profile", what, what)


# ---------------------------------------------------------------------------------------------------- as printed


def shown(page: Page, near: Sequence[TextRun], start: int, place: tzinfo) -> Iterator[Claim]:
    """What the runs *near* the story print, and their ``time`` elements say. *start* is the headline's position."""
    if page.selectors.published:
        return
    for run in near:
        elements = list(run.element.iter("time"))
        yield from _in_elements(run, elements, place)
        if len(run.text) <= _MAX_LINE and (run.figure is None or elements):
            yield from _on_line(page, run, elements, start, place)


def _in_elements(run: TextRun, elements: Sequence[HtmlElement], place: tzinfo) -> Iterator[Claim]:
    for element in elements:
        value = element.get("datetime")
        if value and not element.get("itemprop", "").startswith("date") and (moment := machine(value, place)):
            yield Claim(moment, value, "markup", "time", _by_label_before(run, element))


def _on_line(page: Page, run: TextRun, elements: Sequence[HtmlElement], start: int, place: tzinfo) -> Iterator[Claim]:
    above = run.position < start and not _OF_STORY.search(run.element.get("class") or "")
    if above and _is_clock(run):
        return
    text = _without_modified(run.text, elements)
    for moment, what, raw in _labelled(text, place, page.captured_at, "published"):
        if not above or moment.precision != "day":  # above the headline pages print today's date
            own_line = raw == run.text and what == "published"
            yield Claim(moment, raw, "printed", run.element.tag, _by_line_before(page, run) if own_line else what)


def _is_clock(run: TextRun) -> bool:
    """Whether a line stands in the page's head, where some print the current time."""
    around = (run.element, *islice(run.element.iterancestors(), _ANCESTORS))
    heads = (e for e in around if e.tag == "header" or _PAGE_HEAD.search(e.get("class") or ""))
    return any(next(head.iter("h1"), None) is None for head in heads)


def _by_label_before(run: TextRun, element: HtmlElement) -> Which:
    """Which time an element in a line is, by the last label before it."""
    before = run.text.partition(clean(element.text_content()) or "\0")[0]
    return _which(before[max(_labels(before), default=0) :], "published")


def _by_line_before(page: Page, run: TextRun) -> Which:
    """Which time a date that is a line of its own is, by the label that the line before it may be."""
    before = page.reading_order.between(run.position - _NEXT, run.position - 1)[-1:]
    return _which(before[0].text, "published") if before and len(before[0].text) <= _MAX_LABEL else "published"


def _without_modified(text: str, elements: Sequence[HtmlElement]) -> str:
    """A line without the time that its markup says is that of a change: some themes print it first."""
    for element in elements:
        names = (element.get("class") or "").split()
        changed = element.get("itemprop") == "dateModified" or ("updated" in names and "published" not in names)
        if changed and "entry-date" not in names and (said := clean(element.text_content())) and said != text:
            text = text.replace(said, "", 1)
    return text


def _labelled(text: str, place: tzinfo, base: datetime | None, what: Which) -> list[tuple[Moment, Which, str]]:
    """The times of a line that may name two: ``diperbarui 17 Feb 2024, 15:30 WIB Diterbitkan 17 Feb 2024``."""
    cuts = _labels(text)
    parts = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True) if text[a:b].strip(" |-·()")]
    return [(moment, _which(part, what), part.strip()) for part in parts if (moment := printed(part, place, base))]


def _labels(text: str) -> list[int]:
    """Where the labels of times begin in a text."""
    return sorted(m.start() for pattern in (_MODIFIED_LABEL, _PUBLISHED_LABEL) for m in pattern.finditer(text))


def _which(part: str, otherwise: Which) -> Which:
    """Which time a text is about, by the label that it begins with."""
    if _MODIFIED_LABEL.match(part):
        return "modified"
    return "published" if _PUBLISHED_LABEL.match(part) else otherwise


# ------------------------------------------------------------------------------------------------- as machines say


def declared(page: Page, place: tzinfo) -> Iterator[Claim]:
    """What linked data, meta elements, the app state and the attributes of the markup say, in this order."""
    for what, key in _LINKED_DATA:
        text = linked_data.text(page.document.story.get(key))
        if text and (moment := machine(text, place)):
            yield Claim(moment, text, "linked data", key, what)
    for what, names in _METAS:
        for candidate in page.meta(*names):
            if moment := machine(candidate.value, place):
                yield Claim(moment, candidate.value, "meta", candidate.rule, what)
    for what, key in _APP_STATE:
        for candidate in page.in_app_state(key):
            if moment := machine(candidate.value, place):
                yield Claim(moment, candidate.value, candidate.source, key, what)
    yield from _in_attributes(page, place)


def _in_attributes(page: Page, place: tzinfo) -> Iterator[Claim]:
    for element in page.reading_order.named(_MACHINE_TITLE):  # hAtom and hReview keep the machine's form in a title
        value = element.get("title") or ""
        if _ISO_DAY.match(value) and (moment := machine(value, place)):
            yield Claim(moment, value, "markup", "title", "published")
    for element in page.document.body.iter("time"):
        value, what = element.get("datetime"), _ITEMPROPS.get(element.get("itemprop"))
        if value and what and (moment := machine(value, place)):
            yield Claim(moment, value, "markup", "time", what)


def timestamp(claim: Claim, home: ZoneSource) -> Timestamp:
    """The claim as the article lists it; *home* is the source of the zone where the claim names none."""
    moment = claim.moment
    zone = home
    if moment.zone_printed:
        zone = "printed" if claim.source in ("printed", "profile") else "machine"
    return Timestamp(
        value=moment.value,
        raw=claim.raw[:_MAX_RAW],
        source=f"{claim.source} {claim.rule}",
        zone_source=zone,
        precision=moment.precision,
    )
