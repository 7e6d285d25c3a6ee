"""Caption and credit line of a picture, as printed: by the profile, else by sorting the lines of its box."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gemascraper.extract.images.caption_texts import CaptionTexts, sort_lines
from gemascraper.extract.images.story_image import StoryImage
from gemascraper.extract.lines import credit_line
from gemascraper.extract.lines.credit_parts import is_own
from gemascraper.extract.lines.image_labels import is_image_label
from gemascraper.extract.page.document import printed_in
from gemascraper.extract.page.page import Page
from gemascraper.values.text import fold

_BRACKETED = re.compile(r"\(([^()]{2,60})\)$")
_MAX_WORDS_BEHIND_ALT = 5
"""Words of a credit that follows the alternative text without a label."""


def caption_and_credit(page: Page, image: StoryImage) -> tuple[str | None, str | None]:
    """The printed caption without its credit, and the printed credit line; each None where nothing is printed."""
    texts = _selected_texts(page, image) or sort_lines(image)
    credit = credit_line.tidy(" / ".join(dict.fromkeys(texts.credits)))
    caption = next((text for text in texts.captions if _is_caption(text) and fold(text) != fold(credit)), None)
    if credit is None and caption is not None:
        caption, credit = _split(caption, image, page.brands)
    elif credit is not None and caption is not None:
        caption, credit = _without_same_credit(caption, credit)
    if caption is None and credit and (behind := _credit_behind_alt(credit, image)):
        return image.alt, behind
    return caption, credit


def _selected_texts(page: Page, image: StoryImage) -> CaptionTexts | None:
    """What the profile's selectors find in the picture's box; None where they find nothing."""
    captions = list(_selected(page, image, "caption"))
    credits = list(_selected(page, image, "credit"))
    return CaptionTexts(captions, credits) if captions or credits else None


def _selected(page: Page, image: StoryImage, field: str) -> Iterator[str]:
    """The texts that the first selector of a field that finds anything in the box finds there."""
    box = image.box
    if box is None:
        return
    for selector in getattr(page.selectors, field):
        inside = [element for element in page.select(selector) if element is box or box in element.iterancestors()]
        yield from filter(None, map(printed_in, inside))
        if inside:
            return


def _is_caption(text: str) -> bool:
    """Whether a line says what is shown; one that ends in a colon only leads to something."""
    return not is_image_label(text) and not text.endswith(":")


def _split(caption: str, image: StoryImage, brands: tuple[str, ...]) -> tuple[str | None, str | None]:
    """A caption and the credit in it, where no other line is a credit."""
    if (bracketed := _BRACKETED.match(caption)) and is_own(bracketed[1], brands):
        return None, bracketed[1]
    shorter, credit = credit_line.split(caption)
    if credit is None:
        behind = _credit_behind_alt(caption, image)
        return (image.alt, behind) if behind else (caption, None)
    again, first = credit_line.split(shorter)  # Tribun prints the credit twice, once in brackets
    if first and _last_name(first) == _last_name(credit):
        return again, first
    return shorter, credit


def _last_name(credit: str) -> str:
    return fold(credit.rpartition("/")[2])


def _without_same_credit(caption: str, credit: str) -> tuple[str | None, str]:
    """A caption without the credit in it, where a line of its own says the same; and the longer of the two credits."""
    shorter, inner = credit_line.split(caption)
    if inner and (fold(inner) in fold(credit) or fold(credit) in fold(inner)):
        return shorter, credit if len(credit) >= len(inner) else inner
    return caption, credit


def _credit_behind_alt(text: str, image: StoryImage) -> str | None:
    """The credit behind a text that begins with the alternative text: the outlets of PRMN print both in one line."""
    rest = text.removeprefix(f"{image.alt} ") if image.alt else text
    if rest == text or not rest[:1].isupper() or len(rest.split()) > _MAX_WORDS_BEHIND_ALT:
        return None
    return credit_line.tidy(rest)
