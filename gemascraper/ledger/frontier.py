"""Addresses known and when they are due. Leases live in memory: a run that is killed leaves none behind."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime, timedelta

import attrs

from gemascraper.items import Entry, plain
from gemascraper.outlets.profile import Outlet
from gemascraper.values import urls

_RANK = {"sitemap": 0, "feed": 0, "index": 1, "story": 1, "page": 1, "image": 2}
_ANNOUNCERS = "AND kind IN ('sitemap', 'feed', 'index')"
YOUNG = timedelta(days=7)
"""A story of this age or less is asked for again at every run."""
TRIES = 5
"""So many runs in a row may fail before an entry is left alone until something new is said of it."""
COMPLETE = ("finished", "limit")
"""Reasons to end after which the next run is a new one; after any other it goes on where this one stopped."""


@attrs.frozen
class Due:
    """An entry that may be fetched now, with what a conditional request needs."""

    entry: Entry
    etag: str | None
    last_modified: str | None


class Frontier:
    """The table of entries."""

    def __init__(self, db: sqlite3.Connection, outlet: Outlet) -> None:
        self._db, self._outlet = db, outlet
        self._leased: dict[str, tuple[str, str | None]] = {}  # url → host, story
        self._run = 0.0

    def begin(self, now: datetime, refresh: bool) -> bool:
        """Start a run, or go on with one that was cut short less than a day ago; say which (True: goes on).

        In a new run young stories are due again; with *refresh*, every story. Earlier failures are due in both.
        """
        last = self._db.execute("SELECT started, reason FROM runs ORDER BY started DESC LIMIT 1").fetchone()
        goes_on = bool(last and last["reason"] not in COMPLETE and now.timestamp() - last["started"] < 86400)
        self._run = last["started"] if goes_on else now.timestamp()
        self._db.execute(
            "UPDATE entries SET due = ? WHERE due IS NOT NULL OR tries BETWEEN 1 AND ?", (now.timestamp(), TRIES - 1)
        )
        if not goes_on:
            self._db.execute("INSERT INTO runs (started) VALUES (?)", (self._run,))
            youngest = "" if refresh else (now - YOUNG).date().isoformat()
            self._db.execute(
                "UPDATE entries SET due = ? WHERE kind = 'story' AND (? = '' OR (published >= ? AND outcome IN ('read', 'unchanged')))",
                (self._run, youngest, youngest),
            )
        return goes_on

    def end(self, now: datetime, reason: str) -> None:
        """Close the run that `begin` started."""
        self._db.execute(
            "UPDATE runs SET ended = ?, reason = ? WHERE started = ?", (now.timestamp(), reason, self._run)
        )

    def add(self, entries: Iterable[Entry], again: bool = False) -> int:
        """Note entries and say how many addresses are new. A known story is due again when its ``lastmod`` is newer."""
        return sum(self._add(entry, again) for entry in entries)

    def _add(self, entry: Entry, again: bool) -> bool:
        lastmod = entry.modified.isoformat() if entry.modified else None
        known = self._db.execute("SELECT settled, lastmod, due FROM entries WHERE url = ?", (entry.url,)).fetchone()
        if known is None:
            row = (
                entry.url,
                entry.kind,
                urls.host(entry.url),
                self._outlet.id_of(entry.url) if entry.kind == "story" else None,
                json.dumps(plain(entry), ensure_ascii=False),
                _RANK[entry.kind],
                self._run,
                lastmod,
                entry.published.date().isoformat() if entry.published else None,
            )
            self._db.execute(
                "INSERT INTO entries (url, kind, host, story, announced, rank, due, lastmod, published)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row,
            )
            return True
        newer = bool(entry.modified and known["lastmod"] and entry.modified > datetime.fromisoformat(known["lastmod"]))
        if newer or (again and (known["settled"] or 0) < self._run):
            self._db.execute(
                "UPDATE entries SET due = ?, lastmod = coalesce(?, lastmod), announced = ? WHERE url = ? AND due IS NULL",
                (self._run, lastmod, json.dumps(plain(entry), ensure_ascii=False), entry.url),
            )
        elif lastmod and not known["lastmod"]:
            self._db.execute("UPDATE entries SET lastmod = ? WHERE url = ?", (lastmod, entry.url))
        return False

    def due(self, room: int, per_host: int, now: datetime, only_announcers: bool = False) -> list[Due]:
        """Lease at most *room* entries, at most *per_host* of one host at a time, and one of a story."""
        found: list[Due] = []
        kinds = _ANNOUNCERS if only_announcers else ""
        for host in [
            row["host"] for row in self._db.execute("SELECT DISTINCT host FROM entries WHERE due IS NOT NULL")
        ]:
            free = min(room - len(found), per_host - sum(leased == host for leased, _ in self._leased.values()))
            rows = self._db.execute(
                f"SELECT * FROM entries WHERE host = ? AND due <= ? {kinds} ORDER BY rank, due, rowid LIMIT ?",
                (host, now.timestamp(), 4 * per_host + free),
            )
            for row in rows if free > 0 else ():
                if free > 0 and self._lease(row):
                    free -= 1
                    entry = Entry.from_plain(json.loads(row["announced"]))
                    assert entry
                    found.append(Due(entry, row["etag"], row["last_modified"]))
        return found

    def _lease(self, row: sqlite3.Row) -> bool:
        stories = {story for _, story in self._leased.values() if story}
        if row["url"] in self._leased or row["story"] in stories:
            return False
        self._leased[row["url"]] = row["host"], row["story"]
        return True

    def next_due(self, only_announcers: bool = False) -> float | None:
        """When the next entry that is not leased is due, in seconds since 1970."""
        marks = ",".join("?" * len(self._leased))
        kinds = _ANNOUNCERS if only_announcers else ""
        query = f"SELECT min(due) AS due FROM entries WHERE due IS NOT NULL AND url NOT IN ({marks}) {kinds}"
        found: float | None = self._db.execute(query, [*self._leased]).fetchone()["due"]
        return found

    def settle(
        self,
        url: str,
        outcome: str,
        now: datetime,
        *,
        failed: bool = False,
        published: datetime | None = None,
        validators: tuple[str | None, str | None] | None = None,
    ) -> None:
        """The entry is done with in this run; a *failed* one is due again in the next, `TRIES` times at most.

        *validators* (ETag, Last-Modified) are for the next conditional request.
        """
        self._leased.pop(url, None)
        day = published.date().isoformat() if published else None
        self._db.execute(
            "UPDATE entries SET due = NULL, settled = ?, outcome = ?, tries = CASE WHEN ? THEN tries + 1 ELSE 0 END,"
            " published = coalesce(?, published) WHERE url = ?",
            (now.timestamp(), outcome, failed, day, url),
        )
        if validators:
            self._db.execute("UPDATE entries SET etag = ?, last_modified = ? WHERE url = ?", (*validators, url))

    def put_off(self, url: str, until: float, counts: bool) -> None:
        """Due again at *until*, for the host asked for a pause; after `TRIES` answers that said so, in the next run."""
        self._leased.pop(url, None)
        self._db.execute(
            "UPDATE entries SET due = ?, outcome = 'postponed', tries = tries + ? WHERE url = ?",
            (until, int(counts), url),
        )
        self._db.execute("UPDATE entries SET due = NULL, tries = 1 WHERE url = ? AND tries >= ?", (url, TRIES))

    def kind(self, url: str) -> str | None:
        """What we expect at an address; None where it is not known."""
        row = self._db.execute("SELECT kind FROM entries WHERE url = ?", (url,)).fetchone()
        return row["kind"] if row else None

    def release(self, url: str) -> None:
        """Give a lease back: nothing was learnt."""
        self._leased.pop(url, None)

    def counts(self) -> dict[str, int]:
        """Known and due entries by kind: ``story``, ``story due`` …"""
        rows = self._db.execute(
            "SELECT kind, count(*) AS known, count(due) AS due FROM entries GROUP BY kind"
        ).fetchall()
        hosts = self._db.execute(
            "SELECT count(DISTINCT host) AS n FROM entries WHERE due IS NOT NULL AND kind = 'story'"
        ).fetchone()["n"]
        known = {row["kind"]: row["known"] for row in rows} | {f"{row['kind']} due": row["due"] for row in rows}
        return known | {"hosts due": hosts}
