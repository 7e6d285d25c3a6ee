"""The headline: what is printed above the story, without the site's name and sections."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable, Iterator

from gemascraper.extract.headline.heading import MIN_LENGTH, SEPARATOR, Heading, without_kicker, without_site
from gemascraper.extract.page import linked_data
from gemascraper.extract.page.candidates import Candidate, Notes, same_text
from gemascraper.extract.page.element_names import class_and_id
from gemascraper.extract.page.page import Page, path_of
from gemascraper.extract.page.text_runs import TextRun
from gemascraper.values.text import fold

_CUT = re.compile(r"(?:\.\.\.|…)\s*$")
_WORD = re.compile(r"[^\W_]{3,}")
_MAX_LENGTH = 500
"""Characters of a declared headline; a longer one is the text."""
_METAS = ("og:title", "twitter:title", "dable:title", "title")


def headline(page: Page, notes: Notes) -> tuple[str | None, TextRun | None]:
    """The headline as printed, and the run that prints it; each None where there is none."""
    value = notes.settle("headline", _candidates(page), same=same_text)
    return value, place(page, value)


def _candidates(page: Page) -> Iterator[Candidate[str]]:
    yield from page.profile("headline")
    declared = list(_declared(page))
    yield from _printed(page, declared)
    yield from declared
    yield from _alone(page)
    if page.document.title:
        yield Candidate(without_site(page, page.document.title), "markup", "title")


def _declared(page: Page) -> list[Candidate[str]]:
    """What the page declares as its headline, without the site's name; what is cut off comes last."""
    found = [*page.declared("headline"), *page.meta(*_METAS), *page.in_app_state("headline")]
    found = [c for c in found if len(c.value) <= _MAX_LENGTH and any(letter.isalpha() for letter in c.value)]
    found = [Candidate(without_site(page, html.unescape(c.value)), c.source, c.rule) for c in found]
    found = [c for c in found if c.value and fold(c.value) not in page.brand_keys]
    return sorted(found, key=lambda c: bool(_CUT.search(c.value)))


def _printed(page: Page, declared: list[Candidate[str]]) -> Iterator[Candidate[str]]:
    """Headings that say what the page declares: word for word, in words like it, or as a part of it."""
    said = [c.value for c in declared] + ([without_site(page, page.document.title)] if page.document.title else [])
    titles = list(dict.fromkeys(filter(None, map(fold, said))))
    headings = [_of_story(page, run, titles) for run in sorted(_headings(page), key=_rank)]
    yield from _as_declared(headings, titles)
    yield from _worded_like(page, headings, said)
    yield from _part_of_title(page, headings)
    yield from _within([heading for heading in headings if heading.run.aside is None], titles)


def _headings(page: Page) -> Iterator[TextRun]:
    """The headings that may be the story's: not those in furniture, except an ``h1``."""
    for run in page.runs:
        if run.type != "heading" or len(run.text) <= MIN_LENGTH or (run.aside is not None and run.element.tag != "h1"):
            continue
        if run.key not in page.brand_keys and not _leads_home(run):
            yield run


def _leads_home(run: TextRun) -> bool:
    """Whether it is a link to the front page: the site's name or its motto."""
    return run.is_link and any(path_of(link.get("href") or "#") in ("", "/") for link in run.links)


def _rank(run: TextRun) -> tuple[bool, bool]:
    """For sorting: an ``h1`` first, headings that end a trail last."""
    return _in_trail(run), run.element.tag != "h1"


def _in_trail(run: TextRun) -> bool:
    """Whether it stands at the end of a breadcrumb trail, where search engines meet it first."""
    if run.aside is None:
        return False
    for element in (run.element, *run.element.iterancestors()):
        if element.tag == "nav" or "crumb" in class_and_id(element).lower():
            return True
        if element is run.aside:
            break
    return False


