"""The people that an Indonesian page prints without a label: in an element called author, or before a date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gemascraper.extract.byline.attribution import is_writer
from gemascraper.extract.byline.author_elements import author_within, is_called_author
from gemascraper.extract.lines.byline_labels import has_label, has_label_without_colon
from gemascraper.extract.lines.person_names import PersonName, names
from gemascraper.extract.page.page import Page
from gemascraper.extract.page.text_runs import TextRun
from gemascraper.items import Byline
from gemascraper.values.text import clean, fold
from gemascraper.values.times import dates

_NAME_BEFORE_DAY = re.compile(
    r"(?P<name>[A-Z][\w.']*(?: [A-Z][\w.']*){1,4})\s*[-–|,•]\s*(?=[A-Z]?[a-z]*,? ?\d{1,2}[ /-])"
)
_WEEKDAY_AT_END = re.compile(r"\s+(?:Senin|Selasa|Rabu|Kamis|Jum.?at|Sabtu|Minggu|Ahad)$")
_MAX_LINE = 120
_MIN_BRAND = 4
"""Characters of a brand behind a name: many words begin with a shorter one."""


def people(page: Page, near: Sequence[TextRun], labelled: Sequence[Byline]) -> Iterator[Byline]:
    """The people on the first line of *near* that has a name, and on the next lines where a comma ends it.

    People who are *labelled* are left out, except editors, who may also have written. There are none where the line
    that is called an author has a label without a colon: its names are among the labelled ones.
    """
    known = {fold(person.name) for person in labelled if person.role != "editor"}
    has_writer = any(map(is_writer, labelled))
    for run in filter(_is_short_line, near):
        is_called = is_called_author(run)
        if has_label_without_colon(run.text):
            if is_called:
                return
            continue
        name = _before_date(run.text) or _before_brand(run.text, page.brands)
        if not is_called and (has_writer or name is None):
            continue
        found = (each for each in _names(page, run, name) if fold(each.name) not in known)
        yield from (Byline(name=each.name, initials=each.initials) for each in found)
        if not run.text.endswith(","):
            return


def _is_short_line(run: TextRun) -> bool:
    """Whether a run may be a name without a label: not a paragraph, a caption or a line with labels."""
    return len(run.text) <= _MAX_LINE and run.figure is None and not has_label(run.text)


def _names(page: Page, run: TextRun, name: str | None) -> list[PersonName]:
    """The names in the one part of a line that is called author; else in *name* or the line, else in its first link."""
    link = next((clean(link.text_content()) for link in run.links), None)
    texts = filter(None, (author_within(run), name or run.text, link))
    return next(filter(None, (list(names(text, page.brand_keys)) for text in texts)), [])


def _before_date(text: str) -> str | None:
    """What stands before the day and looks like a name: ``M Rodhi Aulia - 11 Februari 2016``."""
    found = _NAME_BEFORE_DAY.match(text) if dates(text) else None
    return (_WEEKDAY_AT_END.sub("", found["name"]) or None) if found else None


def _before_brand(text: str, brands: Sequence[str]) -> str | None:
    """What stands before the outlet's name, after a date and a bar or alone: ``Alissa Safiera - wolipop``."""
    name, dash, rest = text.rpartition(" | ")[2].partition(" - ")
    keys = tuple(fold(brand) for brand in brands if len(brand) >= _MIN_BRAND)
    return name if dash and fold(rest).startswith(keys) else None
