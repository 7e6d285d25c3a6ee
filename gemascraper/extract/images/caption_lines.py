"""Which lines are printed with a picture: those of its box, of a frame around it alone, or right beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs
from lxml.html import HtmlElement

from gemascraper.extract.images.adjacent_lines import AdjacentLines
from gemascraper.extract.images.story_image import MAX_CAPTION, StoryImage
from gemascraper.extract.lines import credit_line
from gemascraper.extract.page.page import Page
from gemascraper.extract.page.text_runs import ReadingOrder, TextRun

_MAX_FRAME_LINES = 4
_NEXT_IMAGES = 3
"""Pictures after one among which the following is looked for; the same one may be shown twice."""


def attach_caption_lines(page: Page, images: Sequence[StoryImage], story: Sequence[TextRun]) -> None:
    """Give each picture its lines, as `StoryImage.runs`; *story* are the lines of the text."""
    surroundings = _Surroundings.of(page, images, story)
    for number, image in enumerate(images):
        later = images[number + 1 : number + 1 + _NEXT_IMAGES]
        following = next((other.position for other in later if other.url != image.url), None)
        image.runs = surroundings.lines_of(image, following)


@attrs.frozen
class _Surroundings:
    """The lines of a page, and which of them are the story's text."""

    order: ReadingOrder
    adjacent: AdjacentLines
    sizes: dict[int, int]
    """The positions of the lines of the text, with their characters."""
    half: float
    """Half of the characters of the text."""
    urls_of_boxes: dict[HtmlElement | None, set[str]]
    has_caption_selectors: bool

    @classmethod
    def of(cls, page: Page, images: Iterable[StoryImage], story: Iterable[TextRun]) -> _Surroundings:
        sizes = {run.position: len(run.text) for run in story}
        urls: dict[HtmlElement | None, set[str]] = {}
        for image in images:
            urls.setdefault(image.box, set()).add(image.url)
        order = page.reading_order
        adjacent = AdjacentLines(order, frozenset(sizes))
        return cls(order, adjacent, sizes, sum(sizes.values()) / 2, urls, bool(page.selectors.caption))

    def lines_of(self, image: StoryImage, following: int | None) -> list[TextRun]:
        """The lines of a picture; *following* is the position of the next one."""
        runs = self._in_box(image, following)
        if len(runs) == 1 and not self.has_caption_selectors:
            runs += self.adjacent.in_next_box(image)
        return runs or self._in_frame(image) or self.adjacent.of(image, following)

    def _in_box(self, image: StoryImage, following: int | None) -> list[TextRun]:
        """The lines in the picture's box; in one that several pictures share, those up to the following one."""
        if image.box is None:
            return []
        runs = self.order.within(image.box)
        if len(self.urls_of_boxes[image.box]) > 1:
            runs = [run for run in runs if image.position <= run.position]
            runs = [run for run in runs if following is None or run.position <= following]
        return [run for run in runs if len(run.text) <= MAX_CAPTION]

    def _in_frame(self, image: StoryImage) -> list[TextRun]:
        """A few lines that an element without a telling name has around this picture alone.

        One of them says what the picture's own attributes say, or the first or last of them is a credit.
        """
        frame, runs = self.order.around(image.element)
        if frame is None or not self._may_be_caption(runs) or not image.is_alone_in(frame):
            return []
        is_credited = len(runs) > 1 and any(credit_line.whole_credit(run.text) for run in (runs[-1], runs[0]))
        return runs if is_credited or any(image.is_described_by(run) for run in runs) else []

    def _may_be_caption(self, runs: Sequence[TextRun]) -> bool:
        """Whether lines are few and short enough, have no heading, and are not most of the text."""
        if len(runs) > _MAX_FRAME_LINES or sum(len(run.text) for run in runs) > MAX_CAPTION:
            return False
        if any(run.type == "heading" for run in runs):
            return False
        return sum(self.sizes.get(run.position, 0) for run in runs) <= self.half
