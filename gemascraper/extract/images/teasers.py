"""Pictures that stand in a story and belong to something else: teasers of other stories, and authors' faces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from lxml.html import HtmlElement

from gemascraper.extract.lines import credit_line
from gemascraper.extract.page.element_names import class_and_id
from gemascraper.extract.page.page import Page
from gemascraper.extract.page.text_runs import PlacedImage, TextRun
from gemascraper.values import urls

_AUTHOR_BOX = re.compile(r"(?:^|[\s_-])(?:author|avatar|byline|penulis|profile|contributor)(?=$|[\s_-])", re.I)
"""What the boxes with the face of an author are called."""
_BOXES = 3
"""Elements around a picture that may be such a box."""
_MAX_TEASER, _MAX_LINES, _MIN_TITLE_WORDS = 600, 6, 4
"""Characters and lines of the card of another story, and words of its title."""
_PICTURE_PAGE = re.compile(r"\.(?:jpe?g|png|webp|gif)$|image|foto|photo|gallery", re.I)
"""Links to the picture itself, larger, or to a page of pictures."""


def is_of_another(page: Page, placed: PlacedImage) -> bool:
    """Whether a picture shows an author, or leads to another page: by a link around it, or by the title of its card.

    A picture with caption and credit is the story's own, wherever it leads.
    """
    return _shows_author(page, placed) or _leads_elsewhere(page, placed)


def _shows_author(page: Page, placed: PlacedImage) -> bool:
    """Whether it stands in a small box that is called after authors."""
    boxes = (placed.element, *islice(placed.element.iterancestors(), _BOXES))
    named = (box for box in boxes if _AUTHOR_BOX.search(class_and_id(box)))
    return any(_size(page.reading_order.within(box)) <= _MAX_TEASER for box in named)


def _leads_elsewhere(page: Page, placed: PlacedImage) -> bool:
    link = next(placed.element.iterancestors("a"), None)
    if link is not None and not _is_to_other_page(page, link):
        return False
    box, runs = page.reading_order.around(placed.element)
    if box is None:
        return link is not None
    return _is_card(page, runs) or (link is not None and not _is_captioned(runs))


def _is_captioned(runs: Sequence[TextRun]) -> bool:
    """Whether a few lines have both a caption and a credit."""
    if not _are_few(runs):
        return False
    split = [credit_line.split(run.text) for run in runs]
    return any(credit for _, credit in split) and any(caption for caption, _ in split)


def _is_card(page: Page, runs: Sequence[TextRun]) -> bool:
    """Whether a few lines are another story's: their headings, or the longest of them, are links to another page."""
    if not _are_few(runs):
        return False
    titles = [run for run in runs if run.type == "heading"] or [max(runs, key=lambda run: len(run.text))]
    return all(_is_title_of_other_page(page, run) for run in titles)


def _is_title_of_other_page(page: Page, run: TextRun) -> bool:
    if not run.links or run.element.tag == "figcaption" or len(run.text.split()) < _MIN_TITLE_WORDS:
        return False
    is_title = run.is_link or run.type == "heading"
    return is_title and all(_is_to_other_page(page, link) for link in run.links)


def _is_to_other_page(page: Page, link: HtmlElement) -> bool:
    """Whether a link goes to another page. WordPress shows a picture on a page of its own, below the story's URL."""
    target = urls.absolute(page.url, link.get("href") or "")
    if not target or _PICTURE_PAGE.search(target.split("?")[0]):
        return False
    own, other = urls.identity(page.url), urls.identity(target)
    return not other.startswith(own.partition("?")[0])


def _are_few(runs: Sequence[TextRun]) -> bool:
    return len(runs) <= _MAX_LINES and _size(runs) <= _MAX_TEASER


def _size(runs: Sequence[TextRun]) -> int:
    """Characters of all runs."""
    return sum(len(run.text) for run in runs)
