"""The language of a story: by its own words where they are Indonesian, else as the page declares it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gemascraper.extract.page.candidates import Candidate, Notes
from gemascraper.extract.page.furniture import words
from gemascraper.extract.page.page import Page

_COMMON = words(
    "yang dan di dengan untuk ini itu dari pada dalam tidak akan ke oleh juga saat karena bisa sudah telah kata ada"
)
_FURNITURE = _COMMON | words(
    "berita terkini terkait terpopuler lainnya beranda redaksi pedoman siber indonesia jam lalu baca"
)
_CODE = re.compile(r"^([a-zA-Z]{2,3})(?:[-_].*)?$")
_SAMPLE = 300
_FEW = 400


def language(page: Page, text: str, notes: Notes) -> str | None:
    """Two or three letters, such as ``id``."""
    return notes.settle("language", _languages(page, text))


def is_indonesian(text: str) -> bool:
    """Whether the common words of Indonesian are common in a text.

    >>> is_indonesian("Gubernur mengatakan bahwa bantuan itu akan tiba pada hari Senin dan dibagikan di balai desa.")
    True
    """
    return _share(text, _COMMON) >= 0.08


def is_of_indonesia(page: Page, text: str) -> bool:
    """Whether a story is Indonesian: by its words; where they are few or in doubt, by what is around them."""
    if is_indonesian(text):
        return True
    around = " ".join(run.text for run in page.flow.runs)
    declared = "id" in _declared(page)
    return (declared and _share(around, _FURNITURE) >= 0.03) or (
        len(text) < _FEW and _share(around, _FURNITURE) >= 0.06
    )


def _share(text: str, common: frozenset[str]) -> float:
    sample = re.findall(r"[a-z]+", text[:4_000].lower())[:_SAMPLE]
    return sum(word in common for word in sample) / len(sample) if len(sample) >= 8 else 0.0


def _languages(page: Page, text: str) -> Iterator[Candidate[str]]:
    if is_of_indonesia(page, text):
        yield Candidate("id", "printed", "common words")
    for code in _declared(page):
        yield Candidate(code, "meta", "lang")


def _declared(page: Page) -> Iterator[str]:
    declared = (
        page.tree.get("lang"),
        *page.metas.get("og:locale", ()),
        *page.metas.get("content-language", ()),
        page.outlet.language,
    )
    for value in declared:
        if value and (found := _CODE.match(value.strip())):
            yield {"in": "id"}.get(found[1].lower(), found[1].lower())
