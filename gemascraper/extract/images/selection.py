"""Which of a page's pictures are its story's: by where they stand, or because the page declares them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from lxml.html import HtmlElement

from gemascraper.extract.images import addresses
from gemascraper.extract.images.captions import Place
from gemascraper.extract.lines import credit_line
from gemascraper.extract.page.page import Page
from gemascraper.extract.page.text_runs import PlacedImage, TextRun
from gemascraper.extract.story.select import StoryRuns
from gemascraper.values import urls

_SMALLEST = 90
_NEXT_TO = 25
_PERSON = re.compile(r"(?:^|[\s_-])(?:author|avatar|byline|penulis|profile|contributor)(?=$|[\s_-])", re.I)
"""What the boxes of the faces of those who wrote are called."""
_LONGEST_TEASER, _MOST_LINES, _FEWEST_WORDS = 600, 6, 4


def chosen(page: Page) -> list[Place]:
    """The pictures in the boxes that the profile names: every selector counts, in the order of the page."""
    boxes = [box for selector in page.selectors.picture for box in page.select(selector)]
    places: dict[HtmlElement, Place] = {}
    for box in boxes:
        for image in [box] if box.tag in addresses.TAGS else box.iter(*addresses.TAGS):
            url = addresses.address(image, page.url)
            if url and image in page.reading_order.spans:
                places.setdefault(image, Place(url, image, page.reading_order.spans[image][0], box))
    return sorted(places.values(), key=lambda place: place.position)


def found(page: Page, start: int, story: StoryRuns, lead: set[str]) -> Iterator[Place]:
    """The pictures that stand in the story, or that the page declares as its *lead*; the headline is at *start*."""
    last = max((run.position for run in story.runs), default=start)
    for spot in page.reading_order.pictures:
        stands = _stands_in(page, spot, start, story, last)
        if _tiny(spot.element) or not (stands or _names_any(spot.element, lead)):
            continue
        url = addresses.address(spot.element, page.url)
        if not url or addresses.is_furniture(url):
            continue
        if addresses.keys(url) & lead or (stands and not (_shows_author(page, spot) or _elsewhere(page, spot))):
            yield Place(url, spot.element, spot.position, spot.figure)


def _stands_in(page: Page, spot: PlacedImage, start: int, story: StoryRuns, last: int) -> bool:
    """Whether a picture stands in the story, between it and the headline, or with a caption right above or below."""
    first = story.start if story.runs else start
    begin = min(start or first, first)
    if first <= spot.position <= last:
        return spot.aside is None or spot.figure is not None
    if last < spot.position <= story.end and (spot.figure is not None or story.source == "trafilatura"):
        return spot.aside is None or spot.figure is not None
    if spot.aside is not None:
        return False
    if begin <= spot.position < first:
        return spot.figure is not None or _large(spot.element)
    if spot.figure is None or spot.figure.tag != "figure":
        return False
    below = 0 < spot.position - last < _NEXT_TO and bool(page.reading_order.within(spot.figure))
    return below or 0 < begin - spot.position < _NEXT_TO


def _names_any(image: HtmlElement, keys: set[str]) -> bool:
    """Whether an attribute of the picture has one of the keys in it: quicker than taking all its addresses apart."""
    given = " ".join(image.values()).lower()
    return any(key in given for key in keys)


def _tiny(image: HtmlElement) -> bool:
    sizes = [pixels(image.get(name)) for name in ("width", "height")]
    return any(size is not None and size < _SMALLEST for size in sizes)


def _large(image: HtmlElement) -> bool:
    width = pixels(image.get("width"))
    return width is None or width >= 250


def pixels(value: str | None) -> int | None:
    """A width or height as markup gives it; None where it is no number of pixels."""
    told = re.match(r"\s*(\d{1,5})(?:px)?\s*$", value or "")
    return int(told[1]) if told else None


def _shows_author(page: Page, spot: PlacedImage) -> bool:
    """Whether it is the face beside a byline."""
    boxes = (spot.element, *islice(spot.element.iterancestors(), 3))
    named = (box for box in boxes if _PERSON.search(f"{box.get('class') or ''} {box.get('id') or ''}"))
    return any(_size(page.reading_order.within(box)) <= _LONGEST_TEASER for box in named)


def _elsewhere(page: Page, spot: PlacedImage) -> bool:
    """Whether the picture leads to another page, as teasers do: by a link around it, or by the title of its card.

    A picture with caption and credit is the story's own, wherever it leads.
    """
    link = next(spot.element.iterancestors("a"), None)
    if link is not None and not _leads_away(page, link):
        return False
    box, runs = page.reading_order.around(spot.element)
    if box is None:
        return link is not None
    return _is_card(page, runs) or (link is not None and not _is_captioned(runs))


def _is_captioned(runs: Sequence[TextRun]) -> bool:
    if len(runs) > _MOST_LINES or _size(runs) > _LONGEST_TEASER:
        return False
    said = [credit_line.split(run.text) for run in runs]
    return any(line for _, line in said) and any(caption for caption, _ in said)


def _is_card(page: Page, runs: Sequence[TextRun]) -> bool:
    """Whether a few lines are another story's: their headings, or the longest of them, are links to another page."""
    if len(runs) > _MOST_LINES or _size(runs) > _LONGEST_TEASER:
        return False
    titles = [run for run in runs if run.type == "heading"] or [max(runs, key=lambda run: len(run.text))]
    return all(
        run.links
        and (run.is_link or run.type == "heading")
        and len(run.text.split()) >= _FEWEST_WORDS
        and run.element.tag != "figcaption"
        and all(_leads_away(page, link) for link in run.links)
        for run in titles
    )


def _leads_away(page: Page, link: HtmlElement) -> bool:
    """Whether a link goes to another page, and not to the picture itself, larger."""
    target = urls.absolute(page.url, link.get("href") or "")
    if not target or re.search(r"\.(?:jpe?g|png|webp|gif)$|image|foto|photo|gallery", target.split("?")[0], re.I):
        return False
    own, other = urls.identity(page.url), urls.identity(target)
    return not other.startswith(own.partition("?")[0])  # WordPress links a picture to a page below the story's


def _size(runs: Sequence[TextRun]) -> int:
    return sum(len(run.text) for run in runs)
