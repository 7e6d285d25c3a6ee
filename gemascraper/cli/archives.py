"""`gemascraper import` and `gemascraper rebuild`: articles from WARC files instead of from the network."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gemascraper.cli.options import output_option
from gemascraper.errors import Damaged, GemascraperError, UsageError
from gemascraper.values.counts import counted

if TYPE_CHECKING:
    from gemascraper.ingest.recorder import Recorder
    from gemascraper.outlets.profile import Outlet

_quiet = click.option("--quiet", "-q", is_flag=True, help="Only errors.")
Progress = Callable[[str], None]


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
    with _counting(quiet) as progress:
        asyncio.run(_import(files, output, progress, quiet))


async def _import(files: Sequence[Path], output: Path, progress: Progress, quiet: bool) -> None:
    from gemascraper.ingest.archived_captures import file_all
    from gemascraper.ingest.importing import import_file

    damages: list[Damaged] = []
    async with AsyncExitStack() as stack:
        opened = _Opened(output, stack, quiet)
        for file in files:
            try:
                await import_file(file, opened.recorder_of, progress)
            except Damaged as damage:
                damages.append(damage)
        for recorder in opened.recorders.values():
            await file_all(recorder, "unread", progress)
    if damages:
        raise Damaged("\n".join(str(damage) for damage in damages))


class _Opened:
    """The archives that an import writes to; each is opened for its first record."""

    def __init__(self, output: Path, stack: AsyncExitStack, quiet: bool) -> None:
        self._output, self._stack, self._quiet = output, stack, quiet
        self._outlets: dict[str, str] = {}
        self.recorders: dict[str, Recorder] = {}

    async def recorder_of(self, url: str) -> Recorder:
        from gemascraper import outlets
        from gemascraper.values import urls

        host = urls.host(url)
        if host not in self._outlets:
            outlet = outlets.by_host(url) or outlets.generic()
            self._outlets[host] = outlet.key
            if outlet.key not in self.recorders:
                recorder = _recorder(self._output, outlet, "import")
                self.recorders[outlet.key] = await self._stack.enter_async_context(_open(recorder, self._quiet))
        return self.recorders[self._outlets[host]]


@click.command()
@click.argument("outlet")
@output_option
@_quiet
def rebuild(outlet: str, output: Path, quiet: bool) -> None:
    """Make everything of OUTLET again from its WARC files: ledger, articles, image credits, pictures, index.

    All of it is replaced at once, at the end; a rebuild that is stopped changes nothing.
    """
    from gemascraper import outlets

    profile = outlets.load(outlet)
    if not (output / profile.key / "archive").is_dir():
        raise UsageError(f"{output / profile.key} has no archive.", "Give the folder of the archives with --output.")
    with _counting(quiet) as progress:
        asyncio.run(_rebuild(output, profile, progress, quiet))


async def _rebuild(output: Path, outlet: Outlet, progress: Progress, quiet: bool) -> None:
    from gemascraper.ingest import recovery
    from gemascraper.ingest.rebuild import rebuild_derived

    folder = output / outlet.key
    recorder = _recorder(output, outlet, "rebuild", folder / recovery.REBUILDING)
    try:
        recovery.prepare_rebuild(folder, outlet)
        async with _open(recorder, quiet, release=False):
            await rebuild_derived(recorder, progress)
        recovery.complete(folder)
    finally:
        recorder.release()


def _recorder(output: Path, outlet: Outlet, command: str, derived: Path | None = None) -> Recorder:
    from gemascraper import __version__
    from gemascraper.ingest.readers import Readers
    from gemascraper.ingest.recorder import Recorder
    from gemascraper.ingest.run import RunRecord, versions

    folder = output / outlet.key
    run = RunRecord(outlet.key, datetime.now(UTC), folder, command=command, versions=versions())
    info = {
        "software": f"gemascraper/{__version__}",
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "isPartOf": outlet.key,
        "description": "records of other files, copied byte for byte",
    }
    return Recorder(folder, outlet, Readers(folder / "archive"), run, info=info, derived=derived)


@asynccontextmanager
async def _open(recorder: Recorder, quiet: bool, release: bool = True) -> AsyncIterator[Recorder]:
    """Open *recorder*; at the end it is closed, also after an error, and a summary is printed."""
    failure: BaseException | None = None
    try:
        await recorder.open()
        yield recorder
    except BaseException as error:
        failure = error
        raise
    finally:
        code = failure.exit_code if isinstance(failure, GemascraperError) else 1
        if failure:
            await recorder.close("failed", code, str(failure), release)
        else:
            await recorder.close("finished", release=release)
        recorder.readers.close()
        run = recorder.run
        if not (failure or quiet):
            click.echo(
                f"{recorder.outlet.name}: {counted(sum(run.captures.values()), 'capture')}, {run.summary()}", err=True
            )
    if recorder.failure:
        raise recorder.failure


@contextmanager
def _counting(quiet: bool) -> Iterator[Progress]:
    """Shows counts: on a terminal only."""
    from rich.console import Console
    from rich.progress import Progress as Shown
    from rich.progress import TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.completed:,.0f} {task.description}"), TimeElapsedColumn())
    with Shown(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as shown:
        tasks = {}

        def step(name: str) -> None:
            if name not in tasks:
                tasks[name] = shown.add_task(name, total=None)
            shown.advance(tasks[name])

        yield step
