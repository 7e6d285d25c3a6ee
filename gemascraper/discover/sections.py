"""Reads section pages, front pages and date indexes: the stories that they link, and the page that continues them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from gemascraper.items import Entry, Finding
from gemascraper.outlets.profile import Outlet
from gemascraper.values import urls
from gemascraper.values.text import clean

from . import markup
from .links import FEED_TYPES, SourceLink, is_ours

MAX_LINKS = 5_000
"""Links of one page that are read."""
MAX_PAGE = 5_000
"""The highest number of a page that is followed."""

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_NEVER_FETCHED = re.compile(r"(?:file|ftps?|s3|gopher|jar|ldap|dict):", re.IGNORECASE)
_OTHERS = re.compile(r"(?:[a-z][a-z0-9+.-]*:(?<!http:)(?<!https:)|#|$)", re.IGNORECASE)
_FORWARD = re.compile(
    r"(?:halaman |laman )?(?:selanjutnya|berikutnya|next(?: page)?|older posts?)\W*|[›»>]+", re.IGNORECASE
)


def read(
    body: bytes, content_type: str | None, entry: Entry, outlet: Outlet
) -> tuple[list[SourceLink], Entry | None, list[Finding]]:
    """The links of the index page at ``entry.url``, the page that continues it, and what is wrong with it.

    Links are left out where the page tells robots not to follow them.
    """
    url, parsed = entry.url, markup.page(body, content_type)
    root = parsed.root
    if root is None or _forbids_following(root):
        return [], None, list(parsed.findings)
    base = _base(root, url)
    links = [link for link in root.iter("a", "area", "link") if link.get("href")][:MAX_LINKS]
    stories = [found for link in links if link.tag != "link" for found in _story(link, base, entry.section)]
    feeds = list(_feeds(links, base)) if outlet.anywhere else []
    shows_stories = any(outlet.is_story(urls.absolute(base, each.entry.url) or "") for each in stories)
    following = _next(links, base, url, outlet, shows_stories)
    next_entry = (
        Entry(url=following, kind="index", found_on=url, section=entry.section, depth=entry.depth)
        if following
        else None
    )
    return feeds + stories, next_entry, list(parsed.findings)


def _base(root: Any, url: str) -> str:
    declared = next((element.get("href") for element in root.iter("base") if element.get("href")), None)
    return (declared and urls.absolute(url, declared)) or url


def _forbids_following(root: Any) -> bool:
    metas = (meta for meta in root.iter("meta") if (meta.get("name") or "").lower() in ("robots", "gemascraper"))
    return any({"nofollow", "none"} & set(re.split(r"[\s,]+", (meta.get("content") or "").lower())) for meta in metas)


def _story(link: Any, base: str, section: str | None) -> Iterator[SourceLink]:
    href = link.get("href").strip()
    if "nofollow" in (link.get("rel") or "").lower().split():
        return
    if _NEVER_FETCHED.match(href):
        yield SourceLink(Entry(url=href))
    elif not _OTHERS.match(href) and (url := urls.absolute(base, href)):
        yield SourceLink(Entry(url=url, title=_title(link), section=section))


def _title(link: Any) -> str | None:
    """The headline of the link: the text of a heading in it, or its text where it is in a heading; else None."""
    inside = next(link.iter(*_HEADINGS), None)
    if inside is not None:
        return clean("".join(inside.itertext()))
    around = next(link.iterancestors(*_HEADINGS), None)
    return clean("".join(link.itertext())) if around is not None else None


def _feeds(links: list[Any], base: str) -> Iterator[SourceLink]:
    for link in links:
        is_feed = link.tag == "link" and (link.get("type") or "").lower() in FEED_TYPES
        if is_feed and "comment" not in link.get("href"):  # WordPress has a feed of comments too
            yield SourceLink(Entry(url=urls.absolute(base, link.get("href")) or "", kind="feed"))


# -------------------------------------------------------------------------------------------------- the next page


def _next(links: list[Any], base: str, url: str, outlet: Outlet, shows_stories: bool) -> str | None:
    """The page that continues the index at *url*; None where there is none.

    A link with ``rel=next`` comes first, then one with the next page's number, then one with words like "Selanjutnya".
    Without any, the number is counted up, if the profile says how and this page shows stories.
    """
    number = _number(url, outlet.discovery.next_page)
    if number >= MAX_PAGE:
        return None
    expected = _numbered(url, outlet.discovery.next_page, number + 1)
    for candidate in _linked_pages(links, base, url, expected):
        if _continues(candidate, url, outlet):
            return candidate
    return expected[0] if shows_stories and _is_counted(url, outlet) else None


def _linked_pages(links: list[Any], base: str, url: str, expected: list[str]) -> Iterator[str]:
    """Links that may lead to the next page, the most reliable kind first."""
    keys = {urls.surt(each) for each in expected}
    offered = [(target, link) for link in links if (target := urls.absolute(base, link.get("href")))]
    yield from (target for target, link in offered if _is_rel_next(link))
    yield from (target for target, _ in offered if urls.surt(target) in keys)
    yield from (target for target, link in offered if _says_forward(link) and _is_below(target, url))


def _continues(target: str, url: str, outlet: Outlet) -> bool:
    """Whether a page can continue the one at *url*: the outlet's, another one, and not a story."""
    return is_ours(target, url, outlet) and urls.surt(target) != urls.surt(url) and not outlet.is_story(target)


def _is_counted(url: str, outlet: Outlet) -> bool:
    """Whether page numbers may be counted up here: by a profile, and not on a front page."""
    return not outlet.anywhere and urlsplit(url).path not in ("", "/")


def _is_rel_next(link: Any) -> bool:
    return "next" in (link.get("rel") or "").lower().split()


def _says_forward(link: Any) -> bool:
    return link.tag == "a" and _FORWARD.fullmatch(clean("".join(link.itertext())) or "") is not None


def _is_below(target: str, url: str) -> bool:
    """Whether the path of *target* begins with that of *url*: teasers of other pages say "Selanjutnya" too."""
    page = _unpaged(urlsplit(url).path).rstrip("/") or "/"
    return urls.host(target) == urls.host(url) and urlsplit(target).path.startswith(page)


def _number(url: str, parameter: str) -> int:
    """The page number in a URL; 1 where it has none."""
    parts = urlsplit(url)
    found = re.search(rf"(?:^|&){re.escape(parameter)}=(\d{{1,6}})(?:&|$)", parts.query) or re.search(
        r"/page/(\d{1,6})/?$", parts.path
    )
    return int(found[1]) if found else 1


def _numbered(url: str, parameter: str, number: int) -> list[str]:
    """How the URL of the page with that number may be written, the profile's way first."""
    parts = urlsplit(url)
    kept = [part for part in parts.query.split("&") if part and part.partition("=")[0] != parameter]
    query = "&".join([*kept, f"{parameter}={number}"])
    by_path = f"{_unpaged(parts.path).rstrip('/')}/page/{number}/"
    return [
        parts._replace(path=_unpaged(parts.path), query=query).geturl(),
        parts._replace(path=by_path, query="&".join(kept)).geturl(),
    ]


def _unpaged(path: str) -> str:
    return re.sub(r"/page/\d{1,6}/?$", "/", path)
