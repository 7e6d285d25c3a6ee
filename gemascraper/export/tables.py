"""What an export holds: which revisions, which table, which columns. The formats only write it down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import attrs

from gemascraper.errors import UsageError
from gemascraper.export.lines import credits_of
from gemascraper.export.schema import ITEMS, members

Row = Mapping[str, Any]


@attrs.frozen(kw_only=True)
class Table:
    """One kind of rows with its columns: field name → type."""

    name: str
    columns: Mapping[str, Any]

    def rows(self, articles: Iterable[Row]) -> Iterator[dict[str, Any]]:
        """The table's rows, made from article objects."""
        rows = articles if self.name == "articles" else (row for article in articles for row in credits_of(article))
        for row in rows:
            yield {name: row[name] for name in self.columns}


def table(name: str, fields: Sequence[str] = ()) -> Table:
    """The table `articles` or `credits` with the columns *fields*, in that order; all where none is named.

    >>> list(table("credits", ["image_url", "caption"]).columns)
    ['image_url', 'caption']
    """
    known = members(ITEMS[name])
    if unknown := [field for field in fields if field not in known]:
        raise UsageError(f"The table {name} has no field {', '.join(unknown)}.", f"It has: {', '.join(known)}.")
    return Table(name=name, columns={field: known[field] for field in fields or known})


def select(
    articles: Iterable[Row],
    *,
    since: date | None = None,
    until: date | None = None,
    edition: str | None = None,
    section: str | None = None,
    newest: Callable[[Any], bool] | None = None,
) -> Iterator[Row]:
    """The articles that were asked for, in the order given.

    *since* and *until* are days of `published` where the story appeared, both included; a story without a date has
    no place in such a span. *newest* is true for the revision to keep; without it all revisions are kept.
    """
    for article in articles:
        if newest and not newest(article):
            continue
        if edition and edition not in (article["edition"], *article["editions"]):
            continue
        if section and section.casefold() != (article["section"] or "").casefold():
            continue
        if (since or until) and not _within(article["published"], since, until):
            continue
        yield article


def with_editions(articles: Iterable[Row], known: Mapping[tuple[str, str], Sequence[str]]) -> Iterator[Row]:
    """The articles with every edition that has shown them since; *known* is by outlet and id."""
    for article in articles:
        editions = known.get((article["outlet"], article["id"]), article["editions"])
        yield {**article, "editions": list(editions)}


def _within(published: str | None, since: date | None, until: date | None) -> bool:
    if published is None:
        return False
    day = date.fromisoformat(published[:10])
    return (since or day) <= day <= (until or day)


def counted(rows: Iterable[Row], tick: Callable[[int], None]) -> Iterator[Row]:
    """The same rows, telling *tick* how many have passed."""
    for number, row in enumerate(rows, 1):
        yield row
        tick(number)
