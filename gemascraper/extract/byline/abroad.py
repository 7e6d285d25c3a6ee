"""Who signs a story outside Indonesia: every way to learn it, the surest first, and a person before a desk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from gemascraper.extract.byline import abroad_lines, declared
from gemascraper.extract.lines.person_names import is_person, names
from gemascraper.extract.page import reader
from gemascraper.extract.page.candidates import Candidate
from gemascraper.extract.page.page import Page
from gemascraper.extract.story.regions import Regions
from gemascraper.items import Source
from gemascraper.values.text import fold


class Told(NamedTuple):
    """Names, and what told them."""

    source: Source
    rule: str
    names: list[str]


def signers(first: Regions, last: Regions) -> Told | None:
    """Who signs a story that begins on one page and ends on another; None where nobody does.

    An agency, a desk or the outlet itself signs where no person does.
    """
    page, desk = first.page, None
    for ways in (_sure(first, last), _unsure(first)):
        for told in ways:
            if people := [name for name in told.names if is_person(page, name)]:
                return told._replace(names=people)
            desk = desk or (told if told.names else None)
        if desk:
            return desk
    return None


def _sure(first: Regions, last: Regions) -> Iterator[Told]:
    page, head, over, tail = first.page, first.head, first.over, last.tail
    said, on_card = _all(page, declared.of_linked_data(page)), _first(page, declared.card(page))
    opening = abroad_lines.first(abroad_lines.labelled, page, head) or abroad_lines.under_label(page, head)
    closing = abroad_lines.under_label(page, tail) or abroad_lines.first(abroad_lines.labelled, page, tail)
    yield Told("printed", "labels", opening if _completes(opening, said or on_card) else [])
    yield Told("linked data", "author", said)
    yield Told("page data", "author", _all(page, page.in_app_state("author")))
    yield Told("printed", "labels", opening)
    yield Told("markup", "author", abroad_lines.first(abroad_lines.linked, page, head))
    yield Told("markup", "author", abroad_lines.first(abroad_lines.called, page, head))
    yield Told("printed", "labels", closing if _completes(closing, on_card) else [])
    yield Told("meta", "twitter:data1", on_card)
    yield Told("meta", "author", _first(page, declared.metas(page)))
    yield Told("printed", "labels", abroad_lines.first(abroad_lines.desk, page, head))
    yield Told("printed", "labels", abroad_lines.first(abroad_lines.labelled, page, over))
    yield Told("markup", "author", abroad_lines.first(abroad_lines.called, page, over))
    yield Told("printed", "labels", closing)
    yield Told("markup", "author", abroad_lines.first(abroad_lines.linked, page, tail))


def _unsure(first: Regions) -> Iterator[Told]:
    page = first.page
    yield Told("printed", "beside a date", abroad_lines.beside_date(page, [*first.over[1::-1], *first.head[:12]]))
    text = reader.author(page) or ""
    yield Told("trafilatura", "author", abroad_lines.people(page, text, lone=True))
    yield Told("trafilatura", "author", [name for name, _ in names(page, text, anybody=True)])
    yield Told("linked data", "author", _all(page, declared.of_linked_data(page, organisations=True)))


def _all(page: Page, candidates: Iterable[Candidate[str]]) -> list[str]:
    return [name for candidate in candidates for name, _ in names(page, candidate.value, anybody=True)]


def _first(page: Page, candidates: Iterable[Candidate[str]]) -> list[str]:
    """Whom the first that names somebody names: the others repeat it, surname first or with the publisher."""
    return next((found for candidate in candidates if (found := _all(page, [candidate]))), [])


def _completes(printed: Sequence[str], said: Sequence[str]) -> bool:
    """Whether the printed names are the declared ones and more: who else wrote, or a whole name for a first name."""
    shown, keys = [fold(name) for name in printed], [fold(name) for name in said]
    return bool(keys) and shown != keys and all(any(name.startswith(key) for name in shown) for key in keys)
