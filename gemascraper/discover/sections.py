"""Section pages, front pages and date indexes: the stories that a page links, and the page that continues it."""

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
from .links import SourceLink, is_ours

MAX_LINKS = 5_000
MAX_PAGE = 5_000

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_NEVER_FETCHED = re.compile(r"(?:file|ftps?|s3|gopher|jar|ldap|dict):", re.IGNORECASE)
_OTHERS = re.compile(r"(?:[a-z][a-z0-9+.-]*:(?<!http:)(?<!https:)|#|$)", re.IGNORECASE)
_FORWARD = re.compile(
    r"(?:halaman |laman )?(?:selanjutnya|berikutnya|next(?: page)?|older posts?)\W*|[›»>]+", re.IGNORECASE
)
_FEED_TYPES = ("application/rss+xml", "application/atom+xml")


def read(
    body: bytes, content_type: str | None, entry: Entry, outlet: Outlet
) -> tuple[list[SourceLink], Entry | None, list[Finding]]:
    """What the index page at ``entry.url`` links to, the page that continues it, and what is wrong with it.

    Links that a page asks robots not to follow are not followed.
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
    elif not _OTHERS.match(href) and (address := urls.absolute(base, href)):
        yield SourceLink(Entry(url=address, title=_title(link), section=section))


def _title(link: Any) -> str | None:
    """The headline that the link shows: the heading in it, or its text where it stands in one."""
    inside = next(link.iter(*_HEADINGS), None)
    if inside is not None:
        return clean("".join(inside.itertext()))
    around = next(link.iterancestors(*_HEADINGS), None)
    return clean("".join(link.itertext())) if around is not None else None


def _feeds(links: list[Any], base: str) -> Iterator[SourceLink]:
    for link in links:
        is_feed = link.tag == "link" and (link.get("type") or "").lower() in _FEED_TYPES
        if is_feed and "comment" not in link.get("href"):  # WordPress offers one of the readers' comments too
            yield SourceLink(Entry(url=urls.absolute(base, link.get("href")) or "", kind="feed"))


# ---------------------------------------------------------------------------------------------- what continues it


def _next(links: list[Any], base: str, url: str, outlet: Outlet, shows_stories: bool) -> str | None:
    """The next page: by ``rel=next``, by its number, by its words; else, where a profile says how, by counting."""
    number = _number(url, outlet.discovery.next_page)
    wanted = _numbered(url, outlet.discovery.next_page, number + 1)
    if number >= MAX_PAGE:
        return None
    offered = [(address, link) for link in links if (address := urls.absolute(base, link.get("href")))]
    by_rel = (address for address, link in offered if "next" in (link.get("rel") or "").lower().split())
    by_number = (address for address, _ in offered if urls.surt(address) in [urls.surt(each) for each in wanted])
    by_words = (
        address for address, link in offered if link.tag == "a" and _says_forward(link) and _same_path(address, url)
    )
    for address in (*by_rel, *by_number, *by_words):
        if is_ours(address, url, outlet) and urls.surt(address) != urls.surt(url) and not outlet.is_story(address):
            return address
    counts = shows_stories and not outlet.anywhere and urlsplit(url).path not in ("", "/")
    return wanted[0] if counts else None


def _says_forward(link: Any) -> bool:
    return _FORWARD.fullmatch(clean("".join(link.itertext())) or "") is not None


def _same_path(address: str, url: str) -> bool:
    """Words alone are trusted only below the page itself: "Selanjutnya" is also what teasers say."""
    return urls.host(address) == urls.host(url) and urlsplit(address).path.startswith(
        _unpaged(urlsplit(url).path).rstrip("/") or "/"
    )


def _number(url: str, parameter: str) -> int:
    parts = urlsplit(url)
    found = re.search(rf"(?:^|&){re.escape(parameter)}=(\d{{1,6}})(?:&|$)", parts.query) or re.search(
        r"/page/(\d{1,6})/?$", parts.path
    )
    return int(found[1]) if found else 1


def _numbered(url: str, parameter: str, number: int) -> list[str]:
    """How the page of that number may be written, the profile's way first."""
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
