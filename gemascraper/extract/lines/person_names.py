"""Names of people in a text, told from outlets, desks, labels and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gemascraper.extract.lines import agencies
from gemascraper.extract.page.page import Page
from gemascraper.values.text import clean, fold
from gemascraper.values.times import dates

_SPLIT = re.compile(r"\s*(?:[,;|/•](?![^()]*\))|\s&\s|\bdan\b|\band\b)\s*", re.I)
_DEGREE = re.compile(r"(?:[A-Z][A-Za-z]{0,4}\.)+[A-Za-z]*\.?|(?:SH|SE|MM|MH|MSi|MPd|PhD|Jr)\.?")
_TITLE = re.compile(
    r"^(?:(?:(?:written|reviewed|submitted|view all posts) by|di(?:tulis|posting) oleh|penulis|authors?|autor(?:in)?|"
    r"by|oleh|von|par|por|di|av|af|door|text|teks|"
    r"foto|dr|drs|dra|ir|prof)\b[.:\s]+)+",
    re.I,
)
_DOES = re.compile(
    r"(?:dosen|guru|mahasiswa|peneliti|pengamat|pegiat|pemerhati|praktisi|alumni|anggota|ketua|kepala|direktur|staf|"
    r"penulis|wartawan|jurnalis|advokat|universitas)\b",
    re.I,
)
"""What tells of the one named before it who that is."""
_NAME = re.compile(r"[^\W\d_][^\d<>@#:|!?=()\[\]\"*·]{1,59}")
_ENDS_IN_INITIAL = re.compile(r"(?:\bJr|\s[A-Z])\.$")
_INITIALS = re.compile(r"\(\s*(?P<letters>[A-Za-z*]{2,6}(?:/[A-Za-z*]{2,6})*)\.?\s*\)\s*$")
_LABEL = re.compile(
    r"^(?:admin\w*|author|editor|reporter|journalist|writer|name|updated?|published|unknown|undefined|null|none|guest|von|by|"
    r"staff|user|root|webmaster)$|about the|table of|^posted\b|^veröffentlicht\b|^(?:por|par|di|da|"
    r"od|av)$|(?:view|read) (?:all|more)|://|@|\.head\.|[{}<>]",
    re.I,
)
_NOBODY = re.compile(
    r"^(?:admin\w*|redaksi|tim(?: \w+)*|newsroom|editor|redaktur|reporter|penulis|author|staff|staf|web ?master|"
    r"unknown|undefined|null|none|guest|by|oleh|von|name|updated|journalist|(?:contributing |senior |staff )?writer|"
    r"posted\b.*|veröffentlicht\b.*|por|par|(?:about )?the author|view (?:more|all) posts|table of contents|"
    r"(?:the )?\w* ?desk|rilis|press release|link \w+ \w+|super ?user|developer|development|web design|"
    r"(?:humas|diskominfo\w*|kominfo|prokopim\w*|dinas|pem(?:kab|kot|prov)|kementerian|polres\w*|polda|kodim)\b.*|"
    r"senin|selasa|rabu|kamis|jum.?at|sabtu|minggu|ahad|ditulis oleh|di(?:terbitkan|publikasikan|perbarui)|jurnalis|"
    r"wartawan|pewarta|"
    r"kontributor|news ?desk|wire|agencies|agency)$|"
    r"\.(?:com|co|id|net|org|tv)\b|^\w+(?:\.\w+){3,}$|https?:|www\.|"
    r"\bcyber media\b|\bonline\b|\bmedia (?:baru|group)\b|^pt\b|\b(?:tbk|inc|ltd|llc|gmbh)\.?$|"
    r"\b(?:komentar|comments?)\b|\bhalaman\b|\bberita\b|\bnews\b|\bcom\b",
    re.I,
)


def names(page: Page, text: str, printed: bool = False, anybody: bool = False) -> Iterator[tuple[str, str | None]]:
    """Names in a text, each with the letters in brackets that the page ties to it; *anybody* takes desks too."""
    text = re.split(
        r"\s+[-–—]\s+|\s+(?:pada|on)\s+(?=\W?(?:[A-Z][a-z]+day|[A-Z][a-z]{2},|\d|[A-Z][a-z]+ \d))|"
        r"\s+\d+ (?:responses?|comments?|komentar)|\s*(?:copyright\b|©)|"
        r"\s+(?=(?:senin|selasa|rabu|kamis|jum.?at|sabtu|minggu|ahad),|di(?:terbitkan|publikasikan|perbarui)\b|"
        r"\d{1,2}(?:[/-]\d{1,2}[/-]|\s+[a-z]{3,10}\s+)(?:19|20)\d\d\b)",
        clean(text) or "",
        flags=re.I,
    )[0]
    parts = [part for part in _SPLIT.split(text) if part and not _DEGREE.fullmatch(part)]
    for number, part in enumerate(parts):
        letters = _INITIALS.search(part)
        name = clean(_TITLE.sub("", part[: letters.start()] if letters else part)) or ""
        name = name.strip(" .,;:-–—") if not _ENDS_IN_INITIAL.search(name) else name
        if number and _DOES.match(name):
            return
        if number and not anybody and re.fullmatch(r"[A-Z*]{2,5}", name):
            continue  # "Arnold H Sianturi / FMB": an editor's letters, no second person
        if is_person(page, name, printed) or (anybody and is_somebody(name)):
            yield name, letters and letters["letters"]


def is_somebody(name: str) -> bool:
    """Whether a name can be that of a person, a desk or an outlet: no label, no address."""
    return 1 < len(name) < 60 and not _LABEL.search(name) and not dates(name) and any(c.isalpha() for c in name)


def is_person(page: Page, name: str, printed: bool = False) -> bool:
    """Whether a name can be a person's: never the outlet, a desk, a label or an address."""
    words = name.split()
    if not _NAME.fullmatch(name) or len(words) > 6 or _NOBODY.search(name) or dates(name):
        return False
    if not printed and not any(word[:1].isupper() for word in words) and len(words) > 2:
        return False
    key, brands = fold(name), page.brand_keys
    if agencies.sort_of(name) or any(len(brand) > 4 and brand in key for brand in brands):
        return False
    return len(key) > 1 and key not in brands and not (len(words) == 1 and any(key in brand for brand in brands))
