"""`gemascraper list`, `show`, `explain`, `credits`: looking at what the archives hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from gemascraper.cli.options import output_option
from gemascraper.cli.stories import Wanted, filters, find, newest_first

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
_outlet = click.option("--outlet", "names", metavar="OUTLET", multiple=True, help="Only in this outlet's archive.")


@click.command("list")
@filters
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_(*, wanted: Wanted, as_json: bool) -> None:
    """List archived stories, newest first, each in its newest revision.

    \b
    gemascraper list --edition bali --since 2026-11-01
    gemascraper list --text "banjir bandang" --json
    """
    rows = newest_first({name: row[name] for name in (*_LISTED, "captured_at")} for row in wanted.stories())
    if as_json:
        _lines(rows)
        return
    from gemascraper.cli.rendering import when
    from gemascraper.cli.table import Column, print_rows

    widths = [max((len(row[name] or "-") for row in rows), default=0) for name in ("edition", "id")]
    columns = [
        Column("published", 21, "green"),
        Column("edition", max(widths[0], 7)),
        Column("id", max(widths[1], 2), "cyan"),
        Column("rev", 3),
        Column("headline"),
    ]
    print_rows(
        columns,
        (
            (
                when(row["published"], row["published_precision"]),
                row["edition"] or "-",
                row["id"],
                str(row["revision"]),
                row["headline"] or "-",
            )
            for row in rows
        ),
    )
    click.echo(f"{len(rows):,} {'story' if len(rows) == 1 else 'stories'}", err=True)


@click.command()
@_named
@_outlet
@click.option("--revision", type=click.IntRange(min=1), metavar="N", help="This revision instead of the newest.")
@click.option("--all", "every", is_flag=True, help="Every revision, oldest first.")
@click.option("--json", "as_json", is_flag=True, help="The article object; one a line with --all.")
@output_option
def show(*, named: str, names: Sequence[str], revision: int | None, every: bool, as_json: bool, output: Path) -> None:
    """Show one story, named by its id or by any address it was captured at."""
    revisions = find(output, names, named)
    rows = revisions if every else [_revision(revisions, revision)]
    if as_json:
        _lines(rows)
        return
    from gemascraper.cli import rendering

    for row in rows:
        rendering.show(rendering.story(row))


@click.command()
@_named
@click.argument("field", required=False)
@_outlet
@click.option("--revision", type=click.IntRange(min=1), metavar="N", help="This revision instead of the newest.")
@output_option
def explain(*, named: str, field: str | None, names: Sequence[str], revision: int | None, output: Path) -> None:
    """Say where each value of a story came from: which source won, by which rule, and over what.

    \b
    gemascraper explain 2781931384
    gemascraper explain 2781931384 published
    """
    from gemascraper.cli import explaining, rendering
    from gemascraper.cli.table import Column, print_rows

    article = _revision(find(output, names, named), revision)
    if field:
        rendering.show(explaining.one(article, field))
        return
    rendering.show(explaining.title(article))
    columns = [Column("field", 19, "cyan"), Column("from", 36, "green"), Column("value")]
    print_rows(columns, explaining.reasons(article))
    rendering.show(explaining.remarks(article))


@click.command()
@filters
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def credits(*, wanted: Wanted, as_json: bool) -> None:
    """List the pictures of archived stories with caption, credit, and what was understood of it; newest first."""
    from gemascraper.export.lines import STORY_KEYS, credits_of

    kept = (*STORY_KEYS, "captured_at", "images")
    rows = (
        line
        for row in newest_first({key: row[key] for key in kept} for row in wanted.stories())
        for line in credits_of(row)
    )
    if as_json:
        _lines(rows)
        return
    from gemascraper.cli.table import Column, print_rows

    columns = [
        Column("caption", 36),
        Column("credit line", 28, "green"),
        Column("kind", 12),
        Column("understood", 36),
        Column("id", 13, "cyan"),
        Column("headline"),
    ]
    print_rows(columns, map(_credit, rows))


def _credit(row: Mapping[str, Any]) -> Sequence[str]:
    from gemascraper.cli.rendering import understood

    kind, _, parts = understood(row["credit"]).partition(" · ")
    return row["caption"] or "-", row["credit_line"] or "-", kind, parts or "-", row["id"], row["headline"] or "-"


def _revision(revisions: Sequence[Mapping[str, Any]], number: int | None) -> Mapping[str, Any]:
    from gemascraper.errors import UsageError

    known = {row["revision"]: row for row in revisions}
    if number and number not in known:
        raise UsageError(f"Story {revisions[0]['id']} has no revision {number}.", f"It has 1 to {max(known)}.")
    return known[number or max(known)]


def _lines(rows: Iterable[Mapping[str, Any]]) -> None:
    from gemascraper.export.lines import line

    for row in rows:
        click.echo(line(row), nl=False)
