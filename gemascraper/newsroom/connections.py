"""The HTTP/1.1 server of the newsroom: reads requests, sends responses, and logs all their bytes.

Advertisements and nonces differ in every response; whether a page is coded with gzip or cut into chunks depends on its
address alone.
"""

from __future__ import annotations

import asyncio
import gzip
import itertools
import socket
import struct
import zlib
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus

import attrs

from gemascraper.newsroom.local_site import LoggedRequest, Site
from gemascraper.newsroom.paper import Fault
from gemascraper.newsroom.responses import NewsroomResponse, Responder
from gemascraper.newsroom.vocabulary import wording

CHUNK = 4096
RESET = struct.pack("ii", 1, 0)
"""SO_LINGER that makes a close a reset."""


class Connections:
    """Serves all connections of one site."""

    def __init__(self, site: Site) -> None:
        self.site, self.paper, self.answers = site, site.paper, Responder(site.paper)
        self.open: set[asyncio.StreamWriter] = set()
        self._turn = itertools.count()

    async def secure(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._connection("https", reader, writer)

    async def plain(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._connection("http", reader, writer)

    async def _connection(self, scheme: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open.add(writer)
        try:
            while await self._exchange(scheme, reader, writer):
                pass
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
            pass  # the client left, or the server stops
        finally:
            self.open.discard(writer)
            writer.close()

    async def _exchange(self, scheme: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Read one request and send its response; True where the connection stays open."""
        request = ParsedRequest.read(scheme, await reader.readuntil(b"\r\n\r\n"))
        if fault := self.paper.fault(request.host, request.target):
            return await self._fail(fault, request, reader, writer)
        return await self._send(request, self._message(request), writer)

    async def _send(self, request: ParsedRequest, message: bytes, writer: asyncio.StreamWriter) -> bool:
        served = self._record(request, message, True)  # before it is sent: clients look into the log
        try:
            writer.write(message)
            await writer.drain()
        except OSError:
            self.site.broke(served)
            raise
        return not request.closes

    async def _fail(
        self,
        fault: Fault,
        request: ParsedRequest,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> bool:
        match fault.how:
            case "timeout":
                self._record(request, b"", False)
                await reader.read()  # until the client gives up
            case "reset":
                self._record(request, b"", False)
                _reset(writer)
            case "truncated":
                message = self._message(request, plain=True)
                half = message[: message.index(b"\r\n\r\n") + 4 + len(message.partition(b"\r\n\r\n")[2]) // 2]
                self._record(request, half, False)
                writer.write(half)
                await writer.drain()
            case status:
                again = (("Retry-After", fault.retry_after),) if fault.retry_after else ()
                answer = NewsroomResponse(
                    status=int(status),
                    body=b"Coba lagi nanti.\n",
                    content_type="text/plain",
                    headers=again,
                )
                return await self._send(request, self._compose(request, answer, plain=True), writer)
        return False

    def _record(self, request: ParsedRequest, message: bytes, completed: bool) -> LoggedRequest:
        status = int(message[9:12]) if message else None
        served = LoggedRequest(
            scheme=request.scheme,
            host=request.host,
            target=request.target,
            request=request.raw,
            response=message,
            status=status,
            completed=completed,
        )
        self.site.record(served)
        return served

    # ------------------------------------------------------------------------------------------- messages

    def _message(self, request: ParsedRequest, *, plain: bool = False) -> bytes:
        if request.scheme == "http":
            secure = f"https://{request.host}{request.target}"
            return self._compose(request, NewsroomResponse(status=301, headers=(("Location", secure),)), plain=True)
        answer = self.answers.at(request.host, request.target)
        if not self.site.etags:
            answer = attrs.evolve(answer, etag=None, last_modified=None)
        if answer.status == 200 and not plain and request.has(answer):
            answer = attrs.evolve(answer, status=304, body=b"")
        return self._compose(request, answer, plain=plain)

    def _compose(self, request: ParsedRequest, answer: NewsroomResponse, *, plain: bool) -> bytes:
        """The response as bytes; gzip and chunks depend on the URL, so they are the same every time."""
        empty = answer.status == 304
        body, luck = (
            self._rotated(answer),
            zlib.crc32(f"{request.host}{request.target}".encode()),
        )
        headers = [
            ("Server", "newsroom"),
            ("Date", format_datetime(datetime.now(UTC), usegmt=True)),
        ]
        if not empty:
            headers.append(("Content-Type", answer.content_type))
        if answer.etag:
            headers.append(("ETag", answer.etag))
        if answer.last_modified:
            headers.append(
                (
                    "Last-Modified",
                    format_datetime(answer.last_modified.astimezone(UTC), usegmt=True),
                )
            )
        headers += answer.headers
        if not plain and body and request.takes_gzip and luck % 4 and _is_text(answer.content_type):
            body = gzip.compress(body, 6, mtime=0)
            headers += [("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding")]
        if not plain and body and luck % 3 == 0:
            headers.append(("Transfer-Encoding", "chunked"))
            body = _chunked(body)
        elif not empty:
            headers.append(("Content-Length", str(len(body))))
        if request.closes:
            headers.append(("Connection", "close"))
        lines = [f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}"]
        head = "\r\n".join(lines + [f"{name}: {value}" for name, value in headers]) + "\r\n\r\n"
        return head.encode() + (b"" if request.method == "HEAD" else body)

    def _rotated(self, answer: NewsroomResponse) -> bytes:
        """The body with another advertisement and another nonce each time."""
        if not answer.content_type.startswith("text/html"):
            return answer.body
        turn, adverts = next(self._turn), wording()["general"]["ads"]
        body = answer.body.replace(b"@@NONCE@@", f"{zlib.crc32(str(turn).encode()):08x}{turn:x}".encode())
        return body.replace(b"@@ADVERT@@", adverts[turn % len(adverts)].encode())


@attrs.frozen(kw_only=True)
class ParsedRequest:
    """A request: its bytes, and the parts that matter here."""

    scheme: str
    method: str
    target: str
    host: str
    headers: dict[str, str]
    raw: bytes = attrs.field(repr=False)

    @classmethod
    def read(cls, scheme: str, raw: bytes) -> ParsedRequest:
        first, *lines = raw.decode("latin-1").strip().split("\r\n")
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        method, target, _ = (*first.split(" "), "", "")[:3]
        host = headers.get("host", "").partition(":")[0].lower()
        return cls(
            scheme=scheme,
            method=method,
            target=target or "/",
            host=host,
            headers=headers,
            raw=raw,
        )

    @property
    def closes(self) -> bool:
        return self.headers.get("connection", "").lower() == "close"

    @property
    def takes_gzip(self) -> bool:
        return "gzip" in self.headers.get("accept-encoding", "")

    def has(self, answer: NewsroomResponse) -> bool:
        """Whether the client already has this response; an ETag counts more than a time."""
        if tags := self.headers.get("if-none-match"):
            return answer.etag is not None and answer.etag in tags
        since = self.headers.get("if-modified-since")
        if not since or not answer.last_modified:
            return False
        try:
            return answer.last_modified.replace(microsecond=0) <= parsedate_to_datetime(since)
        except (ValueError, TypeError):
            return False


def _is_text(content_type: str) -> bool:
    return content_type.startswith("text/") or "xml" in content_type


def _chunked(body: bytes) -> bytes:
    parts = [body[start : start + CHUNK] for start in range(0, len(body), CHUNK)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def _reset(writer: asyncio.StreamWriter) -> None:
    raw = writer.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    writer.transport.abort()
