"""Reading from the archive instead of from the wire: after a crash, for a rebuild, for what was imported."""

from __future__ import annotations

import asyncio
import os
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from pathlib import Path
from typing import Literal

import attrs

from gemascraper.archive import reading as warcs
from gemascraper.archive.captures import Notes
from gemascraper.archive.warc import files
from gemascraper.ingest.operations import Adopt
from gemascraper.ingest.recorder import Recorder
from gemascraper.ingest.stories import read_story
from gemascraper.items import Capture, Entry, Reading

AT_ONCE = 3 * (os.cpu_count() or 1)
"""Pages given to the readers at a time: enough to keep them busy, few enough to keep the order cheap."""
RECORDS, BYTES = 256, 32 << 20
"""Records, or bytes of them, handed to the recorder at a time."""

Progress = Callable[[str], None]
FetchFor = Callable[[Capture, Entry], Awaitable[Capture | None]]
"""Asks for a further page or a picture of the story whose first page is given."""


async def read_again(
    recorder: Recorder, captures: Iterable[Capture], fetch: FetchFor | None = None
) -> AsyncIterator[Reading]:
    """Readings of captures in the order of the captures, however fast each of them is read.

    A run may have died before it asked for all pages and pictures of a story: then *fetch* is asked. Without it,
    `further` of the reading names such pages.
    """
    under_way: deque[asyncio.Task[Reading]] = deque()
    for capture in captures:
        under_way.append(asyncio.create_task(_read(recorder, capture, fetch)))
        if len(under_way) >= AT_ONCE:
            yield await under_way.popleft()
    while under_way:
        yield await under_way.popleft()


async def _read(recorder: Recorder, first: Capture, fetch: FetchFor | None) -> Reading:
    asked: tuple[Capture, ...] = await recorder.ask(lambda r: r.ledger.captures.pages_of(first.record_id))
    known = {one.entry.url for one in asked if one.entry}
    had = {one.entry.url: one for one in asked if one.entry and one.status == 200 and not one.truncated}
    foreign: bool = await recorder.ask(lambda r: r.ledger.captures.is_foreign(first.record_id))
    unasked: list[str] = []

    async def kept(entry: Entry) -> Capture | None:
        if foreign:  # archives of others do not say which page was fetched for which
            found: Capture | None = await recorder.ask(lambda r: r.ledger.captures.confirmed(entry.url, None))
            return found
        if entry.url not in known and fetch:
            return await fetch(first, entry)
        if entry.url not in known and entry.kind == "page":
            unasked.append(entry.url)
        return had.get(entry.url)

    reading = await read_story(recorder, first, first.entry, kept)
    return attrs.evolve(reading, further=tuple(unasked), failed=reading.failed and not foreign)


async def file_all(recorder: Recorder, which: Literal["unread", "readable"], progress: Progress) -> None:
    """Read captures and file what they say, in the order in which they were kept.

    What a killed crawl left unread stays so where it lacks a page: the next crawl can ask for it.
    """
    after = 0
    while True:
        question = _batch(which, after)
        after, batch = await recorder.ask(question)
        if not batch:
            return
        batch = await recorder.ask(_marked(batch))
        filing = Filing(recorder)
        async for reading in read_again(recorder, batch):
            if not reading.further or (which == "readable" and not await recorder.ask(_asked_again(reading))):
                await filing.add(reading)
            progress("pages read")
        await filing.done()


def _batch(which: Literal["unread", "readable"], after: int) -> Callable[[Recorder], tuple[int, list[Capture]]]:
    return lambda recorder: recorder.ledger.captures.batch(which, after)


def _marked(batch: Sequence[Capture]) -> Callable[[Recorder], list[Capture]]:
    """The captures, those marked that need not be read: the batches before are filed, so a story's first may be."""

    def marked(recorder: Recorder) -> list[Capture]:
        seen, found = set[str | None](), list[Capture]()
        for capture in batch:
            entry = capture.entry.url if capture.entry else None
            names = {capture.url, entry, recorder.outlet.own_number(capture.url)} - {None}
            found.append(attrs.evolve(capture, understood=not names & seen and recorder.understands(capture)))
            seen |= names
        return found

    return marked


def _asked_again(reading: Reading) -> Callable[[Recorder], bool]:
    """A run died before it had all pages of the story, and the next one fetched it anew: only that one was filed."""
    return lambda recorder: recorder.ledger.captures.asked_again(reading.captures[0])


class Filing:
    """Readings on their way to the recorder: many at a time, but one after the other for a story and for an entry."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._busy: set[str] = set()
        self._tasks: list[asyncio.Task[object]] = []

    async def add(self, reading: Reading) -> None:
        names = {reading.url} | ({reading.article.id} if reading.article else set())
        if names & self._busy or len(self._tasks) >= RECORDS:
            await self.done()
        self._busy |= names
        self._tasks.append(asyncio.create_task(self._recorder.file(reading)))

    async def done(self) -> None:
        """Return when everything is filed."""
        tasks, self._tasks, self._busy = self._tasks, [], set()
        await asyncio.gather(*tasks)


# ---------------------------------------------------------------------------------------- rebuild and import


async def rebuild(recorder: Recorder, progress: Progress) -> None:
    """Make everything but the WARC files again, in the recorder's workshop; `recovery.replace` puts it into place."""
    for path in files(recorder.folder / "archive"):
        notes, adopting = Notes(), Adopting()
        for record in warcs.walk(path):
            await adopting.add(recorder, Adopt(record.id, notes.capture(record, path)), 0)
            progress("records found")
        await adopting.done()
        await recorder.ask(_committed(path))
    await file_all(recorder, "readable", progress)


def _committed(path: Path) -> Callable[[Recorder], None]:
    return lambda recorder: recorder.ledger.captures.committed(path.name, path.stat().st_size)


async def take_in(path: Path, recorder_of: Callable[[str], Awaitable[Recorder]], progress: Progress) -> None:
    """Copy the records of a WARC file, each to the archive of its outlet, those that are not there yet.

    Raises `Damaged` where the file is, once everything before that place has been copied.
    """
    notes, infos, adopting = Notes(), list[warcs.Record](), Adopting()
    given: set[tuple[Recorder, str]] = set()
    try:
        for record in warcs.walk(path):
            if record.type == "warcinfo":
                infos.append(record)
            capture = notes.capture(record, path)
            if not record.url.startswith(("http://", "https://")):
                continue
            recorder = await recorder_of(record.url)
            for one in (*infos, record):
                if (recorder, one.id) not in given:
                    given.add((recorder, one.id))
                    operation = Adopt(one.id, capture if one is record else None, one.member)
                    await adopting.add(recorder, operation, len(one.member))
            progress("records copied")
    finally:
        await adopting.done()


class Adopting:
    """Records on their way to the recorder, some at a time, for memory's sake."""

    def __init__(self) -> None:
        self._tasks: list[asyncio.Task[None]] = []
        self._bytes = 0

    async def add(self, recorder: Recorder, operation: Adopt, size: int) -> None:
        self._tasks.append(asyncio.create_task(recorder.adopt(operation)))
        self._bytes += size
        if len(self._tasks) >= RECORDS or self._bytes >= BYTES:
            await self.done()

    async def done(self) -> None:
        """Return when everything is in the archive."""
        tasks, self._tasks, self._bytes = self._tasks, [], 0
        await asyncio.gather(*tasks)
