"""The language of a story: Indonesian by its own words, else as the page declares it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gemascraper.extract.lines.language import indonesian_share, is_indonesian
from gemascraper.extract.page.candidates import Candidate, Notes
from gemascraper.extract.page.page import Page

_CODE = re.compile(r"^([a-zA-Z]{2,3})(?:[-_].*)?$")
_OLD_CODES = {"in": "id"}
"""Codes of before 1989, which Java and WordPress plugins still write."""
_FEW = 400
"""Characters of a story that are too few to show its language."""
_IF_DECLARED, _IF_SHORT = 0.03, 0.06
"""The share of Indonesian words around a story that suffices where the page declares ``id``, or the story is short."""


def language(page: Page, text: str, notes: Notes) -> str | None:
    """Two or three letters, such as ``id``; None where neither words nor page say it."""
    return notes.settle("language", _languages(page, text))


def is_of_indonesia(page: Page, text: str) -> bool:
    """Whether a story is Indonesian: by its words; where they are few or in doubt, by the text around them."""
    if is_indonesian(text):
        return True
    share = indonesian_share(" ".join(run.text for run in page.runs))
    return ("id" in _declared(page) and share >= _IF_DECLARED) or (len(text) < _FEW and share >= _IF_SHORT)


def _languages(page: Page, text: str) -> Iterator[Candidate[str]]:
    if is_of_indonesia(page, text):
        yield Candidate("id", "printed", "common words")
    for code in _declared(page):
        yield Candidate(code, "meta", "lang")


def _declared(page: Page) -> Iterator[str]:
    metas = page.document.metas
    declared = (
        page.document.tree.get("lang"),
        *metas.get("og:locale", ()),
        *metas.get("content-language", ()),
        page.outlet.language,
    )
    for value in declared:
        if value and (found := _CODE.match(value.strip())):
            code = found[1].lower()
            yield _OLD_CODES.get(code, code)
