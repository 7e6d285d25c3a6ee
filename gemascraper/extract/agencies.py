"""The table of agencies, stock houses and platforms, as data: ``agencies.toml`` beside this module."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from gemascraper.values.text import fold

Sort = Literal["agency", "stock", "platform"]
_PHOTO = re.compile(r"\s+(?:photos?|foto)$", re.I)


@lru_cache(maxsize=1)
def _data() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files(__package__).joinpath("agencies.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[Sort, str]]:
    sorts: tuple[Sort, ...] = ("agency", "stock", "platform")
    return {
        fold(name): (sort, canonical) for sort in sorts for canonical, names in _data()[sort].items() for name in names
    }


def _found(name: str) -> tuple[Sort, str] | None:
    return _table().get(fold(name)) or _table().get(fold(_PHOTO.sub("", name)))


def sort_of(name: str) -> Sort | None:
    """What a name is in the table; None where it is in none of its parts.

    >>> sort_of("AP Photo"), sort_of("Getty Images"), sort_of("IG"), sort_of("Tribun Jateng"), sort_of("Budi Setya")
    ('agency', 'stock', 'platform', 'agency', None)
    """
    if found := _found(name):
        return found[0]
    first, space, _ = name.partition(" ")
    return "agency" if space and first.title() in _data()["family"]["agency"] and len(name.split()) == 2 else None


def canonical(name: str) -> str | None:
    """The name in the table that a printed one stands for."""
    found = _found(name)
    return found[1] if found else None


@lru_cache(maxsize=1)
def pattern() -> str:
    """A regular expression for any printed name of the table that is longer than two letters, as words."""
    names = {name for sort in ("agency", "stock", "platform") for printed in _data()[sort].values() for name in printed}
    told = sorted((re.escape(n) for n in names if len(n) > 2 or n in ("AP", "PA", "IG", "FB")), key=len, reverse=True)
    return r"\b(?:" + "|".join(told) + r")\b"
