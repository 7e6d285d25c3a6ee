"""The names in a byline outside Indonesia: after a label in one of many languages, or at the head of a line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from gemascraper.extract.lines import agencies, byline_words
from gemascraper.values.text import fold
from gemascraper.values.times import dates

_MAX_LINE = 170
_MAX_LEAD = 60
"""Characters before a label in the middle of a line."""
_MAX_DESK_WORDS = 4
_LINE_PARTS = re.compile(r"\s*[|•·∙⋅]\s*|\s[-–—]\s|,?\s+(?=\d|\w+ \d)")
"""What separates a name from the date beside it."""
_DESK = re.compile(r"[A-Z]|\d\w")


def leading_names(text: str, brands: Collection[str], *, one_word: bool = False) -> list[str]:
    """The people that open a text, up to a date, a sentence or anything else; without titles of jobs.

    *brands* are the outlet's names, folded; *one_word*: a name of one word counts too.

    >>> leading_names("Ana Ruiz and Dr. Tom Okello, Staff Writers | 4 May", ())
    ['Ana Ruiz', 'Tom Okello']
    """
    found: list[str] = []
    for part in byline_words.BETWEEN_NAMES.split(before_end(text)):
        name = byline_words.JOB.sub("", part).strip(" .,:;-–—*'\"“”")
        if not name or byline_words.DEGREE.fullmatch(name):
            continue
        bare = byline_words.TITLE.sub("", name)
        if not _is_name(bare, brands, one_word):
            break
        found.append(bare if " " in bare else name)
    return found


def _is_name(text: str, brands: Collection[str], one_word: bool) -> bool:
    if not 2 < len(text) < 40 or byline_words.NOT_A_NAME.search(text) or agencies.sort_of(text) or dates(text):
        return False
    if any(word.isupper() and fold(word) in brands for word in text.split()):
        return False
    return bool(byline_words.FULL_NAME.fullmatch(text) or (one_word and byline_words.ONE_WORD_NAME.fullmatch(text)))


def before_end(text: str) -> str:
    """A text up to where the names of a byline end.

    >>> before_end("Ana Ruiz - 4 May 2024")
    'Ana Ruiz'
    """
    return byline_words.END.split(text, maxsplit=1)[0]


def without_label(text: str) -> str:
    """A text without the label that opens it.

    >>> without_label("Written by Ana Ruiz")
    'Ana Ruiz'
    """
    return byline_words.LABEL.sub("", text)


def is_label(text: str) -> bool:
    """Whether a line is a label and nothing else; the names are on the next one."""
    return bool(byline_words.LABEL_ALONE.match(text))


def after_labels(text: str) -> Iterator[str]:
    """What follows the label that opens a line; else what follows each label after a date or a bar in it.

    >>> list(after_labels("4 May 2024 | By Ana Ruiz"))
    ['Ana Ruiz']
    """
    if opening := byline_words.OPENING.match(text):
        yield opening["who"]
        return
    for label in byline_words.LATER.finditer(text[:_MAX_LINE]):
        if _may_come_before_label(text[: label.start() + 1]):
            yield label["who"]


def _may_come_before_label(text: str) -> bool:
    if len(text) >= _MAX_LEAD or byline_words.OTHER_WORK.search(text):
        return False
    return bool(dates(text)) or text[-1] in "|·•"


def name_beside_date(text: str, brands: Collection[str]) -> list[str]:
    """The names that are one of the parts of a line, between its bars, dashes and dates."""
    for part in _LINE_PARTS.split(text):
        found = leading_names(part, brands)
        if found and fold("".join(found)) == fold(before_end(part)):
            return found
    return []


def desk_after_label(text: str) -> str | None:
    """The desk or the outlet after a label; None where none is named.

    >>> desk_after_label("By The Editorial Board, 4 May 2024")
    'The Editorial Board'
    """
    name = before_end(next(after_labels(text), "")).split(",")[0].strip(" .:;")
    return name if _DESK.match(name) and len(name.split()) <= _MAX_DESK_WORDS and fold(name) else None
