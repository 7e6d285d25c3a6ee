"""Picture files, made on demand: a gradient with the picture's name on it."""

from __future__ import annotations

import zlib
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageOps

from gemascraper.newsroom.picture_metadata import iptc, metadata_of
from gemascraper.newsroom.story import Picture

SIZE = (320, 180)
CONTENT_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
COPYRIGHT, ARTIST = 0x8298, 0x013B


@lru_cache(maxsize=512)
def picture_bytes(picture: Picture) -> bytes:
    """The file of a picture as bytes, the same for each of its URLs."""
    hue = zlib.crc32(picture.name.encode())
    dark, light = (
        ((hue >> 16) % 90, (hue >> 8) % 90, hue % 90),
        (140 + hue % 100, 160, 120 + (hue >> 8) % 110),
    )
    gradient = Image.linear_gradient("L").rotate(hue % 4 * 90).resize(SIZE)
    image = ImageOps.colorize(gradient, dark, light)
    ImageDraw.Draw(image).text((12, 150), picture.name, fill=(255, 255, 255))
    file = BytesIO()
    exif = Image.Exif()
    if picture.notice:
        exif[COPYRIGHT] = exif[ARTIST] = picture.notice
    image.save(file, picture.format, exif=exif) if picture.notice else image.save(file, picture.format)
    data = file.getvalue()
    said = metadata_of(picture)
    return data[:2] + iptc(said) + data[2:] if said else data
