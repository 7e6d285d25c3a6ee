"""Reads feeds: RSS 2.0, RSS 1.0, older RSS and Atom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo
from itertools import islice
from typing import Any

from gemascraper.items import Entry, Finding
from gemascraper.values import times, urls

from . import markup
from .links import SourceLink, finding

MAX_ITEMS = 5_000
"""Items of one feed that are read."""


def read(body: bytes, content_type: str | None, entry: Entry, zone: tzinfo) -> tuple[list[SourceLink], list[Finding]]:
    """The links of a feed, and what is wrong with it. Times without a zone are taken as of *zone*."""
    body, findings = markup.unzipped(body)
    parsed = markup.xml(body, content_type)
    noted = [*findings, *parsed.findings]
    elements = parsed.root.iter() if parsed.root is not None else iter(())
    items = list(islice((element for element in elements if markup.local(element) in ("item", "entry")), MAX_ITEMS + 1))
    if len(items) > MAX_ITEMS:
        noted.append(finding("too_large", f"more than {MAX_ITEMS} items; the rest was not read"))
    found = [link for item in items[:MAX_ITEMS] for link in _link(item, entry.url, zone)]
    if not found and items:
        noted.append(finding("empty_feed", f"none of {len(items)} items has a URL"))
    elif not items and body.strip():
        noted.append(finding("empty_feed", "no item could be read from a feed that is not empty"))
    return found, noted


def _link(item: Any, base: str, zone: tzinfo) -> Iterator[SourceLink]:
    url = _url(item)
    if url is None:
        return
    published = _time(item, zone, "published", "pubdate", "date", "issued", "created")
    modified = _time(item, zone, "updated", "modified")
    entry = Entry(
        url=url,
        title=markup.text_in(item, "title"),
        published=published,
        modified=modified,
        tags=_tags(item),
        images=_images(item, base),
    )
    yield SourceLink(entry, surely_story=True)


def _url(item: Any) -> str | None:
    """The story's URL: the original before that of a feed service, a link before an identifier that looks like one."""
    if original := markup.url_in(item, "origlink"):
        return original
    for link in markup.children(item, "link"):
        if link.get("rel", "alternate") == "alternate" and (url := (link.get("href") or link.text or "").strip()):
            return str(url)
    for guid in markup.children(item, "guid", "id"):
        text = "".join(guid.itertext()).strip()
        if guid.get("isPermaLink", "true").lower() != "false" and text.startswith(("http://", "https://", "/")):
            return text
    about = item.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about", "").strip()
    return about or None


def _tags(item: Any) -> tuple[str, ...]:
    words = (
        markup.plain(each.get("term") or "".join(each.itertext()))
        for each in markup.children(item, "category", "subject")
    )
    return tuple(dict.fromkeys(word for word in words if word))


def _images(item: Any, base: str) -> tuple[str, ...]:
    """Pictures of ``enclosure``, ``media:content`` and ``media:thumbnail``."""
    found = []
    for element in item.iter():
        name, kind = markup.local(element), f"{element.get('type', '')}{element.get('medium', '')}"
        if name == "thumbnail" or (name in ("enclosure", "content") and "image" in kind):
            found.append(urls.absolute(base, element.get("url") or element.get("href") or "data:"))
    return tuple(dict.fromkeys(url for url in found if url))


def _time(item: Any, zone: tzinfo, *names: str) -> datetime | None:
    for name in names:
        moment = times.machine(markup.text_in(item, name) or "", zone)
        if moment:
            return moment.value
    return None
