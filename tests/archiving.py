"""An archive written to without a crawl: responses as received, archived, read and filed in this process."""

from __future__ import annotations

import asyncio
import gc
import io
import warnings
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import attrs
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from gemascraper import outlets
from gemascraper.archive import capture_records
from gemascraper.ingest import recovery
from gemascraper.ingest.archived_captures import file_all
from gemascraper.ingest.importing import import_file
from gemascraper.ingest.reading import read, unchanged
from gemascraper.ingest.rebuild import rebuild_derived
from gemascraper.ingest.recorder import Recorder
from gemascraper.ingest.run import RunRecord
from gemascraper.ingest.whole_story import read_whole_story
from gemascraper.items import Article, Capture, Entry, Exchange, Reading
from gemascraper.outlets.profile import Outlet

GEMAPOS = outlets.load("gemapos")
START = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
HANG = 100
"""Seconds; a limit for hangs, never a measurement."""
TEXT = "Warga Desa {n} bergotong royong membersihkan saluran air sejak pagi agar banjir tidak datang lagi."


def run_async(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Run *coroutine* to its end and return its result; one that hangs fails."""
    return asyncio.run(asyncio.wait_for(coroutine, HANG))


def url_of(number: int, edition: str = "www") -> str:
    return f"https://{edition}.gemapos.id/daerah/{2_788_000_000 + number}/warga-desa-{number}"


def page(number: int, text: str = "", pictures: Sequence[str] = (), advert: str = "") -> bytes:
    """A small story."""
    shown = "".join(
        f'<figure><img src="{url}"><figcaption>Warga bekerja. Foto: Antara</figcaption></figure>' for url in pictures
    )
    paragraphs = "".join(f"<p>{TEXT.format(n=number)} {text}</p>" for _ in range(4))
    body = f"<article><h1>Warga Desa {number} Bersihkan Saluran</h1>{shown}<div>{paragraphs}</div></article>"
    return (
        f"<!DOCTYPE html><html lang=id><head><title>x</title></head><body>{body}<i>{advert}</i></body></html>".encode()
    )


def answer(body: bytes, status: str = "200 OK", kind: str = "text/html; charset=utf-8", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def warcio_file(records: Sequence[tuple[str, str, bytes, dict[str, str]]], gzipped: bool = True) -> bytes:
    """A file as warcio writes it, of (type, address, body, WARC headers) each."""
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # it leaves its temporary files to the collector
        writer = WARCWriter(out, gzip=gzipped)
        writer.write_record(writer.create_warcinfo_record("x.warc", {"software": "other"}))
        for kind, url, body, headers in records:
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html"), ("X", "a  b")], protocol="HTTP/1.0")
            record = writer.create_warc_record(
                url, kind, payload=io.BytesIO(body), http_headers=head, warc_headers_dict=dict(headers)
            )
            writer.write_record(record)
        del writer, record
        gc.collect()
    return out.getvalue()


class InProcessReaders:
    """Reads in this process what the pool reads in its own: same function, no limits."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.extractor: str | None = None
        """Pretend that the reader has this name and version."""
        self.count = 0

    async def read(self, captures: Sequence[Capture], outlet: Outlet, entry: Entry | None = None) -> Reading:
        if captures[0].understood and entry:
            return unchanged(captures, entry)
        self.count += 1
        loaded = [attrs.evolve(one, block=capture_records.load(self.folder, one)) for one in captures]
        reading = attrs.evolve(read(loaded, outlet, entry), captures=tuple(captures))
        if reading.article and self.extractor:
            reading = attrs.evolve(reading, article=attrs.evolve(reading.article, extractor=self.extractor))
        return reading

    def close(self) -> None:
        pass


@attrs.define
class OpenArchive:
    """One outlet's archive, open; time goes on by a second with each exchange."""

    recorder: Recorder
    readers: InProcessReaders
    unread: tuple[Capture, ...] = ()
    now: datetime = START

    async def keep(self, url: str, received: bytes, **more: Any) -> Capture:
        """Capture one answer."""
        self.now += timedelta(seconds=1)
        more.setdefault("entry", Entry(url=url))
        sent = f"GET {url} HTTP/1.1\r\n\r\n".encode()
        status = received[9:12].decode() if received else "timeout"
        return await self.recorder.keep(
            Exchange(**{"url": url, "started": self.now, "sent": sent, "received": received, "outcome": status} | more)
        )

    async def story(self, url: str, received: bytes, further: dict[str, bytes] | None = None) -> Article | None:
        """Capture, read and file one answer, with the pages and pictures that belong to it."""
        entry = Entry(url=url)
        await self.recorder.add([entry])
        first = await self.keep(url, received, entry=entry)
        return await self.recorder.file(await self.reading(first, further or {}))

    async def reading(self, first: Capture, further: dict[str, bytes]) -> Reading:
        async def fetch(entry: Entry) -> Capture | None:
            if entry.url not in further:
                return None
            return await self.keep(entry.url, further[entry.url], entry=entry, page_of=first.record_id)

        return await read_whole_story(self.recorder, first, first.entry, fetch)

    async def ask(self, question: Any) -> Any:
        return await self.recorder.ask(question)


@asynccontextmanager
async def open_archive(
    output: Path,
    *,
    outlet: Outlet = GEMAPOS,
    command: str = "crawl",
    started: datetime = START,
    reason: str = "finished",
    derived: Path | None = None,
    **settings: Any,
) -> AsyncIterator[OpenArchive]:
    """An open archive under *output*, closed at the end as a run that ended for that reason."""
    folder = output / outlet.key
    readers = InProcessReaders(folder / "archive")
    run = RunRecord(outlet.key, started, folder, command=command, settings=settings)
    clock = Clock(started)
    recorder = Recorder(folder, outlet, readers, run, clock=clock, derived=derived)  # type: ignore[arg-type]
    opened = OpenArchive(recorder, readers, now=started)
    clock.of = opened
    try:
        opened.unread = await recorder.open()
        yield opened
    finally:
        await recorder.close(reason)


async def five_stories(opened: OpenArchive, first: int = 0) -> None:
    """Capture, read and file five stories, numbered from *first*."""
    for number in range(first, first + 5):
        await opened.story(url_of(number), answer(page(number)))


async def archive_of_five(output: Path) -> None:
    """Make an archive under *output* that holds five stories."""
    async with open_archive(output) as opened:
        await five_stories(opened)


@attrs.define
class Clock:
    """The clock of an open archive: it stands still between exchanges."""

    started: datetime
    of: OpenArchive | None = None

    def __call__(self) -> datetime:
        return self.of.now if self.of else self.started


def quiet(_: str) -> None:
    """No progress to show."""


async def rebuild(output: Path, outlet: Outlet = GEMAPOS) -> OpenArchive:
    """What `gemascraper rebuild` does."""
    folder = output / outlet.key
    recovery.prepare_rebuild(folder, outlet)
    async with open_archive(output, outlet=outlet, command="rebuild", derived=folder / recovery.REBUILDING) as opened:
        await rebuild_derived(opened.recorder, quiet)
    recovery.complete(folder)
    return opened


async def import_files(output: Path, *files: Path, outlet: Outlet = GEMAPOS) -> OpenArchive:
    """What `gemascraper import` does with files of one outlet."""
    async with open_archive(output, outlet=outlet, command="import") as opened:

        async def recorder_of(_: str) -> Recorder:
            return opened.recorder

        for file in files:
            await import_file(file, recorder_of, quiet)
        await file_all(opened.recorder, "unread", quiet)
    return opened


async def abandon(opened: OpenArchive) -> None:
    """Leave as a killed process does: nothing sealed, nothing closed but what the system closes."""
    recorder = opened.recorder
    if recorder._loop:
        recorder._loop.cancel()
    await asyncio.get_running_loop().run_in_executor(recorder._thread, _drop, recorder)
    recorder._thread.shutdown()
    recorder._closed = True
    recorder.release()


def _drop(recorder: Recorder) -> None:
    recorder.archive.writer.abandon()
    recorder.archive.ledger.close()
