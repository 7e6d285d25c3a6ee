"""The links within a story to other stories ("Baca juga"): kept as data, not as text of the story."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lxml.html import HtmlElement

from gemascraper.extract.lines.related import (
    LABEL,
    NEXT_PAGE,
    is_bulleted,
    leads_elsewhere,
    video_title,
    without_label,
)
from gemascraper.extract.page.page import Page
from gemascraper.extract.page.text_runs import TextRun
from gemascraper.extract.story.regions import Regions
from gemascraper.items import Related
from gemascraper.values import urls
from gemascraper.values.text import clean, fold

_MAX_LINE, _MAX_LABEL = 300, 80
_AROUND_LINKS = frozenset(["li", "ul", "div", "p", "a", "span", "strong", "h2", "h3", "h4", "h5"])


def related(pages: Sequence[Regions], kept: Iterable[TextRun]) -> tuple[Related, ...]:
    """The related links of all pages of a story, in order, once each. *kept* are the runs that are its text."""
    found: dict[str, Related] = {}
    text = set(kept)
    for regions in pages:
        mine = [run.position for run in regions.story.runs if run in text]
        if mine:
            for link in _links_on(regions.page, mine[0], mine[-1], regions.story.last):
                found.setdefault(fold(link.text), link)
    return tuple(found.values())


def is_related(run: TextRun) -> bool:
    """Whether a run only leads elsewhere: by its label, or as a link after a label or a bullet."""
    if leads_elsewhere(run.text):
        return True
    return run.is_link and len(run.text) <= _MAX_LINE and (is_bulleted(run.text) or _follows_label(run))


def _links_on(page: Page, start: int, end: int, last: int) -> Iterator[Related]:
    """The links on one page, once each.

    Its text is from *start* to *end*, the element around it goes to *last*: after the text, only what is not furniture
    belongs to the story.
    """
    found: dict[str, Related] = {}
    chosen = page.selected("related")
    if chosen:
        anchors = (a for element in chosen for a in ([element] if element.tag == "a" else element.iter("a")))
        links = _related(page, anchors)
    else:
        inside = (run for run in page.runs if start <= run.position <= last)
        links = _labelled(page, (run for run in inside if run.position <= end or run.aside is None))
    for link in links:
        found.setdefault(fold(link.text) or link.url, link)
    return iter(found.values())


def _labelled(page: Page, runs: Iterable[TextRun]) -> Iterator[Related]:
    """The links on lines with a label, and on those that follow one or have a bullet."""
    follows_label = False
    for run in runs:
        label = LABEL.match(run.text)
        if title := video_title(run.text):
            yield Related(url=_target(page, run), text=title)
        elif label and NEXT_PAGE.match(run.text):
            follows_label = False
        elif label:
            yield from _related(page, run.links)
            follows_label = not run.links or not run.text[label.end() :].strip(" :")
        elif run.is_link and ((follows_label and run.links) or is_bulleted(run.text)):
            yield from _related(page, run.links)
        else:
            follows_label = False


def _related(page: Page, anchors: Iterable[HtmlElement]) -> Iterator[Related]:
    for anchor in anchors:
        text, url = clean(anchor.text_content()), urls.absolute(page.url, anchor.get("href") or "")
        if text and url:
            yield Related(url=url, text=without_label(text))


def _target(page: Page, run: TextRun) -> str:
    """Where a run's first link leads; the page itself where it has none."""
    found = [urls.absolute(page.url, link.get("href") or "") for link in run.links]
    return next(filter(None, found), page.url)


def _follows_label(run: TextRun) -> bool:
    """Whether the element before this one says "Baca juga"."""
    before = run.element.getprevious()
    above = run.element.getparent()
    while before is None and above is not None and above.tag in _AROUND_LINKS:
        before, above = above.getprevious(), above.getparent()
    if before is None or not isinstance(before.tag, str):
        return False
    return bool(LABEL.match((before.text_content() or "")[:_MAX_LABEL].strip()))
