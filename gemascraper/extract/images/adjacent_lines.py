"""Lines beside a picture, outside of its own box: a credit, a caption or both below it; a caption above it."""

from __future__ import annotations

from collections.abc import Sequence, Set

import attrs

from gemascraper.extract.images.credit_elements import credit_within
from gemascraper.extract.images.story_image import MAX_CAPTION, StoryImage
from gemascraper.extract.lines import credit_line
from gemascraper.extract.lines.image_labels import is_image_label
from gemascraper.extract.page.text_runs import ReadingOrder, TextRun

_MAX_UNBOXED = 320
"""Characters of a caption that stands in no box, and ends in a credit."""
_MAX_LINES = 3
_BELOW, _ABOVE, _FARTHEST = 8, 5, 200
"""Positions from a picture to a line right below it, right above it, and to the last line that may be its own."""


@attrs.frozen
class AdjacentLines:
    """The lines of a page in reading order, and which positions are those of the story's text."""

    order: ReadingOrder
    text: Set[int]

    def of(self, image: StoryImage, following: int | None) -> list[TextRun]:
        """The lines below a picture, else the one above it; *following* is the position of the next picture."""
        return self._below(image, following) or self._just_above(image)

    def in_next_box(self, image: StoryImage) -> list[TextRun]:
        """A caption in a box of its own right under the picture's, where that has only the credit."""
        last = self.order.spans[image.box][1] if image.box is not None else image.position
        next_lines = self.order.between(last + 1, last + _BELOW)[:1]
        return [run for run in next_lines if run.aside is None and self._is_caption_box(run, image)]

    def _below(self, image: StoryImage, following: int | None) -> list[TextRun]:
        """The lines below a picture up to the first that does not belong to it."""
        end = following if following is not None else image.position + _FARTHEST
        runs = [run for run in self.order.between(image.position, end) if run.position != following]
        found: list[TextRun] = []
        for run in [run for run in runs if not is_image_label(run.text)][:_MAX_LINES]:
            if not self._continues(found, run, image):
                break
            found.append(run)
        return found

    def _continues(self, found: Sequence[TextRun], run: TextRun, image: StoryImage) -> bool:
        """Whether a line belongs to a picture after the lines *found* so far."""
        if len(run.text) > MAX_CAPTION:
            return False
        if run.figure is not None and run.aside is None:
            return not image.is_apart_from(run)
        if not found:
            return self._reads_as_caption(run, image)
        return len(found) == 1 and self._completes(found[0], run)

    def _completes(self, first: TextRun, run: TextRun) -> bool:
        """Whether a second line is the caption after a credit, as Tribun prints it, or the credit of a caption."""
        if run.position in self.text or run.links:
            return False
        if credit_line.whole_credit(first.text):
            return True
        return run.element is first.element and credit_line.whole_credit(run.text) is not None

    def _reads_as_caption(self, run: TextRun, image: StoryImage) -> bool:
        """Whether the line under a picture ends in a credit; or is no part of the text and says so otherwise.

        That is by an element that holds a credit, or by saying what the picture's attributes say.
        """
        is_far = run.position - image.position > _BELOW and run.element not in image.element.iterancestors()
        if is_far or run.text.endswith(":"):
            return False
        if len(run.text) < _MAX_UNBOXED and credit_line.split(run.text)[1] is not None:
            return True
        return run.position not in self.text and (image.is_described_by(run) or credit_within(run) is not None)

    def _just_above(self, image: StoryImage) -> list[TextRun]:
        """The line right above a picture, where it stands in a box of captions."""
        before = self.order.between(image.position - _ABOVE, image.position - 1)[-1:]
        return [run for run in before if self._is_caption_box(run, image)]

    def _is_caption_box(self, run: TextRun, image: StoryImage) -> bool:
        """Whether a line stands in a box of captions, outside of the text, and not in that of another picture."""
        return run.figure is not None and run.position not in self.text and not image.is_apart_from(run)
