"""The database file: its tables, how it is opened, and its errors as ours."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gemascraper.errors import ArchiveError, DiskFull

VERSION = 1

_TABLES = """
CREATE TABLE entries (
    url TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    host TEXT NOT NULL,
    story TEXT,                 -- the outlet's own number, where the URL has it: one entry of a story at a time
    announced TEXT NOT NULL,    -- the entry with what its source said, as JSON
    rank INTEGER NOT NULL,      -- smaller is fetched first
    due REAL,                   -- seconds since 1970; NULL is settled
    tries INTEGER NOT NULL DEFAULT 0,
    outcome TEXT,
    settled REAL,
    lastmod TEXT,               -- the newest that a source said
    published TEXT,             -- day; a young story is fetched again
    etag TEXT,
    last_modified TEXT
) STRICT;
CREATE INDEX entries_due ON entries (host, rank, due) WHERE due IS NOT NULL;
CREATE INDEX entries_next ON entries (due) WHERE due IS NOT NULL;

CREATE TABLE files (
    warc TEXT PRIMARY KEY,
    committed INTEGER NOT NULL, -- bytes; the rest is cut at the next start
    indexed INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE captures (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL,
    captured_at TEXT NOT NULL,
    outcome TEXT NOT NULL,
    status INTEGER,
    warc TEXT NOT NULL,
    offset INTEGER NOT NULL,
    length INTEGER NOT NULL,
    record_id TEXT NOT NULL,
    payload_digest TEXT NOT NULL,
    revisit INTEGER NOT NULL,
    original INTEGER REFERENCES captures (id),
    refers_to TEXT,             -- of a revisit whose payload is not here yet, as JSON
    mime TEXT,
    truncated TEXT,
    etag TEXT,
    last_modified TEXT,
    entry_url TEXT,
    entry TEXT,                 -- what the frontier knew of it, as JSON
    page_of TEXT,               -- record id of the story's first page, for further pages and pictures
    is_foreign INTEGER NOT NULL,
    readable INTEGER NOT NULL,  -- a reading can begin with it
    unread INTEGER NOT NULL
) STRICT;
CREATE INDEX captures_url ON captures (url, id);
CREATE INDEX captures_record ON captures (record_id);
CREATE INDEX captures_page_of ON captures (page_of) WHERE page_of IS NOT NULL;
CREATE INDEX captures_unread ON captures (entry_url) WHERE unread;
CREATE INDEX captures_readable ON captures (id) WHERE readable;
CREATE INDEX captures_warc ON captures (warc, offset);

CREATE TABLE articles (
    id TEXT PRIMARY KEY,
    edition TEXT,
    editions TEXT NOT NULL,     -- JSON
    url TEXT NOT NULL
) STRICT;

CREATE TABLE revisions (
    article TEXT NOT NULL REFERENCES articles (id),
    revision INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    extractor TEXT NOT NULL,
    captures TEXT NOT NULL,     -- ids of the captures read, as JSON
    lines_file TEXT NOT NULL,
    lines_end INTEGER NOT NULL,
    lines BLOB,                 -- NULL once it is known to be on disk
    credits_file TEXT,
    credits_end INTEGER,
    credits BLOB,
    PRIMARY KEY (article, revision)
) STRICT;
CREATE INDEX revisions_lines ON revisions (lines_file, lines_end);
CREATE INDEX revisions_owed ON revisions (lines_file) WHERE lines IS NOT NULL;
CREATE INDEX revisions_captures ON revisions (captures);
CREATE INDEX revisions_credits ON revisions (credits_file, credits_end) WHERE credits_file IS NOT NULL;

CREATE TABLE runs (
    started REAL PRIMARY KEY,
    ended REAL,
    reason TEXT                 -- NULL while it runs, and of a run that was killed
) STRICT;

CREATE TABLE pictures (
    url TEXT NOT NULL,
    digest TEXT NOT NULL,
    capture INTEGER NOT NULL REFERENCES captures (id),
    page_of TEXT
) STRICT;
CREATE INDEX pictures_url ON pictures (url, capture);

CREATE TABLE records (          -- every record in the archive, so that none is imported twice
    id BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;
"""


def connect(path: Path) -> sqlite3.Connection:
    """The database, made where there is none. A committed transaction survives a power cut. Raises `ArchiveError`."""
    with database_errors(path):
        db = sqlite3.connect(path, isolation_level=None)
        db.row_factory = sqlite3.Row
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        # without this a disk that was full stays full: the log cannot be written back
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        version = db.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            db.executescript(f"BEGIN;{_TABLES}PRAGMA user_version = {VERSION};COMMIT;")
        elif version != VERSION:
            db.close()
            raise ArchiveError(
                f"{path} was written by another version of gemascraper (ledger {version}).",
                "Use that version, or rebuild.",
            )
        return db


def connect_to_read(path: Path) -> sqlite3.Connection:
    """The database, read-only; a run may be writing to it. Raises `ArchiveError`."""
    with database_errors(path):
        db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        db.row_factory = sqlite3.Row
        return db


@contextmanager
def database_errors(path: object) -> Iterator[None]:
    """Turn SQLite's errors into `ArchiveError` and `DiskFull`; *path* stands in the message."""
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "")
        advice = "Everything reported is safe. Make room and run it again."
        if name == "SQLITE_FULL" or name.startswith("SQLITE_IOERR"):
            raise DiskFull(f"{path}: {error}.", advice) from error
        raise ArchiveError(
            f"{path}: {error}.", "The WARC files are untouched; `gemascraper rebuild` makes the rest again."
        ) from error
