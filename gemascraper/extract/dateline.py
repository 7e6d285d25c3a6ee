"""The dateline that opens a story (``JAKARTA, KOMPAS.com -``): taken out of the body, kept as data."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gemascraper.items import Dateline
from gemascraper.values.text import fold

_WORD = r"[A-Z][\w'’.]*"
_PLACE = rf"{_WORD}(?:[ -]{_WORD}){{0,3}}"
_PLACES = rf"{_PLACE}(?:,\s?{_PLACE})?"
_SITE = r"[A-Za-z0-9][\w-]*(?:\.[\w-]+)*\.(?:com|co\.id|co|id|net|org|tv|news|info|COM|CO\.ID|CO|ID|NET|ORG|TV|Com|Id|ID)"
_DASH = r"\s*(?:--+|[-–—]|:(?=\s)|\|)\s*"
_LOOSE = r"\s+"


def dateline(text: str, brands: Sequence[str]) -> tuple[Dateline | None, str]:
    """The dateline of a story's first paragraph, and the rest of the paragraph.

    >>> found, rest = dateline("Gemapos.ID (Jakarta) - Presiden tiba.", ["Gemapos.ID"])
    >>> found.outlet, found.place, found.text, rest
    ('Gemapos.ID', 'Jakarta', 'Gemapos.ID (Jakarta) -', 'Presiden tiba.')
    """
    names = "|".join(sorted((re.escape(b) for b in brands if len(b) > 2), key=len, reverse=True))
    brand = rf"(?P<outlet>{_SITE}|(?i:{names})(?:\.com| News)?)" if names else rf"(?P<outlet>{_SITE})"
    for shape in _shapes(brand):
        found = re.match(shape, text)
        if found and (rest := text[found.end() :]) and _opens(rest):
            return _made(found), rest
    return None, text


def _shapes(brand: str) -> list[str]:
    """Every way to print it, the most telling first."""
    place = rf"(?P<place>{_PLACES})"
    agency = r"\(?(?P<outlet>[A-Z][\w.]*(?:[ .][A-Z][\w.]*){0,2})\)?"
    return [
        rf"^{brand}\s*\({place}\){_DASH}",
        rf"^{brand}\s*[,|]\s*{place}{_DASH}",
        rf"^{place}\s*,?\s*\({brand}\)(?:{_DASH}|{_LOOSE})",
        rf"^{place}\s*[,|]\s*{brand}{_DASH}",
        rf"^{brand}\s*[,|]\s*(?P<place>{_WORD})(?={_LOOSE})\s+",
        rf"^{brand}(?P<place>)(?:{_DASH}|,\s)",
        rf"^{place}\s*,?\s*\({agency[3:-3]}\)\s*(?:--+|[-–—])\s*",
        rf"^(?P<outlet>[A-Z][A-Z. ]{{3,30}}[A-Z]),\s*(?P<place>[A-Z][\w'’ .]{{2,30}}?)\s*(?:--+|[–—]|\s-)\s*",
        rf"^(?P<outlet>[A-Z][A-Z. ]{{3,30}}[A-Z])\s*\|\s*(?P<place>[A-Z][\w'’ .]{{2,30}}?)\s*\|\s*",
        rf"^(?P<outlet>){place}\s*(?:--+|[–—]|\s-|-(?=\s))\s*",
    ]


def _opens(rest: str) -> bool:
    """Whether what follows can open a sentence: no lower-case word, which would make the dash a compound or an aside."""
    return rest[:1].isupper() or rest[:1] in "\"“'‘0123456789#(["


def _made(found: re.Match[str]) -> Dateline:
    outlet = (found["outlet"] or "").strip(" ,") or None
    place = (found["place"] or "").strip(" ,") or None
    if place and outlet and fold(place) == fold(outlet):
        place = None
    return Dateline(outlet=outlet, place=place, text=found[0].strip())
