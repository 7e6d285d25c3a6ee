"""Runs that make articles from WARC files instead of from the network: an import, and a rebuild."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path

from gemascraper import outlets
from gemascraper.errors import Damaged, GemascraperError, UsageError
from gemascraper.ingest import recovery
from gemascraper.ingest.archived_captures import CountStep, file_all
from gemascraper.ingest.importing import import_file
from gemascraper.ingest.readers import Readers
from gemascraper.ingest.rebuild import rebuild_derived
from gemascraper.ingest.recorder import Recorder
from gemascraper.ingest.run import WARCINFO, RunRecord, versions
from gemascraper.outlets.profile import Outlet
from gemascraper.values import urls

Report = Callable[[Recorder], None]
"""Gets the recorder of each archive that was closed without an error."""


async def import_files(files: Sequence[Path], output: Path, now: datetime, progress: CountStep, report: Report) -> None:
    """Import WARC files into the archives below *output*, and read what is new; *now* is when the run started.

    Raises `Damaged`, after everything sound was imported, where a file is damaged.
    """
    damages: list[Damaged] = []
    async with AsyncExitStack() as stack:
        archives = _OpenArchives(output, now, stack, report)
        for file in files:
            try:
                await import_file(file, archives.recorder_of, progress)
            except Damaged as damage:
                damages.append(damage)
        for recorder in archives.recorders.values():
            await file_all(recorder, "unread", progress)
    if damages:
        raise Damaged("\n".join(str(damage) for damage in damages))


async def rebuild_outlet(outlet: Outlet, output: Path, now: datetime, progress: CountStep, report: Report) -> None:
    """Make everything of *outlet* again from its WARC files; *now* is when the run started.

    Raises `UsageError` where it has no archive below *output*.
    """
    folder = output / outlet.key
    if not (folder / "archive").is_dir():
        raise UsageError(f"{folder} has no archive.", "Give the folder of the archives with --output.")
    recorder = _recorder(output, outlet, "rebuild", now, folder / recovery.REBUILDING)
    try:
        recovery.prepare_rebuild(folder, outlet)
        async with _opened(recorder, report, release=False):
            await rebuild_derived(recorder, progress)
        recovery.complete(folder)
    finally:
        recorder.release()


class _OpenArchives:
    """The archives that an import writes to; each is opened for its first record."""

    def __init__(self, output: Path, now: datetime, stack: AsyncExitStack, report: Report) -> None:
        self._output, self._now, self._stack, self._report = output, now, stack, report
        self._keys: dict[str, str] = {}  # host → key of its outlet
        self.recorders: dict[str, Recorder] = {}

    async def recorder_of(self, url: str) -> Recorder:
        host = urls.host(url)
        if host not in self._keys:
            outlet = outlets.by_host(url) or outlets.generic()
            self._keys[host] = outlet.key
            if outlet.key not in self.recorders:
                recorder = _recorder(self._output, outlet, "import", self._now)
                self.recorders[outlet.key] = await self._stack.enter_async_context(_opened(recorder, self._report))
        return self.recorders[self._keys[host]]


def _recorder(output: Path, outlet: Outlet, command: str, now: datetime, derived: Path | None = None) -> Recorder:
    folder = output / outlet.key
    run = RunRecord(outlet.key, now, folder, command=command, versions=versions())
    info = {
        **WARCINFO,
        "isPartOf": outlet.key,
        "description": "records of other files, copied byte for byte",
    }
    return Recorder(folder, outlet, Readers(folder / "archive"), run, info=info, derived=derived)


@asynccontextmanager
async def _opened(recorder: Recorder, report: Report, release: bool = True) -> AsyncIterator[Recorder]:
    """Open *recorder*, and close it at the end, also after an error."""
    failure: BaseException | None = None
    try:
        await recorder.open()
        yield recorder
    except BaseException as error:
        failure = error
        raise
    finally:
        if failure:
            code = failure.exit_code if isinstance(failure, GemascraperError) else 1
            await recorder.close("failed", code, str(failure), release)
        else:
            await recorder.close("finished", release=release)
        recorder.readers.close()
        if not failure:
            report(recorder)
    if recorder.failure:
        raise recorder.failure
