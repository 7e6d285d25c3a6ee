"""Where the values of an article stand in its page: the elements that print a field, and whether a text says it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from lxml.html import HtmlElement

from gemascraper.extract.page.document import printed_in
from gemascraper.extract.page.page import Page
from gemascraper.extract.page.text_runs import TextRun
from gemascraper.items import Article
from gemascraper.values.text import fold
from gemascraper.values.times import printed

Says = Callable[[Page, Article, Sequence[str]], bool]
"""Whether the texts of some elements say the article's value of a field."""
_NEARLY = 0.9
"""Share of a story's text that its container has: a reader may have taken a line from elsewhere."""
_MAX_LINE = 220


def container(page: Page, article: Article) -> HtmlElement | None:
    """The deepest element that has (nearly) all of the story's text."""
    wanted = {fold(block.text) for block in article.blocks}
    sizes: dict[HtmlElement, int] = {}
    runs = [run for run in page.runs if _is_part(fold(run.text), wanted)]
    for run in runs:
        for element in (run.element, *run.element.iterancestors()):
            sizes[element] = sizes.get(element, 0) + len(run.text)
    whole = sum(len(run.text) for run in runs)
    deep = [element for element, size in sizes.items() if size >= _NEARLY * whole]
    return max(deep, key=lambda element: sum(1 for _ in element.iterancestors()), default=None)


def _is_part(text: str, wanted: set[str]) -> bool:
    """Whether a line is part of the story. It may have lost its dateline or its initials when it was read."""
    return text in wanted or (len(text) > 60 and any(text[20:-10] in block or block in text for block in wanted))


def elements(field: str, page: Page, article: Article) -> Iterator[HtmlElement]:
    """The elements of *page* that print a field of *article*, in page order."""
    if field == "body":
        box = container(page, article)
        yield from [box] if box is not None else []
        return
    seen: set[HtmlElement] = set()
    for run in page.runs:
        if len(run.text) <= 3 * _MAX_LINE and _MENTIONS[field](page, article, run):
            for element in _around(run):
                if element not in seen:
                    seen.add(element)
                    yield element


def _around(run: TextRun) -> Iterator[HtmlElement]:
    """What is inside a run's block, the block, and what is around it."""
    yield from islice(run.element.iterdescendants("a", "span", "strong", "b", "em", "i", "small", "time"), 12)
    yield run.element
    yield from islice(run.element.iterancestors(), 2)


def names(article: Article) -> list[str]:
    return list(dict.fromkeys(fold(person.name) for person in article.byline))


def _mentions_name(page: Page, article: Article, run: TextRun) -> bool:
    return run.figure is None and len(run.text) <= _MAX_LINE and any(n in fold(run.text) for n in names(article))


def _mentions_time(page: Page, article: Article, run: TextRun) -> bool:
    return len(run.text) <= _MAX_LINE and _says_published(page, article, [run.text])


def _mentions_tag(page: Page, article: Article, run: TextRun) -> bool:
    wanted = {fold(tag) for tag in article.tags}
    return any(fold(link.text_content()) in wanted for link in run.links)


def _mentions_section(page: Page, article: Article, run: TextRun) -> bool:
    return len(run.text) <= _MAX_LINE and fold(article.section) in fold(run.text)


def _mentions_caption(page: Page, article: Article, run: TextRun) -> bool:
    return any(image.caption and fold(image.caption) in fold(run.text) for image in article.images)


def _mentions_credit(page: Page, article: Article, run: TextRun) -> bool:
    return any(image.credit_line and fold(image.credit_line) in fold(run.text) for image in article.images)


_MENTIONS: Mapping[str, Callable[[Page, Article, TextRun], bool]] = {
    "byline": _mentions_name,
    "published": _mentions_time,
    "section": _mentions_section,
    "tags": _mentions_tag,
    "caption": _mentions_caption,
    "credit": _mentions_credit,
}


# ---------------------------------------------------------------------------------------- whether texts say a value


def _says_body(page: Page, article: Article, texts: Sequence[str]) -> bool:
    whole = fold(" ".join(texts))
    kept = sum(len(block.text) for block in article.blocks if fold(block.text) in whole)
    return kept >= _NEARLY * sum(len(block.text) for block in article.blocks)


def _says_byline(page: Page, article: Article, texts: Sequence[str]) -> bool:
    whole = fold(" ".join(texts))
    return len(texts) <= 6 and all(len(t) <= _MAX_LINE for t in texts) and all(n in whole for n in names(article))


def _says_published(page: Page, article: Article, texts: Sequence[str]) -> bool:
    known, said = article.published, printed(texts[0], page.zone, page.captured_at)
    if known is None or said is None or len(texts[0]) > _MAX_LINE:
        return False
    if "day" in (said.precision, article.published_precision):
        return said.value.date() == known.date() and article.published_precision == "day"
    return said.value.replace(second=0, tzinfo=None) == known.replace(second=0, tzinfo=None)


def _says_section(page: Page, article: Article, texts: Sequence[str]) -> bool:
    return len(texts) == 1 and fold(texts[0]) == fold(article.section)


def _says_tags(page: Page, article: Article, texts: Sequence[str]) -> bool:
    return {fold(text) for text in texts} == {fold(tag) for tag in article.tags}


def _says_caption(page: Page, article: Article, texts: Sequence[str]) -> bool:
    wanted = [image.caption for image in article.images if image.caption]
    return len(texts) <= len(article.images) and _all_in(wanted, texts)


def _says_credit(page: Page, article: Article, texts: Sequence[str]) -> bool:
    wanted = [image.credit_line for image in article.images if image.credit_line]
    short = all(len(text) <= _MAX_LINE for text in texts)
    return short and len(texts) <= len(article.images) and _all_in(wanted, texts)


def _all_in(wanted: Iterable[str], texts: Sequence[str]) -> bool:
    return all(any(fold(each) in fold(text) for text in texts) for each in wanted)


SAYS: Mapping[str, Says] = {
    "body": _says_body,
    "byline": _says_byline,
    "published": _says_published,
    "section": _says_section,
    "tags": _says_tags,
    "caption": _says_caption,
    "credit": _says_credit,
}


def texts(page: Page, selector: str, most: int = 30) -> list[str]:
    """What the elements print that a selector finds; nothing where they are more than *most*."""
    found = page.select(selector)
    return [text for element in found if (text := printed_in(element))] if len(found) <= most else []
