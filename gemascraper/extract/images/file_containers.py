"""Where JPEG, PNG and WebP files keep metadata. Only headers are read and no pixel is decoded.

So a picture that unpacks to gigabytes costs nothing.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from struct import Struct, error
from typing import Literal

Format = Literal["xmp", "iptc", "exif"]
MAX_BLOCK = 1 << 20
"""Bytes of one block of metadata that are read."""
_SHORT, _LONG, _LITTLE = Struct(">H"), Struct(">I"), Struct("<I")
_START_OF_SCAN, _APP1, _APP13 = 0xDA, 0xE1, 0xED
"""Markers of JPEG: the pixels, the segments of EXIF and XMP, the segment of Photoshop."""
_EXIF_JPEG = b"Exif\x00\x00"
_XMP_JPEG = b"http://ns.adobe.com/xap/1.0/\x00"
_IPTC_JPEG = b"Photoshop 3.0\x00"
_XMP_PNG = b"XML:com.adobe.xmp\x00"


def metadata_blocks(data: bytes) -> Iterator[tuple[Format, bytes]]:
    """The blocks of metadata in a picture, each with its format; of a damaged file those before the damage."""
    try:
        if data.startswith(b"\xff\xd8"):
            yield from _jpeg(data)
        elif data.startswith(b"\x89PNG\r\n\x1a\n"):
            yield from _png(data)
        elif data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            yield from _webp(data)
    except error:
        return  # the file is cut short


def _jpeg(data: bytes) -> Iterator[tuple[Format, bytes]]:
    at, iptc = 2, b""
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != _START_OF_SCAN:  # up to the scan: pixels
        (length,) = _SHORT.unpack_from(data, at + 2)
        block = data[at + 4 : at + 2 + length]
        if data[at + 1] == _APP1 and block.startswith(_EXIF_JPEG):
            yield "exif", block[len(_EXIF_JPEG) :]
        elif data[at + 1] == _APP1 and block.startswith(_XMP_JPEG):
            yield "xmp", block[len(_XMP_JPEG) :]
        elif data[at + 1] == _APP13 and block.startswith(_IPTC_JPEG):
            iptc += block[len(_IPTC_JPEG) :]  # a long one goes on in the next segment
        at += 2 + max(length, 2)
    yield "iptc", iptc


def _png(data: bytes) -> Iterator[tuple[Format, bytes]]:
    at = 8
    while at + 8 < len(data):
        (length,) = _LONG.unpack_from(data, at)
        kind, block = data[at + 4 : at + 8], data[at + 8 : at + 8 + min(length, MAX_BLOCK)]
        if kind == b"eXIf":
            yield "exif", block
        elif kind == b"iTXt" and block.startswith(_XMP_PNG):
            packed, rest = block[len(_XMP_PNG) : len(_XMP_PNG) + 1] == b"\x01", block[len(_XMP_PNG) + 2 :]
            text = rest.split(b"\x00", 2)[-1]
            yield "xmp", _unpacked(text) if packed else text
        at += 12 + length


def _webp(data: bytes) -> Iterator[tuple[Format, bytes]]:
    at = 12
    while at + 8 < len(data):
        (length,) = _LITTLE.unpack_from(data, at + 4)
        kind, block = data[at : at + 4], data[at + 8 : at + 8 + min(length, MAX_BLOCK)]
        if kind == b"EXIF":
            yield "exif", block.removeprefix(_EXIF_JPEG)
        elif kind == b"XMP ":
            yield "xmp", block
        at += 8 + length + length % 2


def _unpacked(data: bytes) -> bytes:
    """A packed text, at most `MAX_BLOCK` bytes of it; empty where it is damaged."""
    try:
        return zlib.decompressobj().decompress(data, MAX_BLOCK)
    except zlib.error:
        return b""
