"""Who made the story: printed labels in any order and place, then what the page shows or declares without a label."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from lxml.html import HtmlElement

from gemascraper.extract.byline import abroad, declared
from gemascraper.extract.lines import byline_labels, related
from gemascraper.extract.lines.person_names import is_person, names
from gemascraper.extract.page.candidates import Candidate, Notes
from gemascraper.extract.page.document import printed_in
from gemascraper.extract.page.furniture import names_of
from gemascraper.extract.page.page import Page
from gemascraper.extract.page.text_runs import TextRun
from gemascraper.extract.story.regions import Regions
from gemascraper.items import Byline, Role, Source
from gemascraper.values.text import clean, fold
from gemascraper.values.times import dates

_SHOWN = re.compile(
    r"(?:^|[\s_-])(?:author|byline|penulis|reporter|nmreporter|writer|detail__author|pewarta)s?(?:$|[\s_-])|"
    r"author|reporter|(?:fa|bi|ti|icon)-(?:user|person|pen|pencil)(?![a-z])",
    re.I,
)
_WRITERS = re.compile(r"/(?:authors?|penulis|reporter|wartawan|jurnalis|kontributor|editor|redaktur)/", re.I)
"""In the address of a writer's own page."""
_DAY_LEFT = re.compile(r"\s+(?:Senin|Selasa|Rabu|Kamis|Jum.?at|Sabtu|Minggu|Ahad)$")
_ROLE = re.compile("role")
_LETTER = re.compile(r"\w")
_LONGEST_SHOWN, _LONGEST_NAMES = 120, 90
_MOST_LOSERS = 4


def byline(parts: Sequence[Regions], indonesian: bool, notes: Notes) -> tuple[Byline, ...]:
    """People and roles, in page order.

    Indonesian pages often declare the site as their author: what they print counts first. Elsewhere it is the
    other way round.
    """
    page = parts[0].page
    if page.selected("byline"):
        return _settled(page, notes, _given(page), "profile", "byline")
    if not indonesian:
        told = abroad.signers(parts[0], parts[-1])
        people = [Byline(name=name) for name in told.names] if told else []
        return _settled(page, notes, people, told.source, told.rule) if told else ()
    near = [run for part in (parts[0], *parts[1:][-1:]) for run in part.near]
    teasers = next((n for n, run in enumerate(near) if _is_teaser(run, parts[-1])), len(near))
    printed = [*(list(_printed(page, near[:teasers])) or _printed(page, near)), *_cards(page)]
    shown = list(_shown(page, near, printed))
    wrote = shown or any(person.role in ("reporter", "contributor") for person in printed)
    said, source, rule = ([], "printed", "labels") if wrote else _declared(page, printed)
    if shown or printed:
        source, rule = ("markup", "author") if shown else ("printed", "labels")
    return _settled(page, notes, [*shown, *said, *printed], source, rule)


def _is_teaser(run: TextRun, part: Regions) -> bool:
    """Whether a line under the story is the headline of another one, whose byline may follow."""
    return run.position > part.story.last and run.type == "heading" and run.is_link


def authors(people: Iterable[Byline]) -> tuple[str, ...]:
    """Names of those who wrote, once each."""
    return tuple(dict.fromkeys(p.name for p in people if p.role in ("reporter", "contributor", "unknown")))


def _settled(page: Page, notes: Notes, people: Iterable[Byline], source: Source, rule: str) -> tuple[Byline, ...]:
    """Each person once for each role; who is declared besides lost."""
    found: dict[tuple[str, Role], Byline] = {}
    for person in people:
        found.setdefault((fold(person.name), person.role), person)
    if found:
        known = {name for name, _ in found}
        over = [other for other in declared.authors(page) if fold(other.value) not in known and other.source != source]
        notes.settled("byline", Candidate(tuple(found.values()), source, rule), over[:_MOST_LOSERS])
    return tuple(found.values())


def _given(page: Page) -> Iterator[Byline]:
    for element in page.selected("byline"):
        text = printed_in(element) or ""
        found = list(byline_labels.labelled(page, text))
        yield from found or (Byline(name=name, initials=letters) for name, letters in names(page, text))


def _printed(page: Page, near: Sequence[TextRun]) -> Iterator[Byline]:
    """People with a label on their line, on the one before it, or on the one below it."""
    waiting: list[str] = []
    over: TextRun | None = None
    listed = False
    for run in near:
        if listed and run.type != "list_item":
            waiting, listed = [], False  # behind the names of a list
        above, over = over, None
        if related.LABEL.match(run.text):
            waiting = []
        elif waiting and not _LETTER.search(run.text):
            continue  # the colon of a table
        elif alone := byline_labels.ALONE.match(run.text):
            if above is not None and _is_job_of(page, run, above):
                yield from byline_labels.labelled(page, f"{alone['labels']}: {above.text}")
            else:
                waiting = [*(waiting if run.element.tag == "th" else ()), alone["labels"]]
        elif waiting and len(run.text) <= _LONGEST_NAMES:
            yield from byline_labels.labelled(page, f"{waiting[0]}: {run.text.lstrip(' :|')}")
            listed = run.type == "list_item"
            waiting = waiting if listed else waiting[1:]
        else:
            waiting, over = [], run
            yield from byline_labels.labelled(page, byline_labels.with_mark(run))


