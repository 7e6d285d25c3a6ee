"""``[expect]`` of a profile, compared with what a run filed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import attrs

from gemascraper.outlets.profile import Expect
from gemascraper.values.counts import counted

FEWEST_LINES = 20
"""Lines from which on fill rates are compared: of fewer, a single odd story would be more than 5 %."""


@attrs.define
class Figures:
    """What a run filed of an outlet, or of one of its editions."""

    articles: int = 0
    """Stories that are new, revised or unchanged."""
    lines: int = 0
    """Lines written: stories that are new or revised."""
    filled: Counter[str] = attrs.field(factory=Counter)
    """Field → lines that have a value there."""


@attrs.frozen
class Shortfall:
    """One figure of a run that is below what the profile expects."""

    edition: str | None
    """Key of the edition; None for the outlet as a whole."""
    key: str
    """``articles``, or ``filled.`` and the field."""
    expected: float
    """Stories, or a share from 0 to 1."""
    got: float
    """Stories, or a share from 0 to 1."""
    lines: int
    """Lines that the share is taken of."""

    def __str__(self) -> str:
        where = f"edition {self.edition}: " if self.edition else ""
        if self.key == "articles":
            return f"{where}{counted(int(self.got), 'story', 'stories')}, expected at least {int(self.expected):,}"
        field, lines = self.key.removeprefix("filled."), counted(self.lines, "line")
        return f"{where}{field} in {_percent(self.got)} of {lines}, expected in at least {_percent(self.expected)}"


def shortfalls(expect: Expect, figures: Mapping[str | None, Figures]) -> list[Shortfall]:
    """What is below *expect*, in the order of *figures*: edition (None: the whole outlet) → what the run filed of it.

    Fill rates count only from `FEWEST_LINES` lines on.
    """
    return [missed for edition, filed in figures.items() for missed in _missed(expect, edition, filed)]


def _missed(expect: Expect, edition: str | None, filed: Figures) -> Iterator[Shortfall]:
    if filed.articles < expect.articles:
        yield Shortfall(edition, "articles", expect.articles, filed.articles, filed.lines)
    if filed.lines < FEWEST_LINES:
        return
    for field, share in expect.filled.items():
        got = filed.filled[field] / filed.lines
        if got < share:
            yield Shortfall(edition, f"filled.{field}", share, round(got, 4), filed.lines)


def _percent(share: float) -> str:
    """A share as a person reads it.

    >>> _percent(0.99), _percent(0.985), _percent(1)
    ('99 %', '98.5 %', '100 %')
    """
    return f"{100 * share:.4g} %"
