"""Whether a line is a label or a control of a picture viewer: it is not a caption."""

from __future__ import annotations

import re

_IMAGE_LABEL = re.compile(
    r"^\W*(?:foto|photo|image|gambar|(?:keterangan|sumber) gambar|sumber|klik gambar\b.*|perbesar|zoom.*|lihat foto|"
    r"video|"
    r"\d+(?:\s*(?:/|of|dari)\s*\d+)?)\W*$",
    re.I,
)


def is_image_label(line: str) -> bool:
    """Whether a line only labels, counts or enlarges a picture.

    >>> is_image_label("Perbesar"), is_image_label("Foto:"), is_image_label("2 dari 5"), is_image_label("Foto udara")
    (True, True, True, False)
    """
    return bool(_IMAGE_LABEL.match(line))
