"""What a story names as its sources: ``Sumber: …`` at its edges."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from gemascraper.extract.page.document import printed_in
from gemascraper.extract.page.page import Page
from gemascraper.extract.page.text_runs import TextRun
from gemascraper.values.text import clean, fold

_LABELLED = re.compile(r"^\W*(?:sumber(?: berita| tulisan)?|source)\s*[:：]\s*(?P<who>.{2,90})$", re.I)
_LABEL_ALONE = re.compile(r"^\W*(?:sumber|source)\s*[:：]?\s*$", re.I)
_SEPARATOR = re.compile(r"\s*[,;|]\s*")


def sources(page: Page, near: Iterable[TextRun]) -> tuple[str, ...]:
    """The names of the sources, as printed, once each. *near* are the runs around the story's text."""
    chosen = [printed_in(element) or "" for element in page.selected("sources")]
    named = [_without_label(line, line) for line in chosen] if chosen else _labelled(near)
    found: dict[str, str] = {}
    for text in named:
        for name in _SEPARATOR.split(text):
            if clean(name):
                found.setdefault(fold(name), name.strip(" ."))
    return tuple(name if "(" in name else name.rstrip(" )") for name in found.values())


def _labelled(near: Iterable[TextRun]) -> Iterator[str]:
    """What stands after the label, on its line or on the next one."""
    runs = [run for run in near if run.figure is None]
    yield from (_without_label(run.text, "") for run in runs)
    for label, after in pairwise(runs):
        if _LABEL_ALONE.match(label.text) and not after.text.startswith("#"):
            yield _without_label(f"Sumber: {after.text.lstrip(' :')}", "")


def _without_label(line: str, otherwise: str) -> str:
    said = _LABELLED.match(line)
    return said["who"] if said else otherwise
