"""The commit. Whatever waits is written as one group: WARC, fsync, one SQLite transaction, JSON Lines; then its futures resolve.

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
from typing import Any, Protocol

from gemascraper.archive import cdxj
from gemascraper.archive.lock import Lock
from gemascraper.archive.warc import WarcWriter
from gemascraper.errors import ArchiveError
from gemascraper.export.lines import JsonLines, article_line, credit_lines, month_of
from gemascraper.ingest import pictures, recovery
from gemascraper.ingest.operations import Adopt, Ask, File, Keep
from gemascraper.ingest.readers import Readers
from gemascraper.ingest.run import Run
from gemascraper.items import Article, Capture, Entry, Exchange, Reading
from gemascraper.ledger import Ledger
from gemascraper.ledger.frontier import Due
from gemascraper.ledger.revisions import Place, fingerprint
from gemascraper.outlets.profile import Outlet

log = logging.getLogger(__name__)
Clock = Callable[[], datetime]


class Operation(Protocol):
    """Something that waits for the next group."""

    def append(self, recorder: Recorder) -> None:
        """Put bytes into the WARC file; not yet synced."""

    def commit(self, recorder: Recorder) -> Any:
        """Write to the ledger, inside the group's transaction; what it returns is the future's result."""


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
        failed: Callable[[ArchiveError], None] = lambda error: None,
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
        self.failure: ArchiveError | None = None
        self._sealed = False

    # ------------------------------------------------------------------------------------- its life

    async def open(self, refresh: bool = False) -> tuple[Capture, ...]:
        """Recover what the last run left, start this one; the captures that nobody has read yet.

        They are to be read and filed first: fetching them again would be once too often.
        """
        unread = await asyncio.get_running_loop().run_in_executor(self._thread, self._open, refresh)
        self._loop = asyncio.create_task(self._commit_groups())
        return unread

    def _open(self, refresh: bool) -> tuple[Capture, ...]:
        if self.workshop == self.folder:
            recovery.check(self.folder)
        (self.folder / "archive").mkdir(exist_ok=True)
        self.ledger = Ledger(self.workshop / "ledger.sqlite", self.outlet)
        self.lines = JsonLines(self.workshop)
        if self.workshop == self.folder:
            recovery.recover(self.folder, self.ledger, self.lines)
        self.writer = WarcWriter(self.folder / "archive", self.outlet.key, self.run.started, self._info)
        with self.ledger.transaction():
            goes_on = self.ledger.frontier.begin(self.run.started, refresh)
            unread = tuple(self.ledger.captures.unread())
            self.run.known = self.ledger.frontier.counts().get("story", 0)
        if goes_on:
            log.info("going on where the last run stopped; %d pages to read that are already archived", len(unread))
        self.run.write()
        return unread

    async def close(self, reason: str, exit_code: int = 0, error: str | None = None, release: bool = True) -> None:
        """Commit what waits, seal the files, write index and run.json. Safe to call twice, and after a failure."""
        if self._sealed:
            return
        self._sealed = True
        if self._loop:
            while self._waiting and not self.failure:
                await asyncio.sleep(0.01)
            self._loop.cancel()
            with suppress(asyncio.CancelledError):
                await self._loop
        await asyncio.get_running_loop().run_in_executor(self._thread, self._close, reason, exit_code, error)
        self._thread.shutdown()
        if release:
            self.release()

    def release(self) -> None:
        """Let go of the outlet's lock."""
        self._lock.release()

    def _close(self, reason: str, exit_code: int, error: str | None) -> None:
        try:
            if not self.failure and hasattr(self, "writer"):
                self._seal(reason)
        except ArchiveError as trouble:
            reason, exit_code, error = "disk", trouble.exit_code, str(trouble)
            self.failure = trouble
        with suppress(ArchiveError):  # a full disk has no room for it either
            self.run.write(self.clock(), reason, exit_code, error)
        with suppress(ArchiveError):
            self.ledger.close()

    def _seal(self, reason: str) -> None:
        """Only after a sound run: what failed stays open, and the next start cuts it and goes on."""
        self.writer.seal()
        self.lines.close()
        with self.ledger.transaction():
            self.ledger.revisions.on_disk()
            self.ledger.frontier.end(self.clock(), reason)
        index = self.folder / "archive/index.cdxj"
        if self.run.captures or not index.exists():
            cdxj.write(index, self.ledger.captures.all())

    # ------------------------------------------------------------------------------ what is asked of it

    async def keep(self, exchange: Exchange) -> Capture:
        """Put an exchange into the archive; when this returns it is on disk."""
        capture: Capture = await self._put(Keep(exchange))
        return capture

    async def file(self, reading: Reading) -> Article | None:
        """Settle an entry by what was read: the new revision of its article, or None where nothing changed."""
        article: Article | None = await self._put(File(reading, await self._fingerprint_before(reading)))
        return article

    async def adopt(self, operation: Adopt) -> None:
        """Note a capture that was not made here just now."""
        await self._put(operation)

    async def add(self, entries: Iterable[Entry], again: bool = False) -> int:
        """Put entries into the frontier; how many are new. *again*: known ones are due once more in this run."""
        new: int = await self.ask(lambda recorder: recorder.ledger.frontier.add(entries, again))
        return new

    async def due(self, room: int, per_host: int, only_announcers: bool = False) -> list[Due]:
        """Lease entries that may be fetched now."""
        found: list[Due] = await self.ask(
            lambda recorder: recorder.ledger.frontier.due(room, per_host, recorder.clock(), only_announcers)
        )
        return found

    async def keep_picture(self, url: str, capture: Capture) -> str | None:
        """Keep the bytes of a captured picture by their digest, never re-encoded; None where they are not whole."""
        digest: str | None = await self.ask(lambda recorder: pictures.keep(recorder, url, capture))
        return digest

    async def ask(self, question: Callable[[Recorder], Any]) -> Any:
        """Run something in the writer's thread, inside the group's transaction."""
        return await self._put(Ask(question))

    async def _fingerprint_before(self, reading: Reading) -> str | None:
        """Where another extractor read the last revision: what today's makes of the same captures."""
        article = reading.article
        if article is None:
            return None
        stale: Sequence[Capture] = await self.ask(lambda recorder: recorder.stale(article))
        if not stale:
            return None
        again = await self.readers.read(stale, self.outlet, stale[0].entry)
        return fingerprint(again.article) if again.article else None

    def stale(self, article: Article) -> tuple[Capture, ...]:
        """Captures of an article's newest revision, if another extractor read them."""
        latest = self.ledger.revisions.latest(article.id)
        if not latest or latest.extractor == article.extractor:
            return ()
        return self.ledger.captures.of_story(latest.captures)

    # ------------------------------------------------------------------------------------ the groups

    async def _put(self, operation: Operation) -> Any:
        if self.failure:
            raise self.failure
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting.append((operation, future))
        self._wake.set()
        return await future

    async def _commit_groups(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await self._wake.wait()
            self._wake.clear()
            group, self._waiting = self._waiting, []
            if not group:
                continue
            try:
                results = await asyncio.shield(
                    loop.run_in_executor(self._thread, self._commit, [one for one, _ in group])
                )
            except Exception as error:
                self._fail(error, [future for _, future in group])
                return
            for (_, future), result in zip(group, results, strict=True):
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
        except BaseException:
            with suppress(OSError):  # the next start cuts it
                self.writer.cut(name, end)
            self.lines.discard()
            raise
        self.lines.write()
        return results

    def _fail(self, error: Exception, futures: list[asyncio.Future[Any]]) -> None:
        """Refuse everything from now on: going on would claim what is not there."""
        self.failure = error if isinstance(error, ArchiveError) else ArchiveError(f"{type(error).__name__}: {error}")
        self.failure.__cause__ = error.__cause__ or error
        log.error("%s", self.failure)
        futures += [future for _, future in self._waiting]
        self._waiting = []
        for future in futures:
            if not future.done():
                future.set_exception(self.failure)
        self._failed(self.failure)

    # ------------------------------------------------------------------- what operations do, in the thread

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

    def _placed(self, table: Any, month: str, data: bytes) -> Place:
        file, end = self.lines.place(table, month, data)
        return Place(file, end, data)
