"""Archived stories for the commands that show or export them: those that were selected, and the one that is named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gemascraper.export.filters import StoryFilters
    from gemascraper.export.jsonl import Row


def selected(output: Path, filters: StoryFilters) -> Iterator[Row]:
    """The articles below *output* that *filters* takes, in capture order. Raises `UsageError` where no archive is."""
    from gemascraper.export.archived_articles import ArchivedArticles, archived_outlets
    from gemascraper.export.filters import select
    from gemascraper.ledger.shown_editions import shown_editions

    folders = archived_outlets(output, filters.outlets)
    return select(ArchivedArticles(folders), filters, shown_editions(folders))


def revisions_of(output: Path, outlets: Sequence[str], named: str) -> list[Row]:
    """All revisions of the one story that *named*, an id or a URL, means; the newest is the last."""
    from gemascraper.export.archived_articles import archived_outlets
    from gemascraper.export.filters import with_editions
    from gemascraper.export.story_lookup import find_story
    from gemascraper.ledger.shown_editions import shown_editions

    folders = archived_outlets(output, outlets)
    rows = find_story(folders, named)
    return list(with_editions(rows, shown_editions(output / row["outlet"] for row in rows[:1])))
