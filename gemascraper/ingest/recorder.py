"""The commit. Whatever waits is written as one group: WARC, fsync, one SQLite transaction, JSON Lines; then it is told.

One thread owns the files and the database. There is no timer and no batch size: the next group gathers while this one
is being written. After the first failure nothing is promised any more.
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
from gemascraper.archive.warc import WarcWriter
from gemascraper.disk import disk_errors
from gemascraper.errors import ArchiveError, GemascraperError
from gemascraper.export.line_files import JsonLines, Table, article_line, credit_lines, month_of
from gemascraper.ingest import recovery
from gemascraper.ingest.operations import Adopt, Ask, File, Keep, Operation, Stale
from gemascraper.ingest.readers import Readers
from gemascraper.ingest.run import Run
from gemascraper.items import Article, Capture, Due, Entry, Exchange, Reading, Wanted
from gemascraper.ledger import Ledger
from gemascraper.ledger.database import database_errors
from gemascraper.ledger.frontier import anything
from gemascraper.ledger.revisions import Place, fingerprint
from gemascraper.outlets.profile import Outlet

log = logging.getLogger(__name__)
Clock = Callable[[], datetime]
OWED = 16 << 20
"""Bytes of lines that the ledger keeps as well, until the files are synced."""


class Recorder:
    """One outlet's archive while it is being written to. All methods but the constructor are for one event loop."""

    ledger: Ledger
    writer: WarcWriter
    lines: JsonLines

    def __init__(
        self,
        folder: Path,
        outlet: Outlet,
        readers: Readers,
        run: Run,
        *,
        clock: Clock = lambda: datetime.now(UTC),
        info: Mapping[str, str] | None = None,
        failed: Callable[[GemascraperError], None] = lambda error: None,
        workshop: Path | None = None,
    ) -> None:
        """*workshop*: where everything but the WARC files is made, if not in *folder* itself."""
        self.workshop = workshop or folder
        self.folder, self.outlet, self.readers, self.run, self.clock = folder, outlet, readers, run, clock
        self._info, self._failed = info or {}, failed
        self._lock = Lock(folder, f"{run.command} since {run.started:%Y-%m-%d %H:%M:%S} UTC")
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="recorder")
        self._waiting: list[tuple[Operation, asyncio.Future[Any]]] = []
        self._wake = asyncio.Event()
        self._loop: asyncio.Task[None] | None = None
        self._closed = False
        self._owed = 0
        self.failure: GemascraperError | None = None
        self.wants_pictures = bool(run.settings.get("GEMASCRAPER_IMAGES"))
        self.extractor = ""
        """Name and version of the reader, once it has read a story in this run."""

    # ------------------------------------------------------------------------------------- its life

    async def open(self, refresh: bool = False) -> tuple[Capture, ...]:
        """Recover what the last run left, start this one; the captures that nobody has read yet.

        They are to be read and filed first: fetching them again would be once too often.
        """
        try:
            unread = await asyncio.get_running_loop().run_in_executor(self._thread, self._open, refresh)
        except Exception as error:
            self._fail(error, [])
            assert self.failure
            raise self.failure from error
        self._loop = asyncio.create_task(self._commit_groups())
        return unread

    def _open(self, refresh: bool) -> tuple[Capture, ...]:
        in_place = self.workshop == self.folder
        if in_place:
            recovery.ready(self.folder)
        with disk_errors(str(self.folder)):
            (self.folder / "archive").mkdir(exist_ok=True)
        self.ledger = Ledger(self.workshop / "ledger.sqlite", self.outlet)
        self.lines = JsonLines(self.workshop)
        if in_place:
            with database_errors(self.folder):
                recovery.recover(self.folder, self.ledger, self.lines)
        self.writer = WarcWriter(self.folder / "archive", self.outlet.key, self.run.started, self._info)
        with self.ledger.transaction():
            unread = self._begin(refresh)
            self.run.known = self.ledger.frontier.counts().get("story", 0)
        self.run.write()
        return unread

    def _begin(self, refresh: bool) -> tuple[Capture, ...]:
        if self.run.command != "crawl":
            self.ledger.frontier.look_on(self.run.started)
            return ()
        goes_on = self.ledger.frontier.begin(self.run.started, refresh)
        unread = tuple(self.ledger.captures.unread())
        if goes_on:
            log.info("going on where the last run stopped; %d pages to read that are already archived", len(unread))
        return unread

    async def close(self, reason: str, exit_code: int = 0, error: str | None = None, release: bool = True) -> None:
        """Commit what waits, seal the files, write index and run.json. Safe to call twice, and after a failure."""
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
        """Let go of the outlet's lock."""
        self._lock.release()

    def _close(self, reason: str, exit_code: int, error: str | None) -> None:
        if not self.failure:
            try:
                self._seal(reason)
            except ArchiveError as trouble:
                self.failure = trouble
        if self.failure:
            reason, exit_code, error = "disk", self.failure.exit_code, str(self.failure)
        with suppress(ArchiveError):  # a full disk has no room for it either
            self.run.write(self.clock(), reason, exit_code, error)
        if hasattr(self, "writer"):
            self.writer.abandon()
        if hasattr(self, "ledger"):
            with suppress(ArchiveError):
                self.ledger.close()

    def _seal(self, reason: str) -> None:
        """Only after a sound run: what failed stays open, and the next start cuts it and goes on."""
        self.writer.seal()
        self._sync_lines()
        index = self.workshop / "archive/index.cdxj"
        cdxj.add(index, self.ledger.captures.unindexed())
        with self.ledger.transaction():
            self.ledger.captures.indexed()
            if self.run.command == "crawl":
                self.ledger.frontier.end(self.clock(), reason)

    def _sync_lines(self) -> None:
        """Put the lines on disk, so that the ledger need not keep them any longer."""
        self.lines.close()
        with self.ledger.transaction():
            self.ledger.revisions.on_disk()
        self._owed = 0

    # ------------------------------------------------------------------------------ what is asked of it

    async def keep(self, exchange: Exchange) -> Capture:
        """Put an exchange into the archive; when this returns it is on disk."""
        capture: Capture = await self._put(Keep(exchange))
        return capture

    async def file(self, reading: Reading) -> Article | None:
        """Settle an entry by what was read: the new revision of its article, or None where nothing changed."""
        filed = await self._put(File(reading))
        if isinstance(filed, Stale):
            before = await self.readers.read(filed.captures, self.outlet, filed.captures[0].entry)
            filed = await self._put(File(reading, fingerprint(before.article) if before.article else ""))
        article: Article | None = filed
        return article

    async def adopt(self, operation: Adopt) -> None:
        """Note a capture that was not made here just now."""
        await self._put(operation)

    async def add(self, entries: Iterable[Entry], again: bool = False) -> int:
        """Put entries into the frontier; how many are new. *again*: known ones are due once more in this run."""
        new: int = await self.ask(lambda recorder: recorder.ledger.frontier.add(entries, again))
        return new

    async def due(self, room: int, per_host: int, wanted: Wanted = anything, stories: int | None = None) -> list[Due]:
        """Lease entries that may be fetched now, *stories* stories at most."""
        found: list[Due] = await self.ask(
            lambda recorder: recorder.ledger.frontier.due(room, per_host, recorder.clock(), wanted, stories)
        )
        return found

    async def next_due(self, wanted: Wanted = anything) -> float | None:
        """When the next wanted entry that is not leased is due, in seconds since 1970; None where there is none."""
        when: float | None = await self.ask(lambda recorder: recorder.ledger.frontier.next_due(wanted))
        return when

    async def counts(self) -> dict[str, int]:
        """Entries that the frontier knows, by kind."""
        counts: dict[str, int] = await self.ask(lambda recorder: recorder.ledger.frontier.counts())
        return counts

    async def due_stories(self) -> dict[str, int]:
        """Host → stories that are due there."""
        due: dict[str, int] = await self.ask(lambda recorder: recorder.ledger.frontier.due_stories())
        return due

    async def ask(self, question: Callable[[Recorder], Any]) -> Any:
        """Run something in the writer's thread, inside the group's transaction."""
        return await self._put(Ask(question))

    # ------------------------------------------------------------------------------------ the groups

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
        self.writer.roll()
        name, end = self.writer.name, self.writer.end
        try:
            for operation in group:
                operation.append(self)
            self.writer.sync()
            with self.ledger.transaction():
                results = [operation.commit(self) for operation in group]
                if self.writer.end != end:
                    self.ledger.captures.committed(self.writer.name, self.writer.end)
                if self.writer.name != name:
                    self.ledger.captures.know([self.writer.info_id])
        except BaseException:
            with suppress(OSError):  # the next start cuts it
                self.writer.cut(name, end)
            self.lines.discard()
            raise
        self.lines.write()
        for operation in group:
            operation.counted(self.run)
        if self._owed > OWED:
            self._sync_lines()
        return results

    def _fail(self, error: Exception, futures: list[asyncio.Future[Any]]) -> None:
        """Refuse everything from now on: going on would claim what is not there."""
        known = error if isinstance(error, GemascraperError) else ArchiveError(f"{type(error).__name__}: {error}")
        self.failure = known
        if known is not error:
            known.__cause__ = error
        futures += [future for _, future in self._waiting]
        self._waiting = []
        for future in futures:
            if not future.done():
                future.set_exception(known)
                future.exception()  # whoever asked may be gone
        self._failed(known)

    # ------------------------------------------------------------------- what operations do, in the thread

    def understands(self, capture: Capture) -> bool:
        """Whether reading a story's revisit would say what its newest revision says, and no picture of it is wanted."""
        story = capture.revisit and capture.entry and capture.entry.kind == "story"
        return bool(
            story and not self.wants_pictures and self.ledger.revisions.made_of(capture.refers_to, self.extractor)
        )

    def write_revision(self, article: Article, captures: Iterable[Capture]) -> None:
        """Plan an article's lines and note them in the ledger."""
        assert article.captured_at
        month = month_of(article.captured_at)
        numbers = self.ledger.captures.numbers(captures)
        credits = credit_lines(article)
        self.ledger.revisions.add(
            article,
            numbers,
            self._placed("articles", month, article_line(article)),
            self._placed("image_credits", month, credits) if credits else None,
        )

    def _placed(self, table: Table, month: str, data: bytes) -> Place:
        file, end = self.lines.place(table, month, data)
        self._owed += len(data)
        return Place(file, end, data)
