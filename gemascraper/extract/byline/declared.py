"""Whom a page declares as its author: linked data, meta elements and the page's own data."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gemascraper.extract.page import linked_data
from gemascraper.extract.page.candidates import Candidate
from gemascraper.extract.page.page import Page

_METAS = (
    "content_author", "dable:author", "parsely-author", "sailthru.author", "article:author", "author", "dc.creator",
    "byl",
)  # fmt: skip
_WRITTEN_BY = re.compile(
    r"written by|verfasst von|geschrieben von|écrit par|rédigé par|escrito por|scritto da|geschreven door|ditulis oleh",
    re.I,
)


def authors(page: Page) -> Iterator[Candidate[str]]:
    """Every author that is declared; of organisations none."""
    yield from of_linked_data(page)
    yield from metas(page)
    yield from page.in_app_state("author")


def of_linked_data(page: Page, organisations: bool = False) -> Iterator[Candidate[str]]:
    """The authors of the story in its linked data; *organisations* too."""
    values = page.document.story.get("author") or page.document.story.get("creator") or []
    for value in values if isinstance(values, list) else [values]:
        if isinstance(value, dict) and "Organization" in linked_data.types(value) and not organisations:
            continue
        if (text := linked_data.text(_whole(page, value))) and "://" not in text:
            yield Candidate(text, "linked data", "author")


def metas(page: Page) -> Iterator[Candidate[str]]:
    """The authors in meta elements."""
    return (candidate for candidate in page.meta(*_METAS) if "://" not in candidate.value)


def card(page: Page) -> Iterator[Candidate[str]]:
    """The author on the card for social media: "Written by" is the label of what WordPress writes beside it."""
    for label, value in zip(page.meta("twitter:label1"), page.meta("twitter:data1"), strict=False):
        if _WRITTEN_BY.match(label.value):
            yield value


def _whole(page: Page, value: object) -> object:
    """The node that a mere reference means: Yoast keeps authors in nodes of their own."""
    if not isinstance(value, dict) or value.get("name") or not (key := value.get("@id")):
        return value
    return next((node for node in page.document.nodes if node.get("@id") == key and node.get("name")), value)
