"""What the attributes of an ``img`` say: its size, and caption and credit where the page prints none."""

from __future__ import annotations

import re
from itertools import islice

from gemascraper.extract.images.story_image import StoryImage
from gemascraper.extract.lines import credit_line
from gemascraper.values.text import clean, fold

_CAPTION_ATTRIBUTES = ("data-caption", "data-short-desc", "data-desc", "data-description", "data-sub-html")
_MAX_BOXES = 6
"""Elements around a picture whose attributes may describe it."""
_PIXELS = re.compile(r"\s*(\d{1,5})(?:px)?\s*$")
_MARKUP = re.compile(r"<[^>]*>")
_BAR = " | "
"""What stands between alternative text and credit in a title."""


def pixels(value: str | None) -> int | None:
    """A width or height as markup gives it; None where it is not a number of pixels.

    >>> pixels("750"), pixels("750px"), pixels("100%"), pixels(None)
    (750, 750, None, None)
    """
    found = _PIXELS.match(value or "")
    return int(found[1]) if found else None


def caption_and_credit(image: StoryImage) -> tuple[str | None, str | None]:
    """Caption and credit line that attributes have, each None where they do not."""
    caption, credit = credit_line.split(_gallery_caption(image))
    return (caption, credit) if caption or credit else _captioned_by_name(image)


def credit_behind(image: StoryImage, caption: str | None) -> str | None:
    """The credit in an attribute of its own, or behind *caption* in the title or the alternative text."""
    if credit := credit_line.tidy(image.element.get("data-credit")):
        return credit
    for text in filter(None, (image.title, image.alt)):
        before, bar, behind = text.partition(_BAR)
        shorter, credit = (before, credit_line.tidy(behind)) if bar else credit_line.split(text)
        if credit and (caption is None or fold(caption) == fold(shorter)):
            return credit
    return None


def _gallery_caption(image: StoryImage) -> str | None:
    """A caption that a gallery keeps in an attribute of the picture, or of a box around it alone."""
    for element in (image.element, *islice(image.element.iterancestors(), _MAX_BOXES)):
        if element is not image.element and not image.is_alone_in(element):
            return None
        for name in _CAPTION_ATTRIBUTES:
            value = element.get(name) or ""
            is_selector = value.startswith(("#", "."))  # of the element that holds the caption
            if not is_selector and (text := clean(_MARKUP.sub(" ", value))):
                return text
    return None


def _captioned_by_name(image: StoryImage) -> tuple[str | None, str | None]:
    """Caption and credit where the alternative text or the title has a credit.

    A title with a bar has the alternative text before it, for those who point at the picture: it is not a caption.
    """
    title = image.element.get("title")
    texts = (image.element.get("alt"), None if _BAR in (title or "") else title)
    return next((found for text in texts if (found := credit_line.split(text))[1]), (None, None))
