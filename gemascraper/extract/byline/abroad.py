"""Who signs a story outside Indonesia: all sources in order of trust, and a person before a desk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import attrs

from gemascraper.extract.byline import abroad_lines, declared
from gemascraper.extract.byline.attribution import Attribution
from gemascraper.extract.lines.byline_abroad import leading_names
from gemascraper.extract.lines.person_names import is_person, names
from gemascraper.extract.page import reader
from gemascraper.extract.page.candidates import Candidate
from gemascraper.extract.page.page import Page
from gemascraper.extract.story.regions import Regions
from gemascraper.values.text import fold

_LINES_ABOVE, _LINES_BELOW = 2, 12
"""Lines around the headline in which a name may stand beside a date."""


def attribution(first: Regions, last: Regions) -> Attribution | None:
    """The names that sign a story from its *first* page to its *last*; None where it is not signed.

    An agency, a desk or the outlet itself counts where no person is named.
    """
    brands, desk = first.page.brand_keys, None
    for sources in (_trusted(first, last), _guessed(first)):
        for found in sources:
            if people := [person for person in found.people if is_person(person.name, brands)]:
                return attrs.evolve(found, people=people)
            desk = desk or (found if found.people else None)
        if desk:
            return desk
    return None


def _trusted(first: Regions, last: Regions) -> Iterator[Attribution]:
    """What labels, links to people, marked elements and declarations say, in order of trust."""
    page, head, over, tail = first.page, first.head, first.over, last.tail
    said, on_card = _all(page, declared.of_linked_data(page)), _first(page, declared.card(page))
    opening = abroad_lines.first(abroad_lines.labelled, page, head) or abroad_lines.under_label(page, head)
    closing = abroad_lines.under_label(page, tail) or abroad_lines.first(abroad_lines.labelled, page, tail)
    of = Attribution.of_names
    yield of("printed", "labels", opening if _completes(opening, said or on_card) else [])
    yield of("linked data", "author", said)
    yield of("page data", "author", _all(page, page.in_app_state("author")))
    yield of("printed", "labels", opening)
    yield of("markup", "author", abroad_lines.first(abroad_lines.linked, page, head))
    yield of("markup", "author", abroad_lines.first(abroad_lines.marked, page, head))
    yield of("printed", "labels", closing if _completes(closing, on_card) else [])
    yield of("meta", "twitter:data1", on_card)
    yield of("meta", "author", _first(page, declared.metas(page)))
    yield of("printed", "labels", abroad_lines.first(abroad_lines.desk, page, head))
    yield of("printed", "labels", abroad_lines.first(abroad_lines.labelled, page, over))
    yield of("markup", "author", abroad_lines.first(abroad_lines.marked, page, over))
    yield of("printed", "labels", closing)
    yield of("markup", "author", abroad_lines.first(abroad_lines.linked, page, tail))


def _guessed(first: Regions) -> Iterator[Attribution]:
    """Names beside a date, what trafilatura finds, and organisations: where nothing else names anybody."""
    page, of = first.page, Attribution.of_names
    around = [*reversed(first.over[:_LINES_ABOVE]), *first.head[:_LINES_BELOW]]
    yield of("printed", "beside a date", abroad_lines.beside_date(page, around))
    text = reader.author(page) or ""
    yield of("trafilatura", "author", leading_names(text, page.brand_keys, one_word=True))
    yield of("trafilatura", "author", _names(page, text))
    yield of("linked data", "author", _all(page, declared.of_linked_data(page, organisations=True)))


def _names(page: Page, text: str) -> list[str]:
    """The names in a text, of desks and outlets too."""
    return [found.name for found in names(text, page.brand_keys, desks=True)]


def _all(page: Page, candidates: Iterable[Candidate[str]]) -> list[str]:
    return [name for candidate in candidates for name in _names(page, candidate.value)]


def _first(page: Page, candidates: Iterable[Candidate[str]]) -> list[str]:
    """The names in the first that has some: the others repeat them, surname first or with the publisher."""
    return next((found for candidate in candidates if (found := _names(page, candidate.value))), [])


def _completes(printed: Sequence[str], said: Sequence[str]) -> bool:
    """Whether the printed names are the declared ones and more: another writer, or a full name for a first name."""
    shown, keys = [fold(name) for name in printed], [fold(name) for name in said]
    return bool(keys) and shown != keys and all(any(name.startswith(key) for name in shown) for key in keys)
