"""A heading of the page, without the kicker in the same element; a title without the site's own name."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cached_property

import attrs

from gemascraper.extract.page.page import Page
from gemascraper.extract.page.text_runs import TextRun
from gemascraper.values.text import clean, fold

SEPARATOR = re.compile(r"\s+[|–—\-·•»:/]{1,2}\s+|\s*[|｜ㅣ]\s*|(?<=\w)\s+::\s+|--+")
"""What stands between a title and the name of its site."""
_MARKS = " |｜ㅣ–—-·•»:/"
_PREFIX = re.compile(r"^(?P<site>[\w.\- ]{3,30}):\s+")
KICKER = re.compile(
    r"kicker|sub[-_]?judul|news_subtitle|overline|pre-?title|topic|eyebrow|supertitle|dachzeile|spitzmarke|topline|"
    r"roofline|sub(?:head)?line|surtitre|volanta|antetitulo|occhiello",
    re.I,
)
"""Names of elements that hold a kicker."""
MIN_LENGTH = 7
"""Characters; a headline has more."""
_MAX_PARTS = 9


@attrs.define(eq=False)
class Heading:
    """A heading of the page, and the kicker where one stands in the same element."""

    run: TextRun
    kicker: str | None
    text: str
    """The heading without its kicker."""

    @cached_property
    def key(self) -> str:
        """The text's letters and digits alone, for comparing."""
        return self.run.key if self.text == self.run.text else fold(self.text)

    @property
    def is_first(self) -> bool:
        """Whether it is an ``h1``."""
        return str(self.run.element.tag) == "h1"


def without_kicker(run: TextRun, titles: Collection[str] = ()) -> Heading:
    """A heading and the kicker before it in the same element: one with such a class, or what is in none of *titles*.

    What ends in a colon is part of the headline.
    """
    parts = list(run.element.itertext()) if len(run.element) else []
    element = next((e for e in run.element.iterdescendants() if KICKER.search(e.get("class") or "")), None)
    named = None if element is None else fold(element.text_content())
    for at in range(1, min(len(parts), _MAX_PARTS)):
        before, rest = clean("".join(parts[:at])), clean("".join(parts[at:]))
        if not before or not rest or len(rest) <= MIN_LENGTH or ":" in (before[-1], rest[0]):
            continue
        if fold(before) == named or (run.key not in titles and fold(rest) in titles):
            return Heading(run, before, rest.lstrip(_MARKS))
    return Heading(run, None, run.text)


def without_site(page: Page, title: str) -> str:
    """A title without the site's own name before or after it.

    The name is known from the page or its host; where it is not, a short part after a bar counts as one.
    """
    own = page.brand_keys
    parts = SEPARATOR.split(title)
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
