"""Where a caption ends and its credit begins, and the credit line as the archive keeps it.

The shapes of a credit in a caption are the table of `credit_shapes`; the words are those of `credit_words`.
"""

from __future__ import annotations

import re

from gemascraper.extract.lines.credit_shapes import offers
from gemascraper.extract.lines.credit_words import LABEL, LABEL_ALONE, MARK, UNNAMED
from gemascraper.extract.lines.prose import without_full_stop
from gemascraper.values.text import clean

_MAX_CAPTION = 2_000
"""Characters of a caption; in a longer text no credit is looked for."""
_MAX_LABELS = 4
"""Labels that are taken off one credit: ``Foto: ©2026 by …``."""
_LABEL_AT_START = re.compile(
    rf"^(?:{LABEL}{MARK}|(?:foto|ft)\s*/\s*|(?:sumber|keterangan) gambar,\s*|©\s*|\(c\)\s*|(?:19|20)\d\d\s+(?=\S)|"
    rf"(?:photo(?:graphy?)?|foto|image)s?\s+(?:by|oleh|"
    rf"courtesy of)\s+|by\s+)",
    re.I,
)
_COPYRIGHT_AT_END = re.compile(r"\s*[/|]\s*copyright$", re.I)
"""A full stop at the end that is no part of an abbreviation."""


def split(caption: str | None) -> tuple[str | None, str | None]:
    """A printed caption as caption and credit line, each None where there is none.

    >>> split("Putin dan Kim. (Foto: Gemapos/X@kawankorea)")
    ('Putin dan Kim.', 'Gemapos/X@kawankorea')
    >>> split("Warga antre (kiri) di pasar")
    ('Warga antre (kiri) di pasar', None)
    """
    text = clean(caption)
    if not text or len(text) > _MAX_CAPTION:
        return text, None
    for before, who in offers(text):
        if line := tidy(who):
            return _caption(before), line
    return text, None


def whole_credit(text: str) -> str | None:
    """The credit line, where a text is a credit and nothing else; None where it is not.

    >>> whole_credit("Foto: Antara"), whole_credit("Warga antre. Foto: Antara")
    ('Antara', None)
    """
    caption, line = split(text)
    return line if caption is None else None


def tidy(line: str | None) -> str | None:
    """A credit without brackets, ©, a leading year and labels; None where nothing is left. Tidying twice is no change.

    >>> tidy("(Foto: ©2026 Gemapos/Rina Lestari)")
    'Gemapos/Rina Lestari'
    """
    text = clean(line) or ""
    while (shorter := clean(_tidied(text)) or "") != text:
        text = shorter
    return text or None


def _tidied(text: str) -> str:
    text = _without_labels(text.strip(" \t,;:|•–—-"))
    if text.count(")") > text.count("(") or text.count("]") > text.count("["):
        text = text.rstrip(")] ")
    text = text.replace("©", "").replace("®", "").strip(" |/–—,")
    return text if UNNAMED.match(text) else without_full_stop(text)


def _without_labels(text: str) -> str:
    for _ in range(_MAX_LABELS):
        text = _without_brackets(text)
        shorter = _LABEL_AT_START.sub("", text).strip(" \t,;:|•")
        if shorter in (text, ""):
            break
        text = shorter
    return text


def _without_brackets(text: str) -> str:
    is_enclosed = text.startswith(("(", "[")) and text.endswith((")", "]"))
    return text[1:-1].strip() if is_enclosed and text.count("(") + text.count("[") == 1 else text


def _caption(text: str) -> str | None:
    """What stands before a credit, as a caption; None where it is only a label."""
    text = _COPYRIGHT_AT_END.sub("", text.rstrip(" (,;|/–—-["))
    caption = clean(text.rstrip(" (,;|/–—-[").lstrip(" |"))
    return None if not caption or LABEL_ALONE.fullmatch(caption) else caption
