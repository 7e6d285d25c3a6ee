"""Files that are really on disk, and errors of the disk as errors of this package."""

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
    """Raise an ``OSError`` again as `DiskFull` or `ArchiveError`, since Scrapy would retry an ``OSError``.

    *what*: the file, or what was done to it, for the message.
    """
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        if error.errno in _FULL:
            raise DiskFull(f"{what}: {reason}.", "Everything reported is safe. Make room and run it again.") from error
        raise ArchiveError(f"{what}: {reason}.", "Everything reported is safe. Check the disk.") from error


def sync_folder(folder: Path) -> None:
    """Write the names in *folder* to disk: a new or renamed file in it survives a power failure."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def written(path: Path) -> Iterator[Path]:
    """A temporary file beside *path*, which replaces *path* when the block ends without an error, complete and on disk.

    Its name is always the same, so the next writer overwrites what a killed process left. Raises `ArchiveError`.
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
