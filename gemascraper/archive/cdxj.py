"""The index of an archive: one CDXJ line for each response and revisit, sorted by SURT key and instant."""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterable, Iterator
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
    return f"{surt(capture.url)} {stamp} {json.dumps(fields)}\n"


def add(path: Path, captures: Iterable[Capture]) -> None:
    """Merge captures into the index, whole or not at all; those that are there already are left out."""
    new = sorted(line(capture) for capture in captures if capture.status)
    with written(path) as part, open(part, "w", encoding="utf-8") as file:
        last = ""
        for text in heapq.merge(_lines(path), new):
            if text != last:
                file.write(text)
            last = text


def _lines(path: Path) -> Iterator[str]:
    if path.exists():
        with open(path, encoding="utf-8", newline="\n") as file:
            yield from file
