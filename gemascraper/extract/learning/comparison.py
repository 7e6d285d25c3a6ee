"""What two readings of a page have in common, field by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from gemascraper.items import Article
from gemascraper.values.text import fold

Readings = Sequence[Article | None]
"""The articles of some pages, in their order; None for a page that is not a story."""

SHOWN: Mapping[str, Callable[[Article], Any]] = {
    "headline": lambda a: a.headline,
    "kicker": lambda a: a.kicker,
    "standfirst": lambda a: a.standfirst,
    "body": lambda a: a.body,
    "byline": lambda a: [f"{p.name} ({p.role})" for p in a.byline],
    "published": lambda a: a.published and a.published.isoformat(timespec="minutes"),
    "modified": lambda a: a.modified and a.modified.isoformat(timespec="minutes"),
    "section": lambda a: a.section,
    "tags": lambda a: list(a.tags),
    "dateline": lambda a: a.dateline and a.dateline.text,
    "initials": lambda a: a.initials,
    "caption": lambda a: [image.caption for image in a.images if image.caption],
    "credit": lambda a: [image.credit_line for image in a.images if image.credit_line],
    "related": lambda a: [link.text for link in a.related],
}
"""What a selector may change in an article, in the form that is compared and shown."""


def value(field: str, article: Article | None) -> Any:
    """The value of a field in that form; None where there is none."""
    return (SHOWN[field](article) if article else None) or None


def is_same(field: str, old: Article | None, new: Article | None) -> bool:
    """Whether two readings give a field the same value."""
    return fold(str(value(field, old))) == fold(str(value(field, new)))


def loses(old: Article | None, new: Article | None) -> bool:
    """Whether the new reading has less in any field than the old one."""
    return any(_is_less(value(field, old), value(field, new)) for field in SHOWN)


def _is_less(old: Any, new: Any) -> bool:
    """Whether nothing is left, or of a list only a part and nothing else."""
    return bool(old and not new) or (isinstance(old, list) and set(new) < set(old))
