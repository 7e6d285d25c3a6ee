"""Reads WARC files, ours and others', record by record: gzipped by record, gzipped whole, or plain.

A file is read from its beginning, by gzip members and the lengths that records state; never by searching for what
looks like a record: a page may hold the text of one.
"""

from __future__ import annotations

import logging
import re
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import attrs

from gemascraper.archive import records
from gemascraper.archive.warc import find
from gemascraper.errors import Damaged

LARGEST_RECORD = 256 << 20
"""Bytes; a longer record is left out, so that a decompression bomb cannot fill the memory."""
LARGEST_HEAD = 1 << 20
_CHUNK = 1 << 16
_HEAD = re.compile(rb"\s*(WARC/\d\.\d+\r?\n(.*?)\r?\n\r?\n)", re.S)
_LENGTH = re.compile(rb"^content-length:\s*(\d+)\s*$", re.I | re.M)

log = logging.getLogger(__name__)


@attrs.frozen
class Record:
    """One record of a WARC file, with its gzip member, byte for byte."""

    headers: tuple[tuple[str, str], ...]
    block: bytes = attrs.field(repr=False)
    member: bytes = attrs.field(repr=False)
    """The record's own gzip member; made here where the file has none for it."""
    offset: int
    """Of the member in the file; where the record has none of its own, of the record in the uncompressed data."""

    def get(self, name: str) -> str | None:
        """The first value of a header; None where there is none."""
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

    def instant(self, name: str = "WARC-Date") -> datetime | None:
        """The instant that a header states, in UTC; None where it states none that can be read."""
        try:
            moment = datetime.fromisoformat(self.get(name) or "")
        except ValueError:
            return None
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)

    def fields(self) -> dict[str, str]:
        """The block of a warcinfo or metadata record, as names and values."""
        lines = self.block.decode("utf-8", "replace").splitlines()
        return {name.strip(): value.strip() for name, colon, value in (line.partition(":") for line in lines) if colon}


def read_at(folder: Path, warc: str, offset: int, length: int) -> Record:
    """The record at a place that the ledger knows. Raises `Damaged`."""
    path = find(folder, warc)
    try:
        with open(path, "rb") as file:
            file.seek(offset)
            raw = file.read(length)
        stream = zlib.decompressobj(31)
        data = stream.decompress(raw, LARGEST_RECORD + LARGEST_HEAD)
    except (OSError, zlib.error) as error:
        raise Damaged(f"{path}: the record at {offset}: {error}.", "Restore the file from a copy.") from error
    if not stream.eof:
        raise Damaged(f"{path}: the record at {offset} is cut off or too large.", "Restore the file from a copy.")
    return next(_split(data, raw, offset, path.name))


def walk(path: Path) -> Iterator[Record]:
    """Every record of a file, in its order; raises `Damaged` behind the last whole one where it ends too early."""
    with open(path, "rb") as file:
        if file.read(2) != b"\x1f\x8b":
            file.seek(0)
            yield from _continuous(_chunks(file), path.name)
        elif _is_one_member(path):
            file.seek(0)
            yield from _continuous(_inflated(file, path.name), path.name)
        else:
            file.seek(0)
            for offset, raw, data in _members(file, path.name):
                yield from _split(data, raw, offset, path.name)


def whole_end(path: Path) -> int:
    """The offset where the last whole record of a file ends; for a file whose ledger is lost."""
    end = 0
    try:
        for record in walk(path):
            end = record.offset + len(record.member)
    except Damaged:
        pass
    return end


def _is_one_member(path: Path) -> bool:
    """Whether the first gzip member goes on after its first record: the file was compressed as a whole."""
    with open(path, "rb") as file:
        stream, data = zlib.decompressobj(31), b""
        while len(data) < LARGEST_HEAD and not stream.eof and (chunk := stream.unconsumed_tail or file.read(_CHUNK)):
            try:
                data += stream.decompress(chunk, LARGEST_HEAD)
            except zlib.error:
                return False  # reading the members will tell where
    head = _HEAD.match(data)
    end = head and head.end() + (_length(head) or 0)
    return bool(end and data[end:].strip())


