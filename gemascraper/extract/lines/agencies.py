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
def table() -> dict[str, dict[str, list[str]]]:
    """Sort → canonical name → the ways it is printed."""
    return tomllib.loads(files(__package__).joinpath("agencies.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _by_name() -> dict[str, tuple[Sort, str]]:
    sorts: tuple[Sort, ...] = ("agency", "stock", "platform")
    return {
        fold(name): (sort, canonical) for sort in sorts for canonical, names in table()[sort].items() for name in names
    }


def _found(name: str) -> tuple[Sort, str] | None:
    return _by_name().get(fold(name)) or _by_name().get(fold(_PHOTO.sub("", name)))


def sort_of(name: str) -> Sort | None:
    """What a name is in the table; None where it is in none of its parts.

    >>> sort_of("AP Photo"), sort_of("Getty Images"), sort_of("IG"), sort_of("Tribun Jateng"), sort_of("Budi Setya")
    ('agency', 'stock', 'platform', 'agency', None)
    """
    if found := _found(name):
        return found[0]
    first, space, _ = name.partition(" ")
    return "agency" if space and first.title() in table()["family"]["agency"] and len(name.split()) == 2 else None


@lru_cache(maxsize=1)
def _platforms() -> re.Pattern[str]:
    """Platforms in a line. A short name may be somebody's initials: it opens a part, or an account follows it."""
    printed = [name for names in table()["platform"].values() for name in names]
    long = "|".join(re.escape(n) for n in sorted(printed, key=len, reverse=True) if len(n) > 3)
    short = "|".join(re.escape(n) for n in printed if len(n) <= 3)
    opens = rf"(?<![\w.] )(?<![\w.])(?P<opens>{short})(?=$|[\s/:])"
    return re.compile(rf"\b(?:(?P<long>(?i:{long}))\b|(?P<short>{short})(?=[\s/:]*@)|{opens})")


def platform_in(line: str) -> str | None:
    """The social medium that a credit line names, as printed.

    >>> platform_in("Gemapos/X@kawankorea"), platform_in("Tangkapan layar IG @kota"), platform_in("Rusdi WA/Antara")
    ('X', 'IG', None)
    """
    found = _platforms().search(line)
    return found[found.lastgroup or 0] if found else None


def canonical(name: str) -> str | None:
    """The name in the table that a printed one stands for."""
    found = _found(name)
    return found[1] if found else None


@lru_cache(maxsize=1)
def pattern() -> str:
    """A regular expression for any printed name of the table that is longer than two letters, as words."""
    names = {name for sort in ("agency", "stock", "platform") for printed in table()[sort].values() for name in printed}
    told = sorted((re.escape(n) for n in names if len(n) > 2 or n in ("AP", "PA", "IG", "FB")), key=len, reverse=True)
    return r"\b(?:" + "|".join(told) + r")\b"
