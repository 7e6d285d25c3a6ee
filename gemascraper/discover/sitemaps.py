"""Reads sitemaps, sitemap indexes and Google News sitemaps, also those that break the protocol."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, tzinfo
from itertools import islice
from typing import Any

from gemascraper.items import Entry, Finding
from gemascraper.values import times, urls

from . import markup
from .links import SourceLink, finding

MAX_ENTRIES = 50_000
"""URLs of one file; what the protocol allows."""
MAX_DEPTH = 4
"""Sitemap indexes inside each other; a longer chain is an endless link loop."""


def read(body: bytes, content_type: str | None, entry: Entry, zone: tzinfo) -> tuple[list[SourceLink], list[Finding]]:
    """The links of a sitemap, and what is wrong with it. Times without a zone are taken as of *zone*."""
    body, findings = markup.unzipped(body)
    parsed = markup.xml(body, content_type)
    noted = [*findings, *parsed.findings]
    links = parsed.root.iter() if parsed.root is not None else iter(())
    found = list(islice((link for element in links for link in _link(element, entry, zone)), MAX_ENTRIES + 1))
    found = found or list(_plain_list(body))
    if len(found) > MAX_ENTRIES:
        noted.append(finding("too_large", f"more than {MAX_ENTRIES} URLs; the rest was not read"))
    if not found and body.strip():
        noted.append(finding("empty_sitemap", "no URL could be read from a file that is not empty"))
    if any(link.entry.depth > MAX_DEPTH for link in found):
        noted.append(finding("too_deep", f"sitemaps that name sitemaps, more than {MAX_DEPTH} deep"))
        found = [link for link in found if link.entry.depth <= MAX_DEPTH]
    return found[:MAX_ENTRIES], noted


def named_by_robots(body: bytes) -> list[str]:
    """URLs of the ``Sitemap:`` lines of a robots.txt, in their order."""
    text = body[: 512 * 1024].decode("utf-8-sig", "replace")
    found = re.findall(r"^[ \t]*sitemap[ \t]*:[ \t]*([^\s#]+)", text, re.IGNORECASE | re.MULTILINE)
    return list(dict.fromkeys(found))


def _link(element: Any, entry: Entry, zone: tzinfo) -> Iterator[SourceLink]:
    name = markup.local(element)
    if name not in ("url", "sitemap") or not (url := markup.url_in(element, "loc")):
        return
    modified = _time(markup.text_in(element, "lastmod"), zone)
    if name == "sitemap":
        yield SourceLink(Entry(url=url, kind="sitemap", modified=modified, depth=entry.depth + 1))
        return
    news = next(markup.children(element, "news"), None)
    yield SourceLink(
        Entry(url=url, modified=modified, images=_images(element, entry.url), **_news(news, zone)), news is not None
    )


def _news(news: Any, zone: tzinfo) -> dict[str, Any]:
    if news is None:
        return {}
    keywords = (markup.text_in(news, "keywords") or "").split(",")
    return {
        "title": markup.text_in(news, "title"),
        "published": _time(markup.text_in(news, "publication_date"), zone),
        "tags": tuple(word.strip() for word in keywords if word.strip()),
    }


def _images(element: Any, base: str) -> tuple[str, ...]:
    found = (markup.url_in(image, "loc") for image in markup.children(element, "image"))
    return tuple(dict.fromkeys(url for each in found if each and (url := urls.absolute(base, each))))


def _time(text: str | None, zone: tzinfo) -> datetime | None:
    moment = times.machine(text, zone) if text else None
    return moment.value if moment else None


def _plain_list(body: bytes) -> Iterator[SourceLink]:
    """A sitemap may also be a text with one URL a line."""
    for line in islice(body[: markup.MAX_BYTES].splitlines(), MAX_ENTRIES + 1):
        if line.strip().startswith((b"http://", b"https://")):
            yield SourceLink(Entry(url=line.decode("utf-8", "replace").strip()))
