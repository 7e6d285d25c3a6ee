"""The app state of a page: a story that it carries as data for its own scripts, whichever framework put it there.

Next.js has it as ``__NEXT_DATA__`` or streams it (`react_flight`), Nuxt as ``__NUXT_DATA__`` (`nuxt_devalue`), others
assign it to the window: JSON is read, a script is not run.

Its values are candidates beside linked data and meta elements, with the source ``page data``. Where the markup has no
text yet because a script would put it there, the story is laid out as markup (`app_state_markup`), so that it is read
like any other.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs
import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from gemascraper.extract.page import linked_data, nuxt_devalue, react_flight
from gemascraper.extract.page.json_prefix import decoded
from gemascraper.values.text import clean, fold

_ASSIGNED = re.compile(r"^\s*window\.(?P<name>__(?:[A-Z_]+(?:STATE|DATA)|NUXT)__)\s*=\s*(?=[{\[])")
_MAX_SCRIPT = 2 << 20
_MAX_OBJECTS = 20_000
_MIN_TEXT = 200
_MAX_PARAGRAPHS = 2_000
_MAX_LINE = 2_000
_MARKUP = re.compile(r"<[^<>]*>|[\ufffe\uffff]")
"""Tags, and characters that a tree may not hold."""
TITLES = ("title", "headline", "judul")
_TEXTS = ("content", "body", "articlebody", "contenthtml", "bodyhtml", "html", "isi")
PUBLISHED = ("publishedat", "publishdate", "publisheddate", "datepublished", "published", "publicationdate", "date")
MODIFIED = ("updatedat", "modifiedat", "datemodified")
_NUMBERS = ("slug", "articleid", "id")
PICTURES = ("image", "photo", "thumbnail", "cover", "featuredimage")
"""Names that the fields of a story have in such data, in lower case without underscores."""


@attrs.frozen
class AppState:
    """A story as the page's data for its own scripts has it."""

    where: str
    """Where it was: ``__NEXT_DATA__``, ``__next_f``, ``__NUXT_DATA__``, or the name of a variable of the window."""
    given: Mapping[str, Any]
    """Its fields, by their names in lower case without underscores."""

    @property
    def node(self) -> linked_data.Node:
        """Its values under the names of schema.org."""
        said = {
            "headline": first_line(self.given, TITLES),
            "datePublished": first_line(self.given, PUBLISHED),
            "dateModified": first_line(self.given, MODIFIED),
            "articleSection": self.section,
            "author": [{"@type": "Person", "name": name} for name in self.authors],
            "keywords": list(self.tags),
        }
        return {key: value for key, value in said.items() if value}

    @property
    def authors(self) -> list[str]:
        return listed_names(self.given.get("authors") or self.given.get("author"))

    @property
    def tags(self) -> list[str]:
        return listed_names(self.given.get("tags"))

    @property
    def section(self) -> str | None:
        """The deepest section."""
        found = listed_names(self.given.get("subcategory")) or listed_names(
            self.given.get("category") or self.given.get("section")
        )
        return found[-1] if found else None

    @property
    def body(self) -> HtmlElement | None:
        """Its text as an element; None where there are fewer than 200 characters."""
        for key in _TEXTS:
            markup = _markup(self.given.get(key))
            if len(markup) >= _MIN_TEXT:
                try:
                    return lxml.html.fragment_fromstring(markup, create_parent="div")
                except (etree.ParserError, ValueError, AssertionError):
                    return None
        return None


def read(tree: HtmlElement, url: str) -> AppState | None:
    """The story in the page's data; None where there is no data, or it is not clear which story is the page's."""
    title = fold(tree.findtext(".//title"))
    for where, data in _data(tree):
        found = [given for each in _objects(data) if _may_be_story(each) and _is_story(given := _fields(each), url)]
        own = [given for given in found if _is_own(given, url, title)]
        own = own or (found if len({first_line(given, TITLES) for given in found}) == 1 else [])
        if own:
            return AppState(where, max(own, key=len))
    return None


# ------------------------------------------------------------------------------------------------ what is in data


