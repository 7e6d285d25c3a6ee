"""Labels of bylines at Indonesian desks, and the lines they stand in: ``Penulis: Iwan Arif | Editor: Muslimah``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gemascraper.extract.lines.person_names import names
from gemascraper.extract.page.page import Page
from gemascraper.extract.page.text_runs import TextRun
from gemascraper.items import Byline, Role

_LABELS: dict[Role, str] = {
    "photographer": "pewarta foto|fotografer|photographer|juru foto",
    "reporter": "penulis|penulis berita|penulis naskah|penulis artikel|naskah|reporter|pewarta|wartawan|jurnalis|"
    "peliput|laporan|laporan reporter|laporan wartawan|laporan jurnalis|ditulis oleh|diposting oleh|oleh|teks|"
    "written by|words by|posted by|submitted by|review by|author|rep|by",
    "editor": "editor|editor bahasa|sub editor|copy editor|asisten editor|redaktur pelaksana|redaktur|redpel|red|"
    "penyunting|disunting oleh|diedit oleh|edited by",
    "contributor": "kontributor|koresponden|contributor",
    "translator": "penerjemah|alih bahasa|diterjemahkan oleh|translator",
}
_ROLES: dict[str, Role] = {label: role for role, labels in _LABELS.items() for label in labels.split("|")}
_LABEL = "(?:" + "|".join(sorted(_ROLES, key=len, reverse=True)) + ")"
_MARK = r"\s*(?:[:：]|\|\s*:?)\s*"
_NAME = r"[A-Z][\w.'’-]*"
LABELLED = re.compile(rf"(?<![\w.])(?P<labels>{_LABEL}(?:\s*(?:&|dan|/|,)\s*{_LABEL})*){_MARK}", re.I)
ALONE = re.compile(rf"^\W*(?P<labels>{_LABEL}(?:\s*(?:&|dan|/)\s*{_LABEL})*)\s*[:：|,]?\s*$", re.I)
"""A line that is labels and nothing else; the name is on another one."""
JOB = re.compile(r"^\W*(?:jurnalis|wartawan|reporter|kontributor)\W*$", re.I)
"""Of those, the ones that stand under a name: okezone's ``Jurnalis``."""
BARE = re.compile(
    r"(?:^|\s[/|•·]\s+|(?<=\d)\W{0,3}\s|(?<=WI[BT])\s|(?<=WITA)\s)\W*"
    r"(?:di(?:publi\w+|post\w*|unggah|terbitkan)\s+)?(?P<labels>ditulis oleh|oleh|posted by|submitted by|by|reporter|"
    r"penulis|pewarta|laporan|kontributor|editor)(?:\s*,|\s[-–])?\s+(?=(?-i:[A-Z]))",
    re.I,
)
"""A label that no colon follows: ``Oleh Rina``, ``Oleh - Rina``, ``Penulis, Rina``, ``Berita / Oleh Rina / 3 Juni``."""
BEHIND = re.compile(
    rf"^(?P<name>{_NAME}(?: {_NAME}){{0,3}})\s*[,(]\s*"
    r"(?i:(?P<labels>jurnalis|reporter|wartawan|pewarta|kontributor|penulis|editor)\b)(?!\s*[:：])"
)
"""A label behind the name: ``Rina Lestari, Jurnalis``."""
_STARTS = re.compile(rf"^\W*(?:{_LABEL}(?:\s*(?:&|dan|/|,)\s*{_LABEL})*){_MARK}", re.I)
_WHOLE = re.compile(
    rf"^(?!(?:red|rep|by|teks|naskah|author)\b|laporan (?!wartawan|reporter|jurnalis))(?P<labels>{_LABEL})"
    rf"(?:\s+|(?<=[a-z])(?=(?-i:[A-Z])))(?P<name>(?-i:{_NAME}(?:,? (?:{_NAME}|bin|binti)){{1,4}}))$",
    re.I,
)
"""A line that is a label and a name, with nothing but space between them, or not even that."""
_REPORT = re.compile(
    r"^laporan (?:wartawan|reporter|jurnalis|kontributor|koresponden) (?-i:[A-Z])(?:[^.!?]|\.(?=\w)){3,90}$", re.I
)
"""``Laporan Wartawan Tribun Bali, Ayu Lestari``: the first line of a story of the Tribun papers."""
_OF_PLACE = re.compile(
    r"^(?P<who>kontributor|koresponden|wartawan|reporter|jurnalis)\s+[A-Z][\w .]{2,30},\s*(?=[A-Z])", re.I
)
_GOES_ON = re.compile(r"\w{4}[.!?]\s+[A-Z]\w+ \w+ \w+")
_SENTENCE_END = (".", "!", "?", "”", '"')
_LONGEST, _LONGEST_BARE, _LONGEST_BRACKETED = 220, 140, 60


def is_credits_line(text: str) -> bool:
    """Whether a line is nothing but labels and names."""
    bracketed = text[:1] in "([" and text[-1:] in ")]" and len(text) <= _LONGEST_BRACKETED
    if _WHOLE.match(text) or (bracketed and BARE.match(text[1:-1])):
        return True
    opens = _STARTS.match(text) or _REPORT.match(text)
    return len(text) <= 120 and bool(opens) and not _GOES_ON.search(text)


def with_mark(run: TextRun) -> str:
    """What a line says with a mark after its label, where it has a label; nothing where it has none."""
    text = run.text
    if len(text) > _LONGEST:
        return ""
    if _STARTS.match(text) or (LABELLED.search(text) and len(text) < _LONGEST_BARE):
        return text
    return _marked(run) if len(text) < _LONGEST_BARE else ""


def _marked(run: TextRun) -> str:
    text = run.text
    if not run.is_link and run.type != "heading" and (whole := _WHOLE.match(text)):
        return f"{whole['labels']}: {whole['name']}"
    if not text.endswith(_SENTENCE_END) and BARE.search(text):
        return BARE.sub(r" | \g<labels>: ", text.strip("()[]"))
    behind = BEHIND.match(text)
    return f"{behind['labels']}: {behind['name']}" if behind else ""


def labelled(page: Page, text: str) -> Iterator[Byline]:
    """People of a line with labels; one with several labels has each of their roles."""
    text = text[1:-1] if text.startswith("(") and text.endswith(")") else text
    marks = list(LABELLED.finditer(text))
    for number, mark in enumerate(marks):
        end = marks[number + 1].start() if number + 1 < len(marks) else len(text)
        part = re.sub(r"(?<=\w{4})\.$", "", text[mark.end() : end].strip(" |-–•,;"))
        roles = [_role(label) for label in re.split(r"\s*(?:&|\bdan\b|/|,)\s*", mark["labels"])]
        if of_place := _OF_PLACE.match(part):
            part, roles = part[of_place.end() :], [_role(of_place["who"])]
        for name, letters in names(page, part, printed=True):
            yield from (Byline(name=name, role=role, initials=letters) for role in roles)


def _role(label: str) -> Role:
    return _ROLES.get(" ".join(label.lower().split()), "unknown")  # "ı" matches "i", and is another letter
