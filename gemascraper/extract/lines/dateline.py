"""The dateline that opens a story (``JAKARTA, KOMPAS.com -``): taken out of the body, kept as data."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gemascraper.items import Dateline
from gemascraper.values.text import fold

_TWO_WORD_PLACES = (
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
"""Places of two words. Where no dash closes a dateline, the second word could be the first of the story:
``Gemapos.ID, Muara Teweh Bank Daerah …``."""
_CITIES = (
    "Jakarta|Bogor|Depok|Tangerang|Bekasi|Serang|Bandung|Cirebon|Semarang|Solo|Surakarta|Yogyakarta|Jogja|Surabaya|"
    "Malang|Denpasar|Mataram|Kupang|Labuan Bajo|Medan|Padang|Pekanbaru|Batam|Jambi|Palembang|Bengkulu|Lampung|"
    "Bandar Lampung|Banda Aceh|Pontianak|Palangka Raya|Banjarmasin|Samarinda|Balikpapan|Makassar|Manado|Palu|Kendari|"
    "Gorontalo|Ambon|Ternate|Jayapura|Sorong|Manokwari|Singapura|Kuala Lumpur|Bangkok|Manila|Hanoi|Tokyo|Seoul|Beijing|"
    "Sydney|London|Paris|Madrid|Barcelona|Roma|Berlin|Moskow|Kiev|Washington|New York|Ankara|Teheran|Baghdad|Gaza|"
    "Tel Aviv|Riyadh|Kairo|New Delhi|Manchester|Liverpool|Milan"
)
"""Places that newsrooms write from. Only before a colon: any other word before one is not a place."""
_PROVINCES = (
    "DKI|DIY|NTB|NTT|DC|US|UK|AS|UEA|ACEH|BALI|BANTEN|JABAR|JATENG|JATIM|LAMPUNG|PAPUA|RIAU|SUMUT|SUMBAR|SUMSEL"
)
"""What says where a place is; other capitals behind one are an outlet: ``BANJARMASIN, MR -``."""
_NOT_A_PLACE = frozenset(
    fold(word)
    for word in "Pemerintah Presiden Wakil Menteri Kementerian Kepala Ketua Direktur Gubernur Bupati Wali Walikota "
    "Camat Kapolri Kapolda Kapolres Polisi Polda Polres Polri Panglima Komandan Tim Timnas Komisi Badan "
    "Dinas Dewan Partai Bank PT Perusahaan Universitas Rektor Ustaz Ustadz KH Kiai Dr Prof Ratusan Ribuan "
    "Puluhan Sebanyak Seorang Para Warga Masyarakat Anggota Mantan Calon Aktor Aktris Artis Penyanyi "
    "Pelatih Gelandang Bek Kiper Striker Senin Selasa Rabu Kamis Jumat Sabtu Minggu Breaking Opini Foto Video "
    "Infografis Kolom Editorial Komite Kabar Berita".split()
)
"""Words that open a sentence or name a section, and are not the first word of a place."""

_WORD = r"(?:[A-Z][a-z'’]+|[A-Z]{2,}|[A-Z]\.?)(?![A-Za-z])"
_PLACE = rf"{_WORD}(?:[ -]{_WORD}){{0,3}}"
_PLACES = rf"{_PLACE}(?:,\s?{_PLACE})?"
_NAMED_PLACE = rf"(?P<place>{_PLACES})"
_NAMED_OUTLET = r"(?P<outlet>[A-Za-z0-9][\w.\-]*(?:[ ][A-Za-z][\w.\-]*){0,3}?)"
_NO_OUTLET = "(?P<outlet>)"
_DATE = r"(?:[A-Z][a-z’']+,?\s)?\(?\d{1,2}(?:/\d{1,2}(?:/\d{2,4})?|\s[A-Z][a-z]+\s\d{4})\)?"
"""What press releases have behind the place: ``Jakarta, 10 Juni 2024 –``."""
_CLOSING = r"\s*(?:--+|[-–—]|:(?=\s)|\|)\s*"
"""A dash, a colon or a bar, which closes a dateline whose outlet is known."""
_DASH = r"\s*(?:--+|[–—]|\s-|-(?=\s))\s*"
"""A dash that is not a hyphen within a word."""
_OUTLET_KNOWN = tuple(
    re.compile(shape)
    for shape in (
        rf"{_NAMED_OUTLET}\s*\({_NAMED_PLACE}\){_CLOSING}",
        rf"{_NAMED_OUTLET}\s*[,|]\s*{_NAMED_PLACE}{_CLOSING}",
        rf"{_NAMED_OUTLET}{_DASH}(?P<place>[A-Z][A-Z ]{{2,30}})\.\s+",
        rf"{_NAMED_PLACE}\s*,?\s*\({_NAMED_OUTLET}\)(?:{_CLOSING}|\s+)",
        rf"{_NAMED_PLACE}\s*[,|]\s*{_NAMED_OUTLET}{_CLOSING}",
        rf"{_NAMED_OUTLET}\s*[,|]\s*(?P<place>(?i:{_TWO_WORD_PLACES})|{_WORD})(?P<open>)\s+",
        rf"{_NAMED_OUTLET}(?P<place>)(?:{_CLOSING}|,\s)",
    )
)
"""Shapes that count where the outlet is one of the page's own names, or a host name; the most telling first."""
_OUTLET_UNKNOWN = tuple(
    re.compile(shape)
    for shape in (
        rf"{_NAMED_PLACE}\s*,?\s*\((?P<outlet>[A-Z][\w.]*(?:[ .][A-Z][\w.]*){{0,2}})\){_CLOSING}",
        rf"{_NAMED_PLACE},\s*(?P<outlet>(?!{_PROVINCES}\b)[A-Z]{{2,3}}){_DASH}",
        rf"(?P<outlet>[A-Z][A-Z. ]{{3,30}}[A-Z]),\s*(?P<place>(?!{_PROVINCES}\b)[A-Z][\w'’ .]{{2,30}}?){_DASH}",
        r"(?P<outlet>[A-Z][A-Z. ]{3,30}[A-Z])\s*\|\s*(?P<place>[A-Z][\w'’ .]{2,30}?)\s*\|\s*",
        rf"(?P<outlet>[A-Z]{{2,6}}),\s*{_NAMED_PLACE}:\s+",
        rf"{_NO_OUTLET}{_NAMED_PLACE}{_DASH}",
        rf"{_NO_OUTLET}(?P<place>{_PLACE}),?\s*{_DATE}{_DASH}",
        rf"{_NO_OUTLET}(?P<place>(?i:{_TWO_WORD_PLACES}|{_CITIES})(?:, (?i:{_CITIES}))?)\s*:\s+",
    )
)
"""Shapes that count for any outlet: one in brackets or in capitals, or none beside a place."""
_WHOLE = re.compile(rf"{_NAMED_PLACE},\s*(?P<outlet>[A-Z][\w.]*(?: [A-Z]\w*){{0,2}})")
_HOST_NAME = re.compile(r"[A-Z0-9][\w-]*(?:\.[\w-]+)*\.(?:com|co\.id|co|id|net|org|tv|news|info)", re.I)
_AFTER_BRAND = re.compile(r"(?:\.com| News)$", re.I)
_MAX_LENGTH = 120


