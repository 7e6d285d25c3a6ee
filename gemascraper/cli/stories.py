"""`gemascraper list`, `show`, `explain` and `credits`: what the archives hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gemascraper.cli.archived import revisions_of, selected
from gemascraper.cli.options import filter_options, output_option
from gemascraper.values.counts import counted

if TYPE_CHECKING:
    from gemascraper.export.filters import StoryFilters
    from gemascraper.export.jsonl import Row

_LISTED = (
    "published",
    "published_precision",
    "outlet",
    "edition",
    "id",
    "revision",
    "kind",
    "section",
    "headline",
    "url",
)
_named = click.argument("named", metavar="ID|URL")
_outlet = click.option("--outlet", "outlets", metavar="OUTLET", multiple=True, help="Only in this outlet's archive.")
_revision = click.option(
    "--revision", "number", type=click.IntRange(min=1), metavar="N", help="This revision instead of the newest."
)


@click.command("list")
@filter_options
@output_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_(*, filters: StoryFilters, output: Path, as_json: bool) -> None:
    """List archived stories, newest first, each in its newest revision.

    \b
    gemascraper list --edition bali --since 2026-11-01
    gemascraper list --text "banjir bandang" --json
    """
    rows = _newest_first({name: row[name] for name in (*_LISTED, "captured_at")} for row in selected(output, filters))
    if as_json:
        _print_json(rows)
    else:
        _print_list(rows)


@click.command()
@_named
@_outlet
@_revision
@click.option("--all", "every", is_flag=True, help="Every revision, oldest first.")
@click.option("--json", "as_json", is_flag=True, help="The article object; one a line with --all.")
@output_option
def show(*, named: str, outlets: Sequence[str], number: int | None, every: bool, as_json: bool, output: Path) -> None:
    """Show one story, named by its id or by any URL it was captured at."""
    revisions = revisions_of(output, outlets, named)
    rows = revisions if every else [_numbered(revisions, number)]
    if as_json:
        _print_json(rows)
        return
    from gemascraper.cli import rendering

    for row in rows:
        rendering.print_lines(rendering.story_lines(row))


@click.command()
@_named
@click.argument("field", required=False)
@_outlet
@_revision
@output_option
def explain(*, named: str, field: str | None, outlets: Sequence[str], number: int | None, output: Path) -> None:
    """Say where each value of a story came from: which source won, by which rule, and over what.

    \b
    gemascraper explain 2781931384
    gemascraper explain 2781931384 published
    """
    from gemascraper.cli import explanation, rendering
    from gemascraper.cli.table import TableColumn, print_rows

    article = _numbered(revisions_of(output, outlets, named), number)
    if field:
        rendering.print_lines(explanation.one(article, field))
        return
    rendering.print_lines(explanation.title(article))
    columns = [TableColumn("field", 19, "cyan"), TableColumn("from", 36, "green"), TableColumn("value")]
    print_rows(columns, explanation.reasons(article))
    rendering.print_lines(explanation.remarks(article))


@click.command()
@filter_options
@output_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def credits(*, filters: StoryFilters, output: Path, as_json: bool) -> None:
    """List the images of archived stories, newest first: caption, credit line, and the parts of the credit."""
    from gemascraper.export.columns import STORY_KEYS, credit_rows

    kept = (*STORY_KEYS, "captured_at", "images")
    stories = _newest_first({key: row[key] for key in kept} for row in selected(output, filters))
    rows = (row for story in stories for row in credit_rows(story))
    if as_json:
        _print_json(rows)
    else:
        _print_credits(rows)


def _newest_first(rows: Iterable[Row]) -> list[Row]:
    """By the instant of publication; by that of the capture where none is known."""
    return sorted(rows, key=lambda row: datetime.fromisoformat(row["published"] or row["captured_at"]), reverse=True)


def _numbered(revisions: Sequence[Row], number: int | None) -> Row:
    """The revision with that number; without one the newest."""
    from gemascraper.errors import UsageError

    known = {row["revision"]: row for row in revisions}
    if number and number not in known:
        numbers = ", ".join(map(str, sorted(known)))
        raise UsageError(f"Story {revisions[0]['id']} has no revision {number}.", f"Its revisions are: {numbers}.")
    return known[number or max(known)]


def _print_json(rows: Iterable[Mapping[str, Any]]) -> None:
    from gemascraper.export.jsonl import line

    for row in rows:
        click.echo(line(row), nl=False)


def _print_list(rows: Sequence[Row]) -> None:
    from gemascraper.cli.table import TableColumn, print_rows

    widths = [max((len(row[name] or "-") for row in rows), default=0) for name in ("edition", "id")]
    columns = [
        TableColumn("published", 21, "green"),
        TableColumn("edition", max(widths[0], 7)),
        TableColumn("id", max(widths[1], 2), "cyan"),
        TableColumn("rev", 3),
        TableColumn("headline"),
    ]
    print_rows(columns, map(_listed, rows))
    click.echo(counted(len(rows), "story", "stories"), err=True)


def _listed(row: Row) -> Sequence[str]:
    from gemascraper.cli.rendering import time_text

    published = time_text(row["published"], row["published_precision"])
    return published, row["edition"] or "-", row["id"], str(row["revision"]), row["headline"] or "-"


def _print_credits(rows: Iterable[Row]) -> None:
    from gemascraper.cli.table import TableColumn, print_rows

    columns = [
        TableColumn("caption", 36),
        TableColumn("credit line", 28, "green"),
        TableColumn("kind", 12),
        TableColumn("understood", 36),
        TableColumn("id", 13, "cyan"),
        TableColumn("headline"),
    ]
    print_rows(columns, map(_credit, rows))


def _credit(row: Row) -> Sequence[str]:
    from gemascraper.cli.rendering import credit_text

    kind, _, parts = credit_text(row["credit"]).partition(" · ")
    return row["caption"] or "-", row["credit_line"] or "-", kind, parts or "-", row["id"], row["headline"] or "-"
