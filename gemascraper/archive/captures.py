"""From records back to captures: what was kept, in the order in which it was kept."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from gemascraper.archive import warc
from gemascraper.archive.warc import Record
from gemascraper.items import Capture, Entry
from gemascraper.values import http
from gemascraper.values.digests import sha256


def captures(path: Path) -> Iterator[Capture]:
    """The captures of a WARC file, ours or anyone's, one for each response, revisit or failed exchange."""
    notes = Notes()
    for record in warc.walk(path):
        if capture := notes.capture(record, path):
            yield capture


class Notes:
    """What metadata records said of the responses that are still to come."""

    def __init__(self) -> None:
        self._of: dict[str, dict[str, str]] = {}

    def capture(self, record: Record, path: Path) -> Capture | None:
        """The capture that this record makes, if it makes one."""
        if not record.url.startswith(("http://", "https://")):
            return None
        if record.type == "metadata":
            return self._noted(record, path)
        if record.type in ("response", "revisit"):
            return _answered(record, self._of.pop(record.id, {}), path)
        return None

    def _noted(self, record: Record, path: Path) -> Capture | None:
        about = (record.get("WARC-Concurrent-To") or "").strip("<>")
        if about:
            self._of[about] = record.fields()
            return None
        fields = record.fields()
        return _failed(record, fields, path) if "outcome" in fields else None


def load(folder: Path, capture: Capture) -> bytes:
    """The HTTP message of a capture; for a revisit, that of the record whose payload it has."""
    place = capture.original or (capture.warc, capture.offset, capture.length)
    return warc.read_at(folder, *place).block


def _failed(record: Record, fields: Mapping[str, str], path: Path) -> Capture:
    return Capture(
        url=record.url,
        captured_at=record.date,
        outcome=fields["outcome"],
        record_id=record.id,
        **_noted(fields),
        **_at(record, path),
    )


def _answered(record: Record, fields: Mapping[str, str], path: Path) -> Capture:
    message = http.parse(record.block)
    revisit = record.type == "revisit"
    digest = (record.get("WARC-Payload-Digest") or "") if revisit else sha256(message.body)
    return Capture(
        url=record.url,
        captured_at=record.date,
        outcome=fields.get("outcome", str(message.status or "failed")),
        status=message.status,
        record_id=record.id,
        payload_digest=digest,
        revisit=revisit,
        refers_to=(record.get("WARC-Refers-To") or "").strip("<>"),
        mime=message.header("Content-Type"),
        truncated=record.get("WARC-Truncated"),
        **_noted(fields),
        **_at(record, path),
    )


def _noted(fields: Mapping[str, str]) -> dict[str, Any]:
    try:
        entry = Entry.from_plain(json.loads(fields["entry"]))
    except (KeyError, ValueError):
        entry = None  # robots.txt, or not our record
    return {"entry": entry, "page_of": fields.get("page-of")}


def _at(record: Record, path: Path) -> dict[str, Any]:
    return {"warc": path.name.removesuffix(warc.OPEN), "offset": record.offset, "length": len(record.member)}
