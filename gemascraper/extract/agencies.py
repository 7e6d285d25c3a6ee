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
def _table() -> dict[str, tuple[Sort, str]]:
    text = files(__package__).joinpath("agencies.toml").read_text(encoding="utf-8")
    sorts: dict[Sort, dict[str, list[str]]] = tomllib.loads(text)  # type: ignore[assignment]
    return {fold(name): (sort, canonical) for sort, entries in sorts.items() for canonical, names in entries.items() for name in names}


def sort_of(name: str) -> Sort | None:
    """What a name is in the table; None where it is in none of its parts.

    >>> sort_of("AP Photo"), sort_of("Getty Images"), sort_of("IG"), sort_of("Budi Setya")
    ('agency', 'stock', 'platform', None)
    """
    found = _table().get(fold(name)) or _table().get(fold(_PHOTO.sub("", name)))
    return found[0] if found else None


def canonical(name: str) -> str | None:
    """The name in the table that a printed one stands for."""
    found = _table().get(fold(name)) or _table().get(fold(_PHOTO.sub("", name)))
    return found[1] if found else None


@lru_cache(maxsize=1)
def pattern() -> str:
    """A regular expression for any printed name of the table that is longer than two letters, as words."""
    text = files(__package__).joinpath("agencies.toml").read_text(encoding="utf-8")
    names = {name for entries in tomllib.loads(text).values() for printed in entries.values() for name in printed}
    return r"\b(?:" + "|".join(sorted((re.escape(n) for n in names if len(n) > 2 or n in ("AP", "PA", "IG", "FB")), key=len, reverse=True)) + r")\b"
