"""The names of an element: what its attributes call it."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

_SEPARATOR = re.compile(r"[\s_-]+")


def all_names(element: HtmlElement) -> str:
    """The classes, id, itemprop and rel of an element, as written; empty where it has none of them."""
    return " ".join(filter(None, map(element.get, ("class", "id", "itemprop", "rel"))))


def class_and_id(element: HtmlElement) -> str:
    """The classes and the id of an element, as written; empty where it has neither."""
    return " ".join(filter(None, (element.get("class"), element.get("id"))))


def name_parts(name: str) -> frozenset[str]:
    """The parts of one name, between ``-`` and ``_``.

    >>> sorted(name_parts("box-foto_utama"))
    ['box', 'foto', 'utama']
    """
    return frozenset(_SEPARATOR.split(name))
