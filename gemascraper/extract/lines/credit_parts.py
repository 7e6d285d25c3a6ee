"""The names that a credit line is made of, and whether one of them is the outlet's own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from gemascraper.extract.lines import agencies
from gemascraper.values.text import fold

EDGES = " :.,;()[]-–"
"""Marks at the edges of a name that are no part of it."""
SEPARATOR = re.compile(r"\s*[/•]\s*|\s+-\s+|\s*\|\s*|\s+via\s+|\s+from\s+|\s+on\s+(?=Unsplash|Pexels|Pixabay)", re.I)
"""What always separates two names."""
_WEAK_SEPARATOR = re.compile(r"^(?P<one>[^,(:]{2,60}?)\s*[,(:]\s*(?P<other>[^,(:)]{2,60})\)?$")
"""A comma, colon or bracket, which separates two names only where one of them is known."""
_SITE_AFFIX = re.compile(r"^www\.|\.(?:com|co\.id|id|net|co|tv)$", re.I)
_MIN_BRAND = 5
"""Letters of a brand that stand for it at the start of a longer name."""


def names_in(line: str, brands: tuple[str, ...]) -> Iterator[str]:
    """The names in a credit line, as printed and in order.

    >>> list(names_in("ANTARA FOTO/Budi Setya", ()))
    ['ANTARA FOTO', 'Budi Setya']
    >>> list(names_in("Rina Lestari (Gemapos)", ("Gemapos",))), list(names_in("Rina Lestari (kiri)", ()))
    (['Rina Lestari', 'Gemapos'], ['Rina Lestari (kiri)'])
    """
    if agencies.sort_of(line):
        yield line
        return
    for part in filter(None, (part.strip(" :") for part in SEPARATOR.split(line))):
        two = _WEAK_SEPARATOR.match(part)
        if two and any(is_own(name, brands) or agencies.sort_of(name) for name in two.groups()):
            yield from two.groups()
        else:
            yield part


def span(line: str, names: Sequence[str]) -> str | None:
    """Several names as one, the way they stand in the line; None where there are no names.

    >>> span("Getty Images/AFP/Budi Setya", ["Getty Images", "AFP"])
    'Getty Images/AFP'
    """
    if not names:
        return None
    start = line.index(names[0])
    printed = line[start : line.index(names[-1], start) + len(names[-1])]
    return printed if len(names) > 1 else agencies.without_photo(printed)


@lru_cache(maxsize=4096)
def is_own(name: str, brands: tuple[str, ...]) -> bool:
    """Whether a name is the outlet's: one of its brands, or a name that begins like one.

    >>> is_own("Gemapos.ID", ("Gemapos",)), is_own("Tribun Jateng", ("tribunnews",)), is_own("Antara", ("Gemapos",))
    (True, True, False)
    """
    words = name.split()
    key, first = fold(_SITE_AFFIX.sub("", name)), fold(words[0]) if words else ""
    return bool(key) and any(_is_brand(key, first, fold(_SITE_AFFIX.sub("", brand))) for brand in brands)


def _is_brand(key: str, first: str, brand: str) -> bool:
    if len(brand) >= _MIN_BRAND and key.startswith(brand):
        return True
    return key == brand or (len(first) >= _MIN_BRAND and brand.startswith(first))
