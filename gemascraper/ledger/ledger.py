"""One outlet's ledger: its tables, and the transaction that commits what is on disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gemascraper.ledger.captures import CaptureTable
from gemascraper.ledger.database import connect, connect_to_read, database_errors
from gemascraper.ledger.frontier import Frontier
from gemascraper.ledger.revisions import RevisionTable
from gemascraper.outlets.profile import Outlet


class Ledger:
    """The tables of one outlet. To be used by the thread that opened it."""

    def __init__(self, path: Path, outlet: Outlet, read_only: bool = False) -> None:
        self._path = path
        self._db = connect_to_read(path) if read_only else connect(path)
        self.frontier = Frontier(self._db, outlet)
        self.captures = CaptureTable(self._db)
        self.revisions = RevisionTable(self._db)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit all that is written inside, or nothing. Raises `ArchiveError`."""
        with database_errors(self._path):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Close the database; its write-ahead log is merged into it."""
        with database_errors(self._path):
            self._db.close()
