"""Why a story has the values it has: the winner of each field, its rule, and over what it won."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from gemascraper.cli.rendering import findings, listed, say, understood, when
from gemascraper.cli.table import cut
from gemascraper.errors import UsageError
from gemascraper.values.text import fold

Row = Mapping[str, Any]

_MOST = 200
"""Columns of a value among others."""
_TOLD_APART = ("provenance", "findings", "timestamps", "blocks")
_TIMES = ("published", "modified")
_PARENTS = {"authors": "byline", "blocks": "body", "published_precision": "published", "timestamps": "published"}
"""Fields that are made of another one."""
_ORIGINS = {
    "address": ("id", "outlet", "edition"),
    "capture": ("editions", "url", "captured_at", "captures", "revision"),
    "the reader": ("kind", "text_digest", "extractor"),
}
"""What says the fields that the page has no choice of sources for."""


def reasons(article: Row) -> Iterator[tuple[str, str, str]]:
    """Field, source with rule, and value, for each field that says something; losers follow their winner."""
    for name, value in article.items():
        if name in _TOLD_APART or _is_nothing(value):
            continue
        yield name, _won(article, name), cut(_shown(value), _MOST)
        for loser, why in _losers(article, name):
            yield "", f"over {loser['source']}: {why}", loser["value"]


def title(article: Row) -> Iterator[str]:
    """Which story it is, and who read it."""
    yield say(article["headline"] or "(no headline)", bold=True)
    yield say(
        f"{article['outlet']} {article['id']} · revision {article['revision']} · {article['extractor']}", dim=True
    )
    yield ""


def remarks(article: Row) -> Iterator[str]:
    """Every claim about a time, and every finding."""
    yield from listed("Times that the page states", _claims(article))
    yield from findings(article["findings"])


def one(article: Row, field: str) -> Iterator[str]:
    """One field at length. Raises `UsageError` where articles have no such field."""
    from gemascraper.export.schema import items_schema

    if field not in article:
        close = difflib.get_close_matches(field, article, n=1)
        hint = f"Did you mean {close[0]}?" if close else f"It has: {', '.join(article)}."
        raise UsageError(f"An article has no field {field}.", hint)
    origin = _PARENTS.get(field, field)
    yield from title(article)
    yield say(f"{field}: {items_schema('articles')['properties'][field]['description']}", dim=True)
    yield from listed("Value", _each(article[field]))
    yield from listed("From", [_won(article, field)])
    yield from listed("Over", [f"{lost['source']}: {lost['value']}  ({why})" for lost, why in _losers(article, origin)])
    if origin in _TIMES:
        yield from listed("Times that the page states", _claims(article))
    yield from findings([each for each in article["findings"] if each["field"] == origin])


def _won(article: Row, name: str) -> str:
    if reason := article["provenance"].get(name):
        return f"{reason['source']}: {reason['rule']}"
    if _is_nothing(article[name]):
        return "nobody: no source says it, or none that counts"
    if name in _PARENTS:
        return f"made of {_PARENTS[name]}"
    return next((origin for origin, names in _ORIGINS.items() if name in names), "the page")


def _losers(article: Row, name: str) -> Iterator[tuple[Row, str]]:
    """What else was offered for a field, and why it lost."""
    reason = article["provenance"].get(name)
    for loser in reason["over"] if reason else ():
        yield loser, _why(article[name], loser["value"])


def _why(mine: Any, theirs: str) -> str:
    """Sources are asked in the order of trust, so one that says the same lost nothing but its turn."""
    if not isinstance(mine, str):
        return "trusted less"
    one, other = _moment(mine), _moment(theirs)
    if one and other:
        if one.replace(second=0) == other.replace(second=0):
            return "the same moment"
        return "in another zone" if one.timetuple()[:5] == other.timetuple()[:5] else "trusted less"
    return "the same words" if fold(mine) == fold(theirs) else "trusted less"


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _claims(article: Row) -> list[str]:
    return [
        f"{when(claim['value'], claim['precision'])}  {claim['source']}, zone {claim['zone_source']}: {claim['raw']}"
        for claim in article["timestamps"]
    ]


def _each(value: Any) -> list[str]:
    """A value at full length, one part a row."""
    if _is_nothing(value):
        return ["-"]
    return [_shown(part) for part in value] if isinstance(value, list) else str(_shown(value)).splitlines()


def _shown(value: object) -> str:
    """A value in words: texts as they are, objects by what they say."""
    if isinstance(value, list):
        return "; ".join(map(_shown, value))
    if isinstance(value, Mapping):
        return _object(value)
    return value if isinstance(value, str) else json.dumps(value)


def _object(value: Row) -> str:
    if "credit_line" in value:
        credit = f" [{value['credit_line']} → {understood(value['credit'])}]" if value["credit_line"] else ""
        return f"{value['caption'] or value['url']}{credit}"
    if "role" in value:
        return f"{value['name']} ({', '.join(filter(None, (value['role'], value['initials'])))})"
    return ", ".join(f"{key} {_shown(item)}" for key, item in value.items() if not _is_nothing(item))


def _is_nothing(value: Any) -> bool:
    return value is None or value in ([], {}, "")
