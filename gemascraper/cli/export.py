"""`gemascraper export`: the archives' articles or image credits as one file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gemascraper.cli.options import output_option
from gemascraper.cli.stories import DAY, editions

if TYPE_CHECKING:
    from gemascraper.export.tables import Row, Table


@click.command()
@click.argument("format_", metavar="FORMAT", type=click.Choice(["jsonl", "csv", "parquet"]))
@click.option("--to", "target", metavar="PATH", required=True, help="File to write; - is standard output.")
@click.option(
    "--table", "table_name", type=click.Choice(["articles", "credits"]), default="articles", show_default=True
)
@click.option("--outlet", "names", metavar="OUTLET", multiple=True, help="Only this one; may be given again.")
@click.option(
    "--since", type=DAY, metavar="DAY", help="Published on this day or later (YYYY-MM-DD, the place's own day)."
)
@click.option("--until", type=DAY, metavar="DAY", help="Published on this day or earlier.")
@click.option("--edition", help="Only stories that this edition has shown.")
@click.option("--section", help="Only stories of this rubric.")
@click.option("--fields", metavar="A,B,…", help="Only these columns, in this order.")
@click.option(
    "--latest/--all-revisions", default=True, show_default=True, help="The newest state of each story, or every one."
)
@click.option(
    "--bom/--no-bom", default=True, show_default=True, help="csv: say in the file that it is UTF-8, as Excel needs."
)
@click.option("--csv-raw", is_flag=True, help="csv: leave cells that a spreadsheet would run as a formula.")
@output_option
def export(
    *,
    format_: str,
    target: str,
    table_name: str,
    names: Sequence[str],
    since: datetime | None,
    until: datetime | None,
    edition: str | None,
    section: str | None,
    fields: str | None,
    latest: bool,
    bom: bool,
    csv_raw: bool,
    output: Path,
) -> None:
    """Write articles, or image credits, to one file as FORMAT.

    The file appears whole or not at all. CSV and JSON Lines hold the fields of docs/reference/items.md; Parquet has
    typed columns, each time as an instant with a column beside it that keeps the printed offset.
    """
    from gemascraper.export.revisions import Revisions, outlets
    from gemascraper.export.tables import counted, select, table, with_editions

    columns = table(table_name, [name.strip() for name in fields.split(",")] if fields else [])
    folders = outlets(output, names)
    revisions = Revisions(folders)
    articles = select(
        with_editions(revisions, editions(folders)),
        since=_day(since),
        until=_day(until),
        edition=edition,
        section=section,
        newest=revisions.newest() if latest else None,
    )
    count = 0
    with _progress() as tell:

        def tick(rows: int) -> None:
            nonlocal count
            count = rows
            tell(rows)

        rows = counted(columns.rows(articles), tick)
        _write(format_, rows, columns, target, bom=bom, csv_raw=csv_raw)
    _say(count, table_name, target)


def _write(format_: str, rows: Iterable[Row], columns: Table, target: str, *, bom: bool, csv_raw: bool) -> None:
    from gemascraper.disk import written
    from gemascraper.errors import UsageError
    from gemascraper.export import csv, jsonl, parquet

    def as_text(stream: Any) -> None:
        if format_ == "csv":
            csv.write(rows, list(columns.columns), stream, bom=bom, raw=csv_raw)
        else:
            jsonl.write(rows, stream)

    if target == "-":
        if format_ == "parquet":
            raise UsageError("Parquet cannot go to standard output.", "Name a file: --to articles.parquet")
        as_text(sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    if not Path(target).parent.is_dir():
        raise UsageError(f"There is no folder {Path(target).parent}.", "Make it first, or name another file.")
    with written(Path(target)) as draft:
        if format_ == "parquet":
            parquet.write(rows, columns.columns, draft)
        else:
            with draft.open("wb") as stream:
                as_text(stream)


@contextmanager
def _progress() -> Iterator[Callable[[int], None]]:
    """How many rows have been written, for a person who waits."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status("Exporting") as status:
        yield lambda rows: status.update(f"Exporting: {rows:,} rows") if rows % 100 == 0 else None


def _say(rows: int, table_name: str, target: str) -> None:
    where = "" if target == "-" else f", {Path(target).stat().st_size:,} bytes: {target}"
    click.echo(f"{rows:,} {'row' if rows == 1 else 'rows'} of {table_name}{where}", err=True)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
