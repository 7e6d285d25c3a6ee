"""Which lines are printed with a picture: those of its box, of a frame around it alone, or right beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs
from lxml.html import HtmlElement

from gemascraper.extract.images.credit_elements import credit_within
from gemascraper.extract.images.image_urls import IMAGE_TAGS
from gemascraper.extract.images.story_image import StoryImage
from gemascraper.extract.lines import credit_line
from gemascraper.extract.lines.image_labels import is_image_label
from gemascraper.extract.page.page import Page
from gemascraper.extract.page.text_runs import ReadingOrder, TextRun
from gemascraper.values.text import fold

_MAX_CAPTION, _MAX_BESIDE = 900, 320
"""Characters of a caption in a box, and of one that stands without a box below the picture."""
_MIN_REPEATED = 15
"""Letters of a line that says the same as an attribute by more than chance."""
_MAX_LINES_BESIDE, _MAX_FRAME_LINES = 3, 4
_NEXT, _NEAR, _FARTHEST = 8, 5, 200
"""Positions from a picture to a line right below it, right above it, and to the last line that may be its own."""
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
        return cls(page.reading_order, sizes, sum(sizes.values()) / 2, urls, bool(page.selectors.caption))

    def lines_of(self, image: StoryImage, following: int | None) -> list[TextRun]:
        """The lines of a picture; *following* is the position of the next one."""
        runs = self._in_box(image, following)
        if len(runs) == 1 and not self.has_caption_selectors:
            runs += self._in_next_box(image)
        return runs or self._in_frame(image) or self._below(image, following) or self._just_above(image)

    # ------------------------------------------------------------------------------------------ in a box

    def _in_box(self, image: StoryImage, following: int | None) -> list[TextRun]:
        """The lines in the picture's box; in one that several pictures share, those up to the following one."""
        if image.box is None:
            return []
        runs = self.order.within(image.box)
        if len(self.urls_of_boxes[image.box]) > 1:
            runs = [run for run in runs if image.position <= run.position]
            runs = [run for run in runs if following is None or run.position <= following]
        return [run for run in runs if len(run.text) <= _MAX_CAPTION]

    def _in_next_box(self, image: StoryImage) -> list[TextRun]:
        """A caption in a box of its own right under the picture's, where that has only the credit."""
        last = self.order.spans[image.box][1] if image.box is not None else image.position
        next_lines = self.order.between(last + 1, last + _NEXT)[:1]
        return [run for run in next_lines if run.aside is None and self._is_caption_box(run, image)]

    def _in_frame(self, image: StoryImage) -> list[TextRun]:
        """A few lines that an element without a telling name has around this picture alone.

        One of them says what the picture's own attributes say, or the first or last of them is a credit.
        """
        frame, runs = self.order.around(image.element)
        if frame is None or not self._may_be_caption(runs) or not image.is_alone_in(frame):
            return []
        is_credited = len(runs) > 1 and any(credit_line.whole_credit(run.text) for run in (runs[-1], runs[0]))
        return runs if is_credited or any(_repeats_attribute(run, image) for run in runs) else []

    def _may_be_caption(self, runs: Sequence[TextRun]) -> bool:
        """Whether lines are few and short enough, have no heading, and are not most of the text."""
        if len(runs) > _MAX_FRAME_LINES or sum(len(run.text) for run in runs) > _MAX_CAPTION:
            return False
        if any(run.type == "heading" for run in runs):
            return False
        return sum(self.sizes.get(run.position, 0) for run in runs) <= self.half

    # ------------------------------------------------------------------------------------------ beside the picture

    def _below(self, image: StoryImage, following: int | None) -> list[TextRun]:
        """The lines below a picture up to the first that does not belong to it."""
        end = following if following is not None else image.position + _FARTHEST
        runs = [run for run in self.order.between(image.position, end) if run.position != following]
        found: list[TextRun] = []
        for run in [run for run in runs if not is_image_label(run.text)][:_MAX_LINES_BESIDE]:
            if not self._continues(found, run, image):
                break
            found.append(run)
        return found

    def _continues(self, found: Sequence[TextRun], run: TextRun, image: StoryImage) -> bool:
        """Whether a line belongs to a picture after the lines *found* so far."""
        if len(run.text) > _MAX_CAPTION:
            return False
        if run.figure is not None and run.aside is None:
            return not _is_of_other_picture(run, image)
        if not found:
            return self._reads_as_caption(run, image)
        return len(found) == 1 and self._completes(found[0], run)

    def _completes(self, first: TextRun, run: TextRun) -> bool:
        """Whether a second line is the caption after a credit, as Tribun prints it, or the credit of a caption."""
        if run.position in self.sizes or run.links:
            return False
        if credit_line.whole_credit(first.text):
            return True
        return run.element is first.element and credit_line.whole_credit(run.text) is not None

    def _reads_as_caption(self, run: TextRun, image: StoryImage) -> bool:
        """Whether the line under a picture ends in a credit; or is no part of the text and says so otherwise.

        That is by an element that holds a credit, or by saying what the picture's attributes say.
        """
        is_far = run.position - image.position > _NEXT and run.element not in image.element.iterancestors()
        if is_far or run.text.endswith(":"):
            return False
        if len(run.text) < _MAX_BESIDE and credit_line.split(run.text)[1] is not None:
            return True
        return run.position not in self.sizes and (_repeats_attribute(run, image) or credit_within(run) is not None)

    def _just_above(self, image: StoryImage) -> list[TextRun]:
        """The line right above a picture, where it stands in a box of captions."""
        before = self.order.between(image.position - _NEAR, image.position - 1)[-1:]
        return [run for run in before if self._is_caption_box(run, image)]

    def _is_caption_box(self, run: TextRun, image: StoryImage) -> bool:
        """Whether a line stands in a box of captions, outside of the text, and not in that of another picture."""
        return run.figure is not None and run.position not in self.sizes and not _is_of_other_picture(run, image)


def _repeats_attribute(run: TextRun, image: StoryImage) -> bool:
    """Whether a line repeats the alternative text or the title of a picture; a heading does so for other reasons."""
    if run.type == "heading" or len(run.key) <= _MIN_REPEATED:
        return False
    return run.key in (fold(image.element.get("alt")), fold(image.element.get("title")))


def _is_of_other_picture(run: TextRun, image: StoryImage) -> bool:
    """Whether a line stands in the box of another picture."""
    if run.figure is None or run.figure in image.element.iterancestors():
        return False
    return run.figure.tag == "figure" or next(run.figure.iter(*IMAGE_TAGS), None) is not None
