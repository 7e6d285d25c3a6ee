"""Articles and their revisions: what makes a new one, and where its lines are."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

import attrs

from gemascraper.items import Article, plain
from gemascraper.values.digests import sha256

_COMPARED = (
    "kicker",
    "headline",
    "standfirst",
    "blocks",
    "byline",
    "initials",
    "dateline",
    "published",
    "modified",
    "section",
    "tags",
    "sources",
    "paywalled",
)


def fingerprint(article: Article) -> str:
    """Digest over everything whose change makes a new revision: text, metadata, and each picture with its texts.

    Not over related links, findings, provenance, timestamps, editions or picture sizes: they change by themselves.
    """
    compared = [plain(getattr(article, name)) for name in _COMPARED]
    pictures = [[image.url, image.caption, image.credit_line, plain(image.credit)] for image in article.images]
    return sha256(json.dumps([compared, pictures], ensure_ascii=False, sort_keys=True).encode("utf-8", "replace"))


@attrs.frozen
class LatestRevision:
    """The newest revision of an article."""

    revision: int
    fingerprint: str
    extractor: str
    captures: tuple[int, ...]
    """The ledger's ids of the captures that it was read from."""


@attrs.frozen
class PlannedLine:
    """An article's line, or the lines of its image credits, and where it ends in its file."""

    file: str
    """Relative to the outlet's folder."""
    end: int
    """Offset in bytes."""
    data: bytes


class RevisionTable:
    """The tables of articles and revisions."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def latest(self, article_id: str) -> LatestRevision | None:
        """The newest revision of an article; None where it has none."""
        row = self._db.execute(
            "SELECT * FROM revisions WHERE article = ? ORDER BY revision DESC LIMIT 1", (article_id,)
        ).fetchone()
        return row and LatestRevision(
            row["revision"], row["fingerprint"], row["extractor"], tuple(json.loads(row["captures"]))
        )

    def stale(self, article: Article) -> LatestRevision | None:
        """The newest revision, where this article is compared with it and another extractor read it; else None."""
        known = self._db.execute("SELECT edition FROM articles WHERE id = ?", (article.id,)).fetchone()
        latest = self.latest(article.id) if known and known["edition"] == article.edition else None
        return latest if latest and latest.extractor != article.extractor else None

    def numbered(self, article: Article, fingerprint_before: str | None = None) -> Article | None:
        """The article as it is to be written, with its revision and its editions; None where nothing changed.

        *fingerprint_before* stands for the newest revision's own where another extractor had read that.
        """
        known = self._db.execute("SELECT edition, editions FROM articles WHERE id = ?", (article.id,)).fetchone()
        latest = self.latest(article.id)
        if not known or not latest:
            editions: tuple[str, ...] = (article.edition,) if article.edition else ()
            row = (article.id, article.edition, json.dumps(editions), article.url)
            self._db.execute("INSERT INTO articles VALUES (?, ?, ?, ?)", row)
            return attrs.evolve(article, revision=1, editions=editions)
        editions = self._joined(article, json.loads(known["editions"]))
        if article.edition != known["edition"]:
            return None  # the same story in another edition is not a revision
        mark = fingerprint(article)
        if mark == (fingerprint_before or latest.fingerprint):
            if fingerprint_before:
                self._db.execute(
                    "UPDATE revisions SET fingerprint = ?, extractor = ? WHERE article = ? AND revision = ?",
                    (mark, article.extractor, article.id, latest.revision),
                )
            return None
        return attrs.evolve(article, revision=latest.revision + 1, editions=editions)

    def _joined(self, article: Article, editions: list[str]) -> tuple[str, ...]:
        if article.edition and article.edition not in editions:
            editions.append(article.edition)
            self._db.execute("UPDATE articles SET editions = ? WHERE id = ?", (json.dumps(editions), article.id))
        return tuple(editions)

    def add(self, article: Article, captures: Sequence[int], lines: PlannedLine, credits: PlannedLine | None) -> None:
        """Note a revision, with the bytes of its lines, which are kept until `on_disk`."""
        self._db.execute(
            "INSERT INTO revisions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                article.id,
                article.revision,
                fingerprint(article),
                article.extractor,
                json.dumps(list(captures)),
                lines.file,
                lines.end,
                lines.data,
                credits and credits.file,
                credits and credits.end,
                credits and credits.data,
            ),
        )

    def made_of(self, record_id: str, extractor: str) -> bool:
        """Whether an article's newest revision was read by *extractor* from this one record."""
        row = self._db.execute("SELECT id FROM captures WHERE record_id = ?", (record_id,)).fetchone()
        query = (
            "SELECT 1 FROM revisions AS r WHERE captures = ? AND extractor = ? AND NOT EXISTS"
            " (SELECT 1 FROM revisions AS newer WHERE newer.article = r.article AND newer.revision > r.revision)"
        )
        return bool(row and self._db.execute(query, (json.dumps([row["id"]]), extractor)).fetchone())

    def on_disk(self) -> None:
        """Drop the bytes of all lines: the files are synced."""
        self._db.execute("UPDATE revisions SET lines = NULL, credits = NULL WHERE lines IS NOT NULL")

    def files(self) -> list[str]:
        """Every file that has lines, as ``articles/2026-11.jsonl``."""
        query = (
            "SELECT DISTINCT lines_file AS f FROM revisions"
            " UNION SELECT DISTINCT credits_file FROM revisions WHERE credits_file IS NOT NULL"
        )
        return [row["f"] for row in self._db.execute(query)]

    def ends(self, file: str) -> Iterator[tuple[int, bytes | None]]:
        """The end of each line of a file, ascending, with its bytes where they may not be on disk yet."""
        kind = "lines" if file.startswith("articles/") else "credits"
        query = f"SELECT {kind}_end AS e, {kind} AS data FROM revisions WHERE {kind}_file = ? ORDER BY {kind}_end"
        for row in self._db.execute(query, (file,)):
            yield row["e"], row["data"]

    def editions(self) -> dict[str, list[str]]:
        """Article id → every edition that has shown it."""
        rows: list[Any] = self._db.execute("SELECT id, editions FROM articles").fetchall()
        return {row["id"]: json.loads(row["editions"]) for row in rows}
