"""The dateline that opens a story (``JAKARTA, KOMPAS.com -``): taken out of the body, kept as data."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gemascraper.items import Dateline
from gemascraper.values.text import fold

_WORD = r"(?:[A-Z][a-z'’]+|[A-Z]{2,}|[A-Z]\.?)(?![A-Za-z])"
_PLACE = rf"{_WORD}(?:[ -]{_WORD}){{0,3}}"
_PLACES = rf"{_PLACE}(?:,\s?{_PLACE})?"
_SITE = re.compile(r"[A-Z0-9][\w-]*(?:\.[\w-]+)*\.(?:com|co\.id|co|id|net|org|tv|news|info)", re.I)
_LONGEST = 120
_TWO_WORDS = (
    "Palangka Raya|Pangkalan Bun|Pangkalan Kerinci|Kuala Kapuas|Kuala Kurun|Kuala Pembuang|Kuala Tungkal|"
    "Kuala Simpang|Muara Teweh|Muara Enim|Muara Bungo|Muara Bulian|Puruk Cahu|Tamiang Layang|Nanga Bulik|"
    "Pulang Pisau|Banda Aceh|Bandar Lampung|Bandar Jaya|Pangkal Pinang|Tanjung Pinang|Tanjung Selor|"
    "Tanjung Redeb|Tanjung Pandan|Tanjung Balai|Tanjung Karang|Teluk Betung|Teluk Kuantan|Nusa Dua|"
    "Labuan Bajo|Tebing Tinggi|Pematang Siantar|Padang Panjang|Padang Pariaman|Padang Sidempuan|Sungai Penuh|"
    "Sungai Liat|Lubuk Linggau|Lubuk Pakam|Lubuk Basung|Bukit Tinggi|Batu Licin|Bau Bau|Pagar Alam|"
    "Pasir Pengaraian|Rantau Prapat|Gunung Sitoli|Gunung Kidul|Gunung Sugih|Kota Agung|Kota Bumi|Kota Baru|"
    "Kota Mobagu|Sri Aman|Way Kanan|Kuala Lumpur|New York|Los Angeles|San Francisco|New Delhi|Hong Kong|"
    "Buenos Aires|Abu Dhabi|Tel Aviv|Rio de Janeiro|Washington DC|Phnom Penh|Port Moresby"
)
"""Places of two words, for datelines that no dash closes: ``Gemapos.ID, Muara Teweh Bank Daerah …``."""
_OUTLET = r"(?P<outlet>[A-Za-z0-9][\w.\-]*(?:[ ][A-Za-z][\w.\-]*){0,3}?)"
_WHERE = rf"(?P<place>{_PLACES})"
_DASH = r"\s*(?:--+|[-–—]|:(?=\s)|\|)\s*"
_LINE = r"\s*(?:--+|[–—]|\s-|-(?=\s))\s*"
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        rf"{_OUTLET}\s*\({_WHERE}\){_DASH}",
        rf"{_OUTLET}\s*[,|]\s*{_WHERE}{_DASH}",
        rf"{_WHERE}\s*,?\s*\({_OUTLET}\)(?:{_DASH}|\s+)",
        rf"{_WHERE}\s*[,|]\s*{_OUTLET}{_DASH}",
        rf"{_OUTLET}\s*[,|]\s*(?P<place>(?i:{_TWO_WORDS})|{_WORD})\s+",
        rf"{_OUTLET}(?P<place>)(?:{_DASH}|,\s)",
    )
)
"""Shapes with an outlet that is known, or that is an address; the most telling first."""
_LOUD = tuple(
    re.compile(shape)
    for shape in (
        rf"{_WHERE}\s*,?\s*\((?P<outlet>[A-Z][\w.]*(?:[ .][A-Z][\w.]*){{0,2}})\){_DASH}",
        rf"(?P<outlet>[A-Z][A-Z. ]{{3,30}}[A-Z]),\s*(?P<place>[A-Z][\w'’ .]{{2,30}}?){_LINE}",
        r"(?P<outlet>[A-Z][A-Z. ]{3,30}[A-Z])\s*\|\s*(?P<place>[A-Z][\w'’ .]{2,30}?)\s*\|\s*",
        rf"(?P<outlet>){_WHERE}{_LINE}",
    )
)
"""Shapes that need no known outlet: one in brackets or in capitals, or a place alone."""


def dateline(text: str, brands: Sequence[str]) -> tuple[Dateline | None, str]:
    """The dateline of a story's first paragraph, and the rest of the paragraph.

    >>> found, rest = dateline("Gemapos.ID (Jakarta) - Presiden tiba.", ["Gemapos.ID"])
    >>> found.outlet, found.place, found.text, rest
    ('Gemapos.ID', 'Jakarta', 'Gemapos.ID (Jakarta) -', 'Presiden tiba.')
    """
    own = {fold(brand) for brand in brands}
    for shape in (*_SHAPES, *_LOUD):
        found = shape.match(text[:_LONGEST])
        if found and _opens(text[found.end() :]) and (shape in _LOUD or _is_outlet(found["outlet"], own)):
            return _made(found), text[found.end() :]
    return None, text


def _is_outlet(name: str, own: set[str]) -> bool:
    """Whether a name is an outlet's: an address, or one of the page's own names ("ANTARA News")."""
    return (
        bool(_SITE.fullmatch(name))
        or fold(re.sub(r"(?:\.com| News)$", "", name, flags=re.I)) in own
        or fold(name) in own
    )


def _opens(rest: str) -> bool:
    """Whether what follows can open a sentence: no lower-case word, which would make the dash an aside."""
    return rest != "" and (rest[0].isupper() or rest[0] in "\"“'‘0123456789#([")


def _made(found: re.Match[str]) -> Dateline:
    outlet = (found["outlet"] or "").strip(" ,") or None
    place = (found["place"] or "").strip(" ,") or None
    if place and outlet and fold(place) == fold(outlet):
        place = None
    return Dateline(outlet=outlet, place=place, text=found[0].strip())
