"""Labels of bylines at Indonesian desks, and the people they name: ``Penulis: Iwan Arif | Editor: Muslimah``."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from gemascraper.extract.lines.person_names import names
from gemascraper.extract.lines.prose import without_full_stop
from gemascraper.items import Byline, Role

_LABELS: dict[str, Role] = {
    "penulis": "reporter",
    "penulis artikel": "reporter",
    "penulis berita": "reporter",
    "penulis naskah": "reporter",
    "naskah": "reporter",
    "teks": "reporter",
    "reporter": "reporter",
    "rep": "reporter",  # Republika: "Rep: Rina Lestari / Red: Budi Santoso"
    "pewarta": "reporter",
    "wartawan": "reporter",
    "jurnalis": "reporter",
    "peliput": "reporter",
    "laporan": "reporter",
    "laporan reporter": "reporter",
    "laporan wartawan": "reporter",
    "laporan jurnalis": "reporter",
    "oleh": "reporter",
    "ditulis oleh": "reporter",
    "diposting oleh": "reporter",
    "author": "reporter",
    "by": "reporter",
    "written by": "reporter",
    "words by": "reporter",
    "posted by": "reporter",
    "submitted by": "reporter",
    "review by": "reporter",
    "editor": "editor",
    "editor bahasa": "editor",
    "sub editor": "editor",
    "copy editor": "editor",
    "asisten editor": "editor",
    "redaktur": "editor",
    "redaktur pelaksana": "editor",
    "redpel": "editor",
    "red": "editor",
    "penyunting": "editor",
    "disunting oleh": "editor",
    "diedit oleh": "editor",
    "edited by": "editor",
    "kontributor": "contributor",
    "contributor": "contributor",
    "koresponden": "contributor",
    "fotografer": "photographer",
    "photographer": "photographer",
    "juru foto": "photographer",
    "pewarta foto": "photographer",
    "penerjemah": "translator",
    "translator": "translator",
    "alih bahasa": "translator",
    "diterjemahkan oleh": "translator",
}
"""The role that each label gives, in lower case. A new label is one line here.

Only where outlets print it after a line break within a paragraph, add it to `_OWN_LINE` of `page/element_kinds.py` too.
"""
_WITHOUT_COLON = (
    "ditulis oleh", "oleh", "posted by", "submitted by", "by", "reporter", "penulis", "pewarta", "laporan",
    "kontributor", "editor",
)  # fmt: skip
"""Labels that a name may follow without a colon, also within a line: ``Berita / Oleh Rina / 3 Juni``."""
_BEHIND_NAME = ("jurnalis", "reporter", "wartawan", "pewarta", "kontributor", "penulis", "editor")
"""Labels that may stand behind the name on its line: ``Rina Lestari, Jurnalis``."""
_BELOW_NAME = ("jurnalis", "wartawan", "reporter", "kontributor")
"""Labels that stand on the line below a name that is a link: Okezone's ``Jurnalis``."""
_BEFORE_PLACE = ("kontributor", "koresponden", "wartawan", "reporter", "jurnalis")
"""Labels with a place between them and the name: ``Laporan Kontributor Solo, Rina Lestari``."""
_NEVER_BARE = ("red", "rep", "by", "teks", "naskah", "author")
"""Labels that are ordinary words where no colon follows them."""

_LABEL = "(?:" + "|".join(sorted(_LABELS, key=len, reverse=True)) + ")"
_COLON = r"\s*(?:[:：]|\|\s*:?)\s*"
_NAME = r"[A-Z][\w.'’-]*"
_JOINED = rf"{_LABEL}(?:\s*(?:&|dan|/|,)\s*{_LABEL})*"
_LABELLED = re.compile(rf"(?<![\w.])(?P<labels>{_JOINED}){_COLON}", re.I)
_LABELLED_FIRST = re.compile(rf"^\W*{_JOINED}{_COLON}", re.I)
_LABEL_ALONE = re.compile(rf"^\W*(?P<labels>{_LABEL}(?:\s*(?:&|dan|/)\s*{_LABEL})*)\s*[:：|,]?\s*$", re.I)
_JOB_ALONE = re.compile(rf"^\W*(?:{'|'.join(_BELOW_NAME)})\W*$", re.I)
_BARE = re.compile(
    r"(?:^|\s[/|•·]\s+|(?<=\d)\W{0,3}\s|(?<=WI[BT])\s|(?<=WITA)\s)\W*"
    r"(?:di(?:publi\w+|post\w*|unggah|terbitkan)\s+)?"
    rf"(?P<labels>{'|'.join(_WITHOUT_COLON)})(?:\s*,|\s[-–])?\s+(?=(?-i:[A-Z]))",
    re.I,
)
"""A label without a colon: ``Oleh Rina``, ``Oleh - Rina``, ``Penulis, Rina``."""
_BEHIND = re.compile(
    rf"^(?P<name>{_NAME}(?: {_NAME}){{0,3}})\s*[,(]\s*(?i:(?P<labels>{'|'.join(_BEHIND_NAME)})\b)(?!\s*[:：])"
)
_LABEL_AND_NAME = re.compile(
    rf"^(?!(?:{'|'.join(_NEVER_BARE)})\b|laporan (?!wartawan|reporter|jurnalis))(?P<labels>{_LABEL})"
    rf"(?:\s+|(?<=[a-z])(?=(?-i:[A-Z])))(?P<name>(?-i:{_NAME}(?:,? (?:{_NAME}|bin|binti)){{1,4}}))$",
    re.I,
)
"""A whole line that is a label and a name, with nothing but space between them, or not even that."""
_TRIBUN_REPORT = re.compile(
    r"^laporan (?:wartawan|reporter|jurnalis|kontributor|koresponden) (?-i:[A-Z])(?:[^.!?]|\.(?=\w)){3,90}$", re.I
)
"""``Laporan Wartawan Tribun Bali, Ayu Lestari``: the first line of a story of the Tribun papers."""
_PLACE_BEFORE_NAME = re.compile(rf"^(?P<label>{'|'.join(_BEFORE_PLACE)})\s+[A-Z][\w .]{{2,30}},\s*(?=[A-Z])", re.I)
_NEXT_SENTENCE = re.compile(r"\w{4}[.!?]\s+[A-Z]\w+ \w+ \w+")
_BETWEEN_LABELS = re.compile(r"\s*(?:&|\bdan\b|/|,)\s*")
_SENTENCE_END = (".", "!", "?", "”", '"')
_MAX_LINE, _MAX_BARE, _MAX_BRACKETED, _MAX_CREDITS = 220, 140, 60, 120
"""Characters of a line that opens with a label, of any other line with one, of one in brackets, of one of credits."""


