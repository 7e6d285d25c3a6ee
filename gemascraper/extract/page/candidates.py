"""Candidates for the value of a field, and the one place where one of them is chosen: `Notes.settle`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Generic, TypeVar

import attrs

from gemascraper.items import Alternative, Finding, FindingCode, Provenance, Source
from gemascraper.values.text import fold

T = TypeVar("T")
_MAX_SHOWN = 200
"""Characters of a value in the provenance and in messages."""
_MAX_OVER = 4


@attrs.frozen
class Candidate(Generic[T]):
    """A value that the page offers, with its source and the rule that found it."""

    value: T
    source: Source
    rule: str
    """What found it there: a selector, a key of linked data, the name of a meta element …"""


@attrs.define
class Notes:
    """The provenance and the findings of one article, written while it is put together."""

    provenance: dict[str, Provenance] = attrs.field(factory=dict)
    findings: list[Finding] = attrs.field(factory=list)

    def found(self, code: FindingCode, field: str | None, message: str) -> None:
        """Add a finding: something that a person should look at."""
        self.findings.append(Finding(code=code, field=field, message=message))

    def settled(self, field: str, winner: Candidate[Any], over: Iterable[Candidate[Any]] = ()) -> None:
        """Note where the value of a field came from, and which other values it was chosen over."""
        others = tuple(Alternative(source=c.source, value=_shown(c.value)) for c in over if c.value != winner.value)
        self.provenance[field] = Provenance(source=winner.source, rule=winner.rule, over=others)

    def settle(
        self,
        field: str,
        candidates: Iterable[Candidate[T]],
        *,
        same: Callable[[T, T], bool] | None = None,
        disagreement: FindingCode = "headline_disagrees",
        most: int = _MAX_OVER,
    ) -> T | None:
        """The value of the first candidate; None where there is none.

        At most *most* candidates of other sources are kept as alternatives. With *same*, the first of them that is not
        the same makes a finding with the code *disagreement*.
        """
        winner: Candidate[T] | None = None
        over: list[Candidate[T]] = []
        for candidate in candidates:
            if winner is None:
                winner = candidate
            elif candidate.source != winner.source:
                over.append(candidate)
                if len(over) == most:
                    break  # the others are not even looked for
        if winner is None:
            return None
        self.settled(field, winner, over)
        if same:
            for other in over:
                if not same(winner.value, other.value):
                    message = f"{winner.source} says {_shown(winner.value)}, {other.source} says {_shown(other.value)}"
                    self.found(disagreement, field, message[: 2 * _MAX_SHOWN])
                    break
        return winner.value


def same_text(one: str, other: str) -> bool:
    """Whether one text contains the other, without regard to punctuation and case."""
    left, right = fold(one), fold(other)
    return left in right or right in left


def _shown(value: Any) -> str:
    shown = value.isoformat(timespec="seconds") if isinstance(value, datetime) else str(value)
    return shown[:_MAX_SHOWN]
