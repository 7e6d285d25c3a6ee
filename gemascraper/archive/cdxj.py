"""The index of an archive: one CDXJ line for each response and revisit, sorted by SURT key and instant."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC
from pathlib import Path

from gemascraper.disk import written
from gemascraper.items import Capture
from gemascraper.values.urls import surt


def line(capture: Capture) -> str:
    """``key timestamp {json}``: the fields that pywb and other replay tools expect."""
    stamp = capture.captured_at.astimezone(UTC).strftime("%Y%m%d%H%M%S")
    fields = {
        "url": capture.url,
        "mime": "warc/revisit" if capture.revisit else (capture.mime or "unk").split(";")[0].strip(),
        "status": str(capture.status or "-"),
        "digest": capture.payload_digest,
        "length": str(capture.length),
        "offset": str(capture.offset),
        "filename": capture.warc,
    }
    return f"{surt(capture.url)} {stamp} {json.dumps(fields)}"


def write(path: Path, captures: Iterable[Capture]) -> None:
    """Make the index anew, whole or not at all."""
    lines = sorted(line(capture) for capture in captures if capture.status)
    with written(path) as part, open(part, "w", encoding="utf-8") as file:
        file.writelines(f"{text}\n" for text in lines)
