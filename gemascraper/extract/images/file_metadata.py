"""What a picture's own file says of its maker and its rights: IPTC, XMP and EXIF in JPEG, PNG and WebP.

Only headers are looked at and no pixel is decoded, so a picture that unpacks to gigabytes costs nothing.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from struct import Struct, error

import attrs
from lxml import etree

from gemascraper.values.text import clean

_MOST = 1 << 20
_SHORT, _LONG, _LITTLE = Struct(">H"), Struct(">I"), Struct("<I")
_XMP_JPEG = b"http://ns.adobe.com/xap/1.0/\x00"
_XMP_PNG = b"XML:com.adobe.xmp\x00"
_UTF8 = b"\x1b%G"
_NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "rights": "http://ns.adobe.com/xap/1.0/rights/",
    "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
}
_XMP = {
    "credit": "photoshop:Credit",
    "by_line": "dc:creator",
    "copyright_notice": "dc:rights",
    "license": "rights:WebStatement",
    "acquire_license_page": "plus:LicensorURL",
}
_IPTC = {80: "by_line", 110: "credit", 116: "copyright_notice"}
_EXIF = {0x013B: "by_line", 0x8298: "copyright_notice"}


@attrs.frozen(kw_only=True)
class Embedded:
    """What the file says; None where it is silent. XMP counts before IPTC, IPTC before EXIF."""

    credit: str | None = None
    by_line: str | None = None
    copyright_notice: str | None = None
    license: str | None = None
    """XMP's WebStatement: the page that states the rights."""
    acquire_license_page: str | None = None


def read(data: bytes) -> Embedded:
    """What the bytes of a picture say; nothing where they are damaged, or of another kind."""
    found: dict[str, str] = {}
    for name, block in sorted(_blocks(data), key=lambda each: ("xmp", "iptc", "exif").index(each[0])):
        try:
            said = {"xmp": _xmp, "iptc": _iptc, "exif": _exif}[name](block[:_MOST])
            for field, text in said:
                if tidy := clean(text.replace("\x00", " ").strip()):
                    found.setdefault(field, tidy[:500])
        except (error, IndexError, ValueError, etree.LxmlError):
            continue
    return Embedded(**found)


# ------------------------------------------------------------------------------------------------- containers


def _blocks(data: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        if data.startswith(b"\xff\xd8"):
            yield from _jpeg(data)
        elif data.startswith(b"\x89PNG\r\n\x1a\n"):
            yield from _png(data)
        elif data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            yield from _webp(data)
    except error:
        return  # cut short: what came before counts


def _jpeg(data: bytes) -> Iterator[tuple[str, bytes]]:
    at, iptc = 2, b""
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:  # up to the scan, where the pixels begin
        (length,) = _SHORT.unpack_from(data, at + 2)
        block = data[at + 4 : at + 2 + length]
        if data[at + 1] == 0xE1 and block.startswith(b"Exif\x00\x00"):
            yield "exif", block[6:]
        elif data[at + 1] == 0xE1 and block.startswith(_XMP_JPEG):
            yield "xmp", block[len(_XMP_JPEG) :]
        elif data[at + 1] == 0xED and block.startswith(b"Photoshop 3.0\x00"):
            iptc += block[14:]  # a long one goes on in the next segment
        at += 2 + max(length, 2)
    yield "iptc", iptc


def _png(data: bytes) -> Iterator[tuple[str, bytes]]:
    at = 8
    while at + 8 < len(data):
        (length,) = _LONG.unpack_from(data, at)
        kind, block = data[at + 4 : at + 8], data[at + 8 : at + 8 + min(length, _MOST)]
        if kind == b"eXIf":
            yield "exif", block
        elif kind == b"iTXt" and block.startswith(_XMP_PNG):
            packed, rest = block[len(_XMP_PNG) : len(_XMP_PNG) + 1] == b"\x01", block[len(_XMP_PNG) + 2 :]
            text = rest.split(b"\x00", 2)[-1]
            yield "xmp", _unpacked(text) if packed else text
        at += 12 + length


def _webp(data: bytes) -> Iterator[tuple[str, bytes]]:
    at = 12
    while at + 8 < len(data):
        (length,) = _LITTLE.unpack_from(data, at + 4)
        kind, block = data[at : at + 4], data[at + 8 : at + 8 + min(length, _MOST)]
        if kind == b"EXIF":
            yield "exif", block.removeprefix(b"Exif\x00\x00")
        elif kind == b"XMP ":
            yield "xmp", block
        at += 8 + length + length % 2


def _unpacked(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, _MOST)
    except zlib.error:
        return b""


# ---------------------------------------------------------------------------------------------------- formats


def _xmp(block: bytes) -> Iterator[tuple[str, str]]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    root = etree.fromstring(block.strip(b"\x00 \r\n\t"), parser)
    for field, name in _XMP.items():
        for text in root.xpath(f"//@{name} | //{name}/text() | //{name}//rdf:li/text()", namespaces=_NAMESPACES):
            if text.strip():
                yield field, str(text)
                break


def _iptc(block: bytes) -> Iterator[tuple[str, str]]:
    """Photoshop's resources, and in one of them the records of IPTC."""
    at = 0
    while block[at : at + 4] == b"8BIM":
        (kind,) = _SHORT.unpack_from(block, at + 4)
        name = 1 + block[at + 6]
        start = at + 6 + name + name % 2
        (length,) = _LONG.unpack_from(block, start)
        if kind == 0x0404:
            yield from _records(block[start + 4 : start + 4 + length])
        at = start + 4 + length + length % 2


def _records(block: bytes) -> Iterator[tuple[str, str]]:
    at, coding = 0, "latin-1"
    while block[at : at + 1] == b"\x1c":
        record, number = block[at + 1], block[at + 2]
        (length,) = _SHORT.unpack_from(block, at + 3)
        value = block[at + 5 : at + 5 + length]
        if (record, number) == (1, 90) and value == _UTF8:
            coding = "utf-8"
        if record == 2 and number in _IPTC:
            yield _IPTC[number], value.decode(coding, "replace")
        at += 5 + length


def _exif(block: bytes) -> Iterator[tuple[str, str]]:
    """The texts of a TIFF's first directory."""
    end = {b"II*\x00": "<", b"MM\x00*": ">"}.get(block[:4])
    if end is None:
        return
    entry, (start,) = Struct(f"{end}HHII"), Struct(f"{end}I").unpack_from(block, 4)
    (count,) = Struct(f"{end}H").unpack_from(block, start)
    for number in range(min(count, 500)):
        place = start + 2 + 12 * number
        tag, kind, length, offset = entry.unpack_from(block, place)
        if tag in _EXIF and kind == 2:
            begin = place + 8 if length <= 4 else offset
            yield _EXIF[tag], block[begin : begin + length].decode("utf-8", "replace")
