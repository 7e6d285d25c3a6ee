"""Selectors that a person would write for an element: short, by names that the newsroom gave and no machine made up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

_NAME = re.compile(r"[a-zA-Z][a-zA-Z_-]{2,39}")
_MADE_UP = re.compile(r"[a-z][A-Z][a-z]{0,2}[A-Z]|(?:^|[-_])(?![a-zA-Z]*[aeiouyAEIOUY])[a-zA-Z]{6,}(?:$|[-_])")
_LOOKS = re.compile(
    r"^(?:active|current|show|hide|hidden|clearfix|clear|container(?:-fluid)?|row|col|wrapper|left|right|center|bold|"
    r"first|last|lazy(?:load(?:ed)?)?|text-[a-z]+|align[a-z]+|float-[a-z]+|pull-[a-z]+|[mp][tblrxy]?-[a-z]+|"
    r"d-[a-z]+|jsx|white|black|gr[ae]y|red|blue|green|orange|arial|small|large|big|fl|fr|block|img|box|item|title|link|text)$",
    re.I,
)
"""Names of how something looks: many things look alike."""
BARE = frozenset(["h1", "article", "figcaption", "time"])
"""Elements of which a page has few enough to be called by what they are."""
_UP = 3
"""Ancestors that may give a nameless element its name."""


def selectors(element: HtmlElement) -> Iterator[str]:
    """CSS selectors for *element*, those that say most first. How many places each one finds, the page says.

    An id or class with a digit in it, or that reads like a hash, belongs to one page or one release, and is not used.
    """
    yield from own(element)
    for above in islice(element.iterancestors(), _UP):
        for name in own(above):
            yield f"{name} {element.tag}"
            yield f"{name} {element.tag}:last-child"
            yield f"{name} {element.tag}:first-child"


def own(element: HtmlElement) -> Iterator[str]:
    """Selectors by the element's own id, classes and itemprop."""
    tag = element.tag
    if tag in ("html", "body"):
        return
    identity, names = element.get("id") or "", (element.get("class") or "").split()[:6]
    if is_stable(identity):
        yield f"#{identity}"
    stable = [name for name in names if is_stable(name)]
    yield from (f"{tag}.{name}" if _LOOKS.match(name) else f".{name}" for name in stable)
    if is_stable(prop := element.get("itemprop") or ""):
        yield f"[itemprop={prop}]"
    if tag in BARE:
        yield tag


def is_stable(name: str) -> bool:
    """Whether an id or a class is one that a newsroom gave.

    >>> [is_stable(name) for name in ("read__content", "post-48213", "css-bdVaJa", "td_block_wrap", "sc-kPVwWT")]
    [True, False, False, True, False]
    """
    return _NAME.fullmatch(name) is not None and not _MADE_UP.search(name)
