"""The people that an Indonesian page prints with a label: on its line, above it, below it, or on a card."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import takewhile

from lxml import etree
from lxml.html import HtmlElement

from gemascraper.extract.byline.author_elements import is_called_author
from gemascraper.extract.lines import related
from gemascraper.extract.lines.byline_labels import is_job_below_name, label_alone, labelled, with_colons
from gemascraper.extract.lines.person_names import is_person
from gemascraper.extract.page.page import Page
from gemascraper.extract.page.text_runs import TextRun
from gemascraper.items import Byline
from gemascraper.values.text import clean

_ROLE = re.compile("role")
_NAMED_BESIDE = etree.XPath("./*[contains(@class,'name')]")
_LETTER = re.compile(r"\w")
_MAX_NAMES = 90
"""Characters of a line of names below their label."""
_MAX_CARDS = 12


def people(page: Page, near: Sequence[TextRun], end: int) -> list[Byline]:
    """The people with a label in the runs *near* the story, whose text ends at position *end*, and on cards.

    The runs below the first teaser may sign another story: they count only where those above it have no names.
    """
    before = takewhile(lambda run: not _is_teaser(run, end), near)
    found = _people(page, _lines(page, before)) or _people(page, _lines(page, near))
    return [*found, *_people(page, _cards(page))]


def _is_teaser(run: TextRun, end: int) -> bool:
    """Whether a line under the story is the headline of another one."""
    return run.position > end and run.type == "heading" and run.is_link


def _people(page: Page, lines: Iterable[str]) -> list[Byline]:
    return [person for line in lines for person in labelled(line, page.brand_keys)]


def _lines(page: Page, runs: Iterable[TextRun]) -> Iterator[str]:
    """The lines with a label and names, each as ``label: names``, also where they stand in two runs."""
    waiting: list[str] = []  # labels whose names are in later runs: several in the head of a table
    before: TextRun | None = None
    in_list = False
    for run in runs:
        if in_list and run.type != "list_item":
            waiting, in_list = [], False
        above, before = before, None
        if related.LABEL.match(run.text):
            waiting = []
        elif waiting and not _LETTER.search(run.text):
            continue  # the colon of a table
        elif label := label_alone(run.text):
            if above is not None and _is_job_of(above, run, page.brand_keys):
                yield f"{label}: {above.text}"
            else:
                waiting = [*waiting, label] if run.element.tag == "th" else [label]
        elif waiting and len(run.text) <= _MAX_NAMES:
            yield f"{waiting[0]}: {run.text.lstrip(' :|')}"
            in_list = run.type == "list_item"  # each item is a name for the same label
            waiting = waiting if in_list else waiting[1:]
        else:
            waiting, before = [], run
            yield with_colons(run.text, is_title=run.is_link or run.type == "heading")


def _is_job_of(above: TextRun, run: TextRun, brands: Collection[str]) -> bool:
    """Whether a label stands below its name: a link before "Editor" is a tag, a link before "Jurnalis" is a person."""
    may_be_name = not above.is_link or is_job_below_name(run.text) or is_called_author(above)
    return ":" not in run.text and may_be_name and is_person(above.text, brands)


def _cards(page: Page) -> Iterator[str]:
    """The cards with a role and a name in elements that are called so, side by side, as ``role: name``."""
    for element in page.reading_order.named(_ROLE)[:_MAX_CARDS]:
        role, name = clean(element.text_content()), _name_beside(element)
        if role and name and label_alone(role):
            yield f"{role}: {name}"


def _name_beside(element: HtmlElement) -> str | None:
    box = element.getparent()
    named = _NAMED_BESIDE(box) if box is not None else []
    return clean(named[0].text_content()) if named else None
