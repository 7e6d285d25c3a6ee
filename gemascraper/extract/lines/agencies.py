"""The names of agencies, stock houses and platforms. The names are data: ``agencies.toml`` beside this module."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from gemascraper.values.text import fold

Sort = Literal["agency", "stock", "platform"]
_SORTS: tuple[Sort, ...] = ("agency", "stock", "platform")
_PHOTO = re.compile(r"\s+(?:photos?|foto)$", re.I)
_MAX_SHORT = 3
"""Letters of a platform's name that may as well be somebody's initials."""
_FOUND_IN_TEXT = ("AP", "PA", "IG", "FB")
"""The names of two letters that are looked for within a text."""


@lru_cache(maxsize=1)
def table() -> dict[str, dict[str, list[str]]]:
    """The table as written: sort → canonical name → the ways in which it is printed."""
    return tomllib.loads(files(__package__).joinpath("agencies.toml").read_text(encoding="utf-8"))


def sort_of(name: str) -> Sort | None:
    """Which sort of owner or channel a printed name is; None where the table does not have it.

    >>> sort_of("AP Photo"), sort_of("Getty Images"), sort_of("IG"), sort_of("Tribun Jateng"), sort_of("Budi Setya")
    ('agency', 'stock', 'platform', 'agency', None)
    """
    if found := _found(name):
        return found[0]
    return "agency" if _is_of_family(name) else None


def canonical(name: str) -> str | None:
    """The canonical name of a printed one; None where the table does not have it.

    >>> canonical("LKBN Antara"), canonical("IG"), canonical("Budi Setya")
    ('Antara', 'Instagram', None)
    """
    found = _found(name)
    return found[1] if found else None


def platform_in(line: str) -> str | None:
    """The social medium that a credit line names, as printed.

    >>> platform_in("Gemapos/X@kawankorea"), platform_in("Tangkapan layar IG @kota"), platform_in("Rusdi WA/Antara")
    ('X', 'IG', None)
    """
    found = _platforms().search(line)
    return found[found.lastgroup or 0] if found else None


def without_photo(name: str) -> str:
    """The name of an agency without the word for its pictures.

    >>> without_photo("AP Photo"), without_photo("ANTARA FOTO"), without_photo("Reuters")
    ('AP', 'ANTARA', 'Reuters')
    """
    return _PHOTO.sub("", name)


@lru_cache(maxsize=1)
def name_pattern() -> re.Pattern[str]:
    """A pattern for any printed name of the table that is longer than two letters, as whole words.

    >>> name_pattern().findall("Dok. ANTARA FOTO dan Reuters")
    ['ANTARA FOTO', 'Reuters']
    """
    names = {name for sort in _SORTS for printed in table()[sort].values() for name in printed}
    wanted = (re.escape(name) for name in names if len(name) > 2 or name in _FOUND_IN_TEXT)
    return re.compile(r"\b(?:" + "|".join(sorted(wanted, key=len, reverse=True)) + r")\b")


@lru_cache(maxsize=1)
def _by_name() -> dict[str, tuple[Sort, str]]:
    return {
        fold(name): (sort, canonical) for sort in _SORTS for canonical, names in table()[sort].items() for name in names
    }


def _found(name: str) -> tuple[Sort, str] | None:
    return _by_name().get(fold(name)) or _by_name().get(fold(without_photo(name)))


def _is_of_family(name: str) -> bool:
    """Whether a name of two words begins like the papers of a publisher: ``Tribun Jateng``."""
    words = name.split()
    return len(words) == 2 and name.partition(" ")[0].title() in table()["family"]["agency"]


@lru_cache(maxsize=1)
def _platforms() -> re.Pattern[str]:
    """Platforms in a line. A short name counts where it opens a part of the line, or where an account follows it."""
    printed = [name for names in table()["platform"].values() for name in names]
    long = "|".join(re.escape(n) for n in sorted(printed, key=len, reverse=True) if len(n) > _MAX_SHORT)
    short = "|".join(re.escape(n) for n in printed if len(n) <= _MAX_SHORT)
    opens = rf"(?<![\w.] )(?<![\w.])(?P<opens>{short})(?=$|[\s/:])"
    return re.compile(rf"\b(?:(?P<long>(?i:{long}))\b|(?P<short>{short})(?=[\s/:]*@)|{opens})")
