"""A story read with its further pages and its pictures: the same way in a crawl and in a rebuild."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping

import attrs

from gemascraper.extract.images import rights
from gemascraper.extract.images.file_metadata import FileMetadata
from gemascraper.ingest.recorder import Recorder
from gemascraper.items import Capture, Entry, Finding, Reading

MOST_PAGES = 30
"""Pages of one story; a longer one is an endless link loop."""

Fetch = Callable[[Entry], Awaitable[Capture | None]]
"""Gives the capture of a further page or of a picture; None where it cannot be fetched."""


async def read_whole_story(recorder: Recorder, first: Capture, entry: Entry | None, fetch: Fetch) -> Reading:
    """The reading of a response, of a story with its pages and pictures.

    Where a further page cannot be fetched, the reading has the rest and is `failed`, so the next run tries again.
    """
    captures: tuple[Capture, ...] = (first,)
    reading = await recorder.readers.read(captures, recorder.outlet, entry)
    while reading.further and len(captures) < MOST_PAGES:
        pages = [await fetch(Entry(url=url, kind="page")) for url in reading.further]
        if None in pages:
            reading = _lacking(reading)
            break
        captures += tuple(page for page in pages if page)
        reading = await recorder.readers.read(captures, recorder.outlet, entry)
    return await _with_pictures(recorder, reading, fetch) if reading.article else reading


def _lacking(reading: Reading) -> Reading:
    finding = Finding(code="page_missing", message="A further page of the story could not be fetched.")
    findings = (*reading.findings, finding)
    return attrs.evolve(reading, further=(), findings=findings, failed=True, validators=(None, None))


async def _with_pictures(recorder: Recorder, reading: Reading, fetch: Fetch) -> Reading:
    """The reading with the digest of each picture whose bytes are kept, and with the rights that these files state."""
    assert reading.article
    first, urls = reading.captures[0].record_id, {image.url for image in reading.article.images}
    digests = await _digests(recorder, first, urls)
    missing = sorted(urls - digests.keys())
    if [url for url in missing if await fetch(Entry(url=url, kind="image"))]:
        digests = await _digests(recorder, first, urls)
    files: dict[str, FileMetadata] = await recorder.ask(
        lambda archive: {digest: archive.pictures.embedded(digest) for digest in digests.values()}
    )
    return _with_files(reading, digests, files)


async def _digests(recorder: Recorder, first: str, urls: Iterable[str]) -> dict[str, str]:
    """URL → digest of the pictures that are kept for the story whose first page has the record id *first*."""
    found: dict[str, str] = await recorder.ask(lambda archive: archive.ledger.captures.pictures(first, urls))
    return found


def _with_files(reading: Reading, digests: Mapping[str, str], files: Mapping[str, FileMetadata]) -> Reading:
    assert reading.article
    images = [attrs.evolve(image, digest=digests.get(image.url)) for image in reading.article.images]
    stated = [rights.with_file(image, files.get(image.digest or "", FileMetadata())) for image in images]
    findings = tuple(finding for _, finding in stated if finding)
    article = attrs.evolve(
        reading.article,
        images=tuple(image for image, _ in stated),
        findings=(*reading.article.findings, *findings),
    )
    return attrs.evolve(reading, article=article, findings=(*reading.findings, *findings))
