"""Plans the lines of a new revision, and notes them in the ledger."""

from __future__ import annotations

from collections.abc import Iterable

from gemascraper.export.line_files import JsonLines, LineFolder, article_line, credit_lines, month_of
from gemascraper.items import Article, Capture
from gemascraper.ledger import Ledger
from gemascraper.ledger.revisions import PlannedLine


class RevisionWriter:
    """To be used inside the ledger's transaction, by one thread."""

    def __init__(self, ledger: Ledger, lines: JsonLines) -> None:
        self._ledger, self._lines = ledger, lines
        self.unsynced = 0
        """Bytes of lines that may not be on disk yet, and that the ledger keeps as well."""
        self._extractor = ""

    def write(self, article: Article, captures: Iterable[Capture], fingerprint_before: str | None) -> Article | None:
        """The article as its new revision, planned and noted; None where it is as its newest revision.

        *fingerprint_before* stands for the newest revision's own where another extractor had read that.
        """
        self._extractor = article.extractor
        revision = self._ledger.revisions.numbered(article, fingerprint_before)
        if revision:
            self._plan(revision, captures)
        return revision

    def is_made_of(self, record_id: str) -> bool:
        """Whether an article's newest revision was read from this one record, by this run's extractor."""
        return self._ledger.revisions.made_of(record_id, self._extractor)

    def _plan(self, article: Article, captures: Iterable[Capture]) -> None:
        assert article.captured_at
        month = month_of(article.captured_at)
        credits = credit_lines(article)
        self._ledger.revisions.add(
            article,
            self._ledger.captures.numbers(captures),
            self._placed("articles", month, article_line(article)),
            self._placed("image_credits", month, credits) if credits else None,
        )

    def _placed(self, table: LineFolder, month: str, data: bytes) -> PlannedLine:
        file, end = self._lines.place(table, month, data)
        self.unsynced += len(data)
        return PlannedLine(file, end, data)
