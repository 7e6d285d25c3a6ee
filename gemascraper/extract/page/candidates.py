"""Candidates for a field, and the one place where one of them wins: `settle`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Generic, TypeVar

import attrs

from gemascraper.items import Alternative, Finding, FindingCode, Provenance, Source
from gemascraper.values.text import fold

T = TypeVar("T")
_LONGEST_LOSER = 200


@attrs.frozen
class Candidate(Generic[T]):
    """A value that the page offers, with its source and the rule that found it."""

    value: T
    source: Source
    rule: str


@attrs.define
class Notes:
    """What is said about the values of one article while it is put together: where each came from, and what is odd."""

    provenance: dict[str, Provenance] = attrs.field(factory=dict)
    findings: list[Finding] = attrs.field(factory=list)

    def found(self, code: FindingCode, field: str | None, message: str) -> None:
        """Something that a person should look at."""
        self.findings.append(Finding(code=code, field=field, message=message))

    def settled(self, field: str, winner: Candidate[Any], over: Iterable[Candidate[Any]] = ()) -> None:
        """Where a field's value came from, and what it won over."""
        losers = tuple(Alternative(source=c.source, value=_shown(c.value)) for c in over if c.value != winner.value)
        self.provenance[field] = Provenance(source=winner.source, rule=winner.rule, over=losers)

    def settle(
        self,
        field: str,
        candidates: Iterable[Candidate[T]],
        *,
        same: Callable[[T, T], bool] | None = None,
        disagreement: FindingCode = "headline_disagrees",
        most: int = 4,
    ) -> T | None:
        """The first candidate wins; those after it are kept as losers, and disagreement among them is a finding.

        With *same*, a candidate of another source that is not the same becomes a finding.
        """
        winner: Candidate[T] | None = None
        over: list[Candidate[T]] = []
        for candidate in candidates:
            if winner is None:
                winner = candidate
            elif candidate.source != winner.source:
                over.append(candidate)
                if len(over) == most:
                    break  # what nobody is told of need not be looked for
        if winner is None:
            return None
        self.settled(field, winner, over)
        if same:
            for other in over:
                if not same(winner.value, other.value):
                    message = f"{winner.source} says {_shown(winner.value)}, {other.source} says {_shown(other.value)}"
                    self.found(disagreement, field, message[: 2 * _LONGEST_LOSER])
                    break
        return winner.value


def same_text(one: str, other: str) -> bool:
    """Whether one text contains the other, punctuation and case apart."""
    left, right = fold(one), fold(other)
    return left in right or right in left


def _shown(value: Any) -> str:
    shown = value.isoformat(timespec="seconds") if isinstance(value, datetime) else str(value)
    return shown[:_LONGEST_LOSER]
