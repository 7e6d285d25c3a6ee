"""Which parts of an Indonesian page its markup calls an author."""

from __future__ import annotations

from itertools import islice

from lxml.html import HtmlElement

from gemascraper.extract.lines.author_marks import is_author_path, names_author
from gemascraper.extract.page.document import printed_in
from gemascraper.extract.page.element_names import all_names
from gemascraper.extract.page.page import path_of
from gemascraper.extract.page.text_runs import TextRun

_ICON_TAG = "i"
_INLINE_TAGS = ("span", "a", "strong", "b")
_ANCESTORS = 2


def is_called_author(run: TextRun) -> bool:
    """Whether a run is marked as an author: by a link to a writer's page, or the names of an element at it."""
    if any(is_author_path(path_of(link.get("href") or "")) for link in run.links):
        return True
    around = (run.element, *islice(run.element.iterancestors(), _ANCESTORS), *run.links)
    return any(map(_is_marked, (*around, *run.element.iterchildren(*_INLINE_TAGS, _ICON_TAG))))


def author_within(run: TextRun) -> str | None:
    """The text of the one element in a run that is called an author: behind it stands the day, or the desk."""
    marked = list(filter(_is_marked, run.element.iterchildren(*_INLINE_TAGS)))
    return printed_in(marked[0]) if len(marked) == 1 else None


def _is_marked(element: HtmlElement) -> bool:
    return names_author(all_names(element))
