"""One page of a story taken apart: where its headline stands, which runs are its text, which are around them."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from gemascraper.extract import body, container
from gemascraper.extract.boxes import is_prose
from gemascraper.extract.flow import Run
from gemascraper.extract.page import Page

_ABOVE, _BELOW, _EDGE = 6, 16, 6


@attrs.define
class Part:
    """One page of a story: where its headline stands, which runs are its text, which are around them."""

    page: Page
    title: Run | None
    story: container.Story
    above: list[Run]
    below: list[Run]

    @property
    def near(self) -> list[Run]:
        """The runs in which a byline stands: above the text, at its edges, below it."""
        edges = [run for run in (*self.story.runs[:2], *self.story.runs[-_EDGE:]) if run.figure is None]
        wanted = {*self.above, *edges, *self.below}
        return [run for run in self.page.flow.runs if run in wanted]

    def after(self, kept: Sequence[Run]) -> list[str]:
        """The few lines right under the text that was kept."""
        last = kept[-1].order if kept else self.story.last
        return [run.text for run in self.page.flow.runs if run.order > last and not run.is_link][:8]


def part_of(page: Page, title: Run | None) -> Part:
    story = container.story(page, title, body.trafilatura_text)
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
    story = container.after(story, title)
    return Part(
        page,
        title,
        story,
        [r for r in above if r.aside is None or not r.linked],
        [r for r in below if r.aside is None or not r.linked],
    )
