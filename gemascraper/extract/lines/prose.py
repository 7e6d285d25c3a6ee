"""Whether a line reads like sentences, or like the line that prints when a story was published."""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"[.!?:;,”\"’')\]…](?:\s|$)|[。？！、]")
_STAMP = re.compile(r"(?:[a-z]{3,}|\d\d?[/-]\d\d?[/-])\s*(?:19|20)\d\d\W{1,4}\d\d?[:.]\d\d", re.I)
_FULL_STOP = re.compile(r"(?<=\w{4})\.$")
_MIN_PROSE = 45
"""Characters of prose; what is shorter is a label, a headline or a caption."""
_MAX_STAMP = 140
"""Characters of a date line, names beside the date included."""


def is_prose(text: str, linked: int = 0) -> bool:
    """Whether a line reads like sentences rather than like a label, a headline, a link or a date line.

    *linked* is how many of its characters are link text.

    >>> is_prose("Gubernur mengatakan bahwa bantuan akan tiba pada hari Senin.")
    True
    >>> is_prose("Rina Lestari - Senin, 3 Juni 2024 | 10:15 WIB oleh Redaksi")
    False
    """
    if len(text) < _MIN_PROSE or linked >= 0.5 * len(text) or not _SENTENCE.search(text):
        return False
    return not is_stamp(text)


def is_stamp(text: str) -> bool:
    """Whether a line prints when a story was published, and perhaps by whom.

    >>> is_stamp("Rina Lestari - Senin, 3 Juni 2024 | 10:15 WIB")
    True
    """
    return len(text) <= _MAX_STAMP and text[-1] not in '.!?”"' and bool(_STAMP.search(text))


def without_full_stop(text: str) -> str:
    """A name or a credit without the full stop after it; one after an abbreviation stays.

    >>> without_full_stop("Rina Lestari."), without_full_stop("Budi S.")
    ('Rina Lestari', 'Budi S.')
    """
    return _FULL_STOP.sub("", text)
