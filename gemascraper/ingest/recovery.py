"""Making an archive whole again after any end of the run before: nothing lost, nothing twice, no manual step."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

from gemascraper.archive import reading, warc
from gemascraper.disk import disk_errors, sync_folder
from gemascraper.errors import ArchiveError, Damaged
from gemascraper.export.line_files import JsonLines
from gemascraper.ledger import Ledger
from gemascraper.outlets.profile import Outlet

WORKSHOP, DONE = ".rebuild", ".rebuilt"
"""Where a rebuild works, and the name that its folder has once everything in it is complete."""
_LEDGER = ("ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm")

log = logging.getLogger(__name__)


def ready(folder: Path) -> None:
    """Before the ledger is opened: finish what a rebuild had completed, refuse WARC files that no ledger knows."""
    replace(folder)
    shutil.rmtree(folder / WORKSHOP, ignore_errors=True)
    if not (folder / "ledger.sqlite").exists() and warc.files(folder / "archive"):
        raise ArchiveError(f"{folder} has WARC files but no ledger.", f"Run `gemascraper rebuild {folder.name}`.")


def recover(folder: Path, ledger: Ledger, lines: JsonLines) -> None:
    """Cut what was never committed, put back what the ledger owes, seal what was left open."""
    seal_all(folder, ledger)
    for file in ledger.revisions.files():
        _repair(file, folder, ledger, lines)


def seal_all(folder: Path, ledger: Ledger | None) -> None:
    """Cut each file that was left open to what was committed, and seal it; without a ledger, to its whole records."""
    for path in sorted((folder / "archive").glob(f"*{warc.OPEN}")):
        end = ledger.captures.end_of(path.name.removesuffix(warc.OPEN)) if ledger else reading.whole_end(path)
        size = path.stat().st_size
        if size < end:
            raise Damaged(f"{path.name} has {size} bytes, but {end} were committed.", "Restore it from a copy.")
        warc.cut_back(path, end, folder / "quarantine")
        if end:
            warc.seal(path)
        else:
            path.unlink()
        log.info("recovered %s: %d bytes committed, %d set aside", path.name, end, size - end)


def _repair(file: str, folder: Path, ledger: Ledger, lines: JsonLines) -> None:
    """Cut a file to its last synced line and append what the ledger owes: after a power cut nothing else is sure."""
    path = folder / file
    known = list(ledger.revisions.ends(file))
    synced = [end for end, data in known if data is None]
    owed = [(end, data) for end, data in known if data is not None]
    if not owed and path.exists() and path.stat().st_size == synced[-1]:
        return
    restored = lines.repair(file, synced, lambda good: _owed(file, synced, good, owed))
    log.info("recovered %s: %d lines written again", file, restored)


def _owed(file: str, synced: list[int], good: int, owed: list[tuple[int, bytes]]) -> list[tuple[int, bytes]]:
    if synced and good < synced[-1]:
        raise Damaged(f"{file} has lost lines that were on disk.", "Run `gemascraper rebuild` for this outlet.")
    return owed


# ---------------------------------------------------------------------------------------------- rebuild


def prepare_rebuild(folder: Path, outlet: Outlet) -> None:
    """Seal what was left open, and clear the workshop. The old ledger, if it can be read, says what was committed."""
    replace(folder)
    ledger = None
    if (folder / "ledger.sqlite").exists():
        try:
            ledger = Ledger(folder / "ledger.sqlite", outlet)
            seal_all(folder, ledger)
        except ArchiveError as error:
            log.warning("the old ledger cannot be asked: %s", error)
    seal_all(folder, None)
    if ledger:
        ledger.close()
    with disk_errors(str(folder / WORKSHOP)):
        shutil.rmtree(folder / WORKSHOP, ignore_errors=True)
        for name in ("archive", "articles", "image_credits"):
            (folder / WORKSHOP / name).mkdir(parents=True)


def complete(folder: Path) -> None:
    """Everything in the workshop is on disk: from here on the rebuild is finished by whoever comes next."""
    with disk_errors(str(folder)):
        (folder / WORKSHOP).rename(folder / DONE)
        sync_folder(folder)
    replace(folder)


def replace(folder: Path) -> None:
    """Put what a completed rebuild made into the place of what was there; safe to be killed in, and to be repeated."""
    made = folder / DONE
    if not made.exists():
        return
    with disk_errors(str(folder)):
        if (made / "ledger.sqlite").exists():
            for name in _LEDGER:  # the old log must not be applied to the new ledger
                (folder / name).unlink(missing_ok=True)
        for name in ("articles", "image_credits", "images"):
            if (made / name).exists():
                shutil.rmtree(folder / name, ignore_errors=True)
                (made / name).rename(folder / name)
        for name in ("archive/index.cdxj", "ledger.sqlite"):
            if (made / name).exists():
                (made / name).replace(folder / name)
        sync_folder(folder)
        shutil.rmtree(made)
