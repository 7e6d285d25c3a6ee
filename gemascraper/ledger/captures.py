"""Captures: where each is in which file, and which of them have not been read yet."""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Literal

import attrs

from gemascraper.items import Capture, Entry, plain
from gemascraper.outcomes import stored

READ = frozenset({200, 304, 404, 410, 451})
"""HTTP statuses of a response that a reading can begin with."""
BATCH = 512
"""Captures that `CaptureTable.batch` gives at a time."""
Backlog = Literal["unread", "readable"]
"""Captures that have not been read yet, or all that a reading begins with."""


class CaptureTable:
    """The tables of captures, WARC files, records and pictures."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    # ------------------------------------------------------------------------------------------ noting them

    def add(self, capture: Capture, unread: bool, foreign: bool = False) -> None:
        """Note a capture that is on disk.

        *unread*: a reading of it is still to come. *foreign*: others made it, and it says nothing of our entries.
        """
        original = self._original(capture) if capture.revisit else None
        readable = begins_a_reading(capture)
        row = {
            "url": capture.url,
            "captured_at": _utc(capture.captured_at),
            "outcome": capture.outcome,
            "status": capture.status,
            "warc": capture.warc,
            "offset": capture.offset,
            "length": capture.length,
            "record_id": capture.record_id,
            "payload_digest": capture.payload_digest,
            "revisit": int(capture.revisit),
            "original": original,
            "refers_to": _referral(capture) if capture.revisit and not original else None,
            "mime": capture.mime,
            "truncated": capture.truncated,
            "etag": capture.validators[0],
            "last_modified": capture.validators[1],
            "entry_url": capture.entry.url if capture.entry else None,
            "entry": json.dumps(plain(capture.entry), ensure_ascii=False) if capture.entry else None,
            "page_of": capture.page_of,
            "is_foreign": int(foreign),
            "readable": int(readable),
            "unread": int(readable and unread),
        }
        names = ", ".join(row)
        marks = ", ".join(f":{name}" for name in row)
        self._db.execute(f"INSERT INTO captures ({names}) VALUES ({marks})", row)

    def read(self, reading_of: Iterable[Capture], entry_url: str) -> None:
        """Mark the captures of this entry up to these as read; all of them where *reading_of* is empty."""
        numbers = self.numbers(reading_of)
        self._db.execute(
            "UPDATE captures SET unread = 0 WHERE unread AND entry_url = ? AND id <= ?",
            (entry_url, max(numbers, default=1 << 62)),
        )

    def committed(self, warc: str, end: int) -> None:
        """Note that everything in a WARC file up to *end* is committed."""
        self._db.execute(
            "INSERT INTO files (warc, committed) VALUES (?, ?)"
            " ON CONFLICT (warc) DO UPDATE SET committed = excluded.committed",
            (warc, end),
        )

    def know(self, record_ids: Iterable[str]) -> None:
        """Remember that these records are in the archive."""
        self._db.executemany("INSERT OR IGNORE INTO records VALUES (?)", ((_packed(one),) for one in record_ids))

    def knows(self, record_id: str) -> bool:
        """Whether a record of this id is in the archive."""
        return bool(self._db.execute("SELECT 1 FROM records WHERE id = ?", (_packed(record_id),)).fetchone())

    # ------------------------------------------------------------------------------------- finding them again

    def with_payload(self, url: str, digest: str) -> Capture | None:
        """The newest capture of this URL that has this payload in full; None where there is none."""
        return self._one(f"url = ? AND payload_digest = ? AND {_WHOLE} ORDER BY id DESC LIMIT 1", url, digest)

    def confirmed(self, url: str, etag: str | None) -> Capture | None:
        """What a 304 confirms: the newest capture of a URL with a payload, one with this ETag first; else None."""
        return self._one(f"url = ? AND {_WHOLE} ORDER BY etag IS ? DESC, id DESC LIMIT 1", url, etag)

    def by_record(self, record_id: str) -> Capture | None:
        """The capture of a record; None where the record made none."""
        return self._one("record_id = ? LIMIT 1", record_id)

    def of_story(self, ids: Iterable[int]) -> tuple[Capture, ...]:
        """Captures by their ids, in the order of *ids*."""
        return tuple(found for number in ids if (found := self._one("id = ?", number)))

    def unread(self) -> list[Capture]:
        """Responses that a run captured and did not read, oldest first."""
        return list(self._all("unread ORDER BY id"))

    def batch(self, which: Backlog, after: int) -> tuple[int, list[Capture]]:
        """Up to `BATCH` captures that a reading begins with, in the order of capture, and the id of the last.

        Call it again with that id as *after*; an empty list is the end.
        """
        rows = self._db.execute(
            f"SELECT * FROM captures WHERE {which} AND id > ? ORDER BY id LIMIT ?", (after, BATCH)
        ).fetchall()
        return rows[-1]["id"] if rows else after, [self._capture(row) for row in rows]

    def pages_of(self, record_id: str) -> tuple[Capture, ...]:
        """What was fetched for the story that begins with *record_id*: further pages and pictures, also failed ones."""
        return tuple(self._all("page_of = ? ORDER BY id", record_id))

    def asked_again(self, capture: Capture) -> bool:
        """Whether the URL of this capture has a later one to read."""
        query = (
            "SELECT 1 FROM captures WHERE url = ? AND readable AND id > (SELECT id FROM captures WHERE record_id = ?)"
        )
        return bool(self._db.execute(query, (capture.url, capture.record_id)).fetchone())

    def is_foreign(self, record_id: str) -> bool:
        """Whether others made this capture."""
        query = "SELECT 1 FROM captures WHERE record_id = ? AND is_foreign"
        return bool(self._db.execute(query, (record_id,)).fetchone())

    def numbers(self, captures: Iterable[Capture]) -> list[int]:
        """The ids of captures; those that the ledger does not know are left out."""
        query = "SELECT id FROM captures WHERE warc = ? AND offset = ?"
        rows = [self._db.execute(query, (capture.warc, capture.offset)).fetchone() for capture in captures]
        return [row["id"] for row in rows if row]

    def end_of(self, warc: str) -> int:
        """The committed end of a WARC file in bytes; 0 where nothing is committed."""
        row = self._db.execute("SELECT committed FROM files WHERE warc = ?", (warc,)).fetchone()
        return row["committed"] if row else 0

    def unindexed(self) -> Iterator[Capture]:
        """Captures of the WARC files that the index does not have yet."""
        for row in self._db.execute("SELECT warc FROM files WHERE NOT indexed ORDER BY warc").fetchall():
            yield from self._all("warc = ? ORDER BY id", row["warc"])

    def indexed(self) -> None:
        """Note that the index has all files."""
        self._db.execute("UPDATE files SET indexed = 1 WHERE NOT indexed")

    # ---------------------------------------------------------------------------------------------- pictures

    def add_picture(self, capture: Capture, digest: str) -> None:
        """Note the digest of a picture whose bytes are kept."""
        assert capture.entry
        self._db.execute(
            "INSERT INTO pictures (url, digest, capture, page_of)"
            " SELECT ?, ?, id, page_of FROM captures WHERE record_id = ?",
            (capture.entry.url, digest, capture.record_id),
        )

    def pictures(self, first: str, picture_urls: Iterable[str]) -> dict[str, str]:
        """URL → digest of a story's pictures: those captured before its first page (a record id), and those for it.

        A rebuild can follow this rule; pictures captured meanwhile for other stories do not count.
        """
        query = (
            "SELECT digest FROM pictures WHERE url = :url AND (page_of = :first OR capture <"
            " (SELECT id FROM captures WHERE record_id = :first)) ORDER BY capture DESC LIMIT 1"
        )
        rows = {url: self._db.execute(query, {"url": url, "first": first}).fetchone() for url in picture_urls}
        return {url: row["digest"] for url, row in rows.items() if row}

    # --------------------------------------------------------------------------------------- rows and values

    def _original(self, capture: Capture) -> int | None:
        """The id of the capture with a revisit's payload: by record id, by URL and instant, or by digest."""
        page, instant = capture.refers_to_page or (None, None)
        for where, values in (
            ("record_id = ?", (capture.refers_to,)),
            ("url = ? AND captured_at = ?", (page, instant and _utc(instant))),
            ("url = ? AND payload_digest = ? AND NOT revisit", (capture.url, capture.payload_digest)),
        ):
            whole = "(NOT revisit OR original IS NOT NULL)"
            query = (
                f"SELECT coalesce(original, id) AS id FROM captures WHERE {where} AND {whole} ORDER BY id DESC LIMIT 1"
            )
            if row := self._db.execute(query, values).fetchone():
                number: int = row["id"]
                return number
        return None

    def _one(self, where: str, *values: object) -> Capture | None:
        return next(self._all(where, *values), None)

    def _all(self, where: str, *values: object) -> Iterator[Capture]:
        for row in self._db.execute(f"SELECT * FROM captures WHERE {where}", values).fetchall():
            yield self._capture(row)

    def _capture(self, row: sqlite3.Row) -> Capture:
        capture = Capture(
            url=row["url"],
            captured_at=datetime.fromisoformat(row["captured_at"]),
            outcome=stored(row["outcome"]),
            status=row["status"],
            warc=row["warc"],
            offset=row["offset"],
            length=row["length"],
            record_id=row["record_id"],
            payload_digest=row["payload_digest"],
            revisit=bool(row["revisit"]),
            mime=row["mime"],
            truncated=row["truncated"],
            validators=(row["etag"], row["last_modified"]),
            entry=Entry.from_plain(json.loads(row["entry"])) if row["entry"] else None,
            page_of=row["page_of"],
        )
        return self._resolved(capture, row) if capture.revisit else capture

    def _resolved(self, capture: Capture, row: sqlite3.Row) -> Capture:
        """A revisit with the place of its payload, which an import may have brought later than the revisit."""
        number = row["original"]
        if number is None and row["refers_to"]:
            record, page, instant = json.loads(row["refers_to"])
            since = (page, datetime.fromisoformat(instant)) if page else None
            number = self._original(attrs.evolve(capture, refers_to=record, refers_to_page=since))
        found = self._db.execute(
            "SELECT warc, offset, length, record_id FROM captures WHERE id = ?", (number,)
        ).fetchone()
        return attrs.evolve(capture, original=tuple(found)[:3], refers_to=found["record_id"]) if found else capture


_WHOLE = "status = 200 AND NOT revisit AND truncated IS NULL"


def begins_a_reading(capture: Capture) -> bool:
    """Whether it is the response to an entry: not a redirect, further page, picture or failure."""
    return (
        capture.page_of is None
        and capture.entry is not None
        and capture.entry.kind not in ("image", "page")
        and capture.status in READ
    )


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _referral(capture: Capture) -> str:
    page, instant = capture.refers_to_page or (None, None)
    return json.dumps([capture.refers_to, page, instant and _utc(instant)])


def _packed(record_id: str) -> bytes:
    """A record's id in 16 bytes where it is a UUID, as nearly all are; else as text."""
    try:
        return uuid.UUID(record_id.removeprefix("urn:uuid:")).bytes
    except ValueError:
        return record_id.encode()