def dateline(text: str, brands: Sequence[str]) -> tuple[Dateline | None, str]:
    """The dateline of a story's first paragraph, and the rest of the paragraph; None and all of it without one.

    *brands* are the outlet's names as printed.

    >>> found, rest = dateline("Gemapos.ID (Jakarta) - Presiden tiba.", ["Gemapos.ID"])
    >>> found.outlet, found.place, found.text, rest
    ('Gemapos.ID', 'Jakarta', 'Gemapos.ID (Jakarta) -', 'Presiden tiba.')
    """
    keys = {fold(brand) for brand in brands}
    for shape in (*_OUTLET_KNOWN, *_OUTLET_UNKNOWN):
        found = shape.match(text[:_MAX_LENGTH])
        if not found or fold(found["place"].partition(" ")[0]) in _NOT_A_PLACE:
            continue
        rest = text[found.end() :]
        if _may_open_sentence(rest) and (shape in _OUTLET_UNKNOWN or _is_outlet(found["outlet"], keys)):
            return _dateline(found), rest
    return None, text


def whole_paragraph(text: str) -> Dateline | None:
    """The dateline that is a paragraph of its own, which needs no dash; None where the paragraph is something else.

    >>> whole_paragraph("Klaten, NU Online").place
    'Klaten'
    """
    found = _WHOLE.fullmatch(text)
    return _dateline(found) if found else None


def _is_outlet(name: str, brands: set[str]) -> bool:
    """Whether a name is an outlet's: a host name, or one of the page's own names ("ANTARA News")."""
    return bool(_HOST_NAME.fullmatch(name)) or fold(_AFTER_BRAND.sub("", name)) in brands or fold(name) in brands


def _may_open_sentence(rest: str) -> bool:
    """Whether what follows may open a sentence: not a lower-case word, before which the dash opens an aside."""
    return rest != "" and (rest[0].isupper() or rest[0] in "\"“'‘0123456789#([")


def _dateline(found: re.Match[str]) -> Dateline:
    outlet = (found["outlet"] or "").strip(" ,") or None
    place = (found["place"] or "").strip(" ,") or None
    if place and outlet and fold(place) == fold(outlet):
        place = None
    return Dateline(outlet=outlet, place=place, text=found[0].strip())
