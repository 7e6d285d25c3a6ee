"""A page in reading order: runs of text and pictures, top to bottom.

A run in the page's furniture has the furniture as its `aside`; a run with a picture has the picture's box as `figure`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import islice
from operator import attrgetter

import attrs
from lxml.html import HtmlElement

from gemascraper.items import BlockType
from gemascraper.values.text import fold

_MAX_ANCESTORS = 8


@attrs.define(eq=False)
class TextRun:
    """Text between two block boundaries, as printed."""

    text: str
    element: HtmlElement
    """The innermost block element around it."""
    position: int
    """Counts upward through the page; elements and pictures have positions too."""
    type: BlockType = "paragraph"
    links: Sequence[HtmlElement] = ()
    """The links that it is in, or that are in it."""
    linked: int = 0
    """How many of its characters are link text."""
    aside: HtmlElement | None = None
    """The outermost furniture around it."""
    figure: HtmlElement | None = None
    """The box of a picture around it."""

    @cached_property
    def key(self) -> str:
        """The text's letters and digits alone, for comparing."""
        return fold(self.text)

    @property
    def is_link(self) -> bool:
        """Whether nearly all of it is a link."""
        return self.linked >= 0.8 * len(self.text.replace(" ", ""))


_position = attrgetter("position")


@attrs.define(eq=False)
class PlacedImage:
    """A picture where it stands."""

    element: HtmlElement
    position: int
    aside: HtmlElement | None = None
    figure: HtmlElement | None = None


@attrs.define(eq=False)
class ReadingOrder:
    """The runs and pictures of a page, and the positions where each element begins and ends."""

    runs: list[TextRun] = attrs.field(factory=list)
    pictures: list[PlacedImage] = attrs.field(factory=list)
    spans: dict[HtmlElement, tuple[int, int]] = attrs.field(factory=dict)
    named_elements: dict[str, list[HtmlElement]] = attrs.field(factory=dict)
    """Names, which are classes and id as written → the elements that have them."""

    def within(self, element: HtmlElement) -> list[TextRun]:
        """The runs inside an element."""
        start, end = self.spans.get(element, (0, -1))
        return self.between(start, end)

    def around(self, element: HtmlElement) -> tuple[HtmlElement | None, list[TextRun]]:
        """The smallest element around a picture that prints anything, and its runs; (None, []) where none does."""
        for above in islice(element.iterancestors(), _MAX_ANCESTORS):
            if runs := self.within(above):
                return above, runs
        return None, []

    @cached_property
    def _names(self) -> str:
        return "\n".join(self.named_elements)

    def named(self, pattern: re.Pattern[str]) -> list[HtmlElement]:
        """The elements whose names match the pattern anywhere, in the order of the page."""
        if not pattern.search(self._names):
            return []
        found = (element for names, them in self.named_elements.items() if pattern.search(names) for element in them)
        return sorted(found, key=lambda element: self.spans[element])

    def between(self, start: int, end: int) -> list[TextRun]:
        """The runs from one position to another, both included."""
        return self.runs[bisect_left(self.runs, start, key=_position) : bisect_right(self.runs, end, key=_position)]
