"""WARC files on disk: appended to, synced, cut back, sealed; and read again, member by member."""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import attrs

from gemascraper.archive import records
from gemascraper.disk import disk_errors, sync_folder
from gemascraper.errors import ArchiveError, Damaged, DiskFull

OPEN = ".open"
LARGEST_RECORD = 256 << 20
"""Bytes; a longer record is refused, so that a bomb cannot fill the memory."""


@attrs.frozen
class Location:
    """Where a member lies."""

    warc: str
    offset: int
    length: int

    @property
    def end(self) -> int:
        return self.offset + self.length


class WarcWriter:
    """The file that grows: appended to by one thread, named ``*.warc.gz.open`` until it is sealed."""

    def __init__(
        self, folder: Path, prefix: str, started: datetime, fields: Mapping[str, str], max_size: int = 1 << 30
    ) -> None:
        self._folder, self._prefix, self._started = folder, prefix.upper(), started
        self._fields, self._max_size = fields, max_size
        self._file: BinaryIO | None = None
        self.name, self.end = "", 0

    def append(self, members: Sequence[bytes]) -> Location:
        """Write members one after the other; the location is that of the last. Not on disk before `sync`."""
        if self._file is None:
            self._create()
        self._write(b"".join(members))
        return Location(self.name, self.end - len(members[-1]), len(members[-1]))

    def roll(self) -> None:
        """Seal the file if it is large enough; the next record opens another."""
        if self.end > self._max_size:
            self.seal()

    def sync(self) -> None:
        """Return when everything appended so far is on disk."""
        if self._file:
            with disk_errors(self.name):
                os.fsync(self._file.fileno())

    def cut(self, name: str, end: int) -> None:
        """Take back what was appended to file *name* behind *end*: its transaction failed."""
        if self._file and self.name == name and self.end > end:
            os.ftruncate(self._file.fileno(), end)
            self.end = end

    def seal(self) -> None:
        """Close the file and give it its final name."""
        if self._file is None:
            return
        self.sync()
        self._file.close()
        self._file = None
        seal(self._folder / (self.name + OPEN))
        self.name, self.end = "", 0

    def _create(self) -> None:
        stamp, number = self._started.astimezone(UTC).strftime("%Y%m%d%H%M%S"), 1
        while any((self._folder / f"{self._name(stamp, number)}{end}").exists() for end in ("", OPEN)):
            number += 1
        self.name, self.end = self._name(stamp, number), 0
        _, info = records.warcinfo(self.name, self._started, self._fields)
        with disk_errors(self.name):
            self._file = open(self._folder / (self.name + OPEN), "xb", buffering=0)
            sync_folder(self._folder)
        self._write(info)

    def _name(self, stamp: str, number: int) -> str:
        return f"{self._prefix}-{stamp}-{number:05d}.warc.gz"

    def _write(self, data: bytes) -> None:
        assert self._file
        with disk_errors(self.name):
            written = self._file.write(data)
        self.end += written
        if written < len(data):
            raise DiskFull(f"{self.name}: only {written} of {len(data)} bytes could be written.", "Free some space.")


def seal(path: Path) -> Path:
    """Rename ``X.warc.gz.open`` to ``X.warc.gz``."""
    final = path.with_name(path.name.removesuffix(OPEN))
    with disk_errors(path.name):
        path.rename(final)
        sync_folder(path.parent)
    return final


def find(folder: Path, warc: str) -> Path:
    """The file of that name, sealed or still growing."""
    return next((path for path in (folder / warc, folder / (warc + OPEN)) if path.exists()), folder / warc)


def files(folder: Path) -> list[Path]:
    """Every WARC file of an archive, oldest first."""
    found = [*folder.glob("*.warc.gz"), *folder.glob(f"*.warc.gz{OPEN}")]
    return sorted(found, key=lambda path: path.name.removesuffix(OPEN))


# ------------------------------------------------------------------------------------------------ read again


