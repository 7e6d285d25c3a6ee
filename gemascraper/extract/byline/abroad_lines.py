"""Who signs a story outside Indonesia, as printed: after a label in one of many languages, or as a link to a person."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from lxml.html import HtmlElement

from gemascraper.extract.lines import agencies, byline_words
from gemascraper.extract.page.furniture import names_of
from gemascraper.extract.page.page import Page, path_of
from gemascraper.extract.page.text_runs import TextRun
from gemascraper.values.text import clean, fold
from gemascraper.values.times import dates

_OF_A_PERSON = re.compile(
    r"/(?:[\w-]*authors?|autor(?:en|es|i|in)?|auteurs?|writers?|contributors?|journalists?|reporters?|columnists?|people|"
    r"(?:meet-the-|our-)?team|staff|profiles?|bio|by|mitarbeiter|experts?|person|personen|members?|users?)/|/@\w",
    re.I,
)
"""Addresses of pages about people."""
_CALLED = re.compile(
    r"author|byline|(?:^|[\s_-])(?:writer|autor|auteur|journalist|reporter|redakteur|contributor)s?(?:$|[\s_-])", re.I
)
_LONGEST = 170
_LONGEST_LEAD = 60


def people(page: Page, text: str, lone: bool = False) -> list[str]:
    """The people that open a text, up to where a date, a sentence or anything but a name begins; ranks are left out.

    "Ana Ruiz and Dr. Tom Okello, Staff Writers | 4 May" names two. *lone*: a name of one word will do.
    """
    found: list[str] = []
    for part in byline_words.PARTS.split(byline_words.STOP.split(text, maxsplit=1)[0]):
        name = byline_words.RANK.sub("", part).strip(" .,:;-–—*'\"“”")
        if not name or byline_words.DEGREE.fullmatch(name):
            continue
        bare = byline_words.TITLE.sub("", name)
        if not _is_name(page, bare, lone):
            break
        found.append(bare if " " in bare else name)
    return found


def _is_name(page: Page, text: str, lone: bool) -> bool:
    if not 2 < len(text) < 40 or byline_words.NO_NAME.search(text) or agencies.sort_of(text) or dates(text):
        return False
    if any(word.isupper() and fold(word) in page.brand_keys for word in text.split()):
        return False
    return bool(byline_words.FULL_NAME.fullmatch(text) or (lone and byline_words.LONE_NAME.fullmatch(text)))


def labelled(page: Page, run: TextRun) -> list[str]:
    """Names after a label: where it opens the line, or after a date or a bar in it."""
    text = run.text
    linked = [name for link in run.links if (name := clean(link.text_content()))]
    for name in linked:  # where a link ends, a name does
        text = text.replace(name, f"{name}\x1f", 1)
    for who in _after_labels(text):
        first = byline_words.STOP.split(who, maxsplit=1)[0].strip(" \x1f,")
        if told := people(page, who, lone=first in linked):
            return told
    return []


def _after_labels(text: str) -> Iterator[str]:
    if opening := byline_words.OPENS.match(text):
        yield opening["who"]
        return
    for later in byline_words.LATER.finditer(text[:_LONGEST]):
        before = text[: later.start() + 1]
        if (
            len(before) < _LONGEST_LEAD
            and not byline_words.NOT_WROTE.search(before)
            and (dates(before) or before[-1] in "|·•")
        ):
            yield later["who"]


def linked(page: Page, run: TextRun) -> list[str]:
    """Names that are links to somebody's page."""
    found = []
    for link in run.links:
        if "author" in (link.get("rel") or "") or _OF_A_PERSON.search(path_of(link.get("href") or "")):
            found += people(page, byline_words.LABEL.sub("", clean(link.text_content()) or ""))
    return found


def called(page: Page, run: TextRun) -> list[str]:
    """Names in an element that is called an author's."""
    inner = (e for e in run.element.iterdescendants("span", "a", "strong", "b") if _is_called(e))
    for element in inner:
        if told := people(page, byline_words.LABEL.sub("", clean(element.text_content()) or "")):
            return told
    around = (run.element, *list(run.element.iterancestors())[:2])
    return people(page, byline_words.LABEL.sub("", run.text)) if any(map(_is_called, around)) else []


def _is_called(element: HtmlElement) -> bool:
    called = names_of(element)
    return bool(_CALLED.search(called)) and "comment" not in called


def beside_date(page: Page, runs: Sequence[TextRun]) -> list[str]:
    """A name alone on a line with a date, or on the line before or after one."""
    dated = [len(run.text) < _LONGEST and bool(dates(run.text)) for run in runs]
    for number, run in enumerate(runs):
        near = dated[number] or (any(dated[max(0, number - 1) : number + 2]) and not run.links)
        if near and len(run.text) < _LONGEST_LEAD and run.figure is None:
            for part in re.split(r"\s*[|•·∙⋅]\s*|\s[-–—]\s|,?\s+(?=\d|\w+ \d)", run.text):
                if (told := people(page, part)) and fold("".join(told)) == fold(
                    byline_words.STOP.split(part, maxsplit=1)[0]
                ):
                    return told
    return []


def under_label(page: Page, runs: Sequence[TextRun]) -> list[str]:
    """Names on the line after one that is a label and nothing else."""
    for label, after in pairwise(runs):
        if (
            byline_words.ALONE.match(label.text)
            and len(after.text) < _LONGEST_LEAD
            and (told := people(page, after.text))
        ):
            return told
    return []


def desk(page: Page, run: TextRun) -> list[str]:
    """A desk or an outlet after a label; in a long line only where a date stands too, or its name is a link."""
    who = next(_after_labels(run.text), "")
    name = byline_words.STOP.split(who, maxsplit=1)[0].split(",")[0].strip(" .:;")
    called = any(name == clean(link.text_content()) for link in run.links)
    if len(run.text) > _LONGEST_LEAD and not called and not dates(run.text):
        return []
    return [name] if re.match(r"[A-Z]|\d\w", name) and len(name.split()) < 5 and fold(name) else []


def first(way: Callable[[Page, TextRun], list[str]], page: Page, runs: Sequence[TextRun]) -> list[str]:
    """What a way of reading one line finds in the first line that has some."""
    for run in runs:
        if run.figure is None and len(run.text) <= _LONGEST and (told := way(page, run)):
            return told
    return []
