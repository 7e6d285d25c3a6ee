"""The pictures of a story, with caption, credit and rights; no furniture of the page."""

from __future__ import annotations

from collections.abc import Iterable, Set

import attrs

from gemascraper.extract.images import captions, declared_images, image_attributes, rights, selection
from gemascraper.extract.images.caption_lines import attach_caption_lines
from gemascraper.extract.images.image_identity import each_once, identity_keys
from gemascraper.extract.images.story_image import StoryImage
from gemascraper.extract.lines import credit
from gemascraper.extract.page import linked_data
from gemascraper.extract.page.candidates import Candidate, Notes
from gemascraper.extract.page.page import Page
from gemascraper.extract.story.regions import Regions
from gemascraper.items import Image, Source


def images(regions: Regions, notes: Notes) -> tuple[Image, ...]:
    """The story's pictures on one page, in the order of the page, each once; `position` counts from 1."""
    page = regions.page
    lead = declared_images.lead_keys(page)
    selected = selection.by_profile(page) or list(selection.by_position(regions, lead))
    attach_caption_lines(page, selected, regions.story.runs)
    shown = each_once(selected, lambda image: len(image.runs))
    described = declared_images.descriptions(page) if shown else {}
    found = [_image(page, image, declared_images.description_of(image.url, described)) for image in shown]
    found = found or _declared_lead(page)
    if found:
        source: Source = "profile" if page.selectors.picture else "markup"
        notes.settled("images", Candidate("", source, "pictures of the story"))
    return _numbered(found, _lead(found, lead))


def joined(parts: Iterable[Iterable[Image]]) -> tuple[Image, ...]:
    """The pictures of all pages of a story, each once, numbered through; the first page's lead is the story's."""
    found = each_once((image for part in parts for image in part), _text_count)
    return _numbered(found, next((number for number, image in enumerate(found) if image.is_lead), 0))


def _image(page: Page, image: StoryImage, described: linked_data.Node) -> Image:
    caption, line = _caption_and_credit(page, image, described)
    return Image(
        url=image.url,
        alt=image.alt,
        caption=caption,
        credit_line=line,
        credit=credit.parse(line, page.brands),
        rights=rights.declared(described),
        width=image_attributes.pixels(image.element.get("width")),
        height=image_attributes.pixels(image.element.get("height")),
    )


def _caption_and_credit(page: Page, image: StoryImage, described: linked_data.Node) -> tuple[str | None, str | None]:
    """What is printed with the picture; what is missing there, its attributes and then linked data fill."""
    caption, line = captions.caption_and_credit(page, image)
    if caption is None and line is None:
        caption, line = image_attributes.caption_and_credit(image)
    if line is None:
        line = image_attributes.credit_behind(image, caption or image.alt)
    declared_caption, declared_line = declared_images.caption_and_credit(described)
    return caption or declared_caption, line or declared_line


def _declared_lead(page: Page) -> list[Image]:
    url = declared_images.lead_url(page)
    return [Image(url=url)] if url else []


def _lead(found: Iterable[Image], keys: Set[str]) -> int:
    """Which picture is the lead: the one that the page declares, else the first."""
    return next((number for number, image in enumerate(found) if identity_keys(image.url) & keys), 0)


def _numbered(found: Iterable[Image], lead: int) -> tuple[Image, ...]:
    return tuple(attrs.evolve(image, position=number + 1, is_lead=number == lead) for number, image in enumerate(found))


def _text_count(image: Image) -> int:
    return bool(image.caption) + bool(image.credit_line)
