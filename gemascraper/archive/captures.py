"""From records back to captures: what was kept, in the order in which it was kept."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gemascraper.archive import reading
from gemascraper.archive.reading import Record
from gemascraper.archive.warc import OPEN
from gemascraper.items import Capture, Entry
from gemascraper.values import http
from gemascraper.values.digests import sha256

log = logging.getLogger(__name__)


class Notes:
    """What metadata records said of the responses that are still to come."""

    def __init__(self) -> None:
        self._of: dict[str, dict[str, str]] = {}

    def capture(self, record: Record, path: Path) -> Capture | None:
        """The capture that this record makes, if it makes one: a response, a revisit, or an exchange that failed."""
        if not record.url.startswith(("http://", "https://")):
            return None
        if record.type == "metadata":
            return self._noted(record, path)
        if record.type in ("response", "revisit"):
            return _answered(record, self._of.pop(record.id, {}), path)
        return None

    def _noted(self, record: Record, path: Path) -> Capture | None:
        fields = record.fields()
        if about := (record.get("WARC-Concurrent-To") or "").strip("<>"):
            self._of[about] = fields
            return None
        return _failed(record, fields, path) if "outcome" in fields else None


def load(folder: Path, capture: Capture) -> bytes:
    """The HTTP message of a capture; for a revisit, that of the record whose payload it has."""
    place = capture.original or (capture.warc, capture.offset, capture.length)
    return reading.read_at(folder, *place).block


def _failed(record: Record, fields: Mapping[str, str], path: Path) -> Capture | None:
    made = _made(record, fields, path)
    return Capture(outcome=fields["outcome"], **made) if made else None


def _answered(record: Record, fields: Mapping[str, str], path: Path) -> Capture | None:
    made = _made(record, fields, path)
    if made is None:
        return None
    message, revisit = http.parse(record.block), record.type == "revisit"
    digest = (record.get("WARC-Payload-Digest") or "") if revisit else sha256(message.body)
    page, instant = record.get("WARC-Refers-To-Target-URI"), record.instant("WARC-Refers-To-Date")
    return Capture(
        outcome=fields.get("outcome", str(message.status or "failed")),
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
    """What every kind of capture has; None for a record of nobody knows when."""
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
