"""Reads captures from the archive instead of from the network: after a crash, in a rebuild, after an import."""

from __future__ import annotations

import asyncio
import os
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence

import attrs

from gemascraper.ingest.outlet_archive import OutletArchive
from gemascraper.ingest.recorder import Recorder
from gemascraper.ingest.whole_story import read_whole_story
from gemascraper.items import Capture, Entry, Reading
from gemascraper.ledger.captures import Backlog

CONCURRENT_READS = 3 * (os.cpu_count() or 1)
"""Pages given to the readers at a time: enough to keep them busy, few enough to put them in order."""
CONCURRENT_FILINGS = 256
"""Readings that wait for the recorder at a time."""

CountStep = Callable[[str], None]
"""Counts one step of the work that is named, as in ``pages read``."""
FetchFor = Callable[[Capture, Entry], Awaitable[Capture | None]]
"""Fetches a further page or a picture of the story whose first page is given; None where it cannot be fetched."""


async def read_archived(
    recorder: Recorder, captures: Iterable[Capture], fetch: FetchFor | None = None
) -> AsyncIterator[Reading]:
    """Readings of captures, in the order of the captures, however long each takes to read.

    A run may have been killed before it fetched all pages and pictures of a story: then *fetch* is called. Without it,
    `further` of the reading names such pages.
    """
    under_way: deque[asyncio.Task[Reading]] = deque()
    for capture in captures:
        under_way.append(asyncio.create_task(_read(recorder, capture, fetch)))
        if len(under_way) >= CONCURRENT_READS:
            yield await under_way.popleft()
    while under_way:
        yield await under_way.popleft()


async def _read(recorder: Recorder, first: Capture, fetch: FetchFor | None) -> Reading:
    parts: tuple[Capture, ...] = await recorder.ask(lambda archive: archive.ledger.captures.pages_of(first.record_id))
    asked = {one.entry.url for one in parts if one.entry}
    whole = {one.entry.url: one for one in parts if one.entry and one.status == 200 and not one.truncated}
    foreign: bool = await recorder.ask(lambda archive: archive.ledger.captures.is_foreign(first.record_id))
    missing: list[str] = []

    async def find(entry: Entry) -> Capture | None:
        if foreign:  # archives of others do not say which page was fetched for which story
            found: Capture | None = await recorder.ask(lambda a: a.ledger.captures.confirmed(entry.url, None))
            return found
        if entry.url not in asked and fetch:
            return await fetch(first, entry)
        if entry.url not in asked and entry.kind == "page":
            missing.append(entry.url)
        return whole.get(entry.url)

    reading = await read_whole_story(recorder, first, first.entry, find)
    return attrs.evolve(reading, further=tuple(missing), failed=reading.failed and not foreign)


async def file_all(recorder: Recorder, which: Backlog, progress: CountStep) -> None:
    """Read archived captures and file their readings, in the order of capture.

    A story that a killed crawl left without one of its pages stays unread: the next crawl can fetch that page.
    """
    after = 0
    while True:
        question = _batch(which, after)
        after, batch = await recorder.ask(question)
        if not batch:
            return
        batch = await recorder.ask(_marked(batch))
        queue = FilingQueue(recorder)
        async for reading in read_archived(recorder, batch):
            if await _is_to_be_filed(recorder, reading, which):
                await queue.add(reading)
            progress("pages read")
        await queue.done()


def _batch(which: Backlog, after: int) -> Callable[[OutletArchive], tuple[int, list[Capture]]]:
    return lambda archive: archive.ledger.captures.batch(which, after)


def _marked(batch: Sequence[Capture]) -> Callable[[OutletArchive], list[Capture]]:
    """The captures, with `understood` set where reading them would say nothing new.

    Only the first capture of a story in the batch can be so: earlier batches are filed, this one is not yet.
    """

    def marked(archive: OutletArchive) -> list[Capture]:
        seen, found = set[str | None](), list[Capture]()
        for capture in batch:
            entry = capture.entry.url if capture.entry else None
            names = {capture.url, entry, archive.outlet.own_number(capture.url)} - {None}
            found.append(attrs.evolve(capture, understood=not names & seen and archive.is_understood(capture)))
            seen |= names
        return found

    return marked


async def _is_to_be_filed(recorder: Recorder, reading: Reading, which: Backlog) -> bool:
    """Not a story that lacks a page, if a crawl can still fetch it, or if a later run did and filed only that."""
    if not reading.further:
        return True
    if which == "unread":
        return False
    later: bool = await recorder.ask(lambda archive: archive.ledger.captures.asked_again(reading.captures[0]))
    return not later


class FilingQueue:
    """Files many readings at a time, but those of one story or one entry one after the other."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._busy: set[str] = set()
        self._tasks: list[asyncio.Task[object]] = []

    async def add(self, reading: Reading) -> None:
        """File a reading; this waits where the queue is full or has another reading of the story."""
        names = {reading.url} | ({reading.article.id} if reading.article else set())
        if names & self._busy or len(self._tasks) >= CONCURRENT_FILINGS:
            await self.done()
        self._busy |= names
        self._tasks.append(asyncio.create_task(self._recorder.file(reading)))

    async def done(self) -> None:
        """Return when everything is filed."""
        tasks, self._tasks, self._busy = self._tasks, [], set()
        await asyncio.gather(*tasks)