def _data(tree: HtmlElement) -> Iterator[tuple[str, Any]]:
    """The data that the page has for its scripts, each with its name."""
    scripts = [(script.get("id"), script.text) for script in tree.iter("script") if script.text]
    for name, text in scripts:
        if len(text) > _MAX_SCRIPT:
            continue
        if name == "__NEXT_DATA__":
            yield name, decoded(text)
        elif name == "__NUXT_DATA__":
            yield name, nuxt_devalue.unpacked(decoded(text))
        elif assigned := _ASSIGNED.match(text):
            yield assigned["name"], decoded(text[assigned.end() :])
    yield "__next_f", react_flight.read((text for _, text in scripts), _MAX_SCRIPT)


def _objects(data: Any) -> Iterator[Mapping[str, Any]]:
    """The objects in some data, each once even where several others refer to it."""
    waiting, seen = [data], {id(data)}
    for _ in range(_MAX_OBJECTS):
        if not waiting:
            return
        item = waiting.pop()
        if isinstance(item, dict):
            yield item
        children: Iterable[Any] = item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
        for child in children:
            if isinstance(child, dict | list) and id(child) not in seen:
                seen.add(id(child))
                waiting.append(child)


def _fields(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name.replace("_", "").lower(): value for name, value in given.items()}


def _may_be_story(data: Mapping[str, Any]) -> bool:
    """Whether it has anything that can be the text of a story. A quick check: most objects of a page are small."""
    return any(isinstance(each, list) or (isinstance(each, str) and len(each) >= _MIN_TEXT) for each in data.values())


def _is_story(given: Mapping[str, Any], url: str) -> bool:
    """Whether it has a title and a text, and a time of publication or a number that is in the URL."""
    if not first_line(given, TITLES) or not any(_has_text(given.get(key)) for key in _TEXTS):
        return False
    return bool(first_line(given, PUBLISHED)) or _is_numbered(given, url)


def _is_own(given: Mapping[str, Any], url: str, title: str) -> bool:
    """Whether it is the story of this page: by its slug or number in the URL, or by the page's title."""
    return _is_numbered(given, url) or fold(first_line(given, TITLES)) in title


def _is_numbered(given: Mapping[str, Any], url: str) -> bool:
    numbers = [str(given[key]) for key in _NUMBERS if isinstance(given.get(key), str | int)]
    return any(len(number) > 4 and number in url for number in numbers)


def _has_text(value: Any) -> bool:
    """Whether there is enough text for a story. It is not joined for this: many objects may share one text."""
    if isinstance(value, list):
        return sum(len(text) for item in value[:_MAX_PARAGRAPHS] if (text := _paragraph(item))) >= _MIN_TEXT
    return isinstance(value, str) and len(value) >= _MIN_TEXT


def _markup(value: Any) -> str:
    """The markup of a text, or of a list of paragraphs."""
    if isinstance(value, list):
        texts = [text for item in value[:_MAX_PARAGRAPHS] if (text := _paragraph(item))]
        return "".join(f"<p>{html.unescape(text)}</p>" for text in texts)[:_MAX_SCRIPT]
    return value if isinstance(value, str) else ""


def _paragraph(item: Any) -> str | None:
    if isinstance(item, Mapping):
        return next((item[key] for key in ("html", "text", "content") if isinstance(item.get(key), str)), None)
    return item if isinstance(item, str) else None


def first_line(given: Mapping[str, Any], keys: Iterable[str]) -> str | None:
    """The first line of text that stands under one of the keys."""
    said = (given.get(key) for key in keys)
    return next((text for each in said if isinstance(each, str) and (text := _plain(each))), None)


def _plain(value: str) -> str | None:
    return clean(_MARKUP.sub(" ", html.unescape(value))) if len(value) <= _MAX_LINE else None


def listed_names(value: Any) -> list[str]:
    """Names, given as texts or as objects with one, alone or several."""
    items = value[:_MAX_PARAGRAPHS] if isinstance(value, list) else [value]
    said = [first_line(item, ("name", "title", "tag")) if isinstance(item, Mapping) else item for item in items]
    return [name for each in said if isinstance(each, str) and (name := _plain(each))]
