"""`gemascraper import` and `gemascraper rebuild`: the journey from the archive instead of from the wire."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gemascraper.errors import UsageError

if TYPE_CHECKING:
    from gemascraper.ingest.recorder import Recorder
    from gemascraper.outlets.profile import Outlet

_output = click.option(
    "--output",
    default="output",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Where archives are.",
)
_quiet = click.option("--quiet", "-q", is_flag=True, help="Only errors.")


@click.command("import")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE…"
)
@_output
@_quiet
def import_(files: Sequence[Path], output: Path, quiet: bool) -> None:
    """Take WARC FILEs in: ours, or those of Heritrix, Browsertrix, wget and others.

    Records are copied byte for byte into the archive of the outlet whose host they have (else DIR/generic/), each once;
    then they are read like pages that were crawled.
    """
    with _counting("records", quiet) as progress:
        asyncio.run(_import(files, output, progress))


async def _import(files: Sequence[Path], output: Path, progress: Callable[[str], None]) -> None:
    from gemascraper import outlets
    from gemascraper.ingest import again

    opened: dict[str, Recorder] = {}

    async def recorder_of(url: str) -> Recorder:
        outlet = outlets.by_host(url) or outlets.generic()
        if outlet.key not in opened:
            opened[outlet.key] = _recorder(output, outlet, "import")
            await opened[outlet.key].open()
        return opened[outlet.key]

    try:
        for file in files:
            await again.take_in(file, recorder_of, lambda: progress("records copied"))
        for recorder in opened.values():
            unread = await recorder.ask(lambda r: r.ledger.captures.unread())
            await again.file_all(recorder, unread, lambda: progress("pages read"))
    finally:
        for recorder in opened.values():
            await _finish(recorder)


@click.command()
@click.argument("outlet")
@_output
@_quiet
def rebuild(outlet: str, output: Path, quiet: bool) -> None:
    """Make everything of OUTLET but its WARC files again: ledger, articles, image credits, pictures, index."""
    from gemascraper import outlets

    profile = outlets.load(outlet)
    if not (output / profile.key / "archive").is_dir():
        raise UsageError(f"{output / profile.key} has no archive.", "Name the folder of archives with --output.")
    with _counting("pages read", quiet) as progress:
        asyncio.run(_rebuild(output, profile, progress))


async def _rebuild(output: Path, outlet: Outlet, progress: Callable[[str], None]) -> None:
    import shutil

    from gemascraper.ingest import again

    folder = output / outlet.key
    workshop = folder / ".rebuild"
    recorder = _recorder(output, outlet, "rebuild", workshop)
    shutil.rmtree(workshop, ignore_errors=True)
    workshop.mkdir()
    try:
        again.make_whole(folder)
        await recorder.open()
        await again.rebuild(recorder, lambda: progress("pages read"))
    finally:
        sound = recorder.failure is None
        await _finish(recorder, release=False)
        if sound and recorder.run.captures:
            again.replace(folder, workshop)
        shutil.rmtree(workshop, ignore_errors=True)
        recorder.release()


def _recorder(output: Path, outlet: Outlet, command: str, workshop: Path | None = None) -> Recorder:
    from gemascraper.ingest.readers import Readers
    from gemascraper.ingest.recorder import Recorder
    from gemascraper.ingest.run import Run, versions

    folder = output / outlet.key
    run = Run(outlet.key, datetime.now(UTC), folder, command=command, versions=versions())
    return Recorder(folder, outlet, Readers(folder / "archive"), run, workshop=workshop)


async def _finish(recorder: Recorder, release: bool = True) -> None:
    failure = recorder.failure
    await recorder.close(
        "failed" if failure else "finished",
        failure.exit_code if failure else 0,
        str(failure) if failure else None,
        release,
    )
    recorder.readers.close()
    run = recorder.run
    click.echo(f"{recorder.outlet.name}: {sum(run.captures.values())} captures, {run.summary()}", err=True)


@contextmanager
def _counting(what: str, quiet: bool) -> Iterator[Callable[[str], None]]:
    """A moving count on a terminal, nothing elsewhere."""
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
