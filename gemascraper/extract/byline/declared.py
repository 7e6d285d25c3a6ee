"""The authors that a page declares: in linked data, in meta elements, and in the data of its own scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gemascraper.extract.byline.attribution import Attribution
from gemascraper.extract.lines.person_names import names
from gemascraper.extract.page import linked_data
from gemascraper.extract.page.candidates import Candidate
from gemascraper.extract.page.page import Page
from gemascraper.items import Byline
from gemascraper.values.text import fold

_METAS = (
    "content_author", "dable:author", "parsely-author", "sailthru.author", "article:author", "author", "dc.creator",
    "byl",
)  # fmt: skip
_WRITTEN_BY = re.compile(
    r"written by|verfasst von|geschrieben von|écrit par|rédigé par|escrito por|scritto da|geschreven door|ditulis oleh",
    re.I,
)


def authors(page: Page) -> Iterator[Candidate[str]]:
    """Every author that the page declares, as written, the surest source first; no organisations."""
    for candidates in _by_source(page):
        yield from candidates


def first(page: Page, known: Sequence[Byline]) -> Attribution | None:
    """The people of the first source that names anybody new, without those already *known*; None without one.

    The sources after it repeat the name, surname first or with the publisher.
    """
    keys = {fold(person.name) for person in known}
    for candidates in _by_source(page):
        people: dict[str, Byline] = {}
        for name, initials in (found for each in candidates for found in names(each.value, page.brand_keys)):
            people.setdefault(fold(name), Byline(name=name, initials=initials))
        if new := [person for key, person in people.items() if key not in keys]:
            return Attribution(candidates[0].source, candidates[0].rule, new)
    return None


def _by_source(page: Page) -> Iterator[list[Candidate[str]]]:
    """The declared authors, those of one source together; each meta element is a source of its own."""
    yield list(of_linked_data(page))
    yield from ([candidate] for candidate in metas(page))
    yield list(page.in_app_state("author"))


def of_linked_data(page: Page, organisations: bool = False) -> Iterator[Candidate[str]]:
    """The authors of the story in its linked data; *organisations* too."""
    values = page.document.story.get("author") or page.document.story.get("creator") or []
    for value in values if isinstance(values, list) else [values]:
        if isinstance(value, dict) and "Organization" in linked_data.types(value) and not organisations:
            continue
        if (text := linked_data.text(_resolved(page, value))) and "://" not in text:
            yield Candidate(text, "linked data", "author")


def metas(page: Page) -> Iterator[Candidate[str]]:
    """The authors in meta elements."""
    return (candidate for candidate in page.meta(*_METAS) if "://" not in candidate.value)


def card(page: Page) -> Iterator[Candidate[str]]:
    """The author on the card for social media, which WordPress writes beside the label "Written by"."""
    for label, value in zip(page.meta("twitter:label1"), page.meta("twitter:data1"), strict=False):
        if _WRITTEN_BY.match(label.value):
            yield value


def _resolved(page: Page, value: object) -> object:
    """The node that a mere reference means: Yoast keeps authors in nodes of their own."""
    if not isinstance(value, dict) or value.get("name") or not (key := value.get("@id")):
        return value
    return next((node for node in page.document.nodes if node.get("@id") == key and node.get("name")), value)
