"""Which archived stories are wanted: the filters that `list`, `credits` and `export` share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import attrs

from gemascraper.export.archived_articles import ArchivedArticles
from gemascraper.export.jsonl import Row

Editions = Mapping[tuple[str, str], Sequence[str]]
"""Outlet and story id → every edition that has shown the story."""

_SEARCHED = ("kicker", "headline", "standfirst", "body")


@attrs.frozen(kw_only=True)
class StoryFilters:
    """Filters; one that is not given takes every story."""

    outlets: tuple[str, ...] = ()
    """Keys of outlets; empty means every archive."""
    edition: str | None = None
    """Key of an edition that has shown the story, first or later."""
    since: date | None = None
    """First day of `published`, in the zone of the place. A story without a date is in no span of days."""
    until: date | None = None
    """Last day of `published`, in the zone of the place."""
    section: str | None = None
    """A section as printed; case does not count."""
    text: str | None = None
    """Words that all stand in kicker, headline, standfirst or body; case does not count."""
    newest: bool = True
    """Only the newest revision of each story; else every revision."""

    def takes(self, article: Row) -> bool:
        """Whether an article object passes every filter but `outlets` and `newest`."""
        return (
            self._is_of_edition(article)
            and self._is_of_section(article)
            and self._is_within(article["published"])
            and self._has_words(article)
        )

    def _is_of_edition(self, article: Row) -> bool:
        return not self.edition or self.edition in (article["edition"], *article["editions"])

    def _is_of_section(self, article: Row) -> bool:
        return not self.section or self.section.casefold() == (article["section"] or "").casefold()

    def _is_within(self, published: str | None) -> bool:
        if not (self.since or self.until):
            return True
        if published is None:
            return False
        day = date.fromisoformat(published[:10])
        return (self.since or day) <= day <= (self.until or day)

    def _has_words(self, article: Row) -> bool:
        if not self.text:
            return True
        text = " ".join(article[name] or "" for name in _SEARCHED).casefold()
        return all(word in text for word in self.text.casefold().split())


def select(archived: ArchivedArticles, filters: StoryFilters, editions: Editions) -> Iterator[Row]:
    """The archived articles that *filters* takes, in capture order, each with all of its *editions*."""
    is_newest = archived.newest() if filters.newest else None
    for article in with_editions(archived, editions):
        if (is_newest is None or is_newest(article)) and filters.takes(article):
            yield article


def with_editions(articles: Iterable[Row], known: Editions) -> Iterator[Row]:
    """The articles with every edition that has shown them since their line was written."""
    for article in articles:
        editions = known.get((article["outlet"], article["id"]), article["editions"])
        yield {**article, "editions": list(editions)}
