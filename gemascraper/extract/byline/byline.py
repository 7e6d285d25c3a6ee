"""Who made the story, and in which role."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from gemascraper.extract.byline import abroad, declared, printed, unlabelled
from gemascraper.extract.byline.attribution import Attribution, is_writer
from gemascraper.extract.lines import byline_labels
from gemascraper.extract.lines.person_names import names
from gemascraper.extract.page.candidates import Candidate, Notes
from gemascraper.extract.page.document import printed_in
from gemascraper.extract.page.page import Page
from gemascraper.extract.page.text_runs import TextRun
from gemascraper.extract.story.regions import Regions
from gemascraper.items import Byline, Role
from gemascraper.values.text import fold

_MAX_ALTERNATIVES = 4


def byline(parts: Sequence[Regions], indonesian: bool, notes: Notes) -> tuple[Byline, ...]:
    """The people and their roles, in page order; empty where the story is not signed.

    *parts* are the pages of the story, *indonesian* is whether it is in that language.
    """
    page = parts[0].page
    if page.selected("byline"):
        found: Attribution | None = Attribution("profile", "byline", list(_selected(page)))
    elif indonesian:
        found = _indonesian(parts)
    else:
        found = abroad.attribution(parts[0], parts[-1])
    return _settled(page, found, notes) if found else ()


def authors(people: Iterable[Byline]) -> tuple[str, ...]:
    """The names of those who wrote, once each."""
    return tuple(dict.fromkeys(p.name for p in people if is_writer(p) or p.role == "unknown"))


def _selected(page: Page) -> Iterator[Byline]:
    """The people in the elements that the profile names."""
    for element in page.selected("byline"):
        text = printed_in(element) or ""
        found = list(byline_labels.labelled(text, page.brand_keys))
        yield from found or (Byline(name=n, initials=initials) for n, initials in names(text, page.brand_keys))


def _indonesian(parts: Sequence[Regions]) -> Attribution | None:
    """What the page prints, with a label or without; what it declares only where it prints no writer.

    Indonesian pages often declare the site as their author.
    """
    page, near = parts[0].page, _near(parts)
    labelled = printed.people(page, near, end=parts[-1].story.last)
    if shown := list(unlabelled.people(page, near, labelled)):
        return Attribution("markup", "author", [*shown, *labelled])
    if any(map(is_writer, labelled)):
        return Attribution("printed", "labels", labelled)
    said = declared.first(page, labelled)
    if labelled:
        return Attribution("printed", "labels", [*(said.people if said else ()), *labelled])
    return said


def _near(parts: Sequence[Regions]) -> list[TextRun]:
    """The runs in which a byline may stand, on the first page and the last."""
    return [run for part in (parts[0], *parts[1:][-1:]) for run in part.near]


def _settled(page: Page, found: Attribution, notes: Notes) -> tuple[Byline, ...]:
    """Each person once for each role; other people that the page declares are noted as alternatives."""
    people: dict[tuple[str, Role], Byline] = {}
    for person in found.people:
        people.setdefault((fold(person.name), person.role), person)
    if people:
        known = {name for name, _ in people}
        others = [c for c in declared.authors(page) if fold(c.value) not in known and c.source != found.source]
        winner = Candidate(tuple(people.values()), found.source, found.rule)
        notes.settled("byline", winner, others[:_MAX_ALTERNATIVES])
    return tuple(people.values())
