"""Reading from the archive instead of from the wire: after a crash, for a rebuild, for what was imported."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from pathlib import Path

from gemascraper.archive import captures as archived
from gemascraper.archive import warc
from gemascraper.ingest.operations import Adopt
from gemascraper.ingest.pictures import with_pictures
from gemascraper.ingest.recorder import Recorder
from gemascraper.items import Capture, Reading

AT_ONCE = 3 * (os.cpu_count() or 1)
"""Pages given to the readers at a time: enough to keep them busy, few enough to keep the order cheap."""

BATCH = 256
"""Records handed to the recorder at a time."""


async def read_again(recorder: Recorder, captures: Iterable[Capture]) -> AsyncIterator[Reading]:
    """Readings of captures in the order of the captures, however fast each of them is read."""
    under_way: deque[asyncio.Task[Reading]] = deque()
    for capture in captures:
        under_way.append(asyncio.create_task(_read(recorder, capture)))
        if len(under_way) >= AT_ONCE:
            yield await under_way.popleft()
    while under_way:
        yield await under_way.popleft()


async def _read(recorder: Recorder, first: Capture) -> Reading:
    belonging: tuple[Capture, ...] = await recorder.ask(lambda r: r.ledger.captures.pages_of(first.record_id))
    pages = [one for one in belonging if one.entry and one.entry.kind == "page" and one.status == 200]
    reading = await recorder.readers.read((first, *pages), recorder.outlet, first.entry)
    if not reading.article:
        return reading
    kept = {one.entry.url: one for one in belonging if one.entry and one.entry.kind == "image" and one.status == 200}

    async def picture(url: str) -> Capture | None:
        return kept.get(url)

    return await with_pictures(recorder, reading, picture)


async def file_all(recorder: Recorder, captures: Iterable[Capture], progress: Callable[[], None]) -> None:
    """Read captures and settle their entries, in order."""
    async for reading in read_again(recorder, captures):
        await recorder.file(reading)
        progress()


# ---------------------------------------------------------------------------------------------- rebuild


async def rebuild(recorder: Recorder, progress: Callable[[], None]) -> None:
    """Make everything but the WARC files again, in the recorder's workshop; `replace` puts it into place."""
    for path in warc.files(recorder.folder / "archive"):
        await _adopt_all(recorder, warc.seal(path) if path.name.endswith(warc.OPEN) else path)
    await file_all(recorder, await recorder.ask(lambda r: r.ledger.captures.readable()), progress)


async def _adopt_all(recorder: Recorder, path: Path) -> None:
    waiting: list[asyncio.Future[None]] = []
    for capture in archived.captures(path):
        waiting.append(asyncio.ensure_future(recorder.adopt(Adopt(capture))))
        if len(waiting) >= BATCH:
            await asyncio.gather(*waiting)
            waiting = []
    await asyncio.gather(*waiting)
    await recorder.ask(lambda r: r.ledger.captures.committed(path.name, path.stat().st_size))


def make_whole(folder: Path) -> None:
    """Cut each file that was left open back to its last whole record; for an archive whose ledger cannot be asked."""
    for path in (folder / "archive").glob(f"*{warc.OPEN}"):
        warc.cut_back(path, warc.whole_end(path), folder / "quarantine")


def replace(folder: Path, workshop: Path) -> None:
    """Put what was made in *workshop* into the place of what was there; the ledger comes last.

    Killed in between, there is no ledger: the next run says that a rebuild is needed.
    """
    (folder / "ledger.sqlite").unlink(missing_ok=True)
    for name in ("articles", "image_credits", "images"):
        _swap(folder / name, workshop / name)
    (workshop / "ledger.sqlite").rename(folder / "ledger.sqlite")


def _swap(old: Path, new: Path) -> None:
    if old.name == "images" and not new.exists():
        return
    shutil.rmtree(old, ignore_errors=True)
    if new.exists():
        new.rename(old)


# ----------------------------------------------------------------------------------------------- import


async def take_in(path: Path, recorder_of: Callable[[str], Awaitable[Recorder]], progress: Callable[[], None]) -> None:
    """Copy the records of a WARC file, each to the archive of its outlet, those that are not there yet."""
    notes, infos = archived.Notes(), list[warc.Record]()
    given: set[tuple[Recorder, str]] = set()
    waiting: list[asyncio.Future[None]] = []
    for record in warc.walk(path):
        if record.type == "warcinfo":
            infos.append(record)
        capture = notes.capture(record, path)
        if not record.url.startswith(("http://", "https://")):
            continue
        recorder = await recorder_of(record.url)
        for one in (*infos, record):
            if (recorder, one.id) not in given:
                given.add((recorder, one.id))
                operation = Adopt(capture if one is record else None, one.member, one.id)
                waiting.append(asyncio.ensure_future(recorder.adopt(operation)))
        if len(waiting) >= BATCH:
            await asyncio.gather(*waiting)
            waiting = []
        progress()
    await asyncio.gather(*waiting)
