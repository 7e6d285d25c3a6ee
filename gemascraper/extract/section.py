"""The section of a story: the deepest one that the page shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from lxml.html import HtmlElement

from gemascraper.extract.page.candidates import Candidate, Notes
from gemascraper.extract.page.page import Page, path_of
from gemascraper.extract.page.text_runs import TextRun
from gemascraper.extract.story.trail import HOME, declared_trails, trails
from gemascraper.items import Source
from gemascraper.values.text import clean, fold

_NOT_A_SECTION = re.compile(
    r"^(?:\d.*|article|artikel|detail(?: \w+)?|read|baca|indeks|index|all|semua|lainnya|more|you are here:?|"
    r"anda di sini:?)$",
    re.I,
)
_DATE_OR_TIME = re.compile(r"\b\d{4}\b|\d:\d\d")
_CATEGORY = re.compile(r"^/(?:category|kategori|rubrik|kanal)/", re.I)
_CATEGORY_BOX = re.compile(r"(?:^|[\s_-])(?:category|kategori|rubrik|kanal|channel|cat)(?:$|[\s_-])", re.I)
_NEAR_HEADLINE = 25
"""Positions above and below the headline where a link to a category belongs to the story."""
_MAX_LENGTH = 60
_METAS = ("article:section", "content_category", "dtk:kanal", "section", "category")


def section(page: Page, headline: str | None, printed: TextRun | None, notes: Notes) -> str | None:
    """The deepest section, as printed; None where the page names none. *printed* is the run that is the headline."""
    found = (c for c in _sections(page, headline, printed) if 1 < len(c.value) < _MAX_LENGTH)
    return notes.settle("section", found)


def _sections(page: Page, headline: str | None, printed: TextRun | None) -> Iterator[Candidate[str]]:
    yield from page.profile("section")
    title = fold(headline)
    yield from _deepest(page, trails(page, printed), "printed", "breadcrumb", lambda name: _says_title(name, title))
    yield from _deepest(page, declared_trails(page), "linked data", "BreadcrumbList", lambda name: fold(name) == title)
    declared = (*page.declared("articleSection"), *page.meta(*_METAS), *page.in_app_state("articleSection"))
    yield from (candidate for candidate in declared if _is_section(page, candidate.value))
    yield from (candidate for candidate in _categories(page, printed) if _is_section(page, candidate.value))


def _deepest(
    page: Page, found: Iterable[list[str]], source: Source, rule: str, is_title: Callable[[str], bool]
) -> Iterator[Candidate[str]]:
    """The last section of the first trail that has one."""
    for trail in found:
        if names := [name for name in trail if not is_title(name) and _is_section(page, name)]:
            yield Candidate(names[-1], source, rule)
            return


def _says_title(name: str, title: str) -> bool:
    """Whether a name of the trail is the headline again, also where it is cut short."""
    key = fold(name.rstrip(". …"))
    return (
        not key
        or title in key
        or (key in title and len(key) > 0.5 * len(title))
        or (len(key) > 20 and title.startswith(key))
    )


def _is_section(page: Page, name: str) -> bool:
    """Whether a name of a trail can be a section: not the front page, a kind of page, the outlet, or a date."""
    key = fold(name)
    if not key or HOME.match(name) or _NOT_A_SECTION.match(name):
        return False
    return key not in page.site_names and not _DATE_OR_TIME.search(name)


def _categories(page: Page, headline: TextRun | None) -> Iterator[Candidate[str]]:
    """The links that WordPress and its kin mark as the categories of a story; then those beside its headline."""
    for run in page.runs:
        for link in run.links:
            if "category" in (link.get("rel") or "").split() and (name := clean(link.text_content())):
                yield Candidate(name, "markup", "rel category")
    at = headline.position if headline else 0
    for run in page.reading_order.between(at - _NEAR_HEADLINE, at + _NEAR_HEADLINE) if at else ():
        for link in run.links if run.aside is None else ():
            if _leads_to_category(link) and (name := clean(link.text_content())):
                yield Candidate(name, "markup", "link to a category")


def _leads_to_category(link: HtmlElement) -> bool:
    around = " ".join(element.get("class") or "" for element in (link, *islice(link.iterancestors(), 2)))
    return bool(_CATEGORY.search(path_of(link.get("href") or "")) or _CATEGORY_BOX.search(around))
