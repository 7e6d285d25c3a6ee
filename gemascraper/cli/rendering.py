"""A story as lines of text for a terminal or a pipe: fields, text, pictures with their credits, captures."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import click

from gemascraper.values import zones
from gemascraper.values.text import printable

if TYPE_CHECKING:
    from gemascraper.export.jsonl import Row


_WIDEST = 100
"""Columns; longer lines are hard to read."""
_BLOCKS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "paragraph": ("", {}),
    "heading": ("", {"bold": True}),
    "list_item": ("• ", {}),
    "quote": ("│ ", {"italic": True}),
}


def story_lines(article: Row) -> Iterator[str]:
    """The lines of a story, from its kicker to its captures; *article* is the JSON object of its line."""
    yield from _head(article)
    yield from _text(article)
    for image in article["images"]:
        yield from _picture(image)
    yield from titled_list("Tags", [", ".join(article["tags"])] if article["tags"] else [])
    yield from titled_list("Sources", article["sources"])
    yield from titled_list("Related", [f"{link['text']}\n{link['url']}" for link in article["related"]])
    yield from titled_list("Captures", [_capture(article, capture) for capture in article["captures"]])
    yield from finding_lines(article["findings"])


def finding_lines(found: Sequence[Row]) -> Iterator[str]:
    """The findings of a page, below their title."""
    yield from titled_list("Findings", [f"{each['code']}  {each['message']}" for each in found])


def titled_list(title: str, rows: Sequence[str]) -> Iterator[str]:
    """A title with indented *rows* below it; nothing where there are no rows."""
    if rows:
        yield ""
        yield styled(title, dim=True)
        yield from (styled(line, indent=2) for row in rows for line in row.splitlines())


def time_text(moment: str | None, precision: str | None = "minute", *, weekday: bool = False) -> str:
    """A time with the abbreviation of its Indonesian zone, or its offset; only the day where no more is known.

    >>> time_text("2026-11-20T00:02:00+08:00"), time_text("2026-11-20T00:00:00+07:00", "day"), time_text(None)
    ('2026-11-20 00:02 WITA', '2026-11-20', '-')
    >>> time_text("2026-11-20T00:02:00+08:00", weekday=True)
    'Friday 20 November 2026, 00:02 WITA'
    """
    if moment is None:
        return "-"
    known = datetime.fromisoformat(moment)
    day = f"{known:%A} {known.day} {known:%B %Y}" if weekday else f"{known:%Y-%m-%d}"
    if precision == "day":
        return day
    return f"{day}{',' if weekday else ''} {known:%H:%M} {_zone(known)}"


def _zone(moment: datetime) -> str:
    return zones.abbreviation(moment.utcoffset()) or str(moment.tzname()).removeprefix("UTC") or "UTC"


def credit_text(credit: Row | None) -> str:
    """The parts of a credit on one line; ``-`` where there is none.

    >>> credit_text({"kind": "staff", "agency": None, "photographer": "Dewi Kurniawan", "holder": "Gemapos.ID"})
    'staff · photographer Dewi Kurniawan · holder Gemapos.ID'
    """
    if not credit:
        return "-"
    parts = [f"{name} {value}" for name, value in credit.items() if value and name != "kind"]
    return " · ".join([credit["kind"].replace("_", " "), *parts])


def styled(text: str, *, indent: int = 0, **style: Any) -> str:
    """*text*, wrapped and styled with click's *style*; control characters are escaped, and URLs are never broken."""
    lines = textwrap.wrap(
        printable(text),
        _width(),
        initial_indent=" " * indent,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return click.style("\n".join(lines), **style)


def print_lines(lines: Iterator[str]) -> None:
    """Print lines to standard output."""
    for line in lines:
        click.echo(line)


def _head(article: Row) -> Iterator[str]:
    place = [article[name] for name in ("outlet", "edition", "section", "kind", "id") if article[name]]
    yield styled(f"{' · '.join(place)} · revision {article['revision']}", dim=True)
    yield ""
    if article["kicker"]:
        yield styled(article["kicker"], fg="yellow")
    yield styled(article["headline"] or "(no headline)", bold=True)
    if article["standfirst"]:
        yield styled(article["standfirst"], italic=True)
    yield ""
    if article["byline"]:
        yield styled(f"By {_byline(article['byline'])}", fg="green")
    yield styled(_times(article), fg="green")
    yield styled(article["url"], fg="cyan")
    if others := [edition for edition in article["editions"] if edition != article["edition"]]:
        yield styled(f"Also shown by {', '.join(others)}", dim=True)


def _byline(people: Sequence[Row]) -> str:
    """``Ni Luh Siregar (reporter), Made Astawa (editor, ma)``"""
    names = []
    for person in people:
        notes = [note for note in (person["role"], person["initials"]) if note and note != "unknown"]
        names.append(person["name"] + (f" ({', '.join(notes)})" if notes else ""))
    return ", ".join(names)


def _times(article: Row) -> str:
    if not article["published"]:
        return "No time of publication is given"
    said = f"Published {time_text(article['published'], article['published_precision'], weekday=True)}"
    return said + (f" · changed {time_text(article['modified'], weekday=True)}" if article["modified"] else "")


def _text(article: Row) -> Iterator[str]:
    lead = f"{article['dateline']['text']} " if article["dateline"] else ""
    for block in article["blocks"]:
        mark, style = _BLOCKS[block["type"]]
        yield ""
        yield styled(f"{mark}{lead}{block['text']}", **style)
        lead = ""
    if article["initials"]:
        yield styled(f"({article['initials']})", dim=True)
    if article["pages"]["expected"] != article["pages"]["read"]:
        yield ""
        yield styled(f"Read {article['pages']['read']} of {article['pages']['expected']} pages.", fg="yellow")


def _picture(image: Row) -> Iterator[str]:
    yield ""
    yield styled(f"Picture {image['position']}{', leads the story' if image['is_lead'] else ''}", dim=True)
    yield styled(image["caption"] or "(no caption)", indent=2)
    if image["credit_line"]:
        yield styled(f"{image['credit_line']}  →  {credit_text(image['credit'])}", indent=2, fg="green")
    if image["rights"] and image["rights"]["copyright_notice"]:
        yield styled(image["rights"]["copyright_notice"], indent=2, dim=True)
    yield styled(image["url"], indent=2, fg="cyan")


def _capture(article: Row, capture: Row) -> str:
    return f"{time_text(article['captured_at'])}  {capture['warc']}, byte {capture['offset']}\n{capture['url']}"


@lru_cache
def _width() -> int:
    return min(shutil.get_terminal_size().columns, _WIDEST) if sys.stdout.isatty() else _WIDEST
