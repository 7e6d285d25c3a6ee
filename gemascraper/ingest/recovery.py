"""Making an archive whole again after any end of the run before: nothing lost, nothing twice, no manual step."""

from __future__ import annotations

import logging
from pathlib import Path

from gemascraper.archive import warc
from gemascraper.errors import ArchiveError, Damaged
from gemascraper.export.lines import JsonLines
from gemascraper.ledger import Ledger

log = logging.getLogger(__name__)


def recover(folder: Path, ledger: Ledger, lines: JsonLines) -> None:
    """Cut what was never committed, put back what the ledger owes, seal what was left open."""
    for path in (folder / "archive").glob(f"*{warc.OPEN}"):
        _seal(path, ledger, folder / "quarantine")
    for file in ledger.revisions.files():
        _repair(file, folder, ledger, lines)


def check(folder: Path) -> None:
    """Refuse to start an empty ledger beside WARC files that it would not know."""
    if not (folder / "ledger.sqlite").exists() and warc.files(folder / "archive"):
        raise ArchiveError(f"{folder} has WARC files but no ledger.", f"Run `gemascraper rebuild {folder.name}`.")


def _seal(path: Path, ledger: Ledger, quarantine: Path) -> None:
    end = ledger.captures.end_of(path.name.removesuffix(warc.OPEN))
    size = path.stat().st_size
    if size < end:
        raise Damaged(f"{path.name} has {size} bytes, but {end} were committed.", "Restore it from a copy.")
    warc.cut_back(path, end, quarantine)
    if end:
        warc.seal(path)
    else:
        path.unlink()
    log.info("recovered %s: %d bytes committed, %d set aside", path.name, end, size - end)


def _repair(file: str, folder: Path, ledger: Ledger, lines: JsonLines) -> None:
    path = folder / file
    known = list(ledger.revisions.ends(file))
    if path.exists() and path.stat().st_size == known[-1][0] and all(data is None for _, data in known):
        return
    if restored := lines.repair(file, [end for end, _ in known], lambda good: _owed(file, known, good)):
        log.info("recovered %s: %d lines put back", file, restored)


def _owed(file: str, known: list[tuple[int, bytes | None]], good: int) -> list[tuple[int, bytes]]:
    owed = [(end, data) for end, data in known if end > good]
    if any(data is None for _, data in owed):
        raise Damaged(f"{file} has lost lines that were on disk.", "Run `gemascraper rebuild` for this outlet.")
    return [(end, data) for end, data in owed if data is not None]
