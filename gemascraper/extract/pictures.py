"""The pictures of a story, with caption, credit and rights; none of the page's furniture."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import attrs
from lxml.html import HtmlElement

from gemascraper.extract import credit, creditline, linked, rights, sources
from gemascraper.extract.candidates import Candidate, Notes
from gemascraper.extract.captions import (
    NO_CAPTION,
    Place,
    attach,
    caption_and_credit,
    credit_in_attributes,
    in_attributes,
)
from gemascraper.extract.container import Story
from gemascraper.extract.flow import Spot
from gemascraper.extract.page import Page
from gemascraper.items import Image
from gemascraper.values import urls
from gemascraper.values.text import clean

_SMALLEST = 90
_JUST_ABOVE = 25


def images(page: Page, start: int, story: Story, notes: Notes) -> tuple[Image, ...]:
    """The story's pictures in the order of the page. *start* is where the headline stands."""
    lead = _declared_leads(page)
    places = _chosen(page) or list(_found(page, start, story, lead))
    attach(page, places, story.runs)
    declared = _declared(page) if places else []
    found = _unique([_image(page, place, _declared_of(declared, place.url)) for place in places])
    found = _with_lead(page, found, lead)
    if found:
        notes.settled(
            "images", Candidate("", "profile" if page.selectors.picture else "markup", "pictures of the story")
        )
    return tuple(attrs.evolve(image, position=number) for number, image in enumerate(found, 1))


# ----------------------------------------------------------------------------------------------- which pictures


def _chosen(page: Page) -> list[Place]:
    """The pictures in the boxes that the profile names: every selector counts, in the order of the page."""
    boxes = [box for selector in page.selectors.picture for box in page.select(selector)]
    places: dict[HtmlElement, Place] = {}
    for box in boxes:
        for image in [box] if box.tag == "img" else box.iter("img"):
            url = sources.address(image, page.url)
            if url and image in page.flow.spans:
                places.setdefault(image, Place(url, image, page.flow.spans[image][0], box))
    return sorted(places.values(), key=lambda place: place.order)


def _found(page: Page, start: int, story: Story, lead: set[str]) -> Iterator[Place]:
    """The pictures of the story: by where they stand, or because the page declares them."""
    for spot in page.flow.pictures:
        stands = _stands_in(spot, start, story)
        if _tiny(spot.element) or not (stands or _names_any(spot.element, lead)):
            continue
        url = sources.address(spot.element, page.url)
        if not url or sources.is_furniture(url):
            continue
        if sources.keys(url) & lead or (stands and not _elsewhere(page, spot)):
            yield Place(url, spot.element, spot.order, spot.figure)


def _stands_in(spot: Spot, start: int, story: Story) -> bool:
    """Whether a picture stands in the story, between it and the headline, or with a caption right above that."""
    first, last = (story.start, story.last) if story.runs else (start, start)
    begin = min(start or first, first)
    if first <= spot.order <= last:
        return spot.aside is None or spot.figure is not None
    if last < spot.order <= story.end and (spot.figure is not None or story.source == "trafilatura"):
        return spot.aside is None or spot.figure is not None
    if spot.aside is not None:
        return False
    if begin <= spot.order < first:
        return spot.figure is not None or _large(spot.element)
    return 0 < begin - spot.order < _JUST_ABOVE and spot.figure is not None and spot.figure.tag == "figure"


def _names_any(image: HtmlElement, keys: set[str]) -> bool:
    """Whether an attribute of the picture has one of the keys in it: quicker than taking all its addresses apart."""
    given = " ".join(image.values()).lower()
    return any(key in given for key in keys)


def _tiny(image: HtmlElement) -> bool:
    sizes = [_pixels(image.get(name)) for name in ("width", "height")]
    return any(size is not None and size < _SMALLEST for size in sizes)


def _large(image: HtmlElement) -> bool:
    width = _pixels(image.get("width"))
    return width is None or width >= 250


def _pixels(value: str | None) -> int | None:
    found = re.match(r"\s*(\d{1,5})(?:px)?\s*$", value or "")
    return int(found[1]) if found else None


