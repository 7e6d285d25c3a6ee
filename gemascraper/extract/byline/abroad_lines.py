"""The names in lines of a page outside Indonesia: after labels, in links, in marked elements, beside dates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice, pairwise

from lxml.html import HtmlElement

from gemascraper.extract.lines import byline_abroad
from gemascraper.extract.lines.author_marks import is_author_path_abroad, names_author_abroad
from gemascraper.extract.lines.byline_abroad import leading_names
from gemascraper.extract.page.element_names import all_names
from gemascraper.extract.page.page import Page, path_of
from gemascraper.extract.page.text_runs import TextRun
from gemascraper.values.text import clean
from gemascraper.values.times import dates

_MAX_LINE = 170
_MAX_NAMES = 60
"""Characters of a line of names without a label."""
_INLINE_TAGS = ("span", "a", "strong", "b")
_ANCESTORS = 2
_LINK_END = "\x1f"
"""Stands where a link ends, as a name does; `leading_names` ends one there."""


def first(find: Callable[[Page, TextRun], list[str]], page: Page, runs: Sequence[TextRun]) -> list[str]:
    """The names that *find*, which reads one line, finds in the first line in which it finds some."""
    for run in runs:
        if run.figure is None and len(run.text) <= _MAX_LINE and (found := find(page, run)):
            return found
    return []


# ------------------------------------------------------------------------------------------------ in one line


def labelled(page: Page, run: TextRun) -> list[str]:
    """The names after a label: one that opens the line, or stands after a date or a bar in it."""
    text = run.text
    linked = [name for link in run.links if (name := clean(link.text_content()))]
    for name in linked:
        text = text.replace(name, f"{name}{_LINK_END}", 1)
    for who in byline_abroad.after_labels(text):
        name = byline_abroad.before_end(who).strip(f" {_LINK_END},")
        if found := leading_names(who, page.brand_keys, one_word=name in linked):
            return found
    return []


def desk(page: Page, run: TextRun) -> list[str]:
    """The desk or outlet after a label; in a long line only where a date stands too, or its name is a link."""
    name = byline_abroad.desk_after_label(run.text)
    if name is None:
        return []
    is_link = any(name == clean(link.text_content()) for link in run.links)
    return [name] if len(run.text) <= _MAX_NAMES or is_link or dates(run.text) else []


def linked(page: Page, run: TextRun) -> list[str]:
    """The names that are links to the page of a person."""
    return [name for link in run.links if _leads_to_person(link) for name in _names_in(page, link)]


def marked(page: Page, run: TextRun) -> list[str]:
    """The names in an element that is called an author; else in the line, where one around it is called so."""
    for element in filter(_is_called_author, run.element.iterdescendants(*_INLINE_TAGS)):
        if found := _names_in(page, element):
            return found
    around = (run.element, *islice(run.element.iterancestors(), _ANCESTORS))
    if not any(map(_is_called_author, around)):
        return []
    return leading_names(byline_abroad.without_label(run.text), page.brand_keys)


def _names_in(page: Page, element: HtmlElement) -> list[str]:
    text = clean(element.text_content()) or ""
    return leading_names(byline_abroad.without_label(text), page.brand_keys)


def _leads_to_person(link: HtmlElement) -> bool:
    return "author" in (link.get("rel") or "") or is_author_path_abroad(path_of(link.get("href") or ""))


def _is_called_author(element: HtmlElement) -> bool:
    return names_author_abroad(all_names(element))


# ---------------------------------------------------------------------------------------------- in several lines


def under_label(page: Page, runs: Sequence[TextRun]) -> list[str]:
    """The names on the line after one that is a label and nothing else."""
    after_label = (after for label, after in pairwise(runs) if byline_abroad.is_label(label.text))
    short = (run for run in after_label if len(run.text) < _MAX_NAMES)
    return next(filter(None, (leading_names(run.text, page.brand_keys) for run in short)), [])


def beside_date(page: Page, runs: Sequence[TextRun]) -> list[str]:
    """The name that is alone on a line with a date, or on the line before or after one."""
    dated = [len(run.text) < _MAX_LINE and bool(dates(run.text)) for run in runs]
    for number, run in enumerate(runs):
        is_near = dated[number] or (any(dated[max(0, number - 1) : number + 2]) and not run.links)
        if not is_near or len(run.text) >= _MAX_NAMES or run.figure is not None:
            continue
        if found := byline_abroad.name_beside_date(run.text, page.brand_keys):
            return found
    return []
