"""From WARC records back to captures, in the order of the file."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gemascraper.archive import warc_reader
from gemascraper.archive.warc import OPEN
from gemascraper.archive.warc_reader import Record
from gemascraper.items import Capture, Entry
from gemascraper.outcomes import of_status, stored
from gemascraper.values import http
from gemascraper.values.digests import sha256

log = logging.getLogger(__name__)


class CaptureReader:
    """Reads the captures of one WARC file; a metadata record comes before the response that it describes."""

    def __init__(self) -> None:
        self._metadata: dict[str, dict[str, str]] = {}

    def read(self, record: Record, path: Path) -> Capture | None:
        """The capture that this record makes: of a response, a revisit, or an exchange that failed; else None."""
        if not record.url.startswith(("http://", "https://")):
            return None
        if record.type == "metadata":
            return self._failure(record, path)
        if record.type in ("response", "revisit"):
            return _answered(record, self._metadata.pop(record.id, {}), path)
        return None

    def _failure(self, record: Record, path: Path) -> Capture | None:
        fields = record.fields()
        if about := (record.get("WARC-Concurrent-To") or "").strip("<>"):
            self._metadata[about] = fields
            return None
        return _failed(record, fields, path) if "outcome" in fields else None


def load(folder: Path, capture: Capture) -> bytes:
    """The HTTP message of a capture; of a revisit, that of the record that has its payload. Raises `Damaged`."""
    place = capture.original or (capture.warc, capture.offset, capture.length)
    return warc_reader.read_at(folder, *place).block


def _failed(record: Record, fields: Mapping[str, str], path: Path) -> Capture | None:
    made = _made(record, fields, path)
    return Capture(outcome=stored(fields["outcome"]), **made) if made else None


def _answered(record: Record, fields: Mapping[str, str], path: Path) -> Capture | None:
    made = _made(record, fields, path)
    if made is None:
        return None
    message, revisit = http.parse(record.block), record.type == "revisit"
    digest = (record.get("WARC-Payload-Digest") or "") if revisit else sha256(message.body)
    page, instant = record.get("WARC-Refers-To-Target-URI"), record.instant("WARC-Refers-To-Date")
    return Capture(
        outcome=stored(fields["outcome"]) if "outcome" in fields else of_status(message.status),
        status=message.status,
        payload_digest=digest,
        revisit=revisit,
        refers_to=(record.get("WARC-Refers-To") or "").strip("<>"),
        refers_to_page=(page.strip("<>"), instant) if page and instant else None,
        mime=message.header("Content-Type"),
        truncated=record.get("WARC-Truncated"),
        validators=message.validators,
        **made,
    )


def _made(record: Record, fields: Mapping[str, str], path: Path) -> dict[str, Any] | None:
    """What every kind of capture has; None where the record has no date."""
    if (instant := record.instant()) is None:
        log.warning("%s: the record at %d has no date that can be read: copied, not read", path.name, record.offset)
        return None
    return {
        "url": record.url,
        "captured_at": instant,
        "record_id": record.id,
        "entry": _entry(fields.get("entry")),
        "page_of": fields.get("page-of"),
        "warc": path.name.removesuffix(OPEN),
        "offset": record.offset,
        "length": len(record.member),
    }


def _entry(text: str | None) -> Entry | None:
    """The entry that our own records carry; None for robots.txt, and for records of others."""
    try:
        entry = Entry.from_plain(json.loads(text)) if text else None
    except ValueError:
        return None
    return entry if entry and entry.url.startswith(("http://", "https://")) else None
