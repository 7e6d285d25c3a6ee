"""The pictures of a story, with caption, credit and rights; none of the page's furniture."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

import attrs

from gemascraper.extract.images import addresses, caption_lines, rights, selection
from gemascraper.extract.images.captions import (
    NO_CAPTION,
    Place,
    caption_and_credit,
    captioned_by_name,
    credit_in_attributes,
    in_attributes,
)
from gemascraper.extract.lines import credit, credit_line
from gemascraper.extract.page import linked_data
from gemascraper.extract.page.candidates import Candidate, Notes
from gemascraper.extract.page.page import Page
from gemascraper.extract.story.regions import Regions
from gemascraper.items import Image
from gemascraper.values import urls
from gemascraper.values.text import clean

_Shown = TypeVar("_Shown", Place, Image)


def images(regions: Regions, notes: Notes) -> tuple[Image, ...]:
    """The story's pictures on one page, in the order of the page."""
    page, story = regions.page, regions.story
    start = regions.title.position if regions.title else 0
    lead = _declared_leads(page)
    places = selection.chosen(page) or list(selection.found(page, start, story, lead))
    caption_lines.attach(page, places, story.runs)
    places = _each_once(places, lambda place: len(place.runs))
    declared = _declared(page) if places else {}
    found = [_image(page, place, _declared_of(declared, place.url)) for place in places]
    found = _with_lead(page, found, lead)
    if found:
        notes.settled(
            "images", Candidate("", "profile" if page.selectors.picture else "markup", "pictures of the story")
        )
    return tuple(attrs.evolve(image, position=number) for number, image in enumerate(found, 1))


def _declared_leads(page: Page) -> set[str]:
    declared = [
        c.value
        for c in page.meta("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src")
    ]
    image = page.document.story.get("image")
    for item in image if isinstance(image, list) else [image]:
        url = item.get("url") or item.get("contentUrl") if isinstance(item, dict) else item
        declared += [url] if isinstance(url, str) else []
    found = [urls.absolute(page.url, value) for value in declared]
    return {key for url in found if url and not addresses.is_furniture(url) for key in addresses.keys(url)}


def _image(page: Page, place: Place, declared: linked_data.Node) -> Image:
    alt = clean(place.element.get("alt"))
    caption, line = caption_and_credit(page, place)
    if line is None and caption is None:
        caption, line = credit_line.split(in_attributes(place.element))
    if line is None and caption is None:
        caption, line = captioned_by_name(place.element)
    if line is None:
        line = credit_in_attributes(place.element, caption or alt)
    if declared:
        caption, line = _with_declared(declared, caption, line)
    return Image(
        url=place.url,
        alt=alt,
        caption=caption,
        credit_line=line,
        credit=credit.parse(line, page.brands),
        rights=rights.declared(declared),
        width=selection.pixels(place.element.get("width")),
        height=selection.pixels(place.element.get("height")),
    )


# --------------------------------------------------------------------------------------------- what is declared


def _declared(page: Page) -> dict[str, linked_data.Node]:
    """The linked data's descriptions of pictures, by what says which picture each means; the first counts."""
    found: dict[str, linked_data.Node] = {}
    for node in page.document.nodes:
        address = node.get("contentUrl") or node.get("url")
        if "ImageObject" in linked_data.types(node) and isinstance(address, str):
            for key in addresses.keys(urls.absolute(page.url, address) or address):
                found.setdefault(key, node)
    return found


def _declared_of(declared: dict[str, linked_data.Node], url: str) -> linked_data.Node:
    return next((declared[key] for key in addresses.keys(url) if key in declared), {})


def _with_declared(node: linked_data.Node, caption: str | None, line: str | None) -> tuple[str | None, str | None]:
    said, said_line = credit_line.split(linked_data.text(node.get("caption")) or None)
    said = said if said and not NO_CAPTION.match(said) else None
    owner = next((text for key in ("creditText", "copyrightHolder") if (text := linked_data.text(node.get(key)))), None)
    return caption or said, line or credit_line.tidy(owner) or said_line


# -------------------------------------------------------------------------------------------------- all together


def joined(parts: Iterable[Iterable[Image]]) -> tuple[Image, ...]:
    """The pictures of all pages of a story, each once, numbered through; the first page's lead is the story's."""
    found = _each_once((image for part in parts for image in part), _said)
    lead = next((n for n, image in enumerate(found) if image.is_lead), 0)
    return tuple(attrs.evolve(image, position=n + 1, is_lead=n == lead) for n, image in enumerate(found))


def _each_once(shown: Iterable[_Shown], says: Callable[[_Shown], int]) -> list[_Shown]:
    """One entry for each picture, where it is first shown; of two, the one that *says* more."""
    kept: list[_Shown] = []
    seen: dict[str, int] = {}
    for one in shown:
        keys = addresses.keys(one.url)
        at = next((seen[key] for key in keys if key in seen), len(kept))
        seen.update(dict.fromkeys(keys, at))
        if at == len(kept):
            kept.append(one)
        elif says(one) > says(kept[at]):
            kept[at] = one
    return kept


def _said(image: Image) -> int:
    return bool(image.caption) + bool(image.credit_line)


def _with_lead(page: Page, found: list[Image], lead: set[str]) -> list[Image]:
    if not found:
        declared = [urls.absolute(page.url, c.value) for c in page.meta("og:image", "twitter:image")]
        found = [Image(url=url) for url in declared[:1] if url and not addresses.is_furniture(url)]
    at = next((n for n, image in enumerate(found) if addresses.keys(image.url) & lead), 0)
    return [attrs.evolve(image, is_lead=number == at) for number, image in enumerate(found)]
