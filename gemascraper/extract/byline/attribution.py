"""People who are named as those who made a story, with what names them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from gemascraper.items import Byline, Source


@attrs.frozen
class Attribution:
    """The people that one source names."""

    source: Source
    rule: str
    """What was looked at in the source."""
    people: Sequence[Byline]
    """In the order of the page; empty where the source names no one."""

    @classmethod
    def of_names(cls, source: Source, rule: str, names: Iterable[str]) -> Attribution:
        """An attribution to names whose role is not said."""
        return cls(source, rule, [Byline(name=name) for name in names])


def is_writer(person: Byline) -> bool:
    """Whether a label says that somebody wrote the story."""
    return person.role in ("reporter", "contributor")
