"""Links inside a story to other stories ("Baca juga"): no text of the story, but kept as data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement

from gemascraper.extract.page.page import Page
from gemascraper.extract.page.text_runs import ReadingOrder, TextRun
from gemascraper.items import Related
from gemascraper.values import urls
from gemascraper.values.text import clean, fold

_ABROAD = (
    r"lesen sie (?:auch|mehr|dazu)|lies auch|mehr zum thema|auch interessant|siehe auch|schon gelesen",
    r"das könnte (?:sie|dich) (?:auch )?interessieren|weitere (?:artikel|beiträge) (?:zum thema|aus)",
    r"le[ea] también|(?:también )?[tl]e puede interesar|puedes ver|ver también|mira también",
    r"(?:à )?lire (?:aussi|également)|voir aussi|sur le même sujet",
    r"leggi anche|potrebbe interessarti",
    r"leia (?:também|mais)|veja também",
    r"lees ook|bekijk ook",
    r"czytaj (?:także|też|również|więcej)|zobacz (?:także|też|również)",
    r"läs (?:även|också)|les også|læs også|lue myös",
    r"читайте также|ilginizi çekebilir",
)
"""The same in German, Spanish, French, Italian, Portuguese, Dutch, Polish, Nordic languages, Russian and Turkish."""
LABEL = re.compile(
    r"^\W*(?:baca(?:\s+(?:juga|selengkapnya|selanjutnya|pula|berita(?: lainnya)?))?|lihat juga|simak(?:\s+(?:juga|"
    r"pula|selengkapnya))?|artikel terkait|"
    r"berita terkait|tonton juga|pilihan editor|read also|also read|baca artikel)\s*[:：\-–]|"
    r"^\W*(?:baca (?:juga|pula|selengkapnya|selanjutnya)|lihat juga|simak juga|tonton juga|artikel terkait|"
    r"berita terkait|berita rekomendasi)(?:\b|(?-i:(?=[A-Z])))|"
    rf"^\W*(?:{'|'.join(_ABROAD)})\b",
    re.I,
)
_VIDEO = re.compile(r"^\W*(?:simak|tonton|saksikan|lihat)(?:\s+(?:juga|pula))?\s+video\b(?P<mark>\s*:)?\s*", re.I)
_QUOTED = re.compile(r"[\"“'‘](?P<title>.{8,200})[\"”'’]")
_NEXT_PART = re.compile(r"^\W*baca selanjutnya|halaman", re.I)
_BULLET = re.compile(r"^\s*[•▪►»]\s*")
_SHORTEST, _LONGEST = 8, 300
_AROUND_LINKS = frozenset(["li", "ul", "div", "p", "a", "span", "strong", "h2", "h3", "h4", "h5"])


def is_related(run: TextRun) -> bool:
    """Whether a run only leads elsewhere."""
    if len(run.text) > _LONGEST:
        return False
    if LABEL.match(run.text) or _VIDEO.match(run.text):
        return True
    return run.is_link and bool(_BULLET.match(run.text) or _after_label(run))


def links(page: Page, flow: ReadingOrder, start: int, end: int, box: int) -> tuple[Related, ...]:
    """The related links within a story, in order, once each.

    *start* and *end* are where its text begins and ends, *box* where the element around it does: below the text only
    what is no piece of furniture belongs to the story.
    """
    found: dict[str, Related] = {}
    for link in _links(page, flow, start, end, box):
        found.setdefault(fold(link.text) or link.url, link)
    return tuple(found.values())


def _links(page: Page, flow: ReadingOrder, start: int, end: int, box: int) -> Iterator[Related]:
    chosen = page.selected("related")
    if chosen:
        anchors = [a for element in chosen for a in ([element] if element.tag == "a" else element.iter("a"))]
        yield from _related(page, anchors)
        return
    labelled = False
    for run in flow.runs:
        if not start <= run.order <= box or (run.order > end and run.aside is not None):
            continue
        label = LABEL.match(run.text)
        if title := _of_video(run.text):
            yield Related(url=_target(page, run), text=title)
        elif label and _NEXT_PART.match(run.text):
            labelled = False
        elif label:
            yield from _related(page, run.links)
            labelled = not run.links or not run.text[label.end() :].strip(" :")
        elif (labelled and run.links and run.is_link) or (run.is_link and _BULLET.match(run.text)):
            yield from _related(page, run.links)
        else:
            labelled = False


def _of_video(text: str) -> str | None:
    """The title of a video that a line leads to: in quotes, or behind a colon."""
    video = _VIDEO.match(text)
    if not video or len(text) > _LONGEST:
        return None
    rest = text[video.end() :]
    if quoted := _QUOTED.match(rest):
        return quoted["title"]
    return rest.strip(" :") if video["mark"] and len(rest) > _SHORTEST else None


def _related(page: Page, anchors: Iterable[HtmlElement]) -> Iterator[Related]:
    for anchor in anchors:
        text, url = clean(anchor.text_content()), urls.absolute(page.url, anchor.get("href") or "")
        if text and url:
            text = _BULLET.sub("", LABEL.sub("", text)).strip(" :") or text
            yield Related(url=url, text=text)


def _target(page: Page, run: TextRun) -> str:
    """Where a run's first link leads; the page itself where it has none."""
    found = [urls.absolute(page.url, link.get("href") or "") for link in run.links]
    return next(filter(None, found), page.url)


def _after_label(run: TextRun) -> bool:
    """Whether the element before this one says "Baca juga"."""
    before = run.element.getprevious()
    above = run.element.getparent()
    while before is None and above is not None and above.tag in _AROUND_LINKS:
        before, above = above.getprevious(), above.getparent()
    return (
        before is not None
        and isinstance(before.tag, str)
        and bool(LABEL.match((before.text_content() or "")[:80].strip()))
    )
