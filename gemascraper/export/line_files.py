"""The files that grow while a run goes on: `articles/YYYY-MM.jsonl` and `image_credits/YYYY-MM.jsonl`.

The ledger commits first: it keeps the text, the file and the planned end of each line. So a line that a crash or a
full disk took can always be restored at the same place, and nothing needs to be synced while a run goes on.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from gemascraper.disk import disk_errors, sync_folder
from gemascraper.errors import Damaged
from gemascraper.export.columns import credit_rows
from gemascraper.export.jsonl import line
from gemascraper.items import Article

LineFolder = Literal["articles", "image_credits"]
"""The folder of the files, in the outlet's folder."""
Missing = Callable[[int], Iterable[tuple[int, bytes | None]]]
"""Gets an offset; gives the end of each line after it, with the line, or None where the ledger has it no more."""


def article_line(article: Article) -> bytes:
    """The article's line in `articles/`."""
    return line(article.to_dict())


def credit_lines(article: Article) -> bytes:
    """The article's lines in `image_credits/`, one for each picture; empty where it has none."""
    return b"".join(map(line, credit_rows(article.to_dict())))


def month_of(captured_at: datetime) -> str:
    """The month, in UTC, whose file a line goes to.

    >>> month_of(datetime.fromisoformat("2026-12-01T06:59:59+07:00"))
    '2026-11'
    """
    return f"{captured_at.astimezone(UTC):%Y-%m}"


class JsonLines:
    """The growing files of one outlet. Plan with `place`, commit the ledger, then `write`; or `discard` the plan.

    Not for two threads at once. After an error of `write`, only `repair` makes the files whole again.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ends: dict[str, int] = {}
        self._placed: dict[str, list[bytes]] = {}
        self._unsynced: set[str] = set()

    def place(self, folder: LineFolder, month: str, data: bytes) -> tuple[str, int]:
        """The file, relative to the outlet's folder, and the offset at which *data* will end there."""
        file = f"{folder}/{month}.jsonl"
        end = self._ends.get(file)
        if end is None:
            end = _size(self.folder / file)
        self._ends[file] = end + len(data)
        self._placed.setdefault(file, []).append(data)
        return file, end + len(data)

    def write(self) -> None:
        """Append what was placed since the last call. Raises `DiskFull`; the file then ends with a whole line."""
        placed, self._placed = self._placed, {}
        for file, parts in placed.items():
            self._append(file, b"".join(parts))

    def discard(self) -> None:
        """Forget what was placed, after its transaction failed."""
        for file, parts in self._placed.items():
            self._ends[file] -= sum(map(len, parts))
        self._placed = {}

    def repair(self, file: str, ends: Sequence[int], missing: Missing) -> int:
        """Make *file* what the ledger has, and return how many lines had to be restored.

        *ends* are all ends of lines that the ledger has for the file, ascending; *missing* gives the lines after an
        offset. The file is cut at the last of these ends that is sound: what follows is torn, or was not committed.
        Raises `Damaged` where a line cannot be restored.
        """
        good = self._last_sound(file, ends)
        self._cut(file, good)
        restored, batch, end = 0, [], good
        for line_end, data in missing(good):
            end += len(data or b"")
            if end != line_end:
                what = f"{self.folder / file}: the line that ends at byte {line_end} cannot be restored."
                raise Damaged(what, f"Write the lines again: gemascraper rebuild {self.folder.name}")
            batch.append(data or b"")
            restored += 1
        self._append(file, b"".join(batch))
        self._ends[file] = end
        return restored

    def close(self) -> None:
        """Sync the files that this run wrote."""
        for file in sorted(self._unsynced):
            path = self.folder / file
            with disk_errors(str(path)), path.open("rb") as stream:
                os.fsync(stream.fileno())
                sync_folder(path.parent)
        self._unsynced.clear()

    def _last_sound(self, file: str, ends: Sequence[int]) -> int:
        path = self.folder / file
        known = ends[: bisect_right(ends, _size(path))]
        if not known:
            return 0
        with path.open("rb") as stream:
            for end in reversed(known):
                # after a power cut a file can have its length but not yet its bytes: zeros where the line should end
                stream.seek(max(end - 1, 0))
                if end == 0 or stream.read(1) == b"\n":
                    return end
        return 0

    def _cut(self, file: str, end: int) -> None:
        path = self.folder / file
        if _size(path) > end:
            with disk_errors(str(path)):
                os.truncate(path, end)
            self._unsynced.add(file)

    def _append(self, file: str, data: bytes) -> None:
        if not data:
            return
        path = self.folder / file
        self._unsynced.add(file)
        with disk_errors(str(path)):
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("ab", buffering=0) as stream:
                start = stream.tell()
                try:
                    _write_all(stream.fileno(), data)
                except OSError:
                    stream.truncate(start)
                    raise


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:  # a disk that is almost full takes a part and refuses the next
        rest = rest[os.write(descriptor, rest) :]


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
