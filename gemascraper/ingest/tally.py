"""What a run has filed so far of an outlet and of the editions asked for, as far as the profile's ``[expect]`` asks."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from gemascraper.health.expectations import Figures, Shortfall, shortfalls
from gemascraper.items import Article
from gemascraper.outlets.profile import Expect

NOTHING = Expect()
"""No expectation at all."""


class Tally:
    """Counts stories once each, however many sources name them, and no more of them than are expected."""

    def __init__(self, expect: Expect = NOTHING, editions: Iterable[str] = ()) -> None:
        """*editions* are those asked for; of several or none, the outlet as a whole (None) is counted too."""
        asked = tuple(editions)
        scopes: tuple[str | None, ...] = asked if len(asked) == 1 else (None, *asked)
        self._expect = expect
        self._stories: dict[str | None, set[str]] = {scope: set() for scope in scopes}
        self._figures = {scope: Figures() for scope in scopes}

    @property
    def lacks_stories(self) -> bool:
        """Whether fewer stories were counted than are expected."""
        return any(self._room(scope) for scope in self._stories)

    def add_story(self, url: str, edition: str | None) -> None:
        """Count a story that is new, revised or unchanged."""
        for scope in {None, edition} & self._stories.keys():
            if self._room(scope):
                self._stories[scope].add(url)

    def add_line(self, article: Article) -> None:
        """Count a line that was written, and its fields whose fill rate is expected."""
        filled = [field for field in self._expect.filled if _has_value(getattr(article, field, None))]
        for scope in {None, article.edition} & self._figures.keys():
            self._figures[scope].lines += 1
            self._figures[scope].filled.update(filled)

    def shortfalls(self) -> list[Shortfall] | None:
        """What is below the expectations; None where there are none."""
        if self._expect == NOTHING:
            return None
        counted = {
            scope: attrs.evolve(figures, articles=len(self._stories[scope])) for scope, figures in self._figures.items()
        }
        return shortfalls(self._expect, counted)

    def _room(self, scope: str | None) -> bool:
        return len(self._stories[scope]) < self._expect.articles


def _has_value(value: object) -> bool:
    """Whether a field says something; False is a value."""
    return value is not None and value != "" and value != ()
