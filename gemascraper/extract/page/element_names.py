"""The names of an element: what its attributes call it."""

from __future__ import annotations

from lxml.html import HtmlElement


def all_names(element: HtmlElement) -> str:
    """The classes, id, itemprop and rel of an element, as written; empty where it has none of them."""
    return " ".join(filter(None, map(element.get, ("class", "id", "itemprop", "rel"))))


def class_and_id(element: HtmlElement) -> str:
    """The classes and the id of an element, as written; empty where it has neither."""
    return " ".join(filter(None, (element.get("class"), element.get("id"))))
