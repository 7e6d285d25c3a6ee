"""Headline, kicker and standfirst: what is printed above the story, told apart from the site's name and sections."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from gemascraper.extract.candidates import Candidate, Notes, same_text
from gemascraper.extract.flow import Run
from gemascraper.extract.page import Page
from gemascraper.extract.section import trail_above
from gemascraper.values.text import clean, fold

_AFFIX = re.compile(r"\s+[|–—\-·•»:/]{1,2}\s+|\s*\|\s*|(?<=\w)\s+::\s+")
_PREFIX = re.compile(r"^(?P<site>[\w.\- ]{3,30}):\s+")
_CUT = re.compile(r"(?:\.\.\.|…)\s*$")
_KICKER = re.compile(
    r"kicker|sub-?judul|news_subtitle|overline|pre-?title|news_subtitle|topic|eyebrow|supertitle", re.I
)
_STANDFIRST = re.compile(
    r"standfirst|(?:^|[\s_-])(?:lead|intro|excerpt|summary|ringkasan|teaser|sub-?title|dek|deck|sapo|"
    r"abstract)(?:$|[\s_-])",
    re.I,
)

_LONGEST = 500
"""Characters of a headline; what declares more is no headline."""


def headline(page: Page, notes: Notes) -> tuple[str | None, Run | None]:
    """The headline as printed, and where it stands."""
    value = notes.settle("headline", _candidates(page), same=same_text)
    return value, place(page, value)


def _candidates(page: Page) -> Iterator[Candidate[str]]:
    yield from page.profile("headline")
    declared = [c for c in _declared(page) if c.value]
    yield from _agreed(page, declared)
    yield from declared
    yield from _alone(page)
    if page.title:
        yield Candidate(without_site(page, page.title), "markup", "title")


def _declared(page: Page) -> list[Candidate[str]]:
    found = [*page.declared("headline"), *page.meta("og:title", "twitter:title"), *page.meta("dable:title", "title")]
    found += page.stated("headline")
    found = [c for c in found if len(c.value) <= _LONGEST and any(letter.isalpha() for letter in c.value)]
    found = [Candidate(without_site(page, html.unescape(c.value)), c.source, c.rule) for c in found]
    return sorted(found, key=lambda c: bool(_CUT.search(c.value)))


def _agreed(page: Page, declared: list[Candidate[str]]) -> Iterator[Candidate[str]]:
    """Headings that say what the page declares: word for word first, then as the part of it that is printed."""
    titles = [fold(c.value) for c in declared] + ([fold(without_site(page, page.title))] if page.title else [])
    headings = [run for run in page.flow.runs if run.type == "heading" and run.aside is None and len(run.text) > 7]
    for wanted in filter(None, titles):
        for run in headings:
            if run.key == wanted:
                yield Candidate(run.text, "printed", f"{run.element.tag} as declared")
    yield from _worded_like(page, declared)
    for wanted in filter(None, titles):
        for run in headings:
            key = run.key
            if len(key) > 0.5 * len(wanted) and (
                key in wanted
                or (run.element.tag == "h1" and wanted.rstrip(".") in key and len(key) < 1.5 * len(wanted))
            ):
                yield Candidate(run.text, "printed", f"{run.element.tag} within what is declared")


def _worded_like(page: Page, declared: list[Candidate[str]]) -> Iterator[Candidate[str]]:
    """The page's one ``h1`` where most of its words are declared too: what is declared is worded for search engines.

    A kicker before the headline in the same ``h1`` is none of it.
    """
    printed = [run for run in page.flow.runs if run.element.tag == "h1" and run.aside is None]
    if len(printed) != 1:
        return
    said = _words(printed[0].text)
    for candidate in declared:
        if printed[0].key.endswith(fold(candidate.value)):
            yield candidate
            return
    if len(said) > 2 and any(len(said & _words(c.value)) >= 0.6 * len(said) for c in declared):
        yield Candidate(printed[0].text, "printed", "h1 worded like what is declared")


def _words(text: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"\w{3,}", text)}


def _alone(page: Page) -> Iterator[Candidate[str]]:
    first = [run for run in page.flow.runs if run.element.tag == "h1" and len(run.text) > 7]
    if len(first) == 1:
        yield Candidate(first[0].text, "markup", "h1")


def without_site(page: Page, title: str) -> str:
    """A title without the site's own name before or behind it.

    The name is known from the page or its host; where it is not, a part behind a bar that is short counts as one.
    """
    own = {fold(brand) for brand in page.brands}
    parts = _AFFIX.split(title)
    while len(parts) > 1 and _is_site(parts[-1], own, title):
        title = title[: title.rindex(parts.pop())].rstrip(" |–—-·•»:/")
    while len(parts) > 1 and fold(parts[0]) in own:
        title = title[len(parts.pop(0)) :].lstrip(" |–—-·•»:/")
    found = _PREFIX.match(title)
    if found and (("." in found["site"] and fold(found["site"]) in own) or fold(found["site"]) in own):
        title = title[found.end() :]
    return title


def _is_site(part: str, own: set[str], title: str) -> bool:
    key = fold(part)
    if not key:
        return True
    if key in own or any(
        len(brand) > 4 and (key.startswith(brand) or (brand.startswith(key) and len(key) > 4)) for brand in own
    ):
        return True
    return f"| {part}" in title and len(part.split()) <= 3 and len(title) - len(part) > 20


def place(page: Page, value: str | None) -> Run | None:
    """The run that is the headline: a heading before anything else that says the same."""
    key = fold(value)
    if not key:
        return None
    same = [run for run in page.flow.runs if run.key == key and not (run.is_link and run.type != "heading")]
    same.sort(key=lambda run: (run.aside is not None, run.type != "heading"))
    return same[0] if same else None


def kicker(page: Page, printed: Run | None, notes: Notes) -> str | None:
    """A line directly above the headline that belongs to this story."""
    return notes.settle("kicker", _kickers(page, printed))


def _kickers(page: Page, printed: Run | None) -> Iterator[Candidate[str]]:
    yield from page.profile("kicker")
    if page.selectors.headline or printed is None:
        return
    runs = page.flow.runs
    at = next((number for number, run in enumerate(runs) if run is printed), 0)
    trail = trail_above(page, printed)
    for run in runs[max(0, at - 1) : at]:
        names = f"{run.element.get('class') or ''} {run.element.get('id') or ''}"
        before = printed.element.getprevious()
        if before is not None and clean(before.text_content()) == run.text:
            names += f" {before.get('class') or ''}"
        beside = (
            run.type == "heading" and run.element.tag != "h1" and run.element.getparent() is printed.element.getparent()
        )
        if (
            run.aside is None
            and (beside or _KICKER.search(names))
            and 3 < len(run.text) < 60
            and run.text not in trail
            and not _crumbs(run)
        ):
            yield Candidate(run.text, "markup", names.strip() or run.element.tag)


def _crumbs(run: Run) -> bool:
    return any(
        re.search(r"crumb|menu|nav|categor|kategori", e.get("class") or "", re.I)
        for e in (run.element, *list(run.element.iterancestors())[:3])
    )


def standfirst(page: Page, printed: Run | None, start: int, notes: Notes) -> str | None:
    """The printed summary between headline and body; what is only declared is none."""
    return notes.settle("standfirst", _standfirsts(page, printed, start))


def _standfirsts(page: Page, printed: Run | None, start: int) -> Iterator[Candidate[str]]:
    yield from page.profile("standfirst")
    if printed is None or page.selectors.headline:
        return
    for run in page.flow.runs:
        if printed.order < run.order < start and run.aside is None and run.figure is None and 40 < len(run.text) < 500:
            names = f"{run.element.get('class') or ''} {run.element.get('id') or ''}"
            if _STANDFIRST.search(names):
                yield Candidate(run.text, "markup", names.strip())
