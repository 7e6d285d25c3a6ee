"""The URLs that are known, and when each is due. Leases are in memory only, so a killed run leaves none."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from gemascraper.items import Due, Entry, EntryFilter, plain
from gemascraper.outcomes import UNDERSTOOD, AnyOutcome, Outcome
from gemascraper.outlets.profile import Outlet
from gemascraper.values import urls

_RANK = {"sitemap": 0, "feed": 0, "index": 1, "story": 1, "page": 1, "image": 2}
SOURCES = ("sitemap", "feed", "index")
"""Kinds of entries that name others."""
YOUNG = timedelta(days=7)
"""A story of this age or less is fetched again in every run."""
TRIES = 5
"""After so many failed runs in a row an entry is left alone, until a source says something new of it."""
COMPLETE = ("finished", "limit")
"""Reasons after which the next run is a new one; after any other reason it continues this one."""
FOR_ANOTHER_RUN = float(1 << 40)
"""When an entry is due that this run does not want, so that it is not looked at again; `begin` resets it."""


def anything(entry: Entry) -> bool:
    """The filter that wants every entry."""
    return True


class Frontier:
    """The table of entries."""

    def __init__(self, db: sqlite3.Connection, outlet: Outlet) -> None:
        self._db, self._outlet = db, outlet
        self._leased: dict[str, tuple[str, str | None]] = {}  # url → host, story
        self._hosts: Counter[str] = Counter()
        self._stories: Counter[str] = Counter()
        self._run = 0.0

    def begin(self, now: datetime, refresh: bool) -> bool:
        """Start a run, or continue one that ended early less than a day ago; whether it continues.

        In a new run young stories are due again; with *refresh*, every story. Earlier failures are due in both, but
        the pause that a host asked for is kept.
        """
        last = self._db.execute("SELECT started, reason FROM runs ORDER BY started DESC LIMIT 1").fetchone()
        continues = bool(last and last["reason"] not in COMPLETE and now.timestamp() - last["started"] < 86400)
        self._run = last["started"] if continues else now.timestamp()
        self._db.execute(
            "UPDATE entries SET due = ? WHERE due >= ? OR (due IS NULL AND tries BETWEEN 1 AND ?)",
            (now.timestamp(), FOR_ANOTHER_RUN, TRIES - 1),
        )
        if not continues:
            self._db.execute("INSERT INTO runs (started) VALUES (?)", (self._run,))
            marks = ", ".join("?" * len(UNDERSTOOD))
            youngest = "" if refresh else (now - YOUNG).date().isoformat()
            self._db.execute(
                "UPDATE entries SET due = ? WHERE kind = 'story'"
                f" AND (? = '' OR (published >= ? AND outcome IN ({marks})))",
                (self._run, youngest, youngest, *UNDERSTOOD),
            )
        return continues

    def attach_without_run(self, now: datetime) -> None:
        """Let an import or a rebuild add and settle entries; neither begins a run nor ends one."""
        self._run = now.timestamp()

    def end(self, now: datetime, reason: str) -> None:
        """Close the run that `begin` started."""
        self._db.execute(
            "UPDATE runs SET ended = ?, reason = ? WHERE started = ?", (now.timestamp(), reason, self._run)
        )

    def add(self, entries: Iterable[Entry], again: bool = False) -> int:
        """Note entries; how many URLs are new. A known story is due again when its ``lastmod`` is newer.

        *again*: the entries are seeds, which are due once in every run.
        """
        return sum(self._add(entry, again) for entry in entries)

    def _add(self, entry: Entry, again: bool) -> bool:
        known = self._db.execute("SELECT settled, lastmod, due FROM entries WHERE url = ?", (entry.url,)).fetchone()
        if known is None:
            self._insert(entry)
            return True
        newer = _is_newer(entry, known["lastmod"])
        if known["due"] is None and (newer or self._is_due_again(entry, known, again)):
            self._db.execute(
                "UPDATE entries SET due = ?, announced = ? WHERE url = ?", (self._run, _as_json(entry), entry.url)
            )
        if newer or (entry.modified and not known["lastmod"]):
            self._db.execute("UPDATE entries SET lastmod = ? WHERE url = ?", (_lastmod(entry), entry.url))
        return False

    def _insert(self, entry: Entry) -> None:
        row = (
            entry.url,
            entry.kind,
            urls.host(entry.url),
            self._outlet.own_number(entry.url) if entry.kind == "story" else None,
            _as_json(entry),
            _RANK[entry.kind],
            self._run,
            _lastmod(entry),
            entry.published.date().isoformat() if entry.published else None,
        )
        self._db.execute(
            "INSERT INTO entries (url, kind, host, story, announced, rank, due, lastmod, published)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            row,
        )

    def _is_due_again(self, entry: Entry, known: sqlite3.Row, again: bool) -> bool:
        """Whether a known entry is due in every run: a seed, or a sitemap or feed without a ``lastmod`` to go by."""
        dated = entry.modified and known["lastmod"]
        return (known["settled"] or 0) < self._run and (again or (entry.kind in ("sitemap", "feed") and not dated))

    def due(
        self, room: int, per_host: int, now: datetime, wanted: EntryFilter = anything, stories: int | None = None
    ) -> list[Due]:
        """Lease at most *room* wanted entries: *stories* stories, *per_host* of a host, one of a story."""
        found: list[Due] = []
        left = room if stories is None else stories
        for host in self._due_hosts():
            free = min(room - len(found), per_host - self._hosts[host])
            for row, entry in islice(self._leasable(host, now, wanted, room), max(free, 0)):
                if entry.kind == "story" and left <= 0:
                    break
                left -= entry.kind == "story"
                self._lease(row)
                found.append(Due(entry, row["etag"], row["last_modified"]))
        return found

    def _lease(self, row: sqlite3.Row) -> None:
        self._leased[row["url"]] = row["host"], row["story"]
        self._hosts[row["host"]] += 1
        self._stories[row["story"] or row["url"]] += 1

    def release(self, url: str) -> None:
        """Give a lease back."""
        host, story = self._leased.pop(url, (None, None))
        if host:
            self._hosts[host] -= 1
            self._stories[story or url] -= 1

    def _due_hosts(self) -> list[str]:
        """Hosts that have something due; each takes one look-up in the index."""
        query = (
            "WITH RECURSIVE hosts (host) AS (SELECT min(host) FROM entries WHERE due IS NOT NULL UNION ALL"
            " SELECT (SELECT min(host) FROM entries WHERE due IS NOT NULL AND host > hosts.host) FROM hosts"
            " WHERE hosts.host IS NOT NULL) SELECT host FROM hosts WHERE host IS NOT NULL"
        )
        return [row["host"] for row in self._db.execute(query)]

    def _leasable(
        self, host: str, now: datetime, wanted: EntryFilter, room: int
    ) -> Iterator[tuple[sqlite3.Row, Entry]]:
        """Entries of a host that may be leased, in the order of fetching; unwanted ones are left for another run."""
        query = "SELECT * FROM entries WHERE host = ? AND rank = ? AND due <= ? ORDER BY due, rowid LIMIT ?"
        enough = len(self._leased) + room + 64
        for rank in sorted(set(_RANK.values())):
            aside = 1
            while aside:
                aside = 0
                for row in self._db.execute(query, (host, rank, now.timestamp(), enough)).fetchall():
                    if row["url"] in self._leased or self._stories[row["story"] or row["url"]]:
                        continue
                    entry = self._wanted(row, wanted)
                    aside += entry is None
                    if entry:
                        yield row, entry

    def _wanted(self, row: sqlite3.Row, wanted: EntryFilter) -> Entry | None:
        entry = Entry.from_plain(json.loads(row["announced"]))
        if entry and wanted(entry):
            return entry
        self._db.execute("UPDATE entries SET due = ? WHERE url = ?", (FOR_ANOTHER_RUN, row["url"]))
        return None

    def next_due(self, wanted: EntryFilter = anything) -> float | None:
        """When the next wanted entry that is not leased is due, in seconds since 1970; None where there is none."""
        query = "SELECT url, due, announced FROM entries WHERE due < ? ORDER BY due LIMIT ?"
        while rows := self._db.execute(query, (FOR_ANOTHER_RUN, len(self._leased) + 64)).fetchall():
            free = [row for row in rows if row["url"] not in self._leased]
            if found := next((row for row in free if self._wanted(row, wanted)), None):
                due: float = found["due"]
                return due
            if not free:
                break
        return None

    def settle(
        self,
        url: str,
        outcome: AnyOutcome,
        now: datetime,
        *,
        failed: bool = False,
        answered: bool = True,
        published: datetime | None = None,
    ) -> None:
        """Settle an entry for this run; a *failed* one is due again in the next run, `TRIES` times at most.

        Without an HTTP response (*answered*), a failure does not count as a try: the host or its robots.txt was
        unreachable, and an outage of some hours must not lose the stories of that day. *published* may be None.
        """
        self.release(url)
        day = published.date().isoformat() if published else None
        self._db.execute(
            "UPDATE entries SET due = NULL, settled = ?, outcome = ?,"
            " tries = CASE WHEN NOT ? THEN 0 WHEN ? THEN tries + 1 ELSE max(tries, 1) END,"
            " published = coalesce(?, published) WHERE url = ?",
            (now.timestamp(), outcome, failed, answered, day, url),
        )

    def validate(self, url: str, validators: tuple[str | None, str | None], anew: bool) -> None:
        """Note ETag and Last-Modified for the next conditional request; unless *anew*, None keeps the known one."""
        known = ("?", "?") if anew else ("coalesce(?, etag)", "coalesce(?, last_modified)")
        query = f"UPDATE entries SET etag = {known[0]}, last_modified = {known[1]} WHERE url = ?"
        self._db.execute(query, (*validators, url))

    def put_off(self, url: str, until: float, counts: bool) -> None:
        """Make an entry due again at *until* (seconds since 1970), because the host asked for a pause.

        Where it *counts* as a try, the `TRIES`-th makes the entry due in the next run instead.
        """
        self.release(url)
        self._db.execute(
            "UPDATE entries SET due = ?, outcome = ?, tries = tries + ? WHERE url = ?",
            (until, Outcome.POSTPONED, int(counts), url),
        )
        self._db.execute("UPDATE entries SET due = NULL, tries = 1 WHERE url = ? AND tries >= ?", (url, TRIES))

    def current_stories(self, urls: Iterable[str], before: datetime) -> Iterator[str]:
        """URLs of the stories among *urls* that were read *before* and are not due, because nothing says they changed.

        A sitemap, feed or index among *urls* stands for the entries that it named when it was last read.
        """
        query = (
            "SELECT kind FROM entries WHERE url = ? AND due IS NULL AND settled < ?"
            " AND outcome IN ('read', 'unchanged')"
        )
        waiting, seen = list(urls), set[str]()
        while waiting:
            url = waiting.pop()
            row = self._db.execute(query, (url, before.timestamp())).fetchone()
            if row and row["kind"] == "story":
                yield url
            elif row and row["kind"] in SOURCES and url not in seen:
                seen.add(url)
                waiting += self.named_by(url)

    def named_by(self, url: str) -> list[str]:
        """URLs of the entries that were found at *url*."""
        query = "SELECT url FROM entries WHERE json_extract(announced, '$.found_on') = ?"
        return [row["url"] for row in self._db.execute(query, (url,))]

    def read_in_this_run(self) -> list[str]:
        """URLs of the stories that were read in this run; also before an interruption, where it continues."""
        query = "SELECT url FROM entries WHERE kind = 'story' AND settled >= ? AND outcome IN ('read', 'unchanged')"
        return [row["url"] for row in self._db.execute(query, (self._run,))]

    def kind(self, url: str) -> str | None:
        """The kind of the entry of a URL; None where the URL is not known."""
        row = self._db.execute("SELECT kind FROM entries WHERE url = ?", (url,)).fetchone()
        return row["kind"] if row else None

    def counts(self) -> dict[str, int]:
        """Known entries by kind."""
        rows = self._db.execute("SELECT kind, count(*) AS n FROM entries GROUP BY kind")
        return {row["kind"]: row["n"] for row in rows}

    def due_stories(self) -> dict[str, int]:
        """Host → stories that are due there."""
        query = "SELECT host, count(*) AS n FROM entries WHERE due IS NOT NULL AND kind = 'story' GROUP BY host"
        return {row["host"]: row["n"] for row in self._db.execute(query)}


def _as_json(entry: Entry) -> str:
    return json.dumps(plain(entry), ensure_ascii=False)


def _lastmod(entry: Entry) -> str | None:
    return entry.modified.isoformat() if entry.modified else None


def _is_newer(entry: Entry, lastmod: str | None) -> bool:
    """Whether a source gives a later ``lastmod`` than the one that is known."""
    return bool(entry.modified and lastmod and entry.modified > datetime.fromisoformat(lastmod))
