"""IPTC metadata in picture files; some of it contradicts the credit on the page."""

from __future__ import annotations

import zlib
from struct import pack

import attrs

from gemascraper.newsroom.story import Picture

OTHER = "Joko Prasetyo"
"""The photographer in metadata that belongs to another picture."""
CREDIT, BY_LINE, NOTICE = 110, 80, 116


@attrs.frozen(kw_only=True)
class PictureMetadata:
    """The IPTC fields of one file. `agrees`: whether they fit the credit on the page."""

    credit: str | None
    by_line: str | None
    notice: str
    agrees: bool


def metadata_of(picture: Picture) -> PictureMetadata | None:
    """The metadata of a picture: one JPEG in three has some, one in nine names another photographer. Else None."""
    luck = zlib.crc32(picture.name.encode()) % 9
    if picture.format != "JPEG" or picture.credit is None or picture.notice or luck % 3:
        return None
    said = picture.credit.credit
    house = said.agency or said.holder
    agrees = luck != 3 or said.photographer is None
    by_line = said.photographer if agrees else OTHER
    return PictureMetadata(credit=house, by_line=by_line, notice=f"Hak cipta {house or 'pemilik foto'}", agrees=agrees)


def iptc(said: PictureMetadata) -> bytes:
    """The JPEG segment with these fields, as Photoshop writes it."""
    fields = ((CREDIT, said.credit), (BY_LINE, said.by_line), (NOTICE, said.notice))
    records = b"\x1c\x01\x5a\x00\x03\x1b%G"
    for number, text in fields:
        if text:
            value = text.encode()
            records += pack(">BBBH", 0x1C, 2, number, len(value)) + value
    resource = b"8BIM\x04\x04\x00\x00" + pack(">I", len(records)) + records + b"\x00" * (len(records) % 2)
    segment = b"Photoshop 3.0\x00" + resource
    return b"\xff\xed" + pack(">H", len(segment) + 2) + segment
