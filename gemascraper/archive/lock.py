"""One writer for each outlet: a lock that the system releases when its process ends, however it ends."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from gemascraper.disk import disk_errors
from gemascraper.errors import Locked


class Lock:
    """Held from construction to `release`. Raises `Locked` at once, naming who holds it. Not for NFS."""

    def __init__(self, folder: Path, who: str) -> None:
        with disk_errors(str(folder)):
            folder.mkdir(parents=True, exist_ok=True)
            self._handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(self._handle, 200).decode("utf-8", "replace").strip() or "another run"
            os.close(self._handle)
            raise Locked(
                f"{folder.name} is being written to by {holder}.", "Wait for it, or stop it, and try again."
            ) from None
        with disk_errors(str(folder / "lock")):
            os.ftruncate(self._handle, 0)
            os.pwrite(self._handle, who.encode(), 0)

    def release(self) -> None:
        """Let another run have the outlet."""
        os.close(self._handle)
