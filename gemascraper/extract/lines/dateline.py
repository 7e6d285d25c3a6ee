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
_PROVINCES = (
    "DKI|DIY|NTB|NTT|DC|US|UK|AS|UEA|ACEH|BALI|BANTEN|JABAR|JATENG|JATIM|LAMPUNG|PAPUA|RIAU|SUMUT|SUMBAR|SUMSEL"
)
"""Behind a place they say where it is; other capitals are an outlet's: ``BANJARMASIN, MR -``."""
_DAY = r"(?:[A-Z][a-z’']+,?\s)?\(?\d{1,2}(?:/\d{1,2}(?:/\d{2,4})?|\s[A-Z][a-z]+\s\d{4})\)?"
"""What press releases have behind the place: ``Jakarta, 10 Juni 2024 –``."""
_CITIES = (
    "Jakarta|Bogor|Depok|Tangerang|Bekasi|Serang|Bandung|Cirebon|Semarang|Solo|Surakarta|Yogyakarta|Jogja|Surabaya|"
    "Malang|Denpasar|Mataram|Kupang|Labuan Bajo|Medan|Padang|Pekanbaru|Batam|Jambi|Palembang|Bengkulu|Lampung|"
    "Bandar Lampung|Banda Aceh|Pontianak|Palangka Raya|Banjarmasin|Samarinda|Balikpapan|Makassar|Manado|Palu|Kendari|"
    "Gorontalo|Ambon|Ternate|Jayapura|Sorong|Manokwari|Singapura|Kuala Lumpur|Bangkok|Manila|Hanoi|Tokyo|Seoul|Beijing|"
    "Sydney|London|Paris|Madrid|Barcelona|Roma|Berlin|Moskow|Kiev|Washington|New York|Ankara|Teheran|Baghdad|Gaza|"
    "Tel Aviv|Riyadh|Kairo|New Delhi|Manchester|Liverpool|Milan"
)
"""Places that newsrooms write from, for datelines that a colon closes: other words before one are no place."""
_NO_PLACE = frozenset(
    fold(word)
    for word in "Pemerintah Presiden Wakil Menteri Kementerian Kepala Ketua Direktur Gubernur Bupati Wali Walikota "
    "Camat Kapolri Kapolda Kapolres Polisi Polda Polres Polri Panglima Komandan Tim Timnas Komisi Badan "
    "Dinas Dewan Partai Bank PT Perusahaan Universitas Rektor Ustaz Ustadz KH Kiai Dr Prof Ratusan Ribuan "
    "Puluhan Sebanyak Seorang Para Warga Masyarakat Anggota Mantan Calon Aktor Aktris Artis Penyanyi "
    "Pelatih Gelandang Bek Kiper Striker Senin Selasa Rabu Kamis Jumat Sabtu Minggu Breaking Opini Foto Video "
    "Infografis Kolom Editorial Komite Kabar Berita".split()
)
"""What opens a sentence or names a rubric, and is the first word of no place."""
_OUTLET = r"(?P<outlet>[A-Za-z0-9][\w.\-]*(?:[ ][A-Za-z][\w.\-]*){0,3}?)"
_WHERE = rf"(?P<place>{_PLACES})"
_DASH = r"\s*(?:--+|[-–—]|:(?=\s)|\|)\s*"
_LINE = r"\s*(?:--+|[–—]|\s-|-(?=\s))\s*"
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        rf"{_OUTLET}\s*\({_WHERE}\){_DASH}",
        rf"{_OUTLET}\s*[,|]\s*{_WHERE}{_DASH}",
        rf"{_OUTLET}{_LINE}(?P<place>[A-Z][A-Z ]{{2,30}})\.\s+",
        rf"{_WHERE}\s*,?\s*\({_OUTLET}\)(?:{_DASH}|\s+)",
        rf"{_WHERE}\s*[,|]\s*{_OUTLET}{_DASH}",
        rf"{_OUTLET}\s*[,|]\s*(?P<place>(?i:{_TWO_WORDS})|{_WORD})(?P<open>)\s+",
        rf"{_OUTLET}(?P<place>)(?:{_DASH}|,\s)",
    )
)
"""Shapes with an outlet that is known, or that is an address; the most telling first."""
_LOUD = tuple(
    re.compile(shape)
    for shape in (
        rf"{_WHERE}\s*,?\s*\((?P<outlet>[A-Z][\w.]*(?:[ .][A-Z][\w.]*){{0,2}})\){_DASH}",
        rf"{_WHERE},\s*(?P<outlet>(?!{_PROVINCES}\b)[A-Z]{{2,3}}){_LINE}",
        rf"(?P<outlet>[A-Z][A-Z. ]{{3,30}}[A-Z]),\s*(?P<place>(?!{_PROVINCES}\b)[A-Z][\w'’ .]{{2,30}}?){_LINE}",
        r"(?P<outlet>[A-Z][A-Z. ]{3,30}[A-Z])\s*\|\s*(?P<place>[A-Z][\w'’ .]{2,30}?)\s*\|\s*",
        rf"(?P<outlet>[A-Z]{{2,6}}),\s*{_WHERE}:\s+",
        rf"(?P<outlet>){_WHERE}{_LINE}",
        rf"(?P<outlet>)(?P<place>{_PLACE}),?\s*{_DAY}{_LINE}",
        rf"(?P<outlet>)(?P<place>(?i:{_TWO_WORDS}|{_CITIES})(?:, (?i:{_CITIES}))?)\s*:\s+",
    )
)
"""Shapes that need no known outlet: one in brackets or in capitals, or a place alone."""
_ALONE = re.compile(rf"{_WHERE},\s*(?P<outlet>[A-Z][\w.]*(?: [A-Z]\w*){{0,2}})")
"""A paragraph that is nothing else needs no dash: ``Klaten, NU Online``."""


def dateline(text: str, brands: Sequence[str]) -> tuple[Dateline | None, str]:
    """The dateline of a story's first paragraph, and the rest of the paragraph.

    >>> found, rest = dateline("Gemapos.ID (Jakarta) - Presiden tiba.", ["Gemapos.ID"])
    >>> found.outlet, found.place, found.text, rest
    ('Gemapos.ID', 'Jakarta', 'Gemapos.ID (Jakarta) -', 'Presiden tiba.')
    """
    own = {fold(brand) for brand in brands}
    for shape in (*_SHAPES, *_LOUD):
        found = shape.match(text[:_LONGEST])
        if found and fold(found["place"].partition(" ")[0]) in _NO_PLACE:
            continue
        if found and _opens(text[found.end() :]) and (shape in _LOUD or _is_outlet(found["outlet"], own)):
            return _made(found), text[found.end() :]
    return None, text


def alone(text: str) -> Dateline | None:
    """The dateline that a first paragraph is, where no dash closes it."""
    found = _ALONE.fullmatch(text)
    return _made(found) if found else None


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
