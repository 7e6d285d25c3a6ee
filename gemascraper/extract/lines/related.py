"""Lines that lead to another story: the label "Baca juga" in its many wordings, a bullet, the title of a video."""

from __future__ import annotations

import re

_ABROAD = (
    r"lesen sie (?:auch|mehr|dazu)|lies auch|mehr zum thema|auch interessant|siehe auch|schon gelesen",
    r"das könnte (?:sie|dich) (?:auch )?interessieren|weitere (?:artikel|beiträge) (?:zum thema|aus)",
    r"le[ea] también|(?:también )?[tl]e puede interesar|puedes ver|ver también|mira también",
    r"(?:à )?lire (?:aussi|également)|voir aussi|sur le même sujet",
    r"leggi anche|potrebbe interessarti",
    r"leia (?:também|mais)|veja também",
    r"lees ook|bekijk ook",
    r"czytaj (?:także|też|również|więcej)|zobacz (?:także|też|również)",
    r"läs (?:även|också)|les også|læs også|lue myös",
    r"читайте также|ilginizi çekebilir",
)
"""The label in German, Spanish, French, Italian, Portuguese, Dutch, Polish, Nordic languages, Russian, Turkish."""
LABEL = re.compile(
    r"^\W*(?:baca(?:\s+(?:juga|selengkapnya|selanjutnya|pula|berita(?: lainnya)?))?|lihat juga|simak(?:\s+(?:juga|"
    r"pula|selengkapnya))?|artikel terkait|"
    r"berita terkait|tonton juga|pilihan editor|read also|also read|baca artikel)\s*[:：\-–]|"
    r"^\W*(?:baca (?:juga|pula|selengkapnya|selanjutnya)|lihat juga|simak juga|tonton juga|artikel terkait|"
    r"berita terkait|berita rekomendasi)(?:\b|(?-i:(?=[A-Z])))|"
    rf"^\W*(?:{'|'.join(_ABROAD)})\b",
    re.I,
)
_VIDEO = re.compile(r"^\W*(?:simak|tonton|saksikan|lihat)(?:\s+(?:juga|pula))?\s+video\b(?P<mark>\s*:)?\s*", re.I)
_QUOTED = re.compile(r"[\"“'‘](?P<title>.{8,200})[\"”'’]")
NEXT_PAGE = re.compile(r"^\W*baca selanjutnya|halaman", re.I)
BULLET = re.compile(r"^\s*[•▪►»]\s*")
_MIN_TITLE, _MAX_LINE = 8, 300


def leads_elsewhere(text: str) -> bool:
    """Whether a line is labelled as one that only leads to another story or to a video.

    >>> leads_elsewhere("Baca juga: Banjir di Demak"), leads_elsewhere("Baca buku itu menyenangkan.")
    (True, False)
    """
    return len(text) <= _MAX_LINE and bool(LABEL.match(text) or _VIDEO.match(text))


def is_bulleted(text: str) -> bool:
    """Whether a line begins with a bullet, as lists of related stories do."""
    return bool(BULLET.match(text))


def video_title(text: str) -> str | None:
    """The title of the video that a line leads to, in quotes or after a colon; None where it leads to none.

    >>> video_title('Simak Video "Banjir di Demak"')
    'Banjir di Demak'
    """
    video = _VIDEO.match(text)
    if not video or len(text) > _MAX_LINE:
        return None
    rest = text[video.end() :]
    if quoted := _QUOTED.match(rest):
        return quoted["title"]
    return rest.strip(" :") if video["mark"] and len(rest) > _MIN_TITLE else None


def without_label(text: str) -> str:
    """A title without the label and the bullet before it; the whole text where nothing else is in it."""
    return BULLET.sub("", LABEL.sub("", text)).strip(" :") or text
