"""Names of people in a text, as opposed to outlets, desks, labels and URLs."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from gemascraper.extract.lines import agencies
from gemascraper.values.text import clean, fold
from gemascraper.values.times import dates

_WEEKDAYS = "senin|selasa|rabu|kamis|jum.?at|sabtu|minggu|ahad"
_BEFORE_NAME = (
    r"(?:written|reviewed|submitted|view all posts) by|di(?:tulis|posting) oleh|penulis|authors?|autor(?:in)?|by|oleh|"
    "von|par|por|di|av|af|door|text|teks|foto|dr|drs|dra|ir|prof"
)
"""Labels and titles that are not part of a name."""
_DEGREE = re.compile(r"(?:[A-Z][A-Za-z]{0,4}\.)+[A-Za-z]*\.?|(?:SH|SE|MM|MH|MSi|MPd|PhD|Jr)\.?")
_DESCRIPTION = re.compile(
    r"(?:dosen|guru|mahasiswa|peneliti|pengamat|pegiat|pemerhati|praktisi|alumni|anggota|ketua|kepala|direktur|staf|"
    r"penulis|wartawan|jurnalis|advokat|universitas)\b",
    re.I,
)
"""How a part begins that says who the one named before it is: ``Rina Lestari, Dosen UGM``."""
_DESKS = (
    r"admin\w*|redaksi|tim(?: \w+)*|newsroom|(?:the )?\w* ?desk|news ?desk|staff|staf|web ?master|super ?user|"
    "wire|agencies|agency|guest|developer|development|web design"
)
_JOBS = (
    "editor|redaktur|reporter|penulis|author|journalist|(?:contributing |senior |staff )?writer|jurnalis|wartawan|"
    "pewarta|kontributor"
)
_OFFICES = (
    r"(?:humas|diskominfo\w*|kominfo|prokopim\w*|dinas|pem(?:kab|kot|prov)|kementerian|polres\w*|polda|kodim)\b.*|"
    "rilis|press release"
)
"""Public offices whose releases are printed under their own name."""
_PHRASES = (
    r"by|oleh|von|por|par|name|updated|unknown|undefined|null|none|posted\b.*|veröffentlicht\b.*|ditulis oleh|"
    r"di(?:terbitkan|publikasikan|perbarui)|(?:about )?the author|view (?:more|all) posts|table of contents|"
    r"link \w+ \w+"
)
"""Words around a byline, and words of the machine that printed it."""
_COMPANIES = (
    r"\bcyber media\b|\bonline\b|\bmedia (?:baru|group)\b|^pt\b|\b(?:tbk|inc|ltd|llc|gmbh)\.?$|\bberita\b|\bnews\b|"
    r"\bcom\b|\.(?:com|co|id|net|org|tv)\b|^\w+(?:\.\w+){3,}$|https?:|www\."
)
"""Names and URLs of companies, outlets and sites."""
_NOT_A_PERSON = re.compile(
    rf"^(?:{_DESKS}|{_JOBS}|{_OFFICES}|{_PHRASES}|{_WEEKDAYS})$|{_COMPANIES}|\b(?:komentar|comments?|halaman)\b", re.I
)
_NOT_A_SIGNER = re.compile(
    r"^(?:admin\w*|author|editor|reporter|journalist|writer|name|updated?|published|unknown|undefined|null|none|guest|"
    r"von|by|staff|user|root|webmaster|por|par|di|da|od|av)$|about the|table of|^posted\b|^veröffentlicht\b|"
    r"(?:view|read) (?:all|more)|://|@|\.head\.|[{}<>]",
    re.I,
)
"""What is not even the name of a desk or an outlet: labels, URLs, code."""

_TITLES = re.compile(rf"^(?:(?:{_BEFORE_NAME})\b[.:\s]+)+", re.I)
_BETWEEN_NAMES = re.compile(r"\s*(?:[,;|/•](?![^()]*\))|\s&\s|\bdan\b|\band\b)\s*", re.I)
_END_OF_NAMES = re.compile(
    r"\s+[-–—]\s+|\s+(?:pada|on)\s+(?=\W?(?:[A-Z][a-z]+day|[A-Z][a-z]{2},|\d|[A-Z][a-z]+ \d))|"
    r"\s+\d+ (?:responses?|comments?|komentar)|\s*(?:copyright\b|©)|"
    rf"\s+(?=(?:{_WEEKDAYS}),|di(?:terbitkan|publikasikan|perbarui)\b|"
    r"\d{1,2}(?:[/-]\d{1,2}[/-]|\s+[a-z]{3,10}\s+)(?:19|20)\d\d\b)",
    re.I,
)
"""A dash, a date, a count of comments, a copyright: what follows is not a name."""
_NAME = re.compile(r"[^\W\d_][^\d<>@#:|!?=()\[\]\"*·]{1,59}")
_ENDS_IN_INITIAL = re.compile(r"(?:\bJr|\s[A-Z])\.$")
_INITIALS = re.compile(r"\(\s*(?P<initials>[A-Za-z*]{2,6}(?:/[A-Za-z*]{2,6})*)\.?\s*\)\s*$")
_BARE_INITIALS = re.compile(r"[A-Z*]{2,5}")
_MAX_WORDS = 6
_MIN_BRAND = 5
"""Letters and digits of a brand; a shorter one within a longer name says nothing."""


class PersonName(NamedTuple):
    """A name in a byline."""

    name: str
    initials: str | None
    """Those in brackets behind the name."""


def names(
    text: str, brands: Collection[str], *, after_label: bool = False, desks: bool = False
) -> Iterator[PersonName]:
    """The people that a text names, in its order, without titles and degrees.

    *brands* are the outlet's names, folded; *after_label*: a label says that they are names; *desks*: names of desks
    and outlets count too.

    >>> [tuple(name) for name in names("Oleh: Rina Lestari (rl) dan Budi Santoso, Dosen UGM - Jakarta", ())]
    [('Rina Lestari', 'rl'), ('Budi Santoso', None)]
    """
    for number, part in enumerate(_parts(text)):
        initials = _INITIALS.search(part)
        name = _without_titles(part[: initials.start()] if initials else part)
        if number and _DESCRIPTION.match(name):
            return
        if number and not desks and _BARE_INITIALS.fullmatch(name):
            continue  # "Arnold H Sianturi / FMB": an editor's initials, not a second person
        if is_person(name, brands, after_label=after_label) or (desks and _may_sign(name)):
            yield PersonName(name, initials["initials"] if initials else None)


def _parts(text: str) -> list[str]:
    """The parts of a text that may each be a name, without degrees."""
    opening = _END_OF_NAMES.split(clean(text) or "", maxsplit=1)[0]
    return [part for part in _BETWEEN_NAMES.split(opening) if part and not _DEGREE.fullmatch(part)]


def _without_titles(text: str) -> str:
    name = clean(_TITLES.sub("", text)) or ""
    return name if _ENDS_IN_INITIAL.search(name) else name.strip(" .,;:-–—")


def _may_sign(name: str) -> bool:
    """Whether a name can be that of a person, a desk or an outlet."""
    return 1 < len(name) < 60 and not _NOT_A_SIGNER.search(name) and not dates(name) and any(map(str.isalpha, name))


def is_person(name: str, brands: Collection[str], *, after_label: bool = False) -> bool:
    """Whether a name can be a person's: never the outlet, an agency, a desk, a label or a URL.

    *brands* are the outlet's names, folded; *after_label*: a name in lower case may be long.

    >>> is_person("Rina Lestari", ()), is_person("Redaksi", ()), is_person("Gemapos", {"gemapos"})
    (True, False, False)
    """
    words = name.split()
    if not _NAME.fullmatch(name) or len(words) > _MAX_WORDS or _NOT_A_PERSON.search(name) or dates(name):
        return False
    if not after_label and len(words) > 2 and not any(word[:1].isupper() for word in words):
        return False
    return len(fold(name)) > 1 and not agencies.sort_of(name) and not _is_brand(name, brands)


def _is_brand(name: str, brands: Collection[str]) -> bool:
    """Whether a name is one of the outlet's, has a long one in it, or is a single word of one."""
    key, is_one_word = fold(name), len(name.split()) == 1
    return any(
        key == brand or (len(brand) >= _MIN_BRAND and brand in key) or (is_one_word and key in brand)
        for brand in brands
    )
