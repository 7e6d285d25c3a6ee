"""HTTP/1.x responses as bytes: split into head and body, and decoded. Strict about size, lenient about the rest."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Literal

import attrs
import brotli

Trouble = Literal["too_large", "truncated", "undecodable"]

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})")
_CHUNK = re.compile(rb"\s*([0-9a-fA-F]{1,15})[ \t]*(?:;[^\r\n]*)?\r?\n")
_PLAIN = re.compile(rb"(?:\xef\xbb\xbf)?\s*[<{\[]")


@attrs.frozen
class Message:
    """A response as it was received, and the interim responses (1xx) before it."""

    interim: bytes
    """The interim responses (1xx) before it; empty where there were none."""
    head: bytes
    """Status line and header lines, with the empty line that ends them."""
    body: bytes
    """As received, with transfer coding and content coding."""
    status: int | None
    headers: tuple[tuple[str, str], ...]
    complete: bool
    """Whether the head is whole: the empty line at its end was received."""

    def header(self, name: str) -> str | None:
        """The first value of a header, or None."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def validators(self) -> tuple[str | None, str | None]:
        """ETag and Last-Modified, for the next conditional request; None for a missing one."""
        return self.header("ETag"), self.header("Last-Modified")


def parse(block: bytes) -> Message:
    """*block*, as received, split into interim responses, head and body. Never raises."""
    start = 0
    while True:
        end, complete = _head_end(block, start)
        status = _STATUS.match(block, start)
        code = int(status[1]) if status else None
        if code is None or not 100 <= code < 200 or code == 101 or end >= len(block):
            return Message(
                block[:start], block[start:end], block[end:], code, tuple(_headers(block[start:end])), complete
            )
        start = end


def _head_end(block: bytes, start: int) -> tuple[int, bool]:
    ends = [found + len(mark) for mark in (b"\r\n\r\n", b"\n\n") if (found := block.find(mark, start)) >= 0]
    return (min(ends), True) if ends else (len(block), False)


def _headers(head: bytes) -> Iterator[tuple[str, str]]:
    unfolded = re.sub(rb"\r?\n[ \t]+", b" ", head)
    for line in unfolded.splitlines()[1:]:
        name, colon, value = line.partition(b":")
        if colon:
            yield name.strip().decode("latin-1"), value.strip().decode("latin-1")


@attrs.frozen
class Payload:
    """A decoded body, and what went wrong while it was decoded; None where nothing did."""

    data: bytes
    trouble: Trouble | None = None


def payload(message: Message, limit: int, ratio: int = 100) -> Payload:
    """The body without transfer coding and content coding, *limit* bytes at most.

    Above 1 MiB a body that grows more than *ratio* times is too large as well (a compression bomb). `data` is what
    could be decoded before the trouble. Some archives decode a body and keep the header that names the coding: a body
    that is clearly markup, or does not start with a chunk, is taken as it is.
    """
    data, trouble = _received(message)
    for coding in reversed([name.strip().lower() for name in (message.header("Content-Encoding") or "").split(",")]):
        if coding not in ("", "identity") and not _PLAIN.match(data):
            decoded = _decoded(data, coding, min(limit, max(1 << 20, ratio * len(message.body))))
            data, trouble = decoded.data, trouble or decoded.trouble
    return Payload(data[:limit], "too_large" if len(data) > limit else trouble)


def _received(message: Message) -> tuple[bytes, Trouble | None]:
    """The body without its transfer coding, and whether it ended too early."""
    body = message.body
    if "chunked" in (message.header("Transfer-Encoding") or "").lower() and (not body or _CHUNK.match(body)):
        return _unchunked(body)
    length = message.header("Content-Length")
    return body, "truncated" if length and length.isdigit() and len(body) < int(length) else None


def _unchunked(data: bytes) -> tuple[bytes, Trouble | None]:
    parts, at = list[bytes](), 0
    while size := _CHUNK.match(data, at):
        length = int(size[1], 16)
        if length == 0:
            return b"".join(parts), None
        at = size.end() + length
        parts.append(data[size.end() : at])
    return b"".join(parts), "truncated"


def _decoded(data: bytes, coding: str, limit: int) -> Payload:
    if not data:
        return Payload(b"")
    if coding in ("gzip", "x-gzip"):
        return _inflated(data, limit, 31)
    if coding == "deflate":
        zlib_wrapped = _inflated(data, limit, 15)
        return zlib_wrapped if zlib_wrapped.data or not zlib_wrapped.trouble else _inflated(data, limit, -15)
    if coding == "br":
        return _unbrotlied(data, limit)
    return Payload(b"", "undecodable")


def _inflated(data: bytes, limit: int, window: int) -> Payload:
    out = b""
    while data:
        stream = zlib.decompressobj(window)
        try:
            out += stream.decompress(data, limit + 1 - len(out))
        except zlib.error:
            return Payload(out, "truncated" if out else "undecodable")
        if len(out) > limit:
            return Payload(out[:limit], "too_large")
        if not stream.eof:
            return Payload(out, "truncated")
        data = stream.unused_data.lstrip(b"\0")  # zero bytes after the last member are common padding
    return Payload(out)


def _unbrotlied(data: bytes, limit: int) -> Payload:
    stream = brotli.Decompressor()
    try:
        out: bytes = stream.process(data, output_buffer_limit=limit + 1)
    except brotli.error:
        return Payload(b"", "undecodable")
    if len(out) > limit:
        return Payload(out[:limit], "too_large")
    return Payload(out, None if stream.is_finished() else "truncated")
