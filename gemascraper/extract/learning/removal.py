"""Selectors for what the element of a story's body holds and is not the story."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from gemascraper.extract.learning import evidence, selectors
from gemascraper.extract.learning.comparison import Readings
from gemascraper.extract.page.page import Page
from gemascraper.items import Article
from gemascraper.values.text import fold

_MAX_REMOVED = 6
_MIN_VALUE, _MIN_LINE = 5, 30
"""Characters of a value and of a paragraph that are long enough to be recognised in another text."""
_FEW_PAGES = 1 / 3
"""The share of pages on which an advertisement may have been taken for a paragraph."""


def removable(selector: str, pages: Sequence[Page], before: Readings, after: Readings) -> tuple[str, ...]:
    """Selectors for what the body's element holds and is not the story: furniture, and what was not read *before*."""
    counted: Counter[str] = Counter()
    for page, old, new in zip(pages, before, after, strict=True):
        if old and new:
            kept = {fold(block.text) for block in old.blocks}
            counted.update(_names_inside(page, selector, {fold(block.text) for block in new.blocks} - kept))
    harmless = [name for name, _ in counted.most_common() if not _says_anything(name, pages, before)]
    return tuple(harmless[:_MAX_REMOVED])


def _names_inside(page: Page, selector: str, strange: set[str]) -> list[str]:
    boxes = set(page.select(selector))
    found: dict[str, None] = {}
    for run in page.runs:
        inside = boxes & set(run.element.iterancestors())
        if inside and fold(run.text) in strange:
            found |= dict.fromkeys(_names_up_to(run.element, boxes))
        elif inside and run.aside is not None and boxes & set(run.aside.iterancestors()):
            found |= dict.fromkeys(selectors.own(run.aside))
    return [name for name in found if name not in selectors.BARE]


def _names_up_to(element: HtmlElement, boxes: set[HtmlElement]) -> Iterator[str]:
    for each in (element, *element.iterancestors()):
        if each in boxes:
            return
        yield from selectors.own(each)


def _says_anything(selector: str, pages: Sequence[Page], before: Readings) -> bool:
    """Whether what a selector finds is anything of an article, or of the text on more than a page or two.

    An advertisement may have been taken for a paragraph where it stands among short ones.
    """
    as_text = 0
    for page, article in zip(pages, before, strict=True):
        whole = fold(" ".join(evidence.texts(page, selector)))
        if whole and article:
            if any(value in whole for value in _around(article)):
                return True
            as_text += any(fold(block.text) in whole for block in article.blocks if len(block.text) > _MIN_LINE)
    return as_text > _FEW_PAGES * len(pages) + 0.01


def _around(article: Article) -> Iterator[str]:
    """The values of an article besides its text."""
    lines = [*(person.name for person in article.byline), *(link.text for link in article.related)]
    lines += [text for image in article.images for text in (image.caption, image.credit_line) if text]
    folded = map(fold, [*lines, *article.tags, *article.sources])
    yield from (value for value in folded if len(value) > _MIN_VALUE)  # "ist" is in "advertisement" too