def is_credits_line(text: str) -> bool:
    """Whether a line is nothing but labels and names.

    >>> is_credits_line("Penulis: Rina Lestari | Editor: Budi"), is_credits_line("Penulis itu datang ke Solo.")
    (True, False)
    """
    is_bracketed = text[:1] in "([" and text[-1:] in ")]" and len(text) <= _MAX_BRACKETED
    if _LABEL_AND_NAME.match(text) or (is_bracketed and _BARE.match(text[1:-1])):
        return True
    opens = _LABELLED_FIRST.match(text) or _TRIBUN_REPORT.match(text)
    return len(text) <= _MAX_CREDITS and bool(opens) and not _NEXT_SENTENCE.search(text)


def has_label(text: str) -> bool:
    """Whether a label with a colon stands in a line."""
    return bool(_LABELLED.search(text))


def has_label_without_colon(text: str) -> bool:
    """Whether a label without a colon stands before or behind a name: ``Oleh Rina``, ``Rina Lestari, Jurnalis``."""
    return bool(_BARE.search(text) or _BEHIND.match(text))


def label_alone(text: str) -> str | None:
    """The label that is the whole line; its names are on another one. None where the line is something else.

    >>> label_alone("Penulis & Editor :"), label_alone("Penulis: Rina")
    ('Penulis & Editor', None)
    """
    found = _LABEL_ALONE.match(text)
    return found["labels"] if found else None


def is_job_below_name(text: str) -> bool:
    """Whether a line is a job that desks print below the name."""
    return bool(_JOB_ALONE.match(text))


def with_colons(text: str, *, is_title: bool = False) -> str:
    """A line with a colon after each of its labels; empty where it has no label.

    *is_title*: it is a heading or a link, in which a job and a name without a colon are part of a title.

    >>> with_colons("Oleh Rina Lestari"), with_colons("Rina Lestari, Jurnalis"), with_colons("Banjir di Demak")
    ('Oleh: Rina Lestari', 'Jurnalis: Rina Lestari', '')
    """
    if len(text) <= _MAX_LINE and _LABELLED_FIRST.match(text):
        return text
    if len(text) >= _MAX_BARE:
        return ""
    return text if _LABELLED.search(text) else _colons_added(text, is_title)


def _colons_added(text: str, is_title: bool) -> str:
    if not is_title and (whole := _LABEL_AND_NAME.match(text)):
        return f"{whole['labels']}: {whole['name']}"
    if not text.endswith(_SENTENCE_END) and _BARE.search(text):
        return _BARE.sub(r" | \g<labels>: ", text.strip("()[]"))
    behind = _BEHIND.match(text)
    return f"{behind['labels']}: {behind['name']}" if behind else ""


def labelled(text: str, brands: Collection[str]) -> Iterator[Byline]:
    """The people of a line after labels with a colon; behind several labels, one has each of their roles.

    *brands* are the outlet's names, folded.

    >>> [(person.name, person.role) for person in labelled("Penulis: Iwan Arif | Editor: Muslimah", ())]
    [('Iwan Arif', 'reporter'), ('Muslimah', 'editor')]
    """
    text = text[1:-1] if text.startswith("(") and text.endswith(")") else text
    found = list(_LABELLED.finditer(text))
    ends = [*(label.start() for label in found[1:]), len(text)]
    for label, end in zip(found, ends, strict=False):
        part = without_full_stop(text[label.end() : end].strip(" |-–•,;"))
        roles = [_role(each) for each in _BETWEEN_LABELS.split(label["labels"])]
        if place := _PLACE_BEFORE_NAME.match(part):
            part, roles = part[place.end() :], [_role(place["label"])]
        for name, initials in names(part, brands, after_label=True):
            yield from (Byline(name=name, role=role, initials=initials) for role in roles)


def _role(label: str) -> Role:
    return _LABELS.get(" ".join(label.lower().split()), "unknown")  # "ı" matches "i", and is another letter
