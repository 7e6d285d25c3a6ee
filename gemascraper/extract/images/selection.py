"""Which of a page's pictures are its story's: by the profile, by their position, or because they are declared."""

from __future__ import annotations

from collections.abc import Iterator, Set

import attrs
from lxml.html import HtmlElement

from gemascraper.extract.images import teasers
from gemascraper.extract.images.image_attributes import pixels
from gemascraper.extract.images.image_identity import identity_keys
from gemascraper.extract.images.image_urls import IMAGE_TAGS, is_furniture, largest_url
from gemascraper.extract.images.story_image import StoryImage
from gemascraper.extract.page.page import Page
from gemascraper.extract.page.text_runs import PlacedImage
from gemascraper.extract.story.regions import Regions

_MIN_SIZE, _LARGE = 90, 250
"""Pixels: what is smaller than the first is an icon; between headline and text only what is as wide as the second
counts without a box of its own."""
_NEXT_TO = 25
"""Positions between the story and a captioned picture above or below it."""


def by_profile(page: Page) -> list[StoryImage]:
    """The pictures in the boxes that the profile names: every selector counts, in the order of the page."""
    boxes = [box for selector in page.selectors.picture for box in page.select(selector)]
    found: dict[HtmlElement, StoryImage] = {}
    for box in boxes:
        for element in [box] if box.tag in IMAGE_TAGS else box.iter(*IMAGE_TAGS):
            url = largest_url(element, page.url)
            if url and element in page.reading_order.spans:
                position = page.reading_order.spans[element][0]
                found.setdefault(element, StoryImage(url, element, position, box))
    return sorted(found.values(), key=lambda image: image.position)


def by_position(regions: Regions, lead: Set[str]) -> Iterator[StoryImage]:
    """The pictures that stand in the story, or that the page declares as its lead: *lead* has their identity keys."""
    page, extent = regions.page, _Extent.of(regions)
    for placed in page.reading_order.pictures:
        stands = extent.has(placed)
        if _is_tiny(placed.element) or not (stands or _names_any(placed.element, lead)):
            continue
        url = largest_url(placed.element, page.url)
        if not url or is_furniture(url):
            continue
        if identity_keys(url) & lead or (stands and not teasers.is_of_another(page, placed)):
            yield StoryImage(url, placed.element, placed.position, placed.figure)


@attrs.frozen
class _Extent:
    """Where a story stands on its page; all are positions."""

    page: Page
    begin: int
    """The headline, or the first line where that stands above it."""
    first: int
    last: int
    end: int
    """Where the element that holds the text ends."""
    is_guess: bool
    """Whether trafilatura chose the lines, which does not choose pictures with them."""

    @classmethod
    def of(cls, regions: Regions) -> _Extent:
        story, title = regions.story, regions.title.position if regions.title else 0
        first = story.start if story.runs else title
        last = max((run.position for run in story.runs), default=title)
        return cls(
            regions.page, min(title or first, first), first, last, story.end, is_guess=story.source == "trafilatura"
        )

    def has(self, placed: PlacedImage) -> bool:
        """Whether a picture stands in the story, between it and the headline, or with a caption right beside it."""
        is_boxed = placed.figure is not None
        if self.first <= placed.position <= self.last or (self._is_in_tail(placed) and (is_boxed or self.is_guess)):
            return placed.aside is None or is_boxed
        if placed.aside is not None:
            return False
        if self.begin <= placed.position < self.first:
            return is_boxed or _is_large(placed.element)
        return self._is_next_to(placed)

    def _is_in_tail(self, placed: PlacedImage) -> bool:
        """Whether it stands after the last line, in the element that holds the text."""
        return self.last < placed.position <= self.end

    def _is_next_to(self, placed: PlacedImage) -> bool:
        if placed.figure is None or placed.figure.tag != "figure":
            return False
        if 0 < placed.position - self.last < _NEXT_TO and self.page.reading_order.within(placed.figure):
            return True
        return 0 < self.begin - placed.position < _NEXT_TO


def _names_any(image: HtmlElement, keys: Set[str]) -> bool:
    """Whether an attribute of the picture has one of the keys in it: quicker than making keys of all its URLs."""
    given = " ".join(image.values()).lower()
    return any(key in given for key in keys)


def _is_tiny(image: HtmlElement) -> bool:
    sizes = [pixels(image.get(name)) for name in ("width", "height")]
    return any(size is not None and size < _MIN_SIZE for size in sizes)


def _is_large(image: HtmlElement) -> bool:
    """Whether it is wide, or does not say how wide it is."""
    width = pixels(image.get("width"))
    return width is None or width >= _LARGE
