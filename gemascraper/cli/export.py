"""`gemascraper export`: the archives' articles or image credits as one file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from gemascraper.cli.archived import selected
from gemascraper.cli.options import filter_options, output_option
from gemascraper.values.counts import counted

if TYPE_CHECKING:
    from gemascraper.export.columns import Table
    from gemascraper.export.filters import StoryFilters
    from gemascraper.export.jsonl import Row


@click.command()
@click.argument("format_", metavar="FORMAT", type=click.Choice(["jsonl", "csv", "parquet"]))
@click.option("--to", "target", metavar="PATH", required=True, help="File to write; - is standard output.")
@click.option(
    "--table", "table_name", type=click.Choice(["articles", "credits"]), default="articles", show_default=True
)
@filter_options
@click.option("--fields", metavar="A,B,…", help="Only these columns, in this order.")
@click.option(
    "--latest/--all-revisions", default=True, show_default=True, help="The newest revision of each story, or every one."
)
@click.option(
    "--bom/--no-bom", default=True, show_default=True, help="csv: begin with a byte order mark, as Excel needs."
)
@click.option("--csv-raw", is_flag=True, help="csv: write cells unchanged that a spreadsheet would run as a formula.")
@output_option
def export(
    *,
    format_: str,
    target: str,
    table_name: str,
    filters: StoryFilters,
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
    import attrs

    from gemascraper.export.columns import table

    wanted = table(table_name, [name.strip() for name in fields.split(",")] if fields else [])
    articles = selected(output, attrs.evolve(filters, newest=latest))
    with _progress() as tell:
        rows = CountedRows(wanted.rows(articles), tell)
        _write(format_, rows, wanted, target, bom=bom, csv_raw=csv_raw)
    _say(rows.count, table_name, target)


def _write(format_: str, rows: Iterable[Row], table: Table, target: str, *, bom: bool, csv_raw: bool) -> None:
    from gemascraper.disk import written
    from gemascraper.errors import UsageError
    from gemascraper.export import csv, jsonl, parquet

    def write_text(stream: BinaryIO) -> None:
        if format_ == "csv":
            csv.write(rows, list(table.types), stream, bom=bom, raw=csv_raw)
        else:
            jsonl.write(rows, stream)

    if target == "-":
        if format_ == "parquet":
            raise UsageError("Parquet cannot go to standard output.", "Name a file: --to articles.parquet")
        write_text(sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    if not Path(target).parent.is_dir():
        raise UsageError(f"There is no folder {Path(target).parent}.", "Create it first, or name another file.")
    with written(Path(target)) as draft:
        if format_ == "parquet":
            parquet.write(rows, table.types, draft)
        else:
            with draft.open("wb") as stream:
                write_text(stream)


class CountedRows:
    """The same rows, counted as they pass; *tell* gets the count after each."""

    def __init__(self, rows: Iterable[Row], tell: Callable[[int], None]) -> None:
        self._rows, self._tell = rows, tell
        self.count = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            yield row
            self.count += 1
            self._tell(self.count)


@contextmanager
def _progress() -> Iterator[Callable[[int], None]]:
    """Shows how many rows are written: on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status("Exporting") as status:
        yield lambda rows: status.update(f"Exporting: {rows:,} rows") if rows % 100 == 0 else None


def _say(rows: int, table_name: str, target: str) -> None:
    where = "" if target == "-" else f", {Path(target).stat().st_size:,} bytes: {target}"
    click.echo(f"{counted(rows, 'row')} of {table_name}{where}", err=True)
