"""Reads a front page: how the outlet names itself, its feeds, its sections, and its other hosts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

import attrs

from gemascraper.outlets.profile import Outlet
from gemascraper.values import urls, zones
from gemascraper.values.text import clean, fold

from . import markup
from .links import FEED_TYPES

_AFFIX = re.compile(r"\s+[|–—\-·•»:]{1,2}\s+|\s*\|\s*")
_MENUS = (
    "//nav//a[@href] | //header//a[@href] | //*[contains(@class,'nav') or contains(@class,'menu') or "
    "contains(@id,'nav') or contains(@id,'menu')]//a[@href]"
)
_NO_SECTION = re.compile(
    r"^/(?:indeks|index|home|beranda|login|search|cari|tag|video|live|rss|feed|foto-?video|apps?|epaper|"
    r"redaksi|kontak|about|tentang|iklan|karir)(?:[/-].*)?$",
    re.I,
)
_MOST_SECTIONS = 15
_LONGEST_NAME = 30
"""Characters of a section's name in a menu."""
_PRINTED_ZONE = re.compile(rf"\d[.:]\d\d\s*\(?({zones.ABBREVIATION_PATTERN})\b")


@attrs.frozen(kw_only=True)
class FrontPage:
    """What the front page of an outlet says of itself."""

    names: tuple[str, ...] = ()
    """Its names: ``og:site_name``, else parts of its title."""
    named_by: str = ""
    feeds: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    """Paths on the page's own host that its menus lead to."""
    hosts: tuple[str, ...] = ()
    """Other hosts of the same site that it links to."""
    stories: tuple[str, ...] = ()
    """URLs that look like stories."""
    zones: tuple[str, ...] = ()
    """Abbreviations of the time zones beside its printed times, one for each time, such as ``WIB``."""


def read(body: bytes, content_type: str | None, url: str, generic: Outlet) -> FrontPage:
    """What the page at *url* says; *generic* is the profile that knows what URLs of stories look like on any site."""
    root = markup.page(body, content_type).root
    if root is None:
        return FrontPage()
    links = [link for a in root.iter("a") if (link := urls.absolute(url, a.get("href") or ""))]
    same = [link for link in links if urls.same_site(link, url)]
    names, named_by = _names(root)
    return FrontPage(
        names=names,
        named_by=named_by,
        feeds=tuple(dict.fromkeys(_feeds(root, url))),
        sections=tuple(dict.fromkeys(_sections(root, url, generic)))[:_MOST_SECTIONS],
        hosts=tuple(dict.fromkeys(h for a in same if (h := urls.host(a)) != urls.host(url))),
        stories=tuple(dict.fromkeys(urls.whole_story(a) for a in same if generic.is_story(a))),
        zones=tuple(_PRINTED_ZONE.findall("".join(root.itertext()))),
    )


def zone_of(abbreviations: Iterable[str]) -> str | None:
    """IANA name of the time zone that is printed most often; None where none is printed.

    >>> zone_of(["WITA", "WIB", "WITA"])
    'Asia/Makassar'
    """
    known = list(abbreviations)
    return zones.IANA_NAMES[max(zones.IANA_NAMES, key=known.count)] if known else None


def _names(root: Any) -> tuple[tuple[str, ...], str]:
    declared = root.xpath("//meta[@property='og:site_name' or @name='og:site_name']/@content")
    if name := clean(str(declared[0])) if declared else None:
        return (name,), "og:site_name"
    title = clean("".join(root.xpath("//title/text()")[:1])) or ""
    parts = [part for part in _AFFIX.split(title) if part and len(part.split()) <= 4]
    return ((min(parts, key=len),), "the page's title") if parts else ((), "")


def _feeds(root: Any, url: str) -> Iterator[str]:
    for link in root.iter("link"):
        href = link.get("href") or ""
        if (link.get("type") or "").lower() in FEED_TYPES and "comment" not in href:
            yield from filter(None, [urls.absolute(url, href)])


def _sections(root: Any, url: str, generic: Outlet) -> Iterator[str]:
    """Paths of the menus' links that are of sections."""
    for link in root.xpath(_MENUS):
        name, target = clean("".join(link.itertext())), urls.absolute(url, link.get("href"))
        if name and len(name) <= _LONGEST_NAME and target and _is_section(target, url, generic):
            yield urlsplit(target).path.rstrip("/")


def _is_section(target: str, url: str, generic: Outlet) -> bool:
    """Whether the URL of a menu's link is that of a section of the page's own host."""
    parts = urlsplit(target)
    path = parts.path.rstrip("/")
    if urls.host(target) != urls.host(url) or parts.query or not 1 <= path.count("/") <= 2:
        return False
    if _NO_SECTION.match(path) or not fold(path):
        return False
    return not generic.is_ignored(target) and not generic.is_story(target)
