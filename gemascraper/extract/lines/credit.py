"""The parts of a credit line: who made the picture, for whom, and what kind of credit it is.

The kinds and what each of them means are described in docs/credits.md. Words are in `credit_words`, names in
``agencies.toml``; the outlet's own names are an argument. Every part stands in the line as it is returned: nothing is
joined, spelt out or guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from gemascraper.extract.lines import agencies
from gemascraper.extract.lines.credit_owners import by_owner, handed_out
from gemascraper.extract.lines.credit_parts import EDGES, SEPARATOR, is_own, names_in
from gemascraper.extract.lines.credit_words import (
    AI,
    ARCHIVE,
    COURTESY,
    COURTESY_WORDS,
    DRAWING,
    HANDLE,
    ILLUSTRATION,
    NOT_AN_OWNER,
    SCREENSHOT,
    SITE,
    TAKEN_FOR,
)
from gemascraper.extract.lines.prose import without_full_stop
from gemascraper.items import Credit
from gemascraper.values.text import clean, fold

_WITHOUT_NAME = ("", "keluarga", "narasumber", "warga")
"""What may be left of a courtesy credit that names nobody, folded."""


def parse(line: str | None, brands: Sequence[str] = ()) -> Credit | None:
    """The parts of a credit line, each as printed; None for an empty line.

    *brands* are the names of the outlet itself.

    >>> found = parse("Gemapos/X@kawankorea", ["Gemapos"])
    >>> found.kind, found.holder, found.platform, found.handle
    ('social_media', 'Gemapos', 'X', '@kawankorea')
    """
    text = without_full_stop(clean(line) or "")
    if not text:
        return None
    own = tuple(brands)
    if AI.search(text):
        return Credit(kind="ai_generated", holder=next((n for n in names_in(text, own) if is_own(n, own)), None))
    platform = agencies.platform_in(text)
    if platform or HANDLE.search(text) or SCREENSHOT.search(text):
        return _of_screen(text, platform)
    return _of_names(text, list(names_in(text, own)), own)


def _of_screen(text: str, platform: str | None) -> Credit:
    """What was on a screen: the platform, the account, and the first other name, which is the holder."""
    handle = HANDLE.search(text)
    cuts = [re.escape(handle[0])] if handle else []
    cuts += [rf"(?<!\w){re.escape(platform)}(?!\w)"] if platform else []
    others = re.split("|".join([*cuts, SCREENSHOT.pattern, SEPARATOR.pattern]), text, flags=re.I)
    names = (NOT_AN_OWNER.sub("", other.strip(EDGES)).strip(EDGES) for other in others)
    return Credit(
        kind="screenshot" if SCREENSHOT.search(text) else "social_media",
        platform=platform,
        handle=handle[0].rstrip(".") if handle else None,
        holder=next(filter(None, names), None),
    )


def _of_names(text: str, names: list[str], brands: tuple[str, ...]) -> Credit:
    """The kind by the words beside the names, the surest first; without such words by whose names they are."""
    if not names:
        return Credit(holder=text.strip(EDGES) or None)
    if any(ILLUSTRATION.match(name) or DRAWING.match(name) for name in names):
        return _illustration(text, names, brands)
    if courtesy := next((name for name in names if COURTESY.match(name)), None):
        return _courtesy(courtesy, names)
    given = TAKEN_FOR.match(text)
    if given and (is_own(given["whom"], brands) or SITE.match(given["whom"])):
        return Credit(kind="courtesy", photographer=given["who"], holder=given["whom"])
    if any(ARCHIVE.match(name) for name in names):
        return _archive(text, names, brands)
    return by_owner(text, names, brands)


def _illustration(text: str, names: list[str], brands: tuple[str, ...]) -> Credit:
    """An illustration; but where a stock house or an agency is named, it is their picture that illustrates."""
    bare = (DRAWING.sub("", ILLUSTRATION.sub("", name, count=1), count=1).strip() for name in names)
    named = [name for name in bare if name and not COURTESY.match(name)]
    found = by_owner(text, named, brands) if named else Credit()
    if found.kind in ("stock", "agency"):
        return found
    return Credit(kind="illustration", holder=found.holder, photographer=found.photographer)


def _courtesy(courtesy: str, names: list[str]) -> Credit:
    """``Dok. Pribadi``, ``Istimewa``: the holder is the name behind the words, else another name of the line."""
    holder = COURTESY_WORDS.sub("", courtesy).strip(EDGES)
    if fold(holder) in _WITHOUT_NAME:
        return Credit(kind="courtesy", holder=next((name for name in names if name is not courtesy), None))
    return Credit(kind="courtesy", holder=holder)


def _archive(text: str, names: list[str], brands: tuple[str, ...]) -> Credit:
    """``Dok.``: the outlet's own files, or an office that gave the picture."""
    named = [bare for name in names if (bare := ARCHIVE.sub("", name, count=1).strip(" .:"))]
    if not named:
        return Credit(kind="archive")
    own = [name for name in named if is_own(name, brands)]
    others = [name for name in named if name not in own]
    is_own_archive = named[0] in own and bool(ARCHIVE.match(names[0]))
    if own and (is_own_archive or not others):
        return Credit(kind="archive", holder=own[0], photographer=next(iter(others), None))
    if agencies.sort_of(others[0]) in ("agency", "stock"):
        return by_owner(text, others, brands)
    return handed_out(text, others)