@attrs.frozen
class Record:
    """One record of any WARC file, with the member that it came in, byte for byte."""

    headers: tuple[tuple[str, str], ...]
    block: bytes = attrs.field(repr=False)
    member: bytes = attrs.field(repr=False)
    offset: int

    def get(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def type(self) -> str:
        return (self.get("WARC-Type") or "").lower()

    @property
    def id(self) -> str:
        return (self.get("WARC-Record-ID") or "").strip("<>")

    @property
    def url(self) -> str:
        return (self.get("WARC-Target-URI") or "").strip("<>")

    @property
    def date(self) -> datetime:
        return datetime.fromisoformat(self.get("WARC-Date") or "1970-01-01T00:00:00Z").astimezone(UTC)

    def fields(self) -> dict[str, str]:
        """The block of a warcinfo or metadata record, as names and values."""
        lines = self.block.decode("utf-8", "replace").splitlines()
        return {name.strip(): value.strip() for name, colon, value in (line.partition(":") for line in lines) if colon}


def read_at(folder: Path, warc: str, offset: int, length: int) -> Record:
    """The record at a place that the ledger knows."""
    path = find(folder, warc)
    try:
        with open(path, "rb") as file:
            file.seek(offset)
            raw = file.read(length)
    except OSError as error:
        raise Damaged(f"{path}: {error.strerror or error}.", "Restore the file from a copy.") from error
    return next(_split(_inflate(raw, path.name), raw, offset, path.name))


def walk(path: Path) -> Iterator[Record]:
    """Every record of a file, gzipped by record, gzipped whole, or plain; raises `Damaged` where it ends too early."""
    with open(path, "rb") as file:
        gzipped = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        for offset, raw, data in _members(file, path.name) if gzipped else _plain(file, path.name):
            yield from _split(data, raw, offset, path.name)


def _members(file: BinaryIO, name: str) -> Iterator[tuple[int, bytes, bytes]]:
    offset, ahead = 0, b""
    while ahead := ahead or file.read(1 << 16):
        stream, raw, data = zlib.decompressobj(31), [], []
        size = 0
        while not stream.eof:
            if not (ahead := ahead or file.read(1 << 16)):
                raise Damaged(f"{name}: the record at {offset} is cut off.")
            try:
                data.append(stream.decompress(ahead, LARGEST_RECORD + 1 - size))
            except zlib.error as error:
                raise Damaged(f"{name}: the record at {offset} is damaged ({error}).") from error
            size += len(data[-1])
            if size > LARGEST_RECORD:
                raise Damaged(f"{name}: the gzip member at {offset} is too large.", "Try `warcio recompress` on it.")
            raw.append(ahead[: len(ahead) - len(stream.unused_data) - len(stream.unconsumed_tail)])
            ahead = stream.unused_data or stream.unconsumed_tail
        whole = b"".join(raw)
        yield offset, whole, b"".join(data)
        offset += len(whole)


def _plain(file: BinaryIO, name: str) -> Iterator[tuple[int, bytes, bytes]]:
    offset = 0
    while head := file.read(1 << 16):
        found = _HEAD.match(head)
        length = found and _length(found)
        if not found or length is None or found.end() + length + 4 > LARGEST_RECORD:
            raise Damaged(f"{name}: no WARC record at {offset}.")
        end = found.end() + length + 4
        data = head[:end] + file.read(max(0, end - len(head)))
        yield offset, b"", data
        offset += end
        file.seek(offset)


_HEAD = re.compile(rb"\s*WARC/1\.[01]\r?\n(.*?)\r?\n\r?\n", re.S)
_LENGTH = re.compile(rb"^content-length:\s*(\d+)\s*$", re.I | re.M)


def _length(head: re.Match[bytes]) -> int | None:
    found = _LENGTH.search(head[1])
    return int(found[1]) if found else None


def _split(data: bytes, raw: bytes, offset: int, name: str) -> Iterator[Record]:
    """The records in what one member (or a plain file) holds; a member of its own for each that has none."""
    at = 0
    while at < len(data) and data[at:].strip():
        head = _HEAD.match(data, at)
        length = head and _length(head)
        if not head or length is None or head.end() + length > len(data):
            raise Damaged(f"{name}: no whole WARC record at {offset}.")
        end = head.end() + length
        alone = at == 0 and len(data) - end <= 4 and raw
        member = raw if alone else records.gzipped(data[at:end] + b"\r\n\r\n")
        yield Record(tuple(_fields(head[1])), data[head.end() : end], member, offset)
        at = end + len(data[end : end + 4]) if data[end : end + 4] == b"\r\n\r\n" else end


def _fields(head: bytes) -> Iterator[tuple[str, str]]:
    for line in re.sub(rb"\r?\n[ \t]+", b" ", head).decode("utf-8", "replace").splitlines():
        name, colon, value = line.partition(":")
        if colon:
            yield name.strip(), value.strip()


def _inflate(raw: bytes, name: str) -> bytes:
    stream = zlib.decompressobj(31)
    try:
        data = stream.decompress(raw, LARGEST_RECORD)
    except zlib.error as error:
        raise Damaged(f"{name}: {error}.", "Restore the file from a copy.") from error
    if not stream.eof:
        raise Damaged(f"{name}: a record is cut off or too large.")
    return data


def cut_back(path: Path, end: int, quarantine: Path) -> None:
    """Shorten a file to *end*; what was behind it is kept in *quarantine*, not deleted."""
    if path.stat().st_size <= end:
        return
    with disk_errors(path.name), open(path, "r+b") as file:
        file.seek(end)
        quarantine.mkdir(exist_ok=True)
        (quarantine / f"{path.name}.{end}").write_bytes(file.read())
        file.truncate(end)
        os.fsync(file.fileno())


def whole_end(path: Path) -> int:
    """Where the last whole record of a file ends: for a file whose ledger is gone."""
    end = 0
    try:
        for record in walk(path):
            end = record.offset + len(record.member)
    except ArchiveError:
        pass
    return end
