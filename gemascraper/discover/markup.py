"""Parses the markup of sources: bytes in, lxml tree out. No network, no entities, limited, and nothing raises.

Feeds and sitemaps of real outlets lack declarations, name a wrong charset and have bare ampersands, so the text is
repaired before libxml2 gets it. A document type definition is cut out: XML attacks need one, and sources do not.
"""

from __future__ import annotations

import html
import re
import zlib
from collections.abc import Iterator

import attrs
from lxml import etree

from gemascraper.items import Finding
from gemascraper.values import charset
from gemascraper.values.text import clean

from .links import finding

MAX_BYTES = 50 * 1024 * 1024
"""Bytes of a sitemap or feed after decompression; what the sitemap protocol allows."""
MAX_TAGS = 1_500_000
"""Tags of a sitemap or feed, and ampersands."""
MAX_HTML_TAGS = 400_000

_MIB = 1024 * 1024
_GZIP = b"\x1f\x8b"
_DECLARATION = re.compile(r"^\s*<\?xml\b[^>]*?>", re.IGNORECASE)
_ENCODING = re.compile(rb"""^\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._:-]+)["']""", re.IGNORECASE)
_DOCTYPE = re.compile(
    r"""<!DOCTYPE(?:[^\[>"']|"[^"]*+"|'[^']*+')*+(?:\[(?:[^\]"'<]|<!--(?:(?!-->).)*+-->|<|"[^"]*+"|'[^']*+')*+\]\s*+)?>?""",
    re.IGNORECASE | re.DOTALL,
)
_CDATA_OR_AMPERSAND = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});)(?P<name>[A-Za-z][A-Za-z0-9]{0,30};)?",
    re.DOTALL,
)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_TAG = re.compile(r"<[^<>]*>")
_HUGE_TAG = re.compile(r"<[A-Za-z][^<>]{16384,}+>?")  # libxml2 compares every attribute with every other one


@attrs.frozen
class Parsed:
    """A tree, or None where there is nothing to parse, and what had to be repaired or cut."""

    root: etree._Element | None
    findings: tuple[Finding, ...] = ()


def unzipped(body: bytes) -> tuple[bytes, tuple[Finding, ...]]:
    """*body* without gzip (a ``.xml.gz`` is gzip inside the payload), at most `MAX_BYTES`, and findings.

    Above 1 MiB, data that grows more than a hundred times is a decompression bomb; only its first MiB is read.
    """
    out = b""
    limit = min(MAX_BYTES, max(_MIB, 100 * len(body)))
    while body.startswith(_GZIP):
        stream = zlib.decompressobj(31)
        try:
            out += stream.decompress(body, limit + 1 - len(out))
        except zlib.error:
            return out, (finding("truncated", "the gzip stream is damaged"),)
        if len(out) > limit:
            return out[: limit if limit == MAX_BYTES else _MIB], (finding("too_large", f"more than {limit} bytes"),)
        if not stream.eof:
            return out, (finding("truncated", "the gzip stream ends early"),)
        body = stream.unused_data
    return out or body, ()


def xml(body: bytes, content_type: str | None) -> Parsed:
    """The tree of a feed or sitemap, recovered as far as it goes."""
    text, findings = _repaired(_text(body[:MAX_BYTES], content_type))
    text, too_many = _bounded(text, MAX_TAGS)
    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    return Parsed(_root(text, parser), findings + too_many)


def page(body: bytes, content_type: str | None) -> Parsed:
    """The tree of an HTML page."""
    text, too_many = _bounded(charset.decode(body[:MAX_BYTES], content_type), MAX_HTML_TAGS)
    text = _HUGE_TAG.sub("", _CONTROLS.sub("", text))
    parser = etree.HTMLParser(recover=True, no_network=True, huge_tree=False, encoding="utf-8", remove_comments=True)
    return Parsed(_root(text, parser), too_many)


def local(element: etree._Element) -> str:
    """An element's name without its namespace, which real feeds get wrong; empty for comments."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Children of those names, in their order."""
    return (child for child in element if local(child) in names)


def text_in(element: etree._Element, *names: str) -> str | None:
    """The text of the first child of one of those names that has any, without markup, on one line; else None."""
    for name in names:
        for child in children(element, name):
            if text := plain("".join(child.itertext())):
                return text
    return None


def url_in(element: etree._Element, name: str) -> str | None:
    """The URL in the first child of that name, or None. Entities stay: ``&copy=1`` in a URL is a parameter."""
    return next(("".join(child.itertext()).strip() for child in children(element, name)), None) or None


def plain(text: str) -> str | None:
    """*text* on one line without tags and entities, which feeds escape once, twice or not at all."""
    if "&" in text or "<" in text:
        text = html.unescape(_TAG.sub(" ", html.unescape(text)))
    return clean(text)


# ------------------------------------------------------------------------------------------------------- repair


def _text(body: bytes, content_type: str | None) -> str:
    if body[:2] in (b"<\0", b"\0<"):
        return body.decode("utf-16-le" if body[:1] == b"<" else "utf-16-be", "replace")
    declared = _ENCODING.match(body[:512])
    if declared and (label := declared[1].decode()) and charset.codec(label):
        content_type = f"text/xml; charset={label}"
    return charset.decode(body, content_type)


def _repaired(text: str) -> tuple[str, tuple[Finding, ...]]:
    text = _DECLARATION.sub("", _CONTROLS.sub("", text), count=1)
    text, cut = _DOCTYPE.subn("", text, count=1)
    found = (finding("dtd", "the file has a document type definition; it was not read"),) if cut else ()
    if text.count("&") > MAX_TAGS:
        return text.replace("&", " "), found
    return _CDATA_OR_AMPERSAND.sub(_ampersand, text), found


def _ampersand(match: re.Match[str]) -> str:
    if match[0].startswith("<"):
        return match[0]
    meant = html.unescape(f"&{match['name']}") if match["name"] else "&"
    return "&amp;" + (match["name"] or "") if meant.startswith("&") else html.escape(meant)


def _bounded(text: str, tags: int) -> tuple[str, tuple[Finding, ...]]:
    if text.count("<") <= tags:
        return text, ()
    kept = "<".join(text.split("<", tags)[:tags])
    return kept, (finding("too_large", f"more than {tags} tags; the rest was not read"),)


def _root(text: str, parser: etree.XMLParser | etree.HTMLParser) -> etree._Element | None:
    if not text.strip():
        return None
    try:
        return etree.fromstring(text.strip().encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
