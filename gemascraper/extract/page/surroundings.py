"""Which furniture and which box of a picture each run is in: by names and sizes of the elements around it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from lxml.html import HtmlElement

from gemascraper.extract.page.furniture import FURNITURE_TAGS
from gemascraper.extract.page.text_runs import PlacedImage, ReadingOrder, TextRun

_HALF = 0.4
"""The share of a page's text from which an element is not furniture, whatever its name."""
_MAX_CAPTION = 1_500
"""Characters; an element with more text is not the box of a picture, whatever its name."""


class Surroundings(NamedTuple):
    """A run or a picture, and the elements around it that are furniture or boxes of pictures by their names."""

    found: TextRun | PlacedImage
    asides: tuple[HtmlElement, ...]
    """Outermost first."""
    figures: tuple[HtmlElement, ...]


def set_surroundings(order: ReadingOrder, around: Iterable[Surroundings]) -> None:
    """Set `aside` and `figure` of the runs and pictures, now that the sizes of the elements around them are known."""
    sizes = _sizes(around)
    most = _HALF * sum(len(run.text) for run in order.runs)
    asides = {e for e in sizes if e.tag in FURNITURE_TAGS or sizes[e] <= most or _is_only_links(e, order)}
    figures = {e for e in sizes if sizes[e] <= _MAX_CAPTION and next(e.iter("h1"), None) is None}
    for found, furniture, boxes in around:
        if furniture:
            found.aside = next((e for e in furniture if e in asides), None)
        if boxes:
            found.figure = next((e for e in boxes if e in figures), None)


def _sizes(around: Iterable[Surroundings]) -> dict[HtmlElement, int]:
    """The characters in each element that is furniture or the box of a picture."""
    sizes: dict[HtmlElement, int] = {}
    for found, asides, figures in around:
        size = len(found.text) if isinstance(found, TextRun) else 0
        for element in {*asides, *figures}:
            sizes[element] = sizes.get(element, 0) + size
    return sizes


def _is_only_links(element: HtmlElement, order: ReadingOrder) -> bool:
    """Whether an element has much of the page's text, but little that is not a link: a sidebar beside captions."""
    inside, every = (sum(map(_plain, runs)) for runs in (order.within(element), order.runs))
    return inside <= _HALF * every


def _plain(run: TextRun) -> int:
    """Characters of a run that are not link text."""
    return max(0, len(run.text) - run.linked)
