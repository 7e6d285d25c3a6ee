"""A picture of the story, with the box it stands in and the lines that are printed with it."""

from __future__ import annotations

from itertools import islice

import attrs
from lxml.html import HtmlElement

from gemascraper.extract.images.image_urls import IMAGE_TAGS
from gemascraper.extract.page.text_runs import TextRun
from gemascraper.values.text import clean, fold

MAX_CAPTION = 900
"""Characters of one line of a caption."""
_MAX_LOOKED_AT = 4
"""Pictures of a box that are looked at, to tell whether it shows more than one."""
_MIN_DESCRIPTION = 16
"""Letters of a line that is equal to an attribute by more than chance."""


@attrs.define(eq=False)
class StoryImage:
    """One picture of the story, and where it stands on the page."""

    url: str
    """Absolute."""
    element: HtmlElement
    position: int
    """Among the runs and pictures of the page."""
    box: HtmlElement | None
    """The element around picture and caption, as the profile or its own name says; None where there is none."""
    runs: list[TextRun] = attrs.field(factory=list)
    """The lines that are printed with it; `attach_caption_lines` finds them."""

    @property
    def alt(self) -> str | None:
        """The alternative text, on one line."""
        return clean(self.element.get("alt"))

    @property
    def title(self) -> str | None:
        """The title, on one line."""
        return clean(self.element.get("title"))

    def is_alone_in(self, box: HtmlElement) -> bool:
        """Whether a box shows no other picture; what a ``noscript`` shows instead of a lazy one is the same picture."""
        inside = islice(box.iter(*IMAGE_TAGS), _MAX_LOOKED_AT)
        return all(each is self.element or each.getparent().tag == "noscript" for each in inside)

    def is_described_by(self, run: TextRun) -> bool:
        """Whether a line repeats the alternative text or the title; a heading does so for other reasons."""
        if run.type == "heading" or len(run.key) < _MIN_DESCRIPTION:
            return False
        return run.key in (fold(self.element.get("alt")), fold(self.element.get("title")))

    def is_apart_from(self, run: TextRun) -> bool:
        """Whether a line stands in a box of another picture."""
        if run.figure is None or run.figure in self.element.iterancestors():
            return False
        return run.figure.tag == "figure" or next(run.figure.iter(*IMAGE_TAGS), None) is not None
