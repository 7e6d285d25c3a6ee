"""What a response body is, by its first tag: servers call sitemaps ``text/html`` and pages ``text/xml``."""

from __future__ import annotations

import re
import zlib
from typing import Literal
from urllib.parse import urlsplit

BodyKind = Literal["sitemap", "feed", "html", "robots", "other"]

_HEAD = 4096
"""Bytes that are looked at."""
_SKIPPED = re.compile(rb"(?:\xef\xbb\xbf|\s|\x00|<\?.*?\?>|<!--.*?-->)+", re.DOTALL)
_TAG = re.compile(rb"<!?(?:[\w.-]+:)?([\w.-]+)")
_DOCTYPE = re.compile(rb"<!doctype\s+(html\b)?", re.IGNORECASE)
_BY_TAG: dict[str, BodyKind] = {
    **dict.fromkeys(("urlset", "sitemapindex"), "sitemap"),
    **dict.fromkeys(("rss", "feed", "rdf", "channel"), "feed"),
}


def kind_of(body: bytes, content_type: str | None, url: str) -> BodyKind:
    """What *body* is: ``sitemap``, ``feed``, ``html``, ``robots`` or ``other``.

    >>> kind_of(b"<urlset>", "text/html", "https://www.gemapos.id/sitemap.xml")
    'sitemap'
    """
    if urlsplit(url).path == "/robots.txt":
        return "robots"
    head = _unzipped_head(body)
    first = head[skipped.end() :] if (skipped := _SKIPPED.match(head)) else head
    tag = _first_tag(first)
    if tag in _BY_TAG:
        return _BY_TAG[tag]
    media = (content_type or "").partition(";")[0].strip().lower()
    if tag == "html" or "html" in media:
        return "html"
    if first[:4] == b"http" and media in ("", "text/plain"):
        return "sitemap"
    return "html" if tag and "xml" not in media and "json" not in media else "other"


def _unzipped_head(body: bytes) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body[:_HEAD]
    try:
        return zlib.decompressobj(31).decompress(body, _HEAD)
    except zlib.error:
        return b""


def _first_tag(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or head[1:2] == b"\0":
        head = head.replace(b"\0", b"").lstrip(b"\xff\xfe")
        head = head[skipped.end() :] if (skipped := _SKIPPED.match(head)) else head
    if doctype := _DOCTYPE.match(head):
        if doctype[1]:
            return "html"
        head = head[head.find(b"<", 1) :] if head.find(b"<", 1) > 0 else b""
        return next(
            (name for found in _TAG.finditer(head) if (name := found[1].decode("latin-1").lower()) in _BY_TAG), ""
        )
    found = _TAG.match(head)
    return found[1].decode("latin-1").lower() if found else ""
