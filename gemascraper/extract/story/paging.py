"""Further pages of a story: which there are, and which of them are still to be fetched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from lxml.html import HtmlElement

from gemascraper.extract.page.element_names import class_and_id
from gemascraper.extract.page.page import Page
from gemascraper.items import Pages
from gemascraper.values import urls
from gemascraper.values.text import clean

_QUERY = re.compile(r"(?<=[?&])(?P<name>page|halaman|hal|paged)=(?P<number>\d{1,2})(?=&|$)", re.I)
_PATH = re.compile(r"/(?:page/|hal(?:aman)?[/-])?(?P<number>\d{1,2})/?(?=\?|$)", re.I)
_WHOLE = re.compile(r"[?&](?:page|halaman)=(?:all|semua|full)(?:&|$)|[?&](?:single|showpage)=(?:1|all)(?:&|$)", re.I)
_PAGING = re.compile(r"pag(?:ing|ination|inasi|e-?numbers|e-?links)|halaman|nav-?links|multi-?page", re.I)
_OTHER_PAGING = re.compile(r"comment|komentar|archive|index|indeks|tag", re.I)
_NEXT = re.compile(r"^\W*(?:baca |halaman )?(?:selanjutnya|berikutnya|lanjut|next)\b", re.I)
_WITHIN = re.compile(r"^(?:halaman\s+)?(?P<number>\d{1,2})\s*(?:dari|of|/)\s*(?P<count>\d{1,2})(?:\s+halaman)?$", re.I)
_ANCESTORS = 4
_MAX_PAGES = 30
"""Pages of a story; a higher number is not one of a page."""


def is_whole(url: str) -> bool:
    """Whether a URL is that of a story on one page."""
    return bool(_WHOLE.search(url))


def chosen(read: Sequence[Page]) -> Sequence[Page]:
    """The pages that the text is read from: the one with the whole story alone, else all of them."""
    return next(([page] for page in read if is_whole(page.url)), read)


def pages(read: Sequence[Page]) -> tuple[Pages, tuple[str, ...]]:
    """How many pages the story has and how many were read, and the URLs of those that were not.

    Where one URL has the whole story, it is the only one. Pages that are parts of one document ("2 dari 6 halaman")
    are counted by their marks.
    """
    first = read[0]
    numbers = _offered(first)
    if any(is_whole(page.url) for page in read):
        count = max([1, *numbers])
        return Pages(expected=count, read=count), ()
    have = {_number(page.url, _home(first)) or 1 for page in read}
    missing = tuple(numbers[n] for n in sorted(numbers) if n not in have)
    if not missing and len(read) == 1:
        return _within(first), ()
    whole = _whole(first)
    if missing and whole and len(read) == 1:
        missing = (whole,)
    return Pages(expected=max([len(read), *numbers]), read=len(read)), missing


def number_of(url: str) -> int:
    """The number of a story's page in the query of its URL; 1 where there is none."""
    found = _QUERY.search(url)
    return int(found["number"]) if found else 1


def _within(page: Page) -> Pages:
    """The pages of a story that stand one under the other in one document."""
    short = (run.text for run in page.runs if len(run.text) <= 30 and "halaman" in run.text.lower())
    marks = [(int(found["number"]), int(found["count"])) for text in short if (found := _WITHIN.match(text))]
    count = max((count for number, count in marks if 0 < number <= count <= _MAX_PAGES), default=1)
    there = {number for number, of in marks if of == count} | ({1} if (2, count) in marks else set())
    return Pages(expected=count, read=max(1, len(there)))


def _offered(page: Page) -> dict[int, str]:
    """Page numbers and URLs; the URLs of missing numbers are made like the others."""
    home = _home(page)
    found: dict[int, str] = {}
    for link, named in _links(page):
        target = urls.absolute(page.url, link.get("href") or "")
        number = _number(target, home) if target else None
        if target and number and 1 < number <= _MAX_PAGES and (named or _says(link, number)):
            found.setdefault(number, urls.without_tracking(target))
    own, last = _number(page.url, home) or 1, max(found, default=1)
    for number in range(2, last):
        if number not in found and number != own:
            found[number] = _numbered(found[last], number)
    return found


def _home(page: Page) -> str:
    """The identity of the story's first page; of a later page, what its link to page 1 leads to."""
    without = _PATH.sub("", page.url)
    if without != page.url:
        back = urls.identity(without)
        for link in page.document.body.iter("a"):
            target = urls.absolute(page.url, link.get("href") or "") if _says(link, 1) else None
            if target and urls.identity(target) == back:
                return back
    return urls.identity(page.url)


def _number(url: str, home: str) -> int | None:
    """The number of the story's page that a URL leads to; None where it leads to another story."""
    if urls.identity(url) == home:
        return number_of(url)
    found = _PATH.search(url)
    return int(found["number"]) if found and urls.identity(_PATH.sub("", url)) == home else None


def _links(page: Page) -> Iterator[tuple[HtmlElement, bool]]:
    """Links that may lead to another page of the story, and whether they stand in a paging element."""
    if page.selectors.further:
        yield from ((link, True) for element in page.selected("further") for link in _anchors(element))
        return
    yield from ((link, True) for link in page.document.tree.iter("link") if _is_next(link))
    for link in page.document.body.iter("a"):
        href = link.get("href") or ""
        if _has_number(href) and "#" not in href:
            names = [class_and_id(element) for element in (link, *islice(link.iterancestors(), _ANCESTORS))]
            if not any(_OTHER_PAGING.search(name) for name in names):
                yield link, any(_PAGING.search(name) for name in names)


def _anchors(element: HtmlElement) -> Iterable[HtmlElement]:
    """The link that an element is, or the links in it."""
    return [element] if element.tag == "a" else element.iter("a")


def _is_next(link: HtmlElement) -> bool:
    return link.get("rel") == "next" and bool(link.get("href"))


def _has_number(href: str) -> bool:
    quick = "?" in href or "&" in href or href.rstrip("/\n")[-1:].isdigit()
    return quick and bool(_QUERY.search(href) or _PATH.search(href))


def _says(link: HtmlElement, number: int) -> bool:
    """Whether the text of a link is the page's number, or "Selanjutnya"."""
    text = clean(link.text_content()) or ""
    return text == str(number) or text.casefold() == f"halaman {number}" or bool(_NEXT.match(text))


def _numbered(url: str, number: int) -> str:
    if _QUERY.search(url):
        return _QUERY.sub(rf"\g<name>={number}", url)
    found = _PATH.search(url)
    return url[: found.start("number")] + str(number) + url[found.end("number") :] if found else url


def _whole(page: Page) -> str | None:
    home = _home(page)
    chosen = page.selected("whole")
    anchors = [link for element in chosen for link in _anchors(element)]
    for link in anchors or page.document.body.iter("a"):
        target = urls.absolute(page.url, link.get("href") or "")
        if target and urls.identity(target) == home and (anchors or is_whole(target)):
            return target
    return None
