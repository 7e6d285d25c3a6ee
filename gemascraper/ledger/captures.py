"""Captures: where each lies in which file, and which of them nobody has read yet."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime

from gemascraper.items import Capture, Entry, plain

_READABLE = "page_of IS NULL AND entry IS NOT NULL AND status IN (200, 304, 404, 410, 451)"


class Captures:
    """The table of captures, and of pictures by digest."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def add(self, capture: Capture, unread: bool) -> None:
        """Note a capture that is on disk. *unread*: a reading of it is still to come."""
        original = self._original(capture) if capture.revisit else None
        self._db.execute(
            "INSERT INTO captures (url, captured_at, outcome, status, warc, offset, length, record_id, payload_digest, revisit,"
            " original, mime, truncated, entry, page_of, unread) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                capture.url,
                capture.captured_at.isoformat(),
                capture.outcome,
                capture.status,
                capture.warc,
                capture.offset,
                capture.length,
                capture.record_id,
                capture.payload_digest,
                int(capture.revisit),
                original,
                capture.mime,
                capture.truncated,
                json.dumps(plain(capture.entry), ensure_ascii=False) if capture.entry else None,
                capture.page_of,
                int(unread),
            ),
        )

    def with_payload(self, url: str, digest: str) -> Capture | None:
        """The record that holds this payload of this address in full, if there is one."""
        return self._one("url = ? AND payload_digest = ? AND NOT revisit ORDER BY id DESC LIMIT 1", url, digest)

    def last_good(self, url: str) -> Capture | None:
        """The newest capture of an address that holds a payload: what a 304 confirms."""
        return self._one("url = ? AND status = 200 AND NOT revisit ORDER BY id DESC LIMIT 1", url)

    def by_record(self, record_id: str) -> Capture | None:
        return self._one("record_id = ? LIMIT 1", record_id)

    def of_story(self, ids: Iterable[int]) -> tuple[Capture, ...]:
        """Captures by their numbers, in order."""
        return tuple(found for number in ids if (found := self._one("id = ?", number)))

    def unread(self) -> list[Capture]:
        """Answers that a run kept and did not live to read, oldest first."""
        return list(self._all(f"unread AND {_READABLE} ORDER BY id"))

    def readable(self) -> Iterator[Capture]:
        """Every answer that a reading begins with, in the order in which they were kept."""
        return self._all(f"{_READABLE} ORDER BY id")

    def pages_of(self, record_id: str) -> tuple[Capture, ...]:
        """Further pages and pictures that were fetched for a story's first page."""
        return tuple(self._all("page_of = ? ORDER BY id", record_id))

    def read(self, entry_url: str) -> None:
        """Everything captured for this entry has been understood."""
        self._db.execute(
            "UPDATE captures SET unread = 0 WHERE unread AND (json_extract(entry, '$.url') = ? OR page_of IN"
            " (SELECT record_id FROM captures WHERE unread AND json_extract(entry, '$.url') = ?))",
            (entry_url, entry_url),
        )

    def numbers(self, captures: Iterable[Capture]) -> list[int]:
        """The ledger's numbers of captures that it has noted."""
        query = "SELECT id FROM captures WHERE warc = ? AND offset = ?"
        rows = [self._db.execute(query, (capture.warc, capture.offset)).fetchone() for capture in captures]
        return [row["id"] for row in rows if row]

    def end_of(self, warc: str) -> int:
        """Where the last committed record of a file ends; 0 when none is."""
        row = self._db.execute("SELECT committed FROM files WHERE warc = ?", (warc,)).fetchone()
        return row["committed"] if row else 0

    def committed(self, warc: str, end: int) -> None:
        """Promise everything in a file up to *end*."""
        self._db.execute("INSERT OR REPLACE INTO files VALUES (?, ?)", (warc, end))

    def all(self) -> Iterator[Capture]:
        """Every capture, in the order in which they were kept."""
        yield from self._all("1 ORDER BY id")

    def known(self, record_id: str) -> bool:
        """Whether a record of this id has been imported or written here."""
        query = "SELECT 1 FROM imported WHERE record_id = :id UNION SELECT 1 FROM captures WHERE record_id = :id"
        return self._db.execute(query, {"id": record_id}).fetchone() is not None

    def imported(self, record_id: str) -> None:
        self._db.execute("INSERT OR IGNORE INTO imported VALUES (?)", (record_id,))

    def add_picture(self, url: str, digest: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO pictures VALUES (?, ?)", (url, digest))

    def pictures(self, addresses: Iterable[str]) -> dict[str, str]:
        """Digests of those pictures whose bytes are kept."""
        rows = (
            self._db.execute("SELECT url, digest FROM pictures WHERE url = ?", (url,)).fetchone() for url in addresses
        )
        return {row["url"]: row["digest"] for row in rows if row}

    def _original(self, capture: Capture) -> int | None:
        """Number of the capture that holds a revisit's payload: by record, else by address and digest."""
        row = self._db.execute(
            "SELECT id, original FROM captures WHERE record_id = ? LIMIT 1", (capture.refers_to,)
        ).fetchone()
        if row is None:
            query = "SELECT id, original FROM captures WHERE url = ? AND payload_digest = ? AND NOT revisit ORDER BY id DESC LIMIT 1"
            row = self._db.execute(query, (capture.url, capture.payload_digest)).fetchone()
        return (row["original"] or row["id"]) if row else None

    def _one(self, where: str, *values: object) -> Capture | None:
        return next(iter(self._all(where, *values)), None)

    def _all(self, where: str, *values: object) -> Iterator[Capture]:
        query = f"SELECT * FROM captures WHERE {where}"
        for row in self._db.execute(query, values).fetchall():
            yield self._capture(row)

    def _capture(self, row: sqlite3.Row) -> Capture:
        original = None
        if row["original"]:
            at = self._db.execute(
                "SELECT warc, offset, length FROM captures WHERE id = ?", (row["original"],)
            ).fetchone()
            original = (at["warc"], at["offset"], at["length"])
        return Capture(
            url=row["url"],
            captured_at=datetime.fromisoformat(row["captured_at"]),
            outcome=row["outcome"],
            status=row["status"],
            warc=row["warc"],
            offset=row["offset"],
            length=row["length"],
            record_id=row["record_id"],
            payload_digest=row["payload_digest"],
            revisit=bool(row["revisit"]),
            original=original,
            mime=row["mime"],
            truncated=row["truncated"],
            entry=Entry.from_plain(json.loads(row["entry"])) if row["entry"] else None,
            page_of=row["page_of"],
        )
