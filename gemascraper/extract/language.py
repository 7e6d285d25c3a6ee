"""The language of a story: by its own words where they are Indonesian, else as the page declares it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gemascraper.extract.candidates import Candidate, Notes
from gemascraper.extract.page import Page

_COMMON = frozenset("yang dan di dengan untuk ini itu dari pada dalam tidak akan ke oleh juga saat karena bisa sudah telah kata ada".split())
_CODE = re.compile(r"^([a-zA-Z]{2,3})(?:[-_].*)?$")
_SAMPLE = 300


def language(page: Page, text: str, notes: Notes) -> str | None:
    """Two or three letters, such as ``id``."""
    return notes.settle("language", _languages(page, text))


def is_indonesian(text: str) -> bool:
    """Whether the common words of Indonesian are common in a text.

    >>> is_indonesian("Gubernur mengatakan bahwa bantuan itu akan tiba pada hari Senin dan dibagikan di balai desa.")
    True
    """
    words = re.findall(r"[a-z]+", text[:4_000].lower())[:_SAMPLE]
    return len(words) >= 8 and sum(word in _COMMON for word in words) >= 0.08 * len(words)


def _languages(page: Page, text: str) -> Iterator[Candidate[str]]:
    if is_indonesian(text):
        yield Candidate("id", "printed", "common words")
    declared = (page.tree.get("lang"), *page.metas.get("og:locale", ()), *page.metas.get("content-language", ()), page.outlet.language)
    for value in declared:
        if value and (found := _CODE.match(value.strip())):
            yield Candidate({"in": "id"}.get(found[1].lower(), found[1].lower()), "meta", "lang")
