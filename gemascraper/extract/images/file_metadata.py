"""What a picture's own file says of its maker and its rights, in IPTC, XMP and EXIF. Pixels are never decoded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from struct import Struct, error

import attrs
from lxml import etree

from gemascraper.extract.images.file_containers import MAX_BLOCK, Format, metadata_blocks
from gemascraper.values.text import clean

_MAX_TEXT = 500
"""Characters of one text."""
_SHORT, _LONG = Struct(">H"), Struct(">I")
_NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "rights": "http://ns.adobe.com/xap/1.0/rights/",
    "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
}
_XMP_FIELDS = {
    "credit": "photoshop:Credit",
    "by_line": "dc:creator",
    "copyright_notice": "dc:rights",
    "license": "rights:WebStatement",
    "acquire_license_page": "plus:LicensorURL",
}
_IPTC_FIELDS = {80: "by_line", 110: "credit", 116: "copyright_notice"}
_EXIF_FIELDS = {0x013B: "by_line", 0x8298: "copyright_notice"}
_IPTC_RESOURCE = 0x0404
"""The number of the resource of Photoshop that holds the records of IPTC."""
_IPTC_CHARSET, _IPTC_UTF8 = (1, 90), b"\x1b%G"
"""The record that names the encoding of the texts, and its value for UTF-8; without it they are taken for Latin-1."""
_EXIF_TEXT, _MAX_EXIF_ENTRIES = 2, 500


@attrs.frozen(kw_only=True)
class FileMetadata:
    """What the file of a picture says; None where it says nothing. XMP counts before IPTC, IPTC before EXIF."""

    credit: str | None = None
    by_line: str | None = None
    copyright_notice: str | None = None
    license: str | None = None
    """XMP's WebStatement: the URL of the page that states the rights."""
    acquire_license_page: str | None = None


def read(data: bytes) -> FileMetadata:
    """What the bytes of a picture say; nothing where they are damaged, or of another kind.

    >>> read(b"<html>")
    FileMetadata(credit=None, by_line=None, copyright_notice=None, license=None, acquire_license_page=None)
    """
    found: dict[str, str] = {}
    for name, block in sorted(metadata_blocks(data), key=lambda each: list(_READERS).index(each[0])):
        try:
            for field, text in _READERS[name](block[:MAX_BLOCK]):
                if tidy := clean(text.replace("\x00", " ").strip()):
                    found.setdefault(field, tidy[:_MAX_TEXT])
        except (error, IndexError, ValueError, etree.LxmlError):
            continue  # a damaged block; what it said before counts
    return FileMetadata(**found)


def _xmp(block: bytes) -> Iterator[tuple[str, str]]:
    """The fields of an XMP document; no entity is resolved."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    root = etree.fromstring(block.strip(b"\x00 \r\n\t"), parser)
    for field, name in _XMP_FIELDS.items():
        for text in root.xpath(f"//@{name} | //{name}/text() | //{name}//rdf:li/text()", namespaces=_NAMESPACES):
            if text.strip():
                yield field, str(text)
                break


def _iptc(block: bytes) -> Iterator[tuple[str, str]]:
    """The fields of IPTC, which stand in one of Photoshop's resources."""
    at = 0
    while block[at : at + 4] == b"8BIM":
        (kind,) = _SHORT.unpack_from(block, at + 4)
        name = 1 + block[at + 6]
        start = at + 6 + name + name % 2
        (length,) = _LONG.unpack_from(block, start)
        if kind == _IPTC_RESOURCE:
            yield from _records(block[start + 4 : start + 4 + length])
        at = start + 4 + length + length % 2


def _records(block: bytes) -> Iterator[tuple[str, str]]:
    """The fields of IPTC's records."""
    at, coding = 0, "latin-1"
    while block[at : at + 1] == b"\x1c":
        record, number = block[at + 1], block[at + 2]
        (length,) = _SHORT.unpack_from(block, at + 3)
        value = block[at + 5 : at + 5 + length]
        if (record, number) == _IPTC_CHARSET and value == _IPTC_UTF8:
            coding = "utf-8"
        if record == 2 and number in _IPTC_FIELDS:
            yield _IPTC_FIELDS[number], value.decode(coding, "replace")
        at += 5 + length


def _exif(block: bytes) -> Iterator[tuple[str, str]]:
    """The texts in the first directory of a TIFF structure."""
    end = {b"II*\x00": "<", b"MM\x00*": ">"}.get(block[:4])
    if end is None:
        return
    entry, (start,) = Struct(f"{end}HHII"), Struct(f"{end}I").unpack_from(block, 4)
    (count,) = Struct(f"{end}H").unpack_from(block, start)
    for number in range(min(count, _MAX_EXIF_ENTRIES)):
        at = start + 2 + 12 * number
        tag, kind, length, offset = entry.unpack_from(block, at)
        if tag in _EXIF_FIELDS and kind == _EXIF_TEXT:
            begin = at + 8 if length <= 4 else offset
            yield _EXIF_FIELDS[tag], block[begin : begin + length].decode("utf-8", "replace")


_READERS: Mapping[Format, Callable[[bytes], Iterator[tuple[str, str]]]] = {"xmp": _xmp, "iptc": _iptc, "exif": _exif}
"""What reads the fields of each format; the first format that has a field counts."""