def _members(file: BinaryIO, name: str) -> Iterator[tuple[int, bytes, bytes]]:
    """Offset, bytes and content of each gzip member."""
    offset, ahead = 0, b""
    while ahead := ahead or file.read(_CHUNK):
        stream, raw, data, size = zlib.decompressobj(31), list[bytes](), list[bytes](), 0
        while not stream.eof:
            if not (ahead := ahead or file.read(_CHUNK)):
                raise Damaged(f"{name}: the record at {offset} is cut off.", _WHOLE)
            try:
                part = stream.decompress(ahead, LARGEST_RECORD)
            except zlib.error as error:
                raise Damaged(f"{name}: the record at {offset} is damaged ({error}).", _WHOLE) from error
            raw.append(ahead[: len(ahead) - len(stream.unused_data) - len(stream.unconsumed_tail)])
            ahead = stream.unused_data or stream.unconsumed_tail
            size += len(part)
            if size <= LARGEST_RECORD:
                data.append(part)
        length = sum(map(len, raw))
        if size <= LARGEST_RECORD:
            yield offset, b"".join(raw), b"".join(data)
        else:
            log.warning("%s: the record at %d is larger than %d bytes and was left out", name, offset, LARGEST_RECORD)
        offset += length


_WHOLE = "The records before it are whole."


def _split(data: bytes, raw: bytes, offset: int, name: str) -> Iterator[Record]:
    """The records that one member holds: one, as a rule."""
    at = 0
    while data[at : at + 8].strip():
        head = _HEAD.match(data, at)
        length = head and _length(head)
        if not head or length is None or head.end() + length > len(data):
            raise Damaged(f"{name}: the data at {offset} is not a whole WARC record.", _WHOLE)
        end = head.end() + length
        alone = at == 0 and not data[end : end + 8].strip()
        yield Record(
            tuple(_fields(head[2])), data[head.end() : end], raw if alone else _member(data, head, end), offset
        )
        at = end


def _continuous(chunks: Iterator[bytes], name: str) -> Iterator[Record]:
    """The records of a file that is not gzipped record by record."""
    buffer, offset = b"", 0
    while True:
        while not (head := _HEAD.match(buffer)) and len(buffer) < LARGEST_HEAD and (more := next(chunks, b"")):
            buffer += more
        length = head and _length(head)
        if not head or length is None:
            if buffer.strip():
                raise Damaged(f"{name}: there is no WARC record at {offset}.", _WHOLE)
            return
        end = head.end() + length
        if length > LARGEST_RECORD:
            raise Damaged(f"{name}: the record at {offset} is larger than {LARGEST_RECORD} bytes.", _WHOLE)
        buffer = _filled(buffer, end, chunks)
        if len(buffer) < end:
            raise Damaged(f"{name}: the record at {offset} is cut off.", _WHOLE)
        yield Record(tuple(_fields(head[2])), buffer[head.end() : end], _member(buffer, head, end), offset)
        buffer, offset = buffer[end:], offset + end


def _filled(buffer: bytes, size: int, chunks: Iterator[bytes]) -> bytes:
    parts, have = [buffer], len(buffer)
    while have < size and (more := next(chunks, b"")):
        parts.append(more)
        have += len(more)
    return b"".join(parts)


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk


def _inflated(file: BinaryIO, name: str) -> Iterator[bytes]:
    """The content of a file that was gzipped as a whole, up to where it ends or is damaged."""
    stream, ahead = zlib.decompressobj(31), b""
    while ahead := ahead or file.read(_CHUNK):
        try:
            yield stream.decompress(ahead, 1 << 20)
        except zlib.error as error:
            raise Damaged(f"{name}: {error}.", _WHOLE) from error
        ahead = stream.unconsumed_tail or stream.unused_data
        if stream.eof:
            stream = zlib.decompressobj(31)


def _member(data: bytes, head: re.Match[bytes], end: int) -> bytes:
    """A gzip member for a record that had none of its own: its bytes as they are."""
    return records.gzipped(data[head.start(1) : end] + b"\r\n\r\n")


def _length(head: re.Match[bytes]) -> int | None:
    found = _LENGTH.search(head[2])
    return int(found[1]) if found else None


def _fields(head: bytes) -> Iterator[tuple[str, str]]:
    for line in re.sub(rb"\r?\n[ \t]+", b" ", head).decode("utf-8", "replace").splitlines():
        name, colon, value = line.partition(":")
        if colon:
            yield name.strip(), value.strip()
