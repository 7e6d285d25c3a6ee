"""Which runs of a page are its story: by the profile's selectors, else by where the prose is.

Two opinions meet where no profile speaks: the element that holds the densest prose, and what trafilatura takes. Where
they agree, the element's own order and paragraphs are kept; where they do not, the better supported one wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import attrs
from lxml.html import HtmlElement

from gemascraper.extract.lines.language import is_indonesian
from gemascraper.extract.page import reader
from gemascraper.extract.page.page import Page
from gemascraper.extract.page.text_runs import ReadingOrder, TextRun
from gemascraper.extract.story.density import NAMED, are_teasers, densest, described, grown, is_prose_run
from gemascraper.extract.story.kind import says_photos
from gemascraper.extract.story.language import is_of_indonesia
from gemascraper.items import BlockType, Source
from gemascraper.values.text import clean, fold

_MARK = re.compile(r"^(?:- |\|)\s*")
"""Before the items of lists and the cells of tables in trafilatura's text."""
_MIN_SURE = 500
"""Characters of Indonesian prose in an element with a telling name that need no second opinion."""
_FRAGMENT, _LONG = 400, 4_000
"""Characters of trafilatura's text: fewer are a fragment, more need not be compared with the densest element."""
_MIN_COVERED, _MIN_COMMON = 0.6, 0.75
"""The share of the densest element's prose that its text has to have, and the share of its text that both have."""
_NEXT_PICTURE = 120
"""Positions between one captioned picture of a gallery and the next."""


@attrs.frozen
class StoryRuns:
    """The runs of a story on one page, in order, and how they were found."""

    runs: tuple[TextRun, ...]
    source: Source
    rule: str
    end: int = 0
    """The position where the element that holds them ends: pictures may follow the last line."""

    @property
    def start(self) -> int:
        """The position of the first run."""
        return self.runs[0].position if self.runs else 0

    @property
    def last(self) -> int:
        """The position of the last run."""
        return self.runs[-1].position if self.runs else 0

    def below(self, title: TextRun | None) -> StoryRuns:
        """Without what stands above the headline *title*, where the element holds both and most stands below it."""
        if title is None or self.source != "markup":
            return self
        below = tuple(run for run in self.runs if run.position > title.position)
        return attrs.evolve(self, runs=below) if _size(below) > 0.5 * _size(self.runs) else self


def select(page: Page, headline: TextRun | None) -> StoryRuns:
    """The story's runs. The pictures of a photo story may follow its text."""
    found = _select(page, headline)
    if not says_photos(page):
        return found
    return attrs.evolve(found, end=max(found.end, _last_caption(page.reading_order, headline)))


def _select(page: Page, headline: TextRun | None) -> StoryRuns:
    if chosen := _by_profile(page):
        return chosen
    order = page.reading_order
    box = densest(order, headline)
    if box is not None and _is_sure(order, box):
        return _boxed(order, grown(order, box, None), ())
    return _compared(page, headline, box, _trafilatura_text(page, box))


def _by_profile(page: Page) -> StoryRuns | None:
    """What the profile's selectors for the body find; None where they find no text."""
    order = page.reading_order
    chosen = page.selected("body")
    runs = _inside(order, chosen)
    if _size(runs) <= 1:
        return None
    end = max(order.spans[element][1] for element in chosen if element in order.spans)
    rule = next((selector for selector in page.selectors.body if page.select(selector)), "body")
    return StoryRuns(tuple(runs), "profile", rule, end)


def _inside(order: ReadingOrder, elements: Iterable[HtmlElement]) -> list[TextRun]:
    """The runs of the chosen elements, without furniture in them that has no sentences."""
    spans = {element: order.spans[element] for element in elements if element in order.spans}
    runs = [run for run in order.runs if any(start <= run.position <= end for start, end in spans.values())]
    return [run for run in runs if run.aside is None or is_prose_run(run) or _is_around(run.aside, spans)]


def _is_around(aside: HtmlElement, chosen: Iterable[HtmlElement]) -> bool:
    return any(element is aside or aside in element.iterancestors() for element in chosen)


def _is_sure(order: ReadingOrder, box: HtmlElement) -> bool:
    """Whether an element is plainly the story, so that trafilatura, which takes most of the time, need not be asked.

    Only for Indonesian: that is the language whose furniture we know.
    """
    text = " ".join(run.text for run in _prose(order.within(box)))
    return len(text) >= _MIN_SURE and bool(NAMED.search(described(box))) and is_indonesian(text)


def _boxed(order: ReadingOrder, box: HtmlElement, taken: Sequence[TextRun]) -> StoryRuns:
    """What stands in an element, without captions and furniture."""
    inside = (run for run in order.within(box) if run.figure is None or is_prose_run(run))
    runs = tuple(run for run in inside if run.aside is None or run.aside in box.iterancestors() or run in taken)
    return StoryRuns(runs, "markup", f"densest prose in {described(box)}", order.spans[box][1])


# -------------------------------------------------------------------------------------------- trafilatura's opinion


