"""Makes an archive whole again after the last run ended in any way: nothing is lost, nothing is there twice."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

from gemascraper.archive import warc, warc_reader
from gemascraper.disk import disk_errors, sync_folder
from gemascraper.errors import ArchiveError, Damaged
from gemascraper.export.line_files import JsonLines
from gemascraper.ledger import Ledger
from gemascraper.outlets.profile import Outlet
from gemascraper.values.counts import counted

REBUILDING, REBUILT = ".rebuild", ".rebuilt"
"""The folder that a rebuild writes to, and its name when everything in it is complete."""
_LEDGER = ("ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm")

log = logging.getLogger(__name__)


def ready(folder: Path) -> None:
    """Before the ledger is opened: put a completed rebuild in place.

    Raises `ArchiveError` where there are WARC files and no ledger.
    """
    replace(folder)
    shutil.rmtree(folder / REBUILDING, ignore_errors=True)
    if not (folder / "ledger.sqlite").exists() and warc.files(folder / "archive"):
        raise ArchiveError(f"{folder} has WARC files but no ledger.", f"Run `gemascraper rebuild {folder.name}`.")


def recover(folder: Path, ledger: Ledger, lines: JsonLines) -> None:
    """Cut what was never committed, write the lines that are missing, seal WARC files that were left open."""
    seal_all(folder, ledger)
    for file in ledger.revisions.files():
        _repair(file, folder, ledger, lines)


def seal_all(folder: Path, ledger: Ledger | None) -> None:
    """Cut each open WARC file to its committed end, or without a ledger to its last whole record, and seal it.

    Raises `Damaged` where a file is shorter than what was committed.
    """
    for path in sorted((folder / "archive").glob(f"*{warc.OPEN}")):
        end = ledger.captures.end_of(path.name.removesuffix(warc.OPEN)) if ledger else warc_reader.whole_end(path)
        size = path.stat().st_size
        if size < end:
            raise Damaged(
                f"{path.name} has {counted(size, 'byte')}, but {end:,} were committed.", "Restore it from a copy."
            )
        warc.cut_back(path, end, folder / "quarantine")
        if end:
            warc.seal(path)
        else:
            path.unlink()
        log.info("recovered %s: %d bytes committed, %d set aside", path.name, end, size - end)


def _repair(file: str, folder: Path, ledger: Ledger, lines: JsonLines) -> None:
    """Cut a file to its last synced line and append the lines that the ledger keeps: a power cut loses them."""
    path = folder / file
    known = list(ledger.revisions.ends(file))
    synced = [end for end, data in known if data is None]
    owed = [(end, data) for end, data in known if data is not None]
    if not owed and path.exists() and path.stat().st_size == synced[-1]:
        return
    restored = lines.repair(file, synced, lambda good: _owed(file, synced, good, owed))
    log.info("recovered %s: %s written again", file, counted(restored, "line"))


def _owed(file: str, synced: list[int], good: int, owed: list[tuple[int, bytes]]) -> list[tuple[int, bytes]]:
    if synced and good < synced[-1]:
        raise Damaged(f"{file} has lost lines that were on disk.", "Run `gemascraper rebuild` for this outlet.")
    return owed


# ---------------------------------------------------------------------------------------------- rebuild


def prepare_rebuild(folder: Path, outlet: Outlet) -> None:
    """Seal open WARC files, by the old ledger if it can be read, and make an empty folder for the rebuild."""
    replace(folder)
    ledger = None
    if (folder / "ledger.sqlite").exists():
        try:
            ledger = Ledger(folder / "ledger.sqlite", outlet)
            seal_all(folder, ledger)
        except ArchiveError as error:
            log.warning("the old ledger cannot be read: %s", error)
    seal_all(folder, None)
    if ledger:
        ledger.close()
    with disk_errors(str(folder / REBUILDING)):
        shutil.rmtree(folder / REBUILDING, ignore_errors=True)
        for name in ("archive", "articles", "image_credits"):
            (folder / REBUILDING / name).mkdir(parents=True)


def complete(folder: Path) -> None:
    """Mark the rebuild as complete and put it in place. After the mark, any later start would finish it."""
    with disk_errors(str(folder)):
        (folder / REBUILDING).rename(folder / REBUILT)
        sync_folder(folder)
    replace(folder)


def replace(folder: Path) -> None:
    """Put the files of a completed rebuild in place of the old ones. It may be killed at any step, and repeated."""
    made = folder / REBUILT
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
