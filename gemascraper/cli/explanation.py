"""Why a story has its values: for each field the source that won, its rule, and the alternatives."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from gemascraper.cli.rendering import credit_text, finding_lines, styled, time_text, titled_list
from gemascraper.cli.table import cut
from gemascraper.errors import UsageError
from gemascraper.values.text import fold

if TYPE_CHECKING:
    from gemascraper.export.jsonl import Row


_WIDTH = 200
"""Characters of a value in the table of all fields."""
_SHOWN_SEPARATELY = ("provenance", "findings", "timestamps", "blocks")
_TIMES = ("published", "modified")
_PARENTS = {"authors": "byline", "blocks": "body", "published_precision": "published", "timestamps": "published"}
"""Field → the field that it is made of."""
_ORIGINS = {
    "URL": ("id", "outlet", "edition"),
    "capture": ("editions", "url", "captured_at", "captures", "revision"),
    "the reader": ("kind", "text_digest", "extractor"),
}
"""Where the fields come from that have no choice of sources."""


def reasons(article: Row) -> Iterator[tuple[str, str, str]]:
    """Field, source with rule, and value, for each field that has one; alternatives follow the one that won."""
    for name, value in article.items():
        if name in _SHOWN_SEPARATELY or _is_empty(value):
            continue
        yield name, _won(article, name), cut(_shown(value), _WIDTH)
        for loser, why in _losers(article, name):
            yield "", f"over {loser['source']}: {why}", loser["value"]


def title(article: Row) -> Iterator[str]:
    """Which story it is, and which version of the reader read it."""
    yield styled(article["headline"] or "(no headline)", bold=True)
    yield styled(
        f"{article['outlet']} {article['id']} · revision {article['revision']} · {article['extractor']}", dim=True
    )
    yield ""


def remarks(article: Row) -> Iterator[str]:
    """Every time that the page states, and every finding."""
    yield from titled_list("Times that the page states", _claims(article))
    yield from finding_lines(article["findings"])


def one(article: Row, field: str) -> Iterator[str]:
    """One field in full. Raises `UsageError` where articles have no such field."""
    from gemascraper.export.schema import items_schema

    if field not in article:
        close = difflib.get_close_matches(field, article, n=1)
        hint = f"Did you mean {close[0]}?" if close else f"It has: {', '.join(article)}."
        raise UsageError(f"An article has no field {field}.", hint)
    origin = _PARENTS.get(field, field)
    yield from title(article)
    yield styled(f"{field}: {items_schema('articles')['properties'][field]['description']}", dim=True)
    yield from titled_list("Value", _each(article[field]))
    yield from titled_list("From", [_won(article, field)])
    lost = [f"{other['source']}: {other['value']}  ({why})" for other, why in _losers(article, origin)]
    yield from titled_list("Over", lost)
    if origin in _TIMES:
        yield from titled_list("Times that the page states", _claims(article))
    yield from finding_lines([each for each in article["findings"] if each["field"] == origin])


def _won(article: Row, name: str) -> str:
    if reason := article["provenance"].get(name):
        return f"{reason['source']}: {reason['rule']}"
    if _is_empty(article[name]):
        return "no source has it, or none that is trusted"
    if name in _PARENTS:
        return f"made of {_PARENTS[name]}"
    return next((origin for origin, names in _ORIGINS.items() if name in names), "the page")


def _losers(article: Row, name: str) -> Iterator[tuple[Row, str]]:
    """The alternatives for a field, each with why it lost."""
    reason = article["provenance"].get(name)
    for loser in reason["over"] if reason else ():
        yield loser, _why(article[name], loser["value"])


def _why(mine: Any, theirs: str) -> str:
    """Sources are tried in the order of trust, so one with the same value only came later."""
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
        f"{time_text(claim['value'], claim['precision'])}  "
        f"{claim['source']}, zone {claim['zone_source']}: {claim['raw']}"
        for claim in article["timestamps"]
    ]


def _each(value: Any) -> list[str]:
    """A value in full, one part a row."""
    if _is_empty(value):
        return ["-"]
    return [_shown(part) for part in value] if isinstance(value, list) else str(_shown(value)).splitlines()


def _shown(value: object) -> str:
    """A value as text: strings unchanged, objects by their main parts."""
    if isinstance(value, list):
        return "; ".join(map(_shown, value))
    if isinstance(value, Mapping):
        return _object(value)
    return value if isinstance(value, str) else json.dumps(value)


def _object(value: Row) -> str:
    if "credit_line" in value:
        credit = f" [{value['credit_line']} → {credit_text(value['credit'])}]" if value["credit_line"] else ""
        return f"{value['caption'] or value['url']}{credit}"
    if "role" in value:
        return f"{value['name']} ({', '.join(filter(None, (value['role'], value['initials'])))})"
    return ", ".join(f"{key} {_shown(item)}" for key, item in value.items() if not _is_empty(item))


def _is_empty(value: Any) -> bool:
    return value is None or value in ([], {}, "")