def _elsewhere(page: Page, spot: Spot) -> bool:
    """Whether the picture is a link to another page, as teasers are."""
    for above in spot.element.iterancestors("a"):
        target = urls.absolute(page.url, above.get("href") or "")
        if not target or re.search(r"\.(?:jpe?g|png|webp|gif)$|image|foto|photo|gallery", target.split("?")[0], re.I):
            return False
        own, other = urls.identity(page.url), urls.identity(target)
        return not other.startswith(own.partition("?")[0])  # WordPress links a picture to a page below the story's
    return False


def _declared_leads(page: Page) -> set[str]:
    declared = [
        c.value
        for c in page.meta("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src")
    ]
    image = page.story.get("image")
    for item in image if isinstance(image, list) else [image]:
        url = item.get("url") or item.get("contentUrl") if isinstance(item, dict) else item
        declared += [url] if isinstance(url, str) else []
    found = [urls.absolute(page.url, value) for value in declared]
    return {key for url in found if url and not sources.is_furniture(url) for key in sources.keys(url)}


def _image(page: Page, place: Place, declared: linked.Node) -> Image:
    alt = clean(place.element.get("alt"))
    caption, line = caption_and_credit(page, place)
    if line is None and caption is None:
        caption, line = creditline.split(in_attributes(place.element))
    if line is None and caption is None and alt:
        shorter, line = creditline.split(alt)
        caption = shorter if line else None
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
        width=_pixels(place.element.get("width")),
        height=_pixels(place.element.get("height")),
    )


# --------------------------------------------------------------------------------------------- what is declared


def _declared(page: Page) -> list[tuple[frozenset[str], linked.Node]]:
    """The linked data's descriptions of pictures, each with what says which picture it means."""
    nodes = [node for node in page.nodes if "ImageObject" in linked.types(node)]
    found = [(node.get("contentUrl") or node.get("url"), node) for node in nodes]
    return [
        (sources.keys(urls.absolute(page.url, address) or address), node)
        for address, node in found
        if isinstance(address, str)
    ]


def _declared_of(declared: list[tuple[frozenset[str], linked.Node]], url: str) -> linked.Node:
    return next((node for keys, node in declared if keys & sources.keys(url)), {})


def _with_declared(node: linked.Node, caption: str | None, line: str | None) -> tuple[str | None, str | None]:
    said, said_line = creditline.split(linked.text(node.get("caption")) or None)
    said = said if said and not NO_CAPTION.match(said) else None
    owner = next((text for key in ("creditText", "copyrightHolder") if (text := linked.text(node.get(key)))), None)
    return caption or said, line or creditline.tidy(owner) or said_line


# -------------------------------------------------------------------------------------------------- all together


def joined(parts: Iterable[Iterable[Image]]) -> tuple[Image, ...]:
    """The pictures of all pages of a story, each once, numbered through; the first page's lead is the story's."""
    found = _unique([image for part in parts for image in part])
    lead = next((n for n, image in enumerate(found) if image.is_lead), 0)
    return tuple(attrs.evolve(image, position=n + 1, is_lead=n == lead) for n, image in enumerate(found))


def _unique(found: Iterable[Image]) -> list[Image]:
    """One entry for each picture; of two, the one that says more."""
    kept: list[Image] = []
    for image in found:
        keys = sources.keys(image.url)
        same = next((n for n, other in enumerate(kept) if sources.keys(other.url) & keys), None)
        if same is None:
            kept.append(image)
        elif not kept[same].caption and not kept[same].credit_line and (image.caption or image.credit_line):
            kept[same] = image
    return kept


def _with_lead(page: Page, found: list[Image], lead: set[str]) -> list[Image]:
    if not found:
        declared = [urls.absolute(page.url, c.value) for c in page.meta("og:image", "twitter:image")]
        found = [Image(url=url) for url in declared[:1] if url and not sources.is_furniture(url)]
    at = next((n for n, image in enumerate(found) if sources.keys(image.url) & lead), 0)
    return [attrs.evolve(image, is_lead=number == at) for number, image in enumerate(found)]
