"""Headline, kicker and standfirst: what is printed above the story, told apart from the site's name and sections."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator
from functools import cached_property

import attrs

from gemascraper.extract.page import linked_data
from gemascraper.extract.page.candidates import Candidate, Notes, same_text
from gemascraper.extract.page.page import Page, path_of
from gemascraper.extract.page.text_runs import TextRun
from gemascraper.extract.story.trail import trail_above
from gemascraper.values.text import clean, fold

_AFFIX = re.compile(r"\s+[|–—\-·•»:/]{1,2}\s+|\s*[|｜ㅣ]\s*|(?<=\w)\s+::\s+|--+")
_MARKS = " |｜ㅣ–—-·•»:/"
_PREFIX = re.compile(r"^(?P<site>[\w.\- ]{3,30}):\s+")
_CUT = re.compile(r"(?:\.\.\.|…)\s*$")
_KICKER = re.compile(
    r"kicker|sub[-_]?judul|news_subtitle|overline|pre-?title|topic|eyebrow|supertitle|dachzeile|spitzmarke|topline|"
    r"roofline|sub(?:head)?line|surtitre|volanta|antetitulo|occhiello",
    re.I,
)
_STANDFIRST = re.compile(
    r"standfirst|(?:^|[\s_-])(?:lead|intro|excerpt|summary|ringkasan|teaser|sub-?title|dek|deck|sapo|"
    r"abstract)(?:$|[\s_-])",
    re.I,
)

_SHORTEST, _LONGEST = 7, 500
"""Characters of a headline; what has fewer or declares more is none."""
_MOST_PARTS = 9


@attrs.define(eq=False)
class Heading:
    """A heading of the page: its kicker, where one stands in the same element, and what is left of it."""

    run: TextRun
    kicker: str | None
    text: str

    @cached_property
    def key(self) -> str:
        """Its letters and digits alone."""
        return self.run.key if self.text == self.run.text else fold(self.text)

    @property
    def is_first(self) -> bool:
        """Whether it is of the first level."""
        return str(self.run.element.tag) == "h1"


def headline(page: Page, notes: Notes) -> tuple[str | None, TextRun | None]:
    """The headline as printed, and where it stands."""
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
    """What the page says that its headline is, less the site's name; what is cut off comes last."""
    found = [*page.declared("headline"), *page.meta("og:title", "twitter:title"), *page.meta("dable:title", "title")]
    found += page.in_app_state("headline")
    found = [c for c in found if len(c.value) <= _LONGEST and any(letter.isalpha() for letter in c.value)]
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
    """The headings that may be the story's: none of the furniture's, but for those of the first level."""
    for run in page.runs:
        if run.type != "heading" or len(run.text) <= _SHORTEST or (run.aside is not None and run.element.tag != "h1"):
            continue
        if run.key not in page.brand_keys and not _leads_home(run):
            yield run


def _leads_home(run: TextRun) -> bool:
    """Whether it is a link to the front page: the site's name or its motto."""
    return run.is_link and any(path_of(link.get("href") or "#") in ("", "/") for link in run.links)


def _rank(run: TextRun) -> tuple[bool, bool]:
    """Headings of the first level come first, those that end a trail last."""
    return _in_trail(run), run.element.tag != "h1"


def _in_trail(run: TextRun) -> bool:
    """Whether it stands at the end of a trail of rubrics, where search engines meet it first."""
    for element in (run.element, *run.element.iterancestors()) if run.aside is not None else ():
        if element.tag == "nav" or "crumb" in f"{element.get('class')} {element.get('id')}".lower():
            return True
        if element is run.aside:
            break
    return False


def _of_story(page: Page, run: TextRun, titles: Collection[str]) -> Heading:
    """A heading less its kicker, and less the site's name where that is declared too."""
    heading = parted(run, titles)
    text = without_site(page, heading.text) if heading.is_first else heading.text
    return Heading(run, heading.kicker, text) if fold(text) in titles and run.key not in titles else heading


def parted(run: TextRun, titles: Collection[str] = ()) -> Heading:
    """A heading apart from the kicker in front of it in the same element: what is called so, or what no title has.

    What ends in a colon is part of the headline.
    """
    parts = list(run.element.itertext()) if len(run.element) else []
    named = next((e for e in run.element.iterdescendants() if _KICKER.search(e.get("class") or "")), None)
    called = None if named is None else fold(named.text_content())
    for at in range(1, min(len(parts), _MOST_PARTS)):
        before, rest = clean("".join(parts[:at])), clean("".join(parts[at:]))
        if not before or not rest or len(rest) <= _SHORTEST or ":" in (before[-1], rest[0]):
            continue
        if fold(before) == called or (run.key not in titles and fold(rest) in titles):
            return Heading(run, before, rest.lstrip(_MARKS))
    return Heading(run, None, run.text)


def _as_declared(headings: list[Heading], titles: list[str]) -> Iterator[Candidate[str]]:
    for wanted in titles:
        for heading in headings:
            if wanted in (heading.key, heading.run.key):
                yield Candidate(heading.text, "printed", f"{heading.run.element.tag} as declared")


