"""Whether a text is Indonesian: by how common its common words are."""

from __future__ import annotations

import re

from gemascraper.values.text import words

_COMMON = words(
    "yang dan di dengan untuk ini itu dari pada dalam tidak akan ke oleh juga saat karena bisa sudah telah kata ada"
)
_FURNITURE = _COMMON | words(
    "berita terkini terkait terpopuler lainnya beranda redaksi pedoman siber indonesia jam lalu baca"
)
"""With the words of menus and lists around a story."""
_WORD = re.compile(r"[a-z]+")
_SAMPLE, _MAX_CHARACTERS, _MIN_WORDS = 300, 4_000, 8
"""Words that are looked at, in so many characters; fewer than eight words prove nothing."""


def is_indonesian(text: str) -> bool:
    """Whether the common words of Indonesian are common in a text.

    >>> is_indonesian("Gubernur mengatakan bahwa bantuan itu akan tiba pada hari Senin dan dibagikan di balai desa.")
    True
    """
    return _share(text, _COMMON) >= 0.08


def indonesian_share(text: str) -> float:
    """The share of Indonesian words, of menus too, in the text of a whole page; from 0 to 1."""
    return _share(text, _FURNITURE)


def _share(text: str, common: frozenset[str]) -> float:
    sample = _WORD.findall(text[:_MAX_CHARACTERS].lower())[:_SAMPLE]
    return sum(word in common for word in sample) / len(sample) if len(sample) >= _MIN_WORDS else 0.0
