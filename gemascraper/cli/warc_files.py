"""`gemascraper import` and `gemascraper rebuild`: articles from WARC files instead of from the network."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gemascraper.cli.options import output_option
from gemascraper.values.counts import counted

if TYPE_CHECKING:
    from gemascraper.ingest.recorder import Recorder

_quiet = click.option("--quiet", "-q", is_flag=True, help="Only errors.")


@click.command("import")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE…"
)
@output_option
@_quiet
def import_(files: Sequence[Path], output: Path, quiet: bool) -> None:
    """Import WARC FILEs: ours, or those of Heritrix, Browsertrix, wget and others.

    Each record is copied once, byte for byte, into the archive of the outlet that has its host (else DIR/generic/), and
    read like a page that was crawled. Of a damaged file, the records before the damage are imported.
    """
    from gemascraper.ingest.offline_runs import import_files

    with _counts(quiet) as progress:
        asyncio.run(import_files(files, output, datetime.now(UTC), progress, _reporter(quiet)))


@click.command()
@click.argument("outlet")
@output_option
@_quiet
def rebuild(outlet: str, output: Path, quiet: bool) -> None:
    """Make everything of OUTLET again from its WARC files: ledger, articles, image credits, pictures, index.

    All of it is replaced at once, at the end; a rebuild that is stopped changes nothing.
    """
    from gemascraper import outlets
    from gemascraper.ingest.offline_runs import rebuild_outlet

    profile = outlets.load(outlet)
    with _counts(quiet) as progress:
        asyncio.run(rebuild_outlet(profile, output, datetime.now(UTC), progress, _reporter(quiet)))


def _reporter(quiet: bool) -> Callable[[Recorder], None]:
    """Prints what a run did to an archive."""

    def report(recorder: Recorder) -> None:
        if not quiet:
            captures = counted(sum(recorder.run.captures.values()), "capture")
            click.echo(f"{recorder.outlet.name}: {captures}, {recorder.run.summary()}", err=True)

    return report


@contextmanager
def _counts(quiet: bool) -> Iterator[Callable[[str], None]]:
    """Shows the count of each step: on a terminal only."""
    from rich.console import Console
    from rich.progress import Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.completed:,.0f} {task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as shown:
        tasks = {}

        def step(name: str) -> None:
            if name not in tasks:
                tasks[name] = shown.add_task(name, total=None)
            shown.advance(tasks[name])

        yield step
