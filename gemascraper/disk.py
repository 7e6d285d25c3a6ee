"""What the disk refuses, said as one of our errors; and folders whose names are really on disk."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gemascraper.errors import ArchiveError, DiskFull

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def disk_errors(what: str) -> Iterator[None]:
    """Turn an ``OSError`` of the disk into `DiskFull` or `ArchiveError`: Scrapy would retry an ``OSError``."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        if error.errno in _FULL:
            raise DiskFull(f"{what}: {reason}.", "Everything reported is safe. Make room and run it again.") from error
        raise ArchiveError(f"{what}: {reason}.", "Everything reported is safe. Look at the disk.") from error


def sync_folder(folder: Path) -> None:
    """Return when the names in *folder* are on disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def written(path: Path) -> Iterator[Path]:
    """A temporary neighbour of *path* to write to; it takes the path's place, whole and synced, or not at all.

    Its name is always the same, so that what a killed process left is written over by the next.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        with disk_errors(str(path)):
            yield part
            with open(part, "rb+") as file:
                os.fsync(file.fileno())
            part.replace(path)
            sync_folder(path.parent)
    finally:
        part.unlink(missing_ok=True)
