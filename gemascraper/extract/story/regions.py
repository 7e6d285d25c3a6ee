"""The regions of one page of a story: its headline, the runs of its text, and the runs around them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from itertools import islice, takewhile
from operator import attrgetter

import attrs

from gemascraper.extract.page.element_names import class_and_id
from gemascraper.extract.page.page import Page
from gemascraper.extract.page.text_runs import TextRun
from gemascraper.extract.story.density import is_prose_run
from gemascraper.extract.story.select import StoryRuns, select

_ABOVE, _BELOW, _EDGE = 6, 16, 6
"""Runs above the headline, below the text, and at the end of the text in which a byline may stand."""
_MAX_BETWEEN, _MAX_HEAD, _MAX_AFTER, _LAST_LINES = 30, 40, 8, 4
_PARAGRAPH, _LONG_LINK, _FAR_ABOVE = 170, 40, 30


@attrs.define
class Regions:
    """One page of a story: where its headline stands, which runs are its text, and which are around them."""

    page: Page
    title: TextRun | None
    """The run that is the headline; None where the page does not print it."""
    story: StoryRuns
    above: list[TextRun]
    """The runs between headline and text, then those above the headline, nearest first."""
    below: list[TextRun]
    """The runs after the text."""

    @property
    def near(self) -> list[TextRun]:
        """The runs in which a byline may stand: above the text, at its edges, below it; in the order of the page."""
        edges = [run for run in (*self.story.runs[:2], *self.story.runs[-_EDGE:]) if run.figure is None]
        wanted = {*self.above, *edges, *self.below}
        return [run for run in self.page.runs if run in wanted]

    @property
    def head(self) -> list[TextRun]:
        """The runs from the headline to the second long paragraph, furniture too: the first may be a standfirst."""
        below = list(islice(self.page.runs, self._headline + 1, self._headline + 1 + _MAX_HEAD))
        long = [n for n, run in enumerate(below) if is_prose_run(run) and len(run.text) > _PARAGRAPH]
        return below[: long[1]] if len(long) > 1 else below

    @property
    def over(self) -> list[TextRun]:
        """The few runs above the headline, nearest first."""
        return list(reversed(self.page.runs[max(0, self._headline - _ABOVE) : self._headline]))

    @cached_property
    def _headline(self) -> int:
        """Which run is the headline; where none is known, the one that heads the story or stands a little above it."""
        runs = self.page.runs
        if self.title is not None:
            return runs.index(self.title)
        first = bisect_left(runs, self.story.start, key=attrgetter("position"))
        near = range(max(0, first - _FAR_ABOVE), min(len(runs), first + _ABOVE))
        return next((n for n in near if runs[n].element.tag == "h1"), max(0, first - _ABOVE))

    @property
    def tail(self) -> list[TextRun]:
        """The last lines of the story and the few under it, up to where links to other stories begin."""
        under = (run for run in self.page.runs if run.position > self.story.last and run.aside is None)
        near = takewhile(lambda run: not (run.is_link and len(run.text) > _LONG_LINK), islice(under, _EDGE + 2))
        return [*self.story.runs[-_LAST_LINES:], *near]

    def after(self, kept: Sequence[TextRun]) -> list[str]:
        """The texts of the few lines right under the runs that were kept."""
        last = kept[-1].position if kept else self.story.last
        return [run.text for run in self.page.runs if run.position > last and not run.is_link][:_MAX_AFTER]


def regions_of(page: Page, title: TextRun | None) -> Regions:
    """The regions of a page whose headline is *title*."""
    story = select(page, title)
    runs = page.runs
    number = {run: n for n, run in enumerate(runs)}
    inside = [number[run] for run in story.runs if run in number]
    at = number[title] if title is not None else max(0, min(inside, default=0) - _ABOVE)
    prose = (number[run] for run in story.runs if run in number and number[run] > at and is_prose_run(run))
    begin = next(prose, min(inside, default=at + 1))
    end = max(inside, default=at)
    below = runs[end + 1 : end + 1 + _BELOW]
    return Regions(
        page,
        title,
        story.below(title),
        [run for run in _above(runs, at, begin) if _may_sign(run)],
        [run for run in below if _may_sign(run)],
    )


def _above(runs: Sequence[TextRun], at: int, begin: int) -> list[TextRun]:
    """The runs between the headline, number *at*, and the first prose, number *begin*, and those above the headline."""
    if begin <= at:
        return list(runs[max(0, begin - _ABOVE) : at + 4])
    return [*runs[at + 1 : begin][:_MAX_BETWEEN], *reversed(runs[max(0, at - _ABOVE) : at])]


def _may_sign(run: TextRun) -> bool:
    """Whether a byline may stand in a run: it does in furniture where there are no links, never among comments."""
    if run.aside is None:
        return True
    names = class_and_id(run.aside).lower()
    return not (run.linked or "komentar" in names or "comment" in names)