def _part_of_title(page: Page, headings: list[Heading]) -> Iterator[Candidate[str]]:
    """The heading that is all of what stands before or behind a bar or dash in the page's title."""
    for part in _parts(page)[:-1]:
        for heading in (heading for heading in headings if heading.key == part and " " in heading.text):
            yield Candidate(heading.text, "printed", f"{heading.run.element.tag} as a part of the title")


def _parts(page: Page) -> list[str]:
    """The parts of the page's title, the one where the site's name stands last: the end, or the start of a trail."""
    parts = [fold(part) for part in _AFFIX.split(page.document.title or "")]
    return parts[::-1] if "»" in (page.document.title or "") else parts


def _worded_like(page: Page, headings: list[Heading], said: list[str]) -> Iterator[Candidate[str]]:
    """The page's one ``h1`` that shares words with what is declared, which is worded for search engines."""
    first = [heading for heading in headings if heading.is_first and not _in_trail(heading.run)]
    shown = [heading for heading in first if heading.run.aside is None] or first
    if len({heading.key for heading in shown}) != 1 or shown[0].key == _parts(page)[-1]:
        return
    words = _words(shown[0].text)
    newsroom = "NewsArticle" in linked_data.types(page.document.story) and page.document.story.get("headline")
    enough = 0.6 * len(words) if newsroom else min(2, 0.6 * len(words))
    declared = [_words(text) for text in (*said, path_of(page.url))]
    if len(shown[0].text.split()) > 2 and any(len(words & other) >= enough for other in declared):
        yield Candidate(shown[0].text, "printed", "h1 worded like what is declared")


def _within(headings: list[Heading], titles: list[str]) -> Iterator[Candidate[str]]:
    for wanted in titles:
        for heading in headings:
            key = heading.key
            if len(key) > 0.5 * len(wanted) and (
                key in wanted or (heading.is_first and wanted in key and len(key) < 1.5 * len(wanted))
            ):
                yield Candidate(heading.text, "printed", f"{heading.run.element.tag} within what is declared")


def _words(text: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"[^\W_]{3,}", text)}


def _alone(page: Page) -> Iterator[Candidate[str]]:
    first = [run for run in page.runs if run.element.tag == "h1" and len(run.text) > _SHORTEST]
    if len(first) == 1 and first[0].key not in page.brand_keys:
        yield Candidate(first[0].text, "markup", "h1")


def without_site(page: Page, title: str) -> str:
    """A title without the site's own name before or behind it.

    The name is known from the page or its host; where it is not, a part behind a bar that is short counts as one.
    """
    own = page.brand_keys
    parts = _AFFIX.split(title)
    while len(parts) > 1 and (_is_site(parts[-1], own) or _may_be_site(parts[-1], title)):
        title = title[: title.rindex(parts.pop())].rstrip(_MARKS)
    while len(parts) > 1 and fold(parts[0]) in own:
        title = title[len(parts.pop(0)) :].lstrip(_MARKS)
    found = _PREFIX.match(title)
    return title[found.end() :] if found and fold(found["site"]) in own else title


def _is_site(part: str, own: Collection[str]) -> bool:
    key = fold(part)
    return not key or any(
        key == brand or (len(brand) > 4 and (key.startswith(brand) or (brand.startswith(key) and len(key) > 4)))
        for brand in own
    )


def _may_be_site(part: str, title: str) -> bool:
    return f"| {part}" in title and len(part.split()) <= 3 and len(title) - len(part) > 20


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
    return fold(parted(run, (key,)).text) == key


def kicker(page: Page, printed: TextRun | None, notes: Notes) -> str | None:
    """A line directly above the headline that belongs to this story."""
    return notes.settle("kicker", _kickers(page, printed))


def _kickers(page: Page, printed: TextRun | None) -> Iterator[Candidate[str]]:
    yield from page.profile("kicker")
    if page.selectors.headline or printed is None:
        return
    above = parted(printed).kicker or ""
    if any(letter.isalpha() for letter in above):
        yield Candidate(above, "printed", f"within the {printed.element.tag}")
    runs = page.runs
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


def _crumbs(run: TextRun) -> bool:
    return any(
        re.search(r"crumb|menu|nav|categor|kategori", e.get("class") or "", re.I)
        for e in (run.element, *list(run.element.iterancestors())[:3])
    )


def standfirst(page: Page, printed: TextRun | None, start: int, notes: Notes) -> str | None:
    """The printed summary between headline and body; what is only declared is none."""
    return notes.settle("standfirst", _standfirsts(page, printed, start))


def _standfirsts(page: Page, printed: TextRun | None, start: int) -> Iterator[Candidate[str]]:
    yield from page.profile("standfirst")
    if printed is None or page.selectors.headline:
        return
    for run in page.runs:
        if (
            printed.position < run.position < start
            and run.aside is None
            and run.figure is None
            and 40 < len(run.text) < 500
        ):
            names = f"{run.element.get('class') or ''} {run.element.get('id') or ''}"
            if _STANDFIRST.search(names):
                yield Candidate(run.text, "markup", names.strip())
