"""Makes everything but the WARC files again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gemascraper.archive import warc_reader
from gemascraper.archive.capture_records import CaptureReader
from gemascraper.archive.warc import files
from gemascraper.ingest.archived_captures import CountStep, file_all
from gemascraper.ingest.operations import RegisterRecord
from gemascraper.ingest.outlet_archive import OutletArchive
from gemascraper.ingest.record_queue import RecordQueue
from gemascraper.ingest.recorder import Recorder


async def rebuild_derived(recorder: Recorder, progress: CountStep) -> None:
    """Read all WARC files into the recorder's folder of derived files; `recovery.complete` puts them in place."""
    for path in files(recorder.folder / "archive"):
        captures, queue = CaptureReader(), RecordQueue()
        for record in warc_reader.walk(path):
            await queue.add(recorder, RegisterRecord(record.id, captures.read(record, path)))
            progress("records found")
        await queue.done()
        await recorder.ask(_committed(path))
    await file_all(recorder, "readable", progress)


def _committed(path: Path) -> Callable[[OutletArchive], None]:
    return lambda archive: archive.ledger.captures.committed(path.name, path.stat().st_size)
