"""Further pages of a story: which there are, and which of them are still to be fetched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lxml.html import HtmlElement

from gemascraper.extract.page import Page
from gemascraper.items import Pages
from gemascraper.values import urls

_NUMBERED = re.compile(
    r"[?&](?:page|halaman|hal|paged)=(?P<query>\d{1,2})(?:&|$)|/(?:page/)?(?P<path>[2-9]|1\d)/?(?:\?|$)", re.I
)
_WHOLE = re.compile(r"[?&](?:page|halaman)=(?:all|semua|full)(?:&|$)|[?&](?:single|showpage)=(?:1|all)(?:&|$)", re.I)
_BOX = re.compile(r"pag(?:ing|ination|inasi|e-?numbers|e-?links)|halaman|nav-?links|multi-?page", re.I)
_NEITHER = re.compile(r"comment|komentar|archive|index|indeks|tag", re.I)
_MOST = 30


def is_whole(url: str) -> bool:
    """Whether an address is that of a story on one page."""
    return bool(_WHOLE.search(url))


def chosen(read: Sequence[Page]) -> Sequence[Page]:
    """The pages that make the text: one with the whole story alone, else all of them."""
    return next(([page] for page in read if is_whole(page.url)), read)


def pages(read: Sequence[Page]) -> tuple[Pages, tuple[str, ...]]:
    """How many pages the story has and how many were read, and the addresses of those that were not.

    Where the story is offered whole, that address alone is asked for.
    """
    first = read[0]
    numbers = _offered(first)
    if any(is_whole(page.url) for page in read):
        count = max([1, *numbers])
        return Pages(expected=count, read=count), ()
    have = {number_of(page.url) for page in read}
    expected = max([len(read), *numbers])
    if expected == 1:
        return Pages(expected=1, read=1), ()
    missing = tuple(numbers[n] for n in sorted(numbers) if n not in have)
    whole = _whole(first)
    if missing and whole and len(read) == 1:
        missing = (whole,)
    return Pages(expected=expected, read=len(read)), missing


def number_of(url: str) -> int:
    """Which page of its story an address is; 1 where it does not say."""
    found = _NUMBERED.search(url)
    return int(found["query"] or found["path"]) if found and found["query"] else 1


def _offered(page: Page) -> dict[int, str]:
    """Page numbers and addresses, gaps filled where the story's pages are numbered in the query."""
    key = urls.identity(page.url)
    found: dict[int, str] = {}
    for link in _links(page):
        target = urls.absolute(page.url, link.get("href") or "")
        number = _NUMBERED.search(target) if target else None
        if target and number and number["query"] and urls.identity(target) == key:
            n = int(number["query"])
            if 1 < n <= _MOST:
                found.setdefault(n, urls.without_tracking(target))
    own = number_of(page.url)
    last = max(found, default=1)
    for n in range(2, last):
        if n not in found and n != own:
            found[n] = _numbered(found[last], n)
    return found


def _links(page: Page) -> Iterable[HtmlElement]:
    chosen = page.selected("further")
    if page.selectors.further:
        return [a for element in chosen for a in ([element] if element.tag == "a" else element.iter("a"))]
    heads = page.tree.xpath("//link[@rel='next'][@href]")
    return [*heads, *(link for link in page.content.iter("a") if link.get("href") and _in_paging(link))]


def _in_paging(link: HtmlElement) -> bool:
    if not _NUMBERED.search(link.get("href") or ""):
        return False
    for element in (link, *list(link.iterancestors())[:4]):
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if _NEITHER.search(names):
            return False
        if _BOX.search(names):
            return True
    return False


def _numbered(url: str, number: int) -> str:
    return re.sub(r"(?<=[?&])((?:page|halaman|hal|paged)=)\d+", rf"\g<1>{number}", url)


def _whole(page: Page) -> str | None:
    key = urls.identity(page.url)
    chosen = page.selected("whole")
    anchors = [a for element in chosen for a in ([element] if element.tag == "a" else element.iter("a"))]
    for link in anchors or page.content.iter("a"):
        target = urls.absolute(page.url, link.get("href") or "")
        if target and urls.identity(target) == key and (anchors or is_whole(target)):
            return target
    return None
