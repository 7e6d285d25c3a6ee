"""Which runs of a page are its story: by the profile's selectors, else by where the prose is.

Two opinions meet where no profile speaks: the element that holds the densest prose, and what trafilatura takes. Where
they agree, the element's own order and paragraphs are kept; where they do not, the better supported one wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

import attrs
from lxml.html import HtmlElement

from gemascraper.extract.lines.language import is_indonesian, is_of_indonesia
from gemascraper.extract.page.page import Page
from gemascraper.extract.page.text_runs import ReadingOrder, TextRun
from gemascraper.extract.story.density import NAMED, densest, grown, is_prose, name_of, teasers
from gemascraper.extract.story.kind import says_photos
from gemascraper.items import BlockType
from gemascraper.values.text import clean, fold

_MARK = re.compile(r"^(?:- |\|)\s*")
"""Before the items of lists and the cells of tables in trafilatura's text."""
Reader = Callable[[Page, bool], str]
"""Gives trafilatura's text of a page, quickly or thoroughly."""
_SURE = 500
_FRAGMENT, _LONG = 400, 4_000
_HAS, _IS_MOST_OF = 0.6, 0.75
_NEXT_PICTURE = 120


@attrs.frozen
class Story:
    """The runs of a story, in order, and how they were found."""

    runs: tuple[TextRun, ...]
    source: str
    rule: str
    end: int = 0
    """Where the element that holds them ends: pictures may follow the last line."""

    @property
    def start(self) -> int:
        return self.runs[0].order if self.runs else 0

    @property
    def last(self) -> int:
        return self.runs[-1].order if self.runs else 0


def after(found: Story, title: TextRun | None) -> Story:
    """The story without what stands above its headline, where the box holds both, and without what only leads to it."""
    if title is None or found.source != "markup":
        return found
    below = tuple(run for run in found.runs if run.order > title.order)
    return (
        attrs.evolve(found, runs=below)
        if sum(len(r.text) for r in below) > 0.5 * sum(len(r.text) for r in found.runs)
        else found
    )


def story(page: Page, headline: TextRun | None, reader: Reader) -> Story:
    """The story's runs. *reader* is asked for trafilatura's text only where no selector of the profile finds a body.

    The pictures of a photo story may follow its text.
    """
    found = _story(page, headline, reader)
    return attrs.evolve(found, end=max(found.end, _last_caption(page.flow, headline))) if says_photos(page) else found


def _story(page: Page, headline: TextRun | None, reader: Reader) -> Story:
    if chosen := page.selected("body"):
        runs = _inside(page.flow, chosen)
        if sum(len(run.text) for run in runs) > 1:
            end = max(page.flow.spans[element][1] for element in chosen if element in page.flow.spans)
            return Story(tuple(runs), "profile", _matching(page), end)
    box = densest(page.flow, headline)
    if box is not None and _is_sure(page.flow, box):
        return _boxed(page.flow, grown(page.flow, box, None), ())
    return _compared(page, headline, box, _read(page, box, reader))


def _read(page: Page, box: HtmlElement | None, reader: Reader) -> str:
    """Trafilatura's text: its quick reading where that is plain, else its thorough one."""
    text = reader(page, box is not None)
    return text if box is None or _is_plain(page.flow, box, text) else reader(page, False)


def _is_plain(flow: ReadingOrder, box: HtmlElement, text: str) -> bool:
    """Whether a text is no fragment and has what the densest element has; a short one not much more than that."""
    ours = {run for run in flow.within(box) if is_prose(run) and run.aside is None and run.figure is None}
    theirs = set(_taken((run for run in flow.runs if is_prose(run)), text))
    common = _size(ours & theirs)
    if len(text) < _FRAGMENT or common < _HAS * _size(ours):
        return False
    return len(text) >= _LONG or common >= _IS_MOST_OF * _size(theirs)


def _size(runs: Iterable[TextRun]) -> int:
    return sum(len(run.text) for run in runs)


def _matching(page: Page) -> str:
    return next((s for s in page.selectors.body if page.select(s)), "body")


def _inside(flow: ReadingOrder, elements: Iterable[HtmlElement]) -> list[TextRun]:
    """The runs of the chosen elements, less furniture in them that has no sentences."""
    spans = {element: flow.spans[element] for element in elements if element in flow.spans}
    runs = [run for run in flow.runs if any(start <= run.order <= end for start, end in spans.values())]
    return [run for run in runs if run.aside is None or is_prose(run) or _around(run.aside, spans)]


def _around(aside: HtmlElement, chosen: Iterable[HtmlElement]) -> bool:
    return any(element is aside or aside in element.iterancestors() for element in chosen)


