"""Copies the records of a WARC file into the archives of the outlets that they belong to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from gemascraper.archive import warc_reader
from gemascraper.archive.capture_records import CaptureReader
from gemascraper.ingest.archived_captures import CountStep
from gemascraper.ingest.operations import RegisterRecord
from gemascraper.ingest.record_queue import RecordQueue
from gemascraper.ingest.recorder import Recorder


async def import_file(path: Path, recorder_of: Callable[[str], Awaitable[Recorder]], progress: CountStep) -> None:
    """Copy the records of a WARC file, byte for byte; those that are in the archive already are left out.

    *recorder_of* gives the recorder for a URL. Raises `Damaged` where the file is damaged, after copying every record
    before that place.
    """
    captures, infos, queue = CaptureReader(), list[warc_reader.Record](), RecordQueue()
    given: set[tuple[Recorder, str]] = set()
    try:
        for record in warc_reader.walk(path):
            if record.type == "warcinfo":
                infos.append(record)
            capture = captures.read(record, path)
            if not record.url.startswith(("http://", "https://")):
                continue
            recorder = await recorder_of(record.url)
            for one in (*infos, record):  # each archive gets the file's warcinfo too
                if (recorder, one.id) not in given:
                    given.add((recorder, one.id))
                    await queue.add(recorder, RegisterRecord(one.id, capture if one is record else None, one.member))
            progress("records copied")
    finally:
        await queue.done()