def _is_job_of(page: Page, run: TextRun, above: TextRun) -> bool:
    """Whether a label stands under its name: a tag before "Editor" is nobody, a link before "Jurnalis" is."""
    named = not above.is_link or byline_labels.JOB.match(run.text) or _called_author(above)
    return ":" not in run.text and bool(named) and is_person(page, above.text)


def _cards(page: Page) -> Iterator[Byline]:
    """Cards with a name and a role in elements that are called so, side by side."""
    for element in page.reading_order.named(_ROLE)[:12]:
        box = element.getparent()
        role = clean(element.text_content())
        called = [clean(e.text_content()) for e in box.xpath("./*[contains(@class,'name')]")] if box is not None else []
        if role and called and called[0] and byline_labels.ALONE.match(role):
            yield from byline_labels.labelled(page, f"{role}: {called[0]}")


def _shown(page: Page, near: Sequence[TextRun], printed: Sequence[Byline]) -> Iterator[Byline]:
    """A name at the story without a label: in an element called author, or before the date."""
    written = any(person.role in ("reporter", "contributor") for person in printed)
    for run in near:
        if len(run.text) > _LONGEST_SHOWN or run.figure is not None or byline_labels.LABELLED.search(run.text):
            continue
        called = _called_author(run)
        if byline_labels.BARE.search(run.text) or byline_labels.BEHIND.match(run.text):
            if called:
                return  # whom it names is printed
            continue
        text = _before_date(run.text) or _before_brand(page, run.text)
        if not called and (written or text is None):
            continue
        for name, letters in _named_by(page, run, text):
            if not any(fold(name) == fold(p.name) and p.role != "editor" for p in printed):
                yield Byline(name=name, role="unknown", initials=letters)
        if not run.text.endswith(","):  # behind a comma another name follows
            return


def _named_by(page: Page, run: TextRun, text: str | None) -> list[tuple[str, str | None]]:
    """The names of the one part of a line that is called author, else of the line, else of its link."""
    link = next((clean(link.text_content()) for link in run.links), None)
    offered = (_author_within(run), text or run.text, link)
    return next(filter(None, (list(names(page, told)) for told in offered if told)), [])


def _before_date(text: str) -> str | None:
    """``M Rodhi Aulia - 11 Februari 2016``: what stands before the day, where it looks like a name."""
    if not dates(text):
        return None
    found = re.match(r"(?P<name>[A-Z][\w.']*(?: [A-Z][\w.']*){1,4})\s*[-–|,•]\s*(?=[A-Z]?[a-z]*,? ?\d{1,2}[ /-])", text)
    name = _DAY_LEFT.sub("", found["name"]) if found else ""
    return name or None


def _before_brand(page: Page, text: str) -> str | None:
    """``Alissa Safiera - wolipop``, behind the day and a bar or without them."""
    name, dash, rest = text.rpartition(" | ")[2].partition(" - ")
    brands = [fold(brand) for brand in page.brands if len(brand) > 3]
    return name if dash and fold(rest).startswith(tuple(brands)) else None


def _called_author(run: TextRun) -> bool:
    if any(_WRITERS.search(link.get("href") or "") for link in run.links):
        return True
    around = (run.element, *islice(run.element.iterancestors(), 2), *run.links)
    if any(_SHOWN.search(names_of(element)) for element in around):
        return True
    return any(map(_is_called, run.element.iterchildren("span", "a", "strong", "b", "i")))


def _author_within(run: TextRun) -> str | None:
    """The text of the one element in a run that is called author: behind it stands the day, or the desk."""
    called = list(filter(_is_called, run.element.iterchildren("span", "a", "strong", "b")))
    return printed_in(called[0]) if len(called) == 1 else None


def _is_called(element: HtmlElement) -> bool:
    return bool(_SHOWN.search(element.get("class") or ""))


def _declared(page: Page, printed: Sequence[Byline]) -> tuple[list[Byline], Source, str]:
    """Whom the first source that names somebody declares, the source and its rule.

    The sources after it repeat the name, surname first or with the publisher.
    """
    known = {fold(person.name) for person in printed}
    found: list[Byline] = []
    source: Source = "linked data"
    rule = ""
    for candidate in declared.authors(page):
        if found and (candidate.source != source or source == "meta"):
            break
        for name, letters in names(page, candidate.value):
            if fold(name) not in known:
                known.add(fold(name))
                source, rule = candidate.source, candidate.rule
                found.append(Byline(name=name, role="unknown", initials=letters))
    return found, source, rule
