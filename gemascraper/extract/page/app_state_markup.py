"""The story of an app state as markup, for pages that show no text until a script has run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml.html import HtmlElement
from lxml.html import builder as make

from gemascraper.extract.page.app_state import (
    MODIFIED,
    PICTURES,
    PUBLISHED,
    TITLES,
    AppState,
    first_line,
    listed_names,
)
from gemascraper.values.text import fold

_CLASS = "page-data"
"""Class of the article that is put into the page; the classes of its fields begin with it."""
_FIELDS_ABOVE: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("kicker", "div", ("kicker",)),
    ("headline", "h1", TITLES),
    ("standfirst", "div", ("subtitle",)),
)
_OPENING = 60
"""Letters of the text, after its first sixty, that the page shows where it shows the text."""


def lay_out(tree: HtmlElement, story: AppState) -> bool:
    """Put the story into the tree as markup, if the page does not show its text; whether it was put there."""
    text, body = story.body, tree.find("body")
    if text is None or body is None or _shows(body, text):
        return False
    text.set("class", f"{_CLASS}-content")
    (next(iter(body.iter("main")), body)).append(make.ARTICLE({"class": _CLASS}, *_head(story), text, *_foot(story)))
    return True


def _shows(body: HtmlElement, text: HtmlElement) -> bool:
    words = fold(text.text_content())
    printed = body.xpath(".//text()[not(ancestor::script or ancestor::style or ancestor::template)]")
    return words[: 2 * _OPENING][-_OPENING:] in fold(" ".join(printed))


def _head(story: AppState) -> Iterator[HtmlElement]:
    given = story.given
    if story.section:
        yield make.DIV({"class": f"{_CLASS}-section breadcrumb"}, make.A({"href": "#"}, story.section))
    for field, tag, keys in _FIELDS_ABOVE:
        if said := first_line(given, keys):
            yield _element(tag, field, said)
    for name in story.authors:
        yield _element("div", "author", name)
    for field, keys in (("published", PUBLISHED), ("modified", MODIFIED)):
        if said := first_line(given, keys):
            yield make.E.time({"class": f"{_CLASS}-{field}", "datetime": said})
    if picture := next((given[key] for key in PICTURES if given.get(key)), None):
        yield from _picture(picture)


def _foot(story: AppState) -> Iterator[HtmlElement]:
    for name in listed_names(story.given.get("source") or story.given.get("sources")):
        yield _element("p", "source", f"Sumber: {name}")
    if story.tags:
        links = [make.A({"href": "#", "rel": "tag"}, tag) for tag in story.tags]
        yield make.DIV({"class": f"{_CLASS}-tags tags"}, *links)


def _picture(given: Any) -> Iterator[HtmlElement]:
    said = given if isinstance(given, Mapping) else {"url": given}
    url = first_line(said, ("url", "src", "path"))
    if url and re.match(r"https?://|/", url):
        figure = make.E.figure(
            {"class": f"{_CLASS}-picture"}, make.IMG({"src": url, "alt": first_line(said, ("alt",)) or ""})
        )
        for field, tag, keys in (("caption", "figcaption", ("caption",)), ("credit", "span", ("credit", "source"))):
            if line := first_line(said, keys):
                figure.append(_element(tag, field, line))
        yield figure


def _element(tag: str, field: str, text: str) -> HtmlElement:
    made: HtmlElement = make.E(tag, {"class": f"{_CLASS}-{field}"}, text)
    return made