def _is_sure(flow: ReadingOrder, box: HtmlElement) -> bool:
    """Whether an element is plainly the story, so that trafilatura, which takes most of the time, need not be asked.

    Only for Indonesian: that is the language whose furniture we know.
    """
    text = " ".join(run.text for run in flow.within(box) if is_prose(run))
    return len(text) >= _SURE and bool(NAMED.search(name_of(box))) and is_indonesian(text)


def _compared(page: Page, headline: TextRun | None, box: HtmlElement | None, text: str) -> Story:
    flow = page.flow
    if not is_of_indonesia(page, text or " ".join(run.text for run in flow.runs if is_prose(run))):
        return Story(_as_taken(page, text), "trafilatura", "text")
    taken = _taken(flow.runs, text)
    if box is None:
        return _gallery(flow, headline, taken)
    box = grown(flow, box, set(taken))
    story = _boxed(flow, box, taken)
    if _contradicted(story.runs, taken, flow, box):
        around = {run.element.getparent() for run in taken if is_prose(run)}
        kept = (run for run in taken if run.aside is None and (is_prose(run) or run.element.getparent() in around))
        return Story(tuple(kept), "trafilatura", "text", _last_caption(flow, headline))
    return story


def _gallery(flow: ReadingOrder, headline: TextRun | None, taken: Sequence[TextRun]) -> Story:
    """A page without a box of text: what prose there is below the headline, and pictures with captions one by one."""
    start, end = headline.order if headline is not None else 0, _last_caption(flow, headline)
    prose = (run for run in taken if is_prose(run) and run.aside is None and run.figure is None)
    return Story(
        tuple(run for run in prose if start < run.order <= max(end, start + _NEXT_PICTURE)), "trafilatura", "text", end
    )


def _last_caption(flow: ReadingOrder, headline: TextRun | None) -> int:
    """Where the captions end that follow each other below the headline."""
    end = headline.order if headline is not None else 0
    for run in flow.runs:
        if end < run.order <= end + _NEXT_PICTURE and run.figure is not None and run.aside is None:
            end = run.order
    for spot in flow.pictures:
        if end < spot.order <= end + _NEXT_PICTURE and spot.aside is None:
            end = spot.order
    return end


def _boxed(flow: ReadingOrder, box: HtmlElement, taken: Sequence[TextRun]) -> Story:
    """What stands in an element, less captions and furniture."""
    inside = (run for run in flow.within(box) if run.figure is None or is_prose(run))
    runs = tuple(run for run in inside if run.aside is None or run.aside in box.iterancestors() or run in taken)
    return Story(runs, "markup", f"densest prose in {name_of(box)}", flow.spans[box][1])


def _contradicted(inside: Sequence[TextRun], taken: Sequence[TextRun], flow: ReadingOrder, box: HtmlElement) -> bool:
    """Whether trafilatura's choice has to be believed: it has prose of the same kind elsewhere, or none of this."""
    ours, theirs = set(inside), [run for run in taken if is_prose(run)]
    common = sum(len(run.text) for run in theirs if run in ours)
    size = sum(len(run.text) for run in ours if is_prose(run))
    outside = [run for run in theirs if run not in ours]
    extra = sum(len(run.text) for run in outside)
    if not theirs:
        return False
    if common < 0.5 * size:
        return not NAMED.search(name_of(box))
    if extra <= 0.25 * common:
        return False
    return not teasers(outside, flow) and not NAMED.search(name_of(box))


def _taken(runs: Iterable[TextRun], text: str) -> list[TextRun]:
    """The runs whose words trafilatura's text has, in the order of the page."""
    whole = fold(text)
    return [run for run in runs if run.key and run.key[:120] in whole] if whole else []


def _as_taken(page: Page, text: str) -> tuple[TextRun, ...]:
    """Trafilatura's text line by line, each as the run of the page that says the same, where there is one."""
    known: dict[str, list[TextRun]] = {}
    keys: dict[str, str] = {}
    for run in page.flow.runs:
        known.setdefault(run.key, []).append(run)
        keys[run.text] = run.key
    found: list[TextRun] = []
    for line in filter(None, (clean(_MARK.sub("", line)) for line in text.split("\n"))):
        same = known.get(keys.get(line) or fold(line), [])
        match = same.pop(0) if len(same) > 1 else next(iter(same), None)
        order = match.order if match else found[-1].order if found else 0
        kind: BlockType = match.type if match else "paragraph"
        found.append(TextRun(text=line, element=match.element if match else page.content, order=order, type=kind))
    return tuple(found)
