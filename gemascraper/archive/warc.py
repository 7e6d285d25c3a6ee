"""WARC files on disk: append, sync, cut back, seal. `warc_reader` reads them."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import attrs

from gemascraper.archive import records
from gemascraper.disk import disk_errors, sync_folder

OPEN = ".open"
"""What the name of a file that is not sealed ends with."""


@attrs.frozen
class Location:
    """The place of a gzip member: file name (sealed), offset and length in bytes."""

    warc: str
    offset: int
    length: int


class WarcWriter:
    """Writes files of about *max_size* bytes, named ``*.warc.gz.open`` until they are sealed. For one thread."""

    def __init__(
        self, folder: Path, prefix: str, started: datetime, fields: Mapping[str, str], max_size: int = 1 << 30
    ) -> None:
        self._folder, self._prefix, self._started = folder, prefix.upper(), started
        self._fields, self._max_size = fields, max_size
        self._handle: int | None = None
        self.name, self.end = "", 0
        self.info_id = ""
        """Record id of the file's warcinfo record."""

    def append(self, members: Sequence[bytes]) -> Location:
        """Write members one after the other; the location of the last. They are not on disk before `sync`."""
        if self._handle is None:
            self._create()
        self._write(b"".join(members))
        return Location(self.name, self.end - len(members[-1]), len(members[-1]))

    def roll(self) -> None:
        """Seal the file if it is large enough; the next record opens another."""
        if self.end > self._max_size:
            self.seal()

    def sync(self) -> None:
        """Return when everything appended so far is on disk."""
        if self._handle is not None:
            with disk_errors(self.name):
                os.fsync(self._handle)

    def cut(self, name: str, end: int) -> None:
        """Remove what was appended to file *name* after *end*, because its transaction failed."""
        if self._handle is not None and self.name == name and self.end > end:
            os.ftruncate(self._handle, end)
            self.end = end

    def seal(self) -> None:
        """Close the file and give it its final name."""
        if self._handle is None:
            return
        self.sync()
        self.abandon()
        seal(self._folder / (self.name + OPEN))
        self.name, self.end = "", 0

    def abandon(self) -> None:
        """Close the file unsealed; the next start cuts it to what was committed and seals it."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _create(self) -> None:
        stamp, number = self._started.astimezone(UTC).strftime("%Y%m%d%H%M%S"), 1
        while any((self._folder / f"{self._name(stamp, number)}{end}").exists() for end in ("", OPEN)):
            number += 1
        self.name, self.end = self._name(stamp, number), 0
        self.info_id, info = records.warcinfo(self.name, self._started, self._fields)
        with disk_errors(self.name):
            flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL
            self._handle = os.open(self._folder / (self.name + OPEN), flags, 0o644)
            sync_folder(self._folder)
        self._write(info)

    def _name(self, stamp: str, number: int) -> str:
        return f"{self._prefix}-{stamp}-{number:05d}.warc.gz"

    def _write(self, data: bytes) -> None:
        assert self._handle is not None
        rest = memoryview(data)
        with disk_errors(self.name):
            while rest:  # a disk that is almost full takes a part and refuses the next
                written = os.write(self._handle, rest)
                self.end += written
                rest = rest[written:]


def seal(path: Path) -> Path:
    """Rename ``X.warc.gz.open`` to ``X.warc.gz``; the new path."""
    final = path.with_name(path.name.removesuffix(OPEN))
    with disk_errors(path.name):
        path.rename(final)
        sync_folder(path.parent)
    return final


def cut_back(path: Path, end: int, quarantine: Path) -> None:
    """Shorten a file to *end* bytes; the rest is moved to the folder *quarantine*, not deleted."""
    if path.stat().st_size <= end:
        return
    with disk_errors(path.name), open(path, "r+b") as file:
        file.seek(end)
        quarantine.mkdir(exist_ok=True)
        (quarantine / f"{path.name}.{end}").write_bytes(file.read())
        file.truncate(end)
        os.fsync(file.fileno())


def find(folder: Path, warc: str) -> Path:
    """The path of a file, sealed or not; the sealed path where there is no such file."""
    return next((path for path in (folder / warc, folder / (warc + OPEN)) if path.exists()), folder / warc)


def files(folder: Path) -> list[Path]:
    """Every WARC file of an archive, oldest first."""
    found = [*folder.glob("*.warc.gz"), *folder.glob(f"*.warc.gz{OPEN}")]
    return sorted(found, key=lambda path: path.name.removesuffix(OPEN))
