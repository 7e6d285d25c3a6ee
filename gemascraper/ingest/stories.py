"""A story read whole: its page, further pages, digests of its pictures. One way for the crawl and for a rebuild."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import attrs

from gemascraper.ingest.pictures import with_pictures
from gemascraper.ingest.recorder import Recorder
from gemascraper.items import Capture, Entry, Finding, Reading

MOST_PAGES = 30
"""Pages of one story; a longer one is a trap."""

Fetch = Callable[[Entry], Awaitable[Capture | None]]
"""Gives the capture of a further page or of a picture; None where it cannot be had."""


async def read_story(recorder: Recorder, first: Capture, entry: Entry | None, fetch: Fetch) -> Reading:
    """The reading of an entry's answer, with what belongs to it; a story that lacks a page is due in the next run."""
    captures: tuple[Capture, ...] = (first,)
    reading = await recorder.readers.read(captures, recorder.outlet, entry)
    while reading.further and len(captures) < MOST_PAGES:
        pages = [await fetch(Entry(url=url, kind="page")) for url in reading.further]
        if None in pages:
            reading = _lacking(reading)
            break
        captures += tuple(page for page in pages if page)
        reading = await recorder.readers.read(captures, recorder.outlet, entry)

    async def picture(url: str) -> Capture | None:
        return await fetch(Entry(url=url, kind="image"))

    return await with_pictures(recorder, reading, picture) if reading.article else reading


def _lacking(reading: Reading) -> Reading:
    finding = Finding(code="page_missing", message="A further page of the story could not be had.")
    findings = (*reading.findings, finding)
    return attrs.evolve(reading, further=(), findings=findings, failed=True, validators=(None, None))
