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
from gemascraper.extract.page.page import Page, printed_in
from gemascraper.extract.page.text_runs import TextRun
from gemascraper.items import Timestamp
from gemascraper.values.text import clean
from gemascraper.values.times import Moment, machine, printed

_PUBLISHED = (
    "article:published_time", "datepublished", "publishdate", "pubdate", "publish-date", "content_publisheddate",
    "dtk:publishdate", "parsely-pub-date", "dc.date.issued", "og:article:published_time",
    "og:published_time", "cxenseparse:recs:publishtime", "pub_date",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "lastmod",
    "last-modified",
    "content_modifieddate",
    "og:article:modified_time",
)
_NEWS = re.compile(
    r"diperbarui|diperbaharui|updated?\b|pembaruan|terakhir diubah|last (?:modified|updated)|dimutakhirkan|modified\b|"
    r"revised\b|reviewed\b|aktualisiert|geändert|stand:|mise? à jour|modifié|actualizad|aggiornat|atualizad|"
    r"bijgewerkt|uppdatera|opdatere|oppdatert|päivitetty|aktualiz|güncelleme|обновлен|更新|수정",
    re.I,
)
_OLDS = re.compile(
    r"diterbitkan|terbit\b|dipublikasikan|published|publish\b|tayang|posted\b|created\b|veröffentlicht|erstellt|"
    r"publié|publicad|pubblicat|gepubliceerd|publicera|publiceret|publisert|julkaistu|opublikowan|yayın|"
    r"опубликован|公開|입력",
    re.I,
)
_TITLED = re.compile("value-title|dtreviewed|published|entry-date")
_TOP = re.compile(r"top-?bar|top-?header|\b(?:clock|jam)\b", re.I)
_HEAD = 6
"""How far up the page's head is looked for."""
_OF_STORY = re.compile(r"post|meta|detail|article|entry|read|publish", re.I)


_LONGEST, _LONGEST_LABEL, _NEXT = 160, 24, 10


@attrs.frozen
class Claim:
    moment: Moment
    raw: str
    source: str
    rule: str
    what: str


def chosen(page: Page, place: tzinfo) -> Iterator[Claim]:
    for what in ("published", "modified"):
        for element in page.selected(what):
            value = element.get("datetime") or element.get("content") if element.tag in ("time", "meta") else None
            text = printed_in(element) or ""
            shown = _labelled(text, place, page.captured_at, what)
            yield from (Claim(moment, raw, "profile", what, said) for moment, said, raw in shown)
            exact = any(moment.precision != "day" for moment, _, _ in shown)
            if value and not exact and (moment := machine(value, place)):
                yield Claim(moment, value, "profile", what, what)


def shown(page: Page, near: Sequence[TextRun], start: int, place: tzinfo) -> Iterator[Claim]:
    if page.selectors.published:
        return
    for run in near:
        times = list(run.element.iter("time"))
        for element in times:
            value = element.get("datetime")
            if value and not element.get("itemprop", "").startswith("date") and (moment := machine(value, place)):
                yield Claim(moment, value, "markup", "time", _told(run, element))
        if len(run.text) <= _LONGEST and (run.figure is None or next(run.element.iter("time"), None) is not None):
            over = run.order < start and not _OF_STORY.search(run.element.get("class") or "")
            if over and _is_clock(run):
                continue
            for said, what, raw in _labelled(_less_modified(run.text, times), place, page.captured_at, "published"):
                if not over or said.precision != "day":  # above the headline pages print today's
                    told = _announced(page, run) if raw == run.text and what == "published" else what
                    yield Claim(said, raw, "printed", run.element.tag, told)


def _is_clock(run: TextRun) -> bool:
    """Whether a line stands in the page's head, where some print the hour that it is."""
    around = list(islice(run.element.iterancestors(), _HEAD))
    head = (e for e in (run.element, *around) if e.tag == "header" or _TOP.search(e.get("class") or ""))
    return any(next(e.iter("h1"), None) is None for e in head)


def _told(run: TextRun, element: HtmlElement) -> str:
    """What a time in a line is, by the last label before it."""
    before = run.text.partition(clean(element.text_content()) or "\0")[0]
    labels = [found.start() for pattern in (_NEWS, _OLDS) for found in pattern.finditer(before)]
    return _said(before[max(labels, default=0) :], "published")


def _announced(page: Page, run: TextRun) -> str:
    """What a date that is a line of its own is, by the label that the line before it may be."""
    before = page.flow.between(run.order - _NEXT, run.order - 1)[-1:]
    return _said(before[0].text, "published") if before and len(before[0].text) <= _LONGEST_LABEL else "published"


def _less_modified(text: str, times: Sequence[HtmlElement]) -> str:
    """What a line prints less the time that its markup says is that of a change: some themes print it first."""
    for element in times:
        names = (element.get("class") or "").split()
        changed = element.get("itemprop") == "dateModified" or ("updated" in names and "published" not in names)
        if changed and "entry-date" not in names and (said := clean(element.text_content())) and said != text:
            text = text.replace(said, "", 1)
    return text


def _labelled(text: str, place: tzinfo, base: datetime | None, what: str) -> list[tuple[Moment, str, str]]:
    """The times of a line that may name two: ``diperbarui 17 Feb 2024, 15:30 WIB Diterbitkan 17 Feb 2024``."""
    cuts = sorted(m.start() for pattern in (_NEWS, _OLDS) for m in pattern.finditer(text))
    parts = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True) if text[a:b].strip(" |-·()")]
    return [(moment, _said(part, what), part.strip()) for part in parts if (moment := printed(part, place, base))]


def _said(part: str, what: str) -> str:
    return "modified" if _NEWS.match(part) else "published" if _OLDS.match(part) else what


def declared(page: Page, place: tzinfo) -> Iterator[Claim]:
    for what, key in (("published", "datePublished"), ("published", "dateCreated"), ("modified", "dateModified")):
        text = linked_data.text(page.story.get(key))
        if text and (moment := machine(text, place)):
            yield Claim(moment, text, "linked data", key, what)
    for what, names in (("published", _PUBLISHED), ("modified", _MODIFIED)):
        for candidate in page.meta(*names):
            if moment := machine(candidate.value, place):
                yield Claim(moment, candidate.value, "meta", candidate.rule, what)
    for what, key in (("published", "datePublished"), ("modified", "dateModified")):
        for candidate in page.stated(key):
            if moment := machine(candidate.value, place):
                yield Claim(moment, candidate.value, candidate.source, key, what)
    for element in page.flow.named(_TITLED):  # hAtom and hReview keep the machine's form in a title
        value = element.get("title") or ""
        if re.match(r"\d{4}-\d\d-\d\d", value) and (moment := machine(value, place)):
            yield Claim(moment, value, "markup", "title", "published")
    for element in page.content.iter("time"):
        value = element.get("datetime")
        if value and element.get("itemprop") in ("datePublished", "dateModified") and (moment := machine(value, place)):
            yield Claim(
                moment,
                value,
                "markup",
                "time",
                "published" if element.get("itemprop") == "datePublished" else "modified",
            )


def timestamp(claim: Claim) -> Timestamp:
    moment = claim.moment
    zone: Literal["printed", "machine", "outlet"] = "outlet"
    if moment.zone_printed:
        zone = "printed" if claim.source in ("printed", "profile") else "machine"
    source = f"{claim.source} {claim.rule}"
    return Timestamp(
        value=moment.value, raw=claim.raw[:200], source=source, zone_source=zone, precision=moment.precision
    )
