"""The columns of every export: `COLUMNS` says which table has which, in order. The formats only write them.

Every field of an item in `items.py` is a column. A column that only exports have is one line more in `COLUMNS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

import attrs

from gemascraper.errors import UsageError
from gemascraper.export.jsonl import Row
from gemascraper.export.schema import members
from gemascraper.items import Article, ImageCredit

STORY_KEYS = ("id", "outlet", "edition", "url", "headline", "published", "revision")
"""What an image is joined with; the story's `url` keeps the name, the image's own becomes `image_url`."""


@attrs.frozen
class Column:
    """One column of a table."""

    name: str
    type: Any
    """Of its values, as in ``str | None``; Parquet needs it."""
    value: Callable[[Row], Any]
    """Takes a row as a JSON object and gives what stands in the column."""


def fields_of(item: type) -> tuple[Column, ...]:
    """One column for each field of an item, in output order."""
    return tuple(Column(name, kind, itemgetter(name)) for name, kind in members(item).items())


COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "articles": (
        *fields_of(Article),
        # one line for each further column: Column("words", int, lambda article: len((article["body"] or "").split())),
    ),
    "credits": (*fields_of(ImageCredit),),
}


@attrs.frozen(kw_only=True)
class Table:
    """One kind of rows with the columns that were asked for."""

    name: str
    columns: tuple[Column, ...]

    @property
    def types(self) -> dict[str, Any]:
        """Column name → type, in output order."""
        return {column.name: column.type for column in self.columns}

    def rows(self, articles: Iterable[Row]) -> Iterator[dict[str, Any]]:
        """The table's rows, made from article objects."""
        rows = articles if self.name == "articles" else (row for article in articles for row in credit_rows(article))
        for row in rows:
            yield {column.name: column.value(row) for column in self.columns}


def table(name: str, fields: Sequence[str] = ()) -> Table:
    """The table `articles` or `credits` with the columns *fields*, in that order; all where none is named.

    Raises `UsageError` for a column that the table does not have.

    >>> list(table("credits", ["image_url", "caption"]).types)
    ['image_url', 'caption']
    """
    known = {column.name: column for column in COLUMNS[name]}
    if unknown := [field for field in fields if field not in known]:
        raise UsageError(f"The table {name} has no field {', '.join(unknown)}.", f"It has: {', '.join(known)}.")
    return Table(name=name, columns=tuple(known[field] for field in fields or known))


def credit_rows(article: Row) -> Iterator[dict[str, Any]]:
    """Each image of an article object, joined with its story.

    >>> story = {
    ...     "id": "7",
    ...     "outlet": "gemapos",
    ...     "edition": None,
    ...     "url": "https://gemapos.example/7",
    ...     "headline": "Banjir",
    ...     "published": None,
    ...     "revision": 1,
    ...     "images": [{"url": "/a.jpg", "alt": None}],
    ... }
    >>> [(row["url"], row["image_url"], row["alt"]) for row in credit_rows(story)]
    [('https://gemapos.example/7', '/a.jpg', None)]
    """
    for image in article["images"]:
        picture = {"image_url" if key == "url" else key: value for key, value in image.items()}
        yield {key: article[key] for key in STORY_KEYS} | picture
