"""Who made the story: printed labels in any order and place, then what the page shows or declares without a label."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from gemascraper.extract import linked
from gemascraper.extract.candidates import Candidate, Notes
from gemascraper.extract.flow import Run
from gemascraper.extract.names import is_person, names
from gemascraper.extract.page import Page, printed_in
from gemascraper.items import Byline, Role
from gemascraper.values.text import clean, fold
from gemascraper.values.times import dates

_LABELS: dict[Role, str] = {
    "photographer": "pewarta foto|fotografer|photographer|juru foto",
    "reporter": "penulis|reporter|pewarta|wartawan|laporan reporter|laporan wartawan|laporan jurnalis|laporan|jurnalis|"
    "ditulis oleh|oleh|teks|written by|words by|posted by|review by|author|rep|by",
    "editor": "editor|redaktur pelaksana|redaktur|redpel|red|penyunting|edited by",
    "contributor": "kontributor|contributor",
    "translator": "penerjemah|alih bahasa|translator",
}
_ROLES: dict[str, Role] = {label: role for role, labels in _LABELS.items() for label in labels.split("|")}
_LABEL = "(?:" + "|".join(sorted(_ROLES, key=len, reverse=True)) + ")"
_MARK = r"\s*(?:[:：]|\|\s*:?)\s*"
_LABELLED = re.compile(rf"(?<![\w.])(?P<labels>{_LABEL}(?:\s*(?:&|dan|/|,)\s*{_LABEL})*){_MARK}", re.I)
_STARTS = re.compile(rf"^\W*(?:{_LABEL}(?:\s*(?:&|dan|/|,)\s*{_LABEL})*){_MARK}", re.I)
_ALONE = re.compile(rf"^\W*(?P<labels>{_LABEL}(?:\s*(?:&|dan|/)\s*{_LABEL})*)\s*[:：|]?\s*$", re.I)
_BARE = re.compile(
    r"^(?P<labels>oleh|posted by|by|reporter|penulis|pewarta|laporan|kontributor|editor)\s+(?=(?-i:[A-Z]))", re.I
)
_OF_PLACE = re.compile(r"^(?:kontributor|koresponden|wartawan)\s+[A-Z][\w ]{2,30},\s*(?=[A-Z])", re.I)
_SHOWN = re.compile(
    r"(?:^|[\s_-])(?:author|byline|penulis|reporter|nmreporter|writer|detail__author|pewarta)s?(?:$|[\s_-])|"
    r"author|reporter",
    re.I,
)
_DAY_LEFT = re.compile(r"\s+(?:Senin|Selasa|Rabu|Kamis|Jum.?at|Sabtu|Minggu|Ahad)$")
_METAS = (
    "content_author", "dable:author", "parsely-author", "sailthru.author", "author", "dc.creator", "byl",
    "article:author",
)  # fmt: skip
_FULL_NAME = re.compile(r"[A-ZÀ-Þ][\w.'’-]*(?: (?:[A-ZÀ-Þ][\w.'’-]*|de|van|von|der|la|di|al|bin)){1,3}")
_ROLE = re.compile("role")
_LONGEST_LINE = 220


def is_credits_line(text: str) -> bool:
    """Whether a line is nothing but labels and names."""
    return len(text) <= 120 and bool(_STARTS.match(text)) and not re.search(r"\w{4}[.!?]\s+[A-Z]\w+ \w+ \w+", text)


def byline(
    page: Page, near: Sequence[Run], indonesian: bool, notes: Notes, reader: Callable[[Page], str | None]
) -> tuple[Byline, ...]:
    """People and roles, in page order. *near* are the runs around and at the edges of the story.

    Indonesian pages often declare the site as their author: what they print counts first. Elsewhere it is the
    other way round.
    """
    if page.selected("byline"):
        return _settled(notes, _given(page), "profile", "byline")
    if not indonesian and (people := list(_declared(page, ()))):
        return _settled(notes, people, "linked data", "author")
    printed = [*_printed(page, near), *_cards(page)]
    shown = list(_shown(page, near, printed))
    declared = (
        [] if shown or any(p.role in ("reporter", "contributor") for p in printed) else list(_declared(page, printed))
    )
    people = [*shown, *declared, *printed]
    if not indonesian and not all(_FULL_NAME.fullmatch(person.name) for person in people or [Byline(name="")]):
        told = [Byline(name=name) for name, _ in names(page, reader(page) or "", anybody=True)]
        if told:
            return _settled(notes, told, "trafilatura", "author")
    if not people and not indonesian:  # abroad an agency or the outlet itself may sign
        return _settled(notes, _declared(page, (), anybody=True), "linked data", "author")
    source, rule = (
        ("printed", "labels") if printed and not shown else ("markup", "author") if shown else ("linked data", "author")
    )
    return _settled(notes, people, source, rule)


def authors(people: Iterable[Byline]) -> tuple[str, ...]:
    """Names of those who wrote, once each."""
    return tuple(dict.fromkeys(p.name for p in people if p.role in ("reporter", "contributor", "unknown")))


def _settled(notes: Notes, people: Iterable[Byline], source: str, rule: str) -> tuple[Byline, ...]:
    found = {(fold(person.name), person.role): person for person in reversed(list(people))}
    unique = tuple(reversed(found.values()))
    if unique:
        notes.settled("byline", Candidate(unique, source, rule))
    return unique


def _given(page: Page) -> Iterator[Byline]:
    for element in page.selected("byline"):
        text = printed_in(element) or ""
        found = list(labelled(page, text))
        yield from found or (Byline(name=name, initials=letters) for name, letters in names(page, text))


def _printed(page: Page, near: Sequence[Run]) -> Iterator[Byline]:
    waiting: str | None = None
    after: list[Run] = []
    for run in near:
        text = run.text
        if len(text) > _LONGEST_LINE:
            waiting = None
        elif alone := _ALONE.match(text):
            after = [run for run in after if run is not None and is_person(page, run.text)]
            if after and ":" not in text:  # okezone prints "Jurnalis" under the name
                yield from labelled(page, f"{alone['labels']}: {after[0].text}")
            waiting = None if after and ":" not in text else alone["labels"]
            after = []
            continue
        elif waiting:
            yield from labelled(page, f"{waiting}: {text.lstrip(' :|')}")
            waiting = None
        elif _STARTS.match(text) or (_LABELLED.search(text) and len(text) < 140):
            yield from labelled(page, text)
        elif bare := _BARE.match(text):
            yield from labelled(page, f"{bare['labels']}: {text[bare.end() :]}")
        after = [run] if not run.is_link else []


def _cards(page: Page) -> Iterator[Byline]:
    """Cards with a name and a role in elements that are called so, side by side."""
    for element in page.flow.named(_ROLE)[:12]:
        box = element.getparent()
        role = clean(element.text_content())
        called = [clean(e.text_content()) for e in box.xpath("./*[contains(@class,'name')]")] if box is not None else []
        if role and called and called[0] and _ALONE.match(role):
            yield from labelled(page, f"{role}: {called[0]}")


def labelled(page: Page, text: str) -> Iterator[Byline]:
    """People of a line such as ``Penulis: iwan Arifianto | Editor: muslimah``."""
    marks = list(_LABELLED.finditer(text))
    for number, mark in enumerate(marks):
        end = marks[number + 1].start() if number + 1 < len(marks) else len(text)
        part = text[mark.end() : end].strip(" |-–•,;")
        roles = [_role(label) for label in re.split(r"\s*(?:&|\bdan\b|/|,)\s*", mark["labels"])]
        if of_place := _OF_PLACE.match(part):
            part, roles = part[of_place.end() :], ["contributor"]
        for name, letters in names(page, part, printed=True):
            yield from (Byline(name=name, role=role, initials=letters) for role in roles)


def _role(label: str) -> Role:
    return _ROLES[" ".join(label.lower().split())]


def _shown(page: Page, near: Sequence[Run], printed: Sequence[Byline]) -> Iterator[Byline]:
    """A name at the story without a label: in an element called author, or before the date."""
    written = any(person.role in ("reporter", "contributor") for person in printed)
    for run in near:
        if len(run.text) > 120 or run.figure is not None or _LABELLED.search(run.text):
            continue
        if written and not _called_author(run):
            continue
        text = _before_date(run.text) or _before_brand(page, run.text)
        if text is None and not _called_author(run):
            continue
        for name, letters in names(page, text or run.text):
            if not any(fold(name) == fold(p.name) and p.role != "editor" for p in printed):
                yield Byline(name=name, role="unknown", initials=letters)
        return


def _before_date(text: str) -> str | None:
    """``M Rodhi Aulia - 11 Februari 2016``: what stands before the day, where it looks like a name."""
    if not dates(text):
        return None
    found = re.match(r"(?P<name>[A-Z][\w.']*(?: [A-Z][\w.']*){1,4})\s*[-–|,•]\s*(?=[A-Z]?[a-z]*,? ?\d{1,2}[ /-])", text)
    name = _DAY_LEFT.sub("", found["name"]) if found else ""
    return name or None


def _before_brand(page: Page, text: str) -> str | None:
    """``Alissa Safiera - wolipop``."""
    name, dash, rest = text.partition(" - ")
    return (
        name
        if dash
        and any(
            fold(rest) == fold(brand) or fold(rest).startswith(fold(brand)) for brand in page.brands if len(brand) > 3
        )
        else None
    )


def _called_author(run: Run) -> bool:
    for above in (run.element, *list(run.element.iterancestors())[:2], *run.links):
        called = " ".join(filter(None, (above.get("class"), above.get("id"), above.get("itemprop"), above.get("rel"))))
        if called and _SHOWN.search(called):
            return True
    return any(
        _SHOWN.search(child.get("class") or "") for child in run.element.iterchildren("span", "a", "strong", "b")
    )


def _declared(page: Page, printed: Sequence[Byline], anybody: bool = False) -> Iterator[Byline]:
    """Whom the first source that names somebody declares: the others repeat it, surname first or with the publisher."""
    known, source = {fold(person.name) for person in printed}, ""
    for candidate in _declarations(page, anybody):
        if source and (candidate.source != source or source == "meta"):
            return
        for name, letters in names(page, candidate.value, anybody=anybody):
            if fold(name) not in known:
                known.add(fold(name))
                source = candidate.source
                yield Byline(name=name, role="unknown", initials=letters)


def _declarations(page: Page, anybody: bool) -> Iterator[Candidate[str]]:
    values = page.story.get("author") or page.story.get("creator") or []
    for value in values if isinstance(values, list) else [values]:
        if isinstance(value, dict) and "Organization" in linked.types(value) and not anybody:
            continue
        if (text := linked.text(_whole(page, value))) and "://" not in text:
            yield Candidate(text, "linked data", "author")
    yield from _no_addresses(page, *_METAS)
    yield from page.stated("author")


def _whole(page: Page, value: object) -> object:
    """The node that a mere reference means: Yoast keeps authors in nodes of their own."""
    if not isinstance(value, dict) or value.get("name") or not (key := value.get("@id")):
        return value
    return next((node for node in page.nodes if node.get("@id") == key and node.get("name")), value)


def _no_addresses(page: Page, *names: str) -> Iterator[Candidate[str]]:
    return (candidate for candidate in page.meta(*names) if "://" not in candidate.value)
