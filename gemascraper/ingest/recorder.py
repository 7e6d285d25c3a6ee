"""Writes an outlet's archive. What waits is one group: WARC, fsync, one SQLite transaction, JSON Lines, then results.

One thread owns the files and the database. There is no timer and no batch size: the next group gathers while this one
is being written. After the first failure nothing is written any more.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gemascraper.archive import cdxj
from gemascraper.archive.lock import Lock
from gemascraper.errors import ArchiveError, GemascraperError
from gemascraper.ingest.operations import (
    AskArchive,
    FileReading,
    KeepExchange,
    Operation,
    RegisterRecord,
    StaleRevision,
)
from gemascraper.ingest.outlet_archive import Clock, OutletArchive
from gemascraper.ingest.readers import Readers
from gemascraper.ingest.run import RunRecord
from gemascraper.items import Article, Capture, Due, Entry, EntryFilter, Exchange, Reading
from gemascraper.ledger.frontier import anything
from gemascraper.ledger.revisions import fingerprint
from gemascraper.outlets.profile import Outlet
from gemascraper.values.counts import counted

log = logging.getLogger(__name__)
MOST_UNSYNCED = 16 << 20
"""Bytes of lines that the ledger may keep; then the files are synced."""


class Recorder:
    """One outlet's archive while it is being written to. All methods but the constructor are for one event loop."""

    def __init__(
        self,
        folder: Path,
        outlet: Outlet,
        readers: Readers,
        run: RunRecord,
        *,
        clock: Clock = lambda: datetime.now(UTC),
        info: Mapping[str, str] | None = None,
        failed: Callable[[GemascraperError], None] = lambda error: None,
        derived: Path | None = None,
    ) -> None:
        """Take the outlet's lock. Raises `Locked`.

        *info* has fields of the warcinfo record. *failed* is called once, with the first failure. *derived* is where
        everything but the WARC files is made; None is *folder* itself.
        """
        self.folder, self.outlet, self.readers, self.run, self.clock = folder, outlet, readers, run, clock
        self._derived, self._info, self._failed = derived or folder, info or {}, failed
        self._lock = Lock(folder, f"{run.command} since {run.started:%Y-%m-%d %H:%M:%S} UTC")
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="recorder")
        self._archive: OutletArchive | None = None
        self._waiting: list[tuple[Operation, asyncio.Future[Any]]] = []
        self._wake = asyncio.Event()
        self._loop: asyncio.Task[None] | None = None
        self._closed = False
        self.failure: GemascraperError | None = None
        """The first failure; nothing is written after it."""

    # ------------------------------------------------------------------------------------- open and close

    @property
    def archive(self) -> OutletArchive:
        """The open archive; only the recorder's own thread may use it."""
        if self._archive is None:
            raise ArchiveError(f"The archive of {self.outlet.name} is not open.")
        return self._archive

    async def open(self, refresh: bool = False) -> tuple[Capture, ...]:
        """Repair what the last run left, and start this run; the captures that the last run did not read.

        They are to be read and filed first: they must not be fetched again. Raises `GemascraperError`.
        """
        try:
            unread = await asyncio.get_running_loop().run_in_executor(self._thread, self._open, refresh)
        except Exception as error:
            raise self._fail(error, []) from error
        self._loop = asyncio.create_task(self._commit_groups())
        return unread

    def _open(self, refresh: bool) -> tuple[Capture, ...]:
        archive = OutletArchive.open(self.folder, self._derived, self.outlet, self.clock, self.run, self._info)
        self._archive = archive
        with archive.ledger.transaction():
            unread = self._begin(archive, refresh)
            self.run.known = archive.ledger.frontier.counts().get("story", 0)
        self.run.write()
        return unread

    def _begin(self, archive: OutletArchive, refresh: bool) -> tuple[Capture, ...]:
        if self.run.command != "crawl":
            archive.ledger.frontier.attach_without_run(self.run.started)
            return ()
        continues = archive.ledger.frontier.begin(self.run.started, refresh)
        unread = tuple(archive.ledger.captures.unread())
        if continues and self.run.tally.lacks_stories:
            for url in archive.ledger.frontier.read_in_this_run():
                self.run.tally.add_story(url, self.outlet.edition_of(url))
        if continues:
            pages = counted(len(unread), "archived page is", "archived pages are")
            log.info("continuing the last run%s", f"; {pages} still to be read" if unread else "")
        return unread

    async def close(self, reason: str, exit_code: int = 0, error: str | None = None, release: bool = True) -> None:
        """Commit what waits, seal the files, write index and run.json. It may be called twice, and after a failure."""
        if self._closed:
            return
        self._closed = True
        if self._loop:
            self._wake.set()
            await self._loop
        await asyncio.get_running_loop().run_in_executor(self._thread, self._close, reason, exit_code, error)
        self._thread.shutdown()
        if release:
            self.release()

    def release(self) -> None:
        """Let another run have the outlet."""
        self._lock.release()

    def _close(self, reason: str, exit_code: int, error: str | None) -> None:
        archive = self._archive
        if archive and not self.failure:
            try:
                self._seal(archive, reason)
            except ArchiveError as failure:
                self.failure = failure
        if self.failure:
            reason, exit_code, error = "disk", self.failure.exit_code, str(self.failure)
        with suppress(ArchiveError):  # a full disk has no room for it either
            self.run.write(self.clock(), reason, exit_code, error)
        if archive:
            archive.writer.abandon()
            with suppress(ArchiveError):
                archive.ledger.close()

    def _seal(self, archive: OutletArchive, reason: str) -> None:
        """Only after a run without failure; otherwise the files stay open, and the next start cuts and seals them."""
        archive.writer.seal()
        archive.sync_lines()
        cdxj.add(archive.derived / "archive/index.cdxj", archive.ledger.captures.unindexed())
        with archive.ledger.transaction():
            archive.ledger.captures.indexed()
            if self.run.command == "crawl":
                archive.ledger.frontier.end(self.clock(), reason)

    # ------------------------------------------------------------------- reading, writing and questions

    async def keep(self, exchange: Exchange) -> Capture:
        """Archive an exchange; when this returns, it is on disk. Raises `ArchiveError`, as all of these methods do."""
        capture: Capture = await self._put(KeepExchange(exchange))
        return capture

    async def file(self, reading: Reading) -> Article | None:
        """Settle an entry by its reading; the new revision of its article, or None where there is no new one."""
        filed = await self._put(FileReading(reading))
        if isinstance(filed, StaleRevision):
            before = await self.readers.read(filed.captures, self.outlet, filed.captures[0].entry)
            filed = await self._put(FileReading(reading, fingerprint(before.article) if before.article else ""))
        article: Article | None = filed
        return article

    async def register(self, operation: RegisterRecord) -> None:
        """Note a record of a WARC file, and copy it where it is not in the archive yet."""
        await self._put(operation)

    async def add(self, entries: Iterable[Entry], again: bool = False) -> int:
        """Put entries into the frontier; how many are new. *again*: known ones are due once in this run too."""
        new: int = await self.ask(lambda archive: archive.ledger.frontier.add(entries, again))
        return new

    async def due(
        self, room: int, per_host: int, wanted: EntryFilter = anything, stories: int | None = None
    ) -> list[Due]:
        """Lease entries that may be fetched now: *room* at most, of them *stories* stories; None is any number."""
        found: list[Due] = await self.ask(
            lambda archive: archive.ledger.frontier.due(room, per_host, archive.clock(), wanted, stories)
        )
        return found

    async def next_due(self, wanted: EntryFilter = anything) -> float | None:
        """When the next wanted entry that is not leased is due, in seconds since 1970; None where there is none."""
        when: float | None = await self.ask(lambda archive: archive.ledger.frontier.next_due(wanted))
        return when

    async def counts(self) -> dict[str, int]:
        """Kind → entries that the frontier knows."""
        counts: dict[str, int] = await self.ask(lambda archive: archive.ledger.frontier.counts())
        return counts

    async def due_stories(self) -> dict[str, int]:
        """Host → stories that are due there."""
        due: dict[str, int] = await self.ask(lambda archive: archive.ledger.frontier.due_stories())
        return due

    async def ask(self, question: Callable[[OutletArchive], Any]) -> Any:
        """The answer of *question*, which runs in the recorder's thread, inside the group's transaction."""
        return await self._put(AskArchive(question))

    # --------------------------------------------------------------------------------------------- groups

    async def _put(self, operation: Operation) -> Any:
        if self.failure:
            raise self.failure
        if self._closed:
            raise ArchiveError(f"The archive of {self.outlet.name} is closed.")
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting.append((operation, future))
        self._wake.set()
        return await future

    async def _commit_groups(self) -> None:
        loop = asyncio.get_running_loop()
        while not self.failure and not (self._closed and not self._waiting):
            await self._wake.wait()
            self._wake.clear()
            group, self._waiting = self._waiting, []
            futures = [future for _, future in group]
            try:
                results = await loop.run_in_executor(self._thread, self._commit, [one for one, _ in group])
            except Exception as error:
                self._fail(error, futures)
                return
            for future, result in zip(futures, results, strict=True):
                if not future.done():
                    future.set_result(result)

    def _commit(self, group: Sequence[Operation]) -> list[Any]:
        archive = self.archive
        archive.writer.roll()
        name, end = archive.writer.name, archive.writer.end
        try:
            results = _written(archive, group)
        except BaseException:
            with suppress(OSError):  # else the next start cuts it
                archive.writer.cut(name, end)
            archive.lines.discard()
            raise
        archive.lines.write()
        for operation in group:
            operation.count(self.run)
        if archive.revisions.unsynced > MOST_UNSYNCED:
            archive.sync_lines()
        return results

    def _fail(self, error: Exception, futures: list[asyncio.Future[Any]]) -> GemascraperError:
        """Refuse everything from now on; the error that is raised for it."""
        known = error if isinstance(error, GemascraperError) else ArchiveError(f"{type(error).__name__}: {error}")
        self.failure = known
        if known is not error:
            known.__cause__ = error
        futures += [future for _, future in self._waiting]
        self._waiting = []
        for future in futures:
            if not future.done():
                future.set_exception(known)
                future.exception()  # mark it as seen: its caller may be gone
        self._failed(known)
        return known


def _written(archive: OutletArchive, group: Sequence[Operation]) -> list[Any]:
    """The results of a group that is on disk, except for its JSON lines, which the ledger has."""
    name, end = archive.writer.name, archive.writer.end
    for operation in group:
        operation.append(archive)
    archive.writer.sync()
    with archive.ledger.transaction():
        results = [operation.commit(archive) for operation in group]
        if archive.writer.end != end:
            archive.ledger.captures.committed(archive.writer.name, archive.writer.end)
        if archive.writer.name != name:
            archive.ledger.captures.know([archive.writer.info_id])
    return results
