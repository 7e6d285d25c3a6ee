"""One page of a story taken apart: where its headline stands, which runs are its text, which are around them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from itertools import islice, takewhile
from operator import attrgetter

import attrs

from gemascraper.extract.page.page import Page
from gemascraper.extract.page.text_runs import TextRun
from gemascraper.extract.story import cleaning, select
from gemascraper.extract.story.density import is_prose

_ABOVE, _BELOW, _EDGE = 6, 16, 6
_LONGEST_HEAD, _PARAGRAPH, _LONG_LINK, _FAR_ABOVE = 40, 170, 40, 30


@attrs.define
class Part:
    """One page of a story: where its headline stands, which runs are its text, which are around them."""

    page: Page
    title: TextRun | None
    story: select.Story
    above: list[TextRun]
    below: list[TextRun]

    @property
    def near(self) -> list[TextRun]:
        """The runs in which a byline stands: above the text, at its edges, below it."""
        edges = [run for run in (*self.story.runs[:2], *self.story.runs[-_EDGE:]) if run.figure is None]
        wanted = {*self.above, *edges, *self.below}
        return [run for run in self.page.flow.runs if run in wanted]

    @property
    def head(self) -> list[TextRun]:
        """The runs from the headline to the second long paragraph, furniture too: the first may be a standfirst."""
        below = list(islice(self.page.flow.runs, self._headline + 1, self._headline + 1 + _LONGEST_HEAD))
        long = [n for n, run in enumerate(below) if is_prose(run) and len(run.text) > _PARAGRAPH]
        return below[: long[1]] if len(long) > 1 else below

    @property
    def over(self) -> list[TextRun]:
        """The few runs over the headline, the nearest first."""
        return list(reversed(self.page.flow.runs[max(0, self._headline - _ABOVE) : self._headline]))

    @cached_property
    def _headline(self) -> int:
        """Which run is the headline; where none is known, the one that heads the story or stands a little above it."""
        runs = self.page.flow.runs
        if self.title is not None:
            return runs.index(self.title)
        first = bisect_left(runs, self.story.start, key=attrgetter("order"))
        near = range(max(0, first - _FAR_ABOVE), min(len(runs), first + _ABOVE))
        return next((n for n in near if runs[n].element.tag == "h1"), max(0, first - _ABOVE))

    @property
    def tail(self) -> list[TextRun]:
        """The last lines of the story and the few under it, up to where links to other stories begin."""
        under = (run for run in self.page.flow.runs if run.order > self.story.last and run.aside is None)
        near = takewhile(lambda run: not (run.is_link and len(run.text) > _LONG_LINK), islice(under, _EDGE + 2))
        return [*self.story.runs[-4:], *near]

    def after(self, kept: Sequence[TextRun]) -> list[str]:
        """The few lines right under the text that was kept."""
        last = kept[-1].order if kept else self.story.last
        return [run.text for run in self.page.flow.runs if run.order > last and not run.is_link][:8]


def part_of(page: Page, title: TextRun | None) -> Part:
    story = select.story(page, title, cleaning.trafilatura_text)
    runs = page.flow.runs
    number = {run: n for n, run in enumerate(runs)}
    inside = [number[run] for run in story.runs if run in number]
    at = number[title] if title is not None else max(0, min(inside, default=0) - _ABOVE)
    begin = next(
        (number[r] for r in story.runs if r in number and number[r] > at and is_prose(r)),
        min(inside, default=at + 1),
    )
    end = max(inside, default=at)
    above = (
        [*runs[at + 1 : max(begin, at + 1)][:30], *reversed(runs[max(0, at - _ABOVE) : at])]
        if begin > at
        else list(runs[max(0, begin - _ABOVE) : at + 4])
    )
    below = runs[end + 1 : end + 1 + _BELOW]
    story = select.after(story, title)
    return Part(
        page,
        title,
        story,
        [r for r in above if _may_sign(r)],
        [r for r in below if _may_sign(r)],
    )


def _may_sign(run: TextRun) -> bool:
    """Whether a byline may stand in a run: it does in furniture where there are no links, never among comments."""
    called = f"{run.aside.get('class')} {run.aside.get('id')}".lower() if run.aside is not None else ""
    return run.aside is None or not (run.linked or "komentar" in called or "comment" in called)