def _trafilatura_text(page: Page, box: HtmlElement | None) -> str:
    """Trafilatura's text: its quick reading where that is plain, else its thorough one."""
    text = reader.text(page.document, quick=box is not None)
    return text if box is None or _is_plain(page.reading_order, box, text) else reader.text(page.document)


def _is_plain(order: ReadingOrder, box: HtmlElement, text: str) -> bool:
    """Whether a text is no fragment and has what the densest element has; a short one not much more than that."""
    ours = {run for run in _prose(order.within(box)) if run.aside is None and run.figure is None}
    theirs = set(_taken(_prose(order.runs), text))
    common = _size(ours & theirs)
    if len(text) < _FRAGMENT or common < _MIN_COVERED * _size(ours):
        return False
    return len(text) >= _LONG or common >= _MIN_COMMON * _size(theirs)


def _compared(page: Page, headline: TextRun | None, box: HtmlElement | None, text: str) -> StoryRuns:
    """The densest element or trafilatura's text, whichever is better supported; abroad always the text."""
    order = page.reading_order
    if not is_of_indonesia(page, text or " ".join(run.text for run in _prose(order.runs))):
        return StoryRuns(_as_taken(page, text), "trafilatura", "text")
    taken = _taken(order.runs, text)
    if box is None:
        return _gallery(order, headline, taken)
    box = grown(order, box, set(taken))
    story = _boxed(order, box, taken)
    return _prose_taken(order, headline, taken) if _is_contradicted(story.runs, taken, order, box) else story


def _prose_taken(order: ReadingOrder, headline: TextRun | None, taken: Sequence[TextRun]) -> StoryRuns:
    """What trafilatura took: its prose, and the other lines that stand in the elements of that prose."""
    around = {run.element.getparent() for run in _prose(taken)}
    kept = (run for run in taken if run.aside is None and (is_prose_run(run) or run.element.getparent() in around))
    return StoryRuns(tuple(kept), "trafilatura", "text", _last_caption(order, headline))


def _gallery(order: ReadingOrder, headline: TextRun | None, taken: Sequence[TextRun]) -> StoryRuns:
    """A page without an element of text: what prose there is below the headline, and pictures with captions."""
    start, end = headline.position if headline is not None else 0, _last_caption(order, headline)
    prose = (run for run in _prose(taken) if run.aside is None and run.figure is None)
    kept = tuple(run for run in prose if start < run.position <= max(end, start + _NEXT_PICTURE))
    return StoryRuns(kept, "trafilatura", "text", end)


def _last_caption(order: ReadingOrder, headline: TextRun | None) -> int:
    """Where the captions end that follow each other below the headline."""
    end = headline.position if headline is not None else 0
    captions = (run.position for run in order.runs if run.figure is not None and run.aside is None)
    pictures = (picture.position for picture in order.pictures if picture.aside is None)
    for positions in (captions, pictures):
        for position in positions:
            if end < position <= end + _NEXT_PICTURE:
                end = position
    return end


def _is_contradicted(
    inside: Sequence[TextRun], taken: Sequence[TextRun], order: ReadingOrder, box: HtmlElement
) -> bool:
    """Whether trafilatura's choice has to be believed: it has prose of the same kind elsewhere, or none of this."""
    ours, theirs = set(inside), list(_prose(taken))
    if not theirs:
        return False
    outside = [run for run in theirs if run not in ours]
    common = _size(run for run in theirs if run in ours)
    if common < 0.5 * _size(_prose(ours)):
        return not NAMED.search(described(box))
    if _size(outside) <= 0.25 * common:
        return False
    return not are_teasers(outside, order) and not NAMED.search(described(box))


def _taken(runs: Iterable[TextRun], text: str) -> list[TextRun]:
    """The runs whose words trafilatura's text has, in the order of the page."""
    whole = fold(text)
    return [run for run in runs if run.key and run.key[:120] in whole] if whole else []


def _as_taken(page: Page, text: str) -> tuple[TextRun, ...]:
    """Trafilatura's text line by line, each as the run of the page that says the same, where there is one."""
    known: dict[str, list[TextRun]] = {}
    keys: dict[str, str] = {}
    for run in page.runs:
        known.setdefault(run.key, []).append(run)
        keys[run.text] = run.key
    found: list[TextRun] = []
    for line in filter(None, (clean(_MARK.sub("", line)) for line in text.split("\n"))):
        same = known.get(keys.get(line) or fold(line), [])
        match = same.pop(0) if len(same) > 1 else next(iter(same), None)
        position = match.position if match else found[-1].position if found else 0
        kind: BlockType = match.type if match else "paragraph"
        element = match.element if match else page.document.body
        found.append(TextRun(text=line, element=element, position=position, type=kind))
    return tuple(found)


# ------------------------------------------------------------------------------------------------------------ runs


def _prose(runs: Iterable[TextRun]) -> Iterator[TextRun]:
    return filter(is_prose_run, runs)


def _size(runs: Iterable[TextRun]) -> int:
    """Characters of all runs."""
    return sum(len(run.text) for run in runs)
