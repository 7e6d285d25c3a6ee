"""Kicker and standfirst: the lines right above and right below the headline that belong to this story."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from gemascraper.extract.headline.heading import KICKER, without_kicker
from gemascraper.extract.page.candidates import Candidate, Notes
from gemascraper.extract.page.element_names import class_and_id
from gemascraper.extract.page.page import Page
from gemascraper.extract.page.text_runs import TextRun
from gemascraper.extract.story.trail import trail_above
from gemascraper.values.text import clean

_STANDFIRST = re.compile(
    r"standfirst|(?:^|[\s_-])(?:lead|intro|excerpt|summary|ringkasan|teaser|sub-?title|dek|deck|sapo|"
    r"abstract)(?:$|[\s_-])",
    re.I,
)
_CRUMBS = re.compile(r"crumb|menu|nav|categor|kategori", re.I)
_KICKER_LENGTH, _STANDFIRST_LENGTH = range(4, 60), range(41, 500)


def kicker(page: Page, printed: TextRun | None, notes: Notes) -> str | None:
    """A line directly above the headline that belongs to this story; None without one. *printed* is the headline."""
    return notes.settle("kicker", _kickers(page, printed))


def _kickers(page: Page, printed: TextRun | None) -> Iterator[Candidate[str]]:
    yield from page.profile("kicker")
    if page.selectors.headline or printed is None:
        return
    within = without_kicker(printed).kicker or ""
    if any(letter.isalpha() for letter in within):
        yield Candidate(within, "printed", f"within the {printed.element.tag}")
    above = _above(page, printed)
    if above is not None and _may_be_kicker(page, above, printed):
        yield Candidate(above.text, "markup", _kicker_names(above, printed).strip() or above.element.tag)


def _above(page: Page, printed: TextRun) -> TextRun | None:
    """The run right above the headline."""
    at = next((number for number, run in enumerate(page.runs) if run is printed), 0)
    return page.runs[at - 1] if at else None


def _may_be_kicker(page: Page, run: TextRun, printed: TextRun) -> bool:
    """Whether it is a heading beside the headline or named as a kicker, and not in furniture or a breadcrumb trail."""
    if run.aside is not None or len(run.text) not in _KICKER_LENGTH or _in_crumbs(run):
        return False
    if not (_is_heading_beside(run, printed) or KICKER.search(_kicker_names(run, printed))):
        return False
    return run.text not in trail_above(page, printed)


def _is_heading_beside(run: TextRun, printed: TextRun) -> bool:
    if run.type != "heading" or run.element.tag == "h1":
        return False
    return run.element.getparent() is printed.element.getparent()


def _kicker_names(run: TextRun, printed: TextRun) -> str:
    """The names of a run's element, and of the element before the headline where that prints the run alone."""
    names = f"{run.element.get('class') or ''} {run.element.get('id') or ''}"
    before = printed.element.getprevious()
    if before is not None and clean(before.text_content()) == run.text:
        names += f" {before.get('class') or ''}"
    return names


def _in_crumbs(run: TextRun) -> bool:
    around = (run.element, *islice(run.element.iterancestors(), 3))
    return any(_CRUMBS.search(element.get("class") or "") for element in around)


def standfirst(page: Page, printed: TextRun | None, start: int, notes: Notes) -> str | None:
    """The printed summary between headline and body; None where it is only declared. *start* is the body's position."""
    return notes.settle("standfirst", _standfirsts(page, printed, start))


def _standfirsts(page: Page, printed: TextRun | None, start: int) -> Iterator[Candidate[str]]:
    yield from page.profile("standfirst")
    if printed is None or page.selectors.headline:
        return
    for run in page.runs:
        if not printed.position < run.position < start or run.aside is not None or run.figure is not None:
            continue
        names = class_and_id(run.element).strip()
        if len(run.text) in _STANDFIRST_LENGTH and _STANDFIRST.search(names):
            yield Candidate(run.text, "markup", names)