def _of_story(page: Page, run: TextRun, titles: Collection[str]) -> Heading:
    """A heading without its kicker, and without the site's name where the rest is declared too."""
    heading = without_kicker(run, titles)
    text = without_site(page, heading.text) if heading.is_first else heading.text
    return Heading(run, heading.kicker, text) if fold(text) in titles and run.key not in titles else heading


def _as_declared(headings: list[Heading], titles: list[str]) -> Iterator[Candidate[str]]:
    for wanted in titles:
        for heading in headings:
            if wanted in (heading.key, heading.run.key):
                yield Candidate(heading.text, "printed", f"{heading.run.element.tag} as declared")


def _part_of_title(page: Page, headings: list[Heading]) -> Iterator[Candidate[str]]:
    """The heading that is one whole part of the page's title, before or after a bar or dash."""
    for part in _parts(page)[:-1]:
        for heading in (heading for heading in headings if heading.key == part and " " in heading.text):
            yield Candidate(heading.text, "printed", f"{heading.run.element.tag} as a part of the title")


def _parts(page: Page) -> list[str]:
    """The parts of the page's title, folded; the one that is the site's name comes last."""
    parts = [fold(part) for part in SEPARATOR.split(page.document.title or "")]
    return parts[::-1] if "»" in (page.document.title or "") else parts


def _worded_like(page: Page, headings: list[Heading], said: list[str]) -> Iterator[Candidate[str]]:
    """The page's only ``h1``, if it shares words with what is declared, which is worded for search engines."""
    first = [heading for heading in headings if heading.is_first and not _in_trail(heading.run)]
    shown = [heading for heading in first if heading.run.aside is None] or first
    if len({heading.key for heading in shown}) != 1 or shown[0].key == _parts(page)[-1]:
        return
    text = shown[0].text
    if len(text.split()) > 2 and _shares_words(page, text, (*said, path_of(page.url))):
        yield Candidate(text, "printed", "h1 worded like what is declared")


def _shares_words(page: Page, text: str, declared: Iterable[str]) -> bool:
    """Whether two words, or most of a short text, are declared too; most of any text where a newsroom declares it."""
    story, words = page.document.story, _words(text)
    by_newsroom = "NewsArticle" in linked_data.types(story) and story.get("headline")
    enough = 0.6 * len(words) if by_newsroom else min(2, 0.6 * len(words))
    return any(len(words & _words(other)) >= enough for other in declared)


def _within(headings: list[Heading], titles: list[str]) -> Iterator[Candidate[str]]:
    for wanted in titles:
        for heading in headings:
            if _is_part_of(heading, wanted):
                yield Candidate(heading.text, "printed", f"{heading.run.element.tag} within what is declared")


def _is_part_of(heading: Heading, title: str) -> bool:
    """Whether a heading is more than half of a title, or an ``h1`` has the title and little more in it."""
    key = heading.key
    if len(key) <= 0.5 * len(title):
        return False
    return key in title or (heading.is_first and title in key and len(key) < 1.5 * len(title))


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}


def _alone(page: Page) -> Iterator[Candidate[str]]:
    """The page's only ``h1``, whatever is declared."""
    first = [run for run in page.runs if run.element.tag == "h1" and len(run.text) > MIN_LENGTH]
    if len(first) == 1 and first[0].key not in page.brand_keys:
        yield Candidate(first[0].text, "markup", "h1")


def place(page: Page, value: str | None) -> TextRun | None:
    """The run that is the headline: a heading before anything else that says the same."""
    key = fold(value)
    if not key:
        return None
    runs = page.runs
    same = [run for run in runs if run.key == key and not (run.is_link and run.type != "heading")]
    same = same or [run for run in runs if run.type == "heading" and run.key.endswith(key) and _says(run, key)]
    same.sort(key=lambda run: (run.aside is not None, run.type != "heading"))
    return same[0] if same else None


def _says(run: TextRun, key: str) -> bool:
    return fold(without_kicker(run, (key,)).text) == key
