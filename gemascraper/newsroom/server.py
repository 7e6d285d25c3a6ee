"""Serves a newsroom on the loopback: HTTP/1.1 over TLS and plain, on free ports, with a throw-away authority.

The hosts are the real ones; who crawls maps them here with the rules of `Site.connect_to` and trusts `Site.ca_file`.
Advertisements and nonces differ in every response; a story's validators follow the story.
"""

from __future__ import annotations

import asyncio
import gzip
import itertools
import socket
import ssl
import struct
import tempfile
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from pathlib import Path

import attrs
import trustme

from gemascraper.newsroom.answers import Answer, Answers
from gemascraper.newsroom.paper import Fault, Newsroom
from gemascraper.newsroom.sheet import IMAGE_HOST
from gemascraper.newsroom.writer import wording

CHUNK = 4096
RESET = struct.pack("ii", 1, 0)
"""SO_LINGER that makes a close a reset."""


@attrs.frozen(kw_only=True)
class Served:
    """One request on the wire and what was sent for it."""

    scheme: str
    host: str
    target: str
    request: bytes = attrs.field(repr=False)
    response: bytes = attrs.field(repr=False)
    """Raw bytes sent; empty for a timeout or a reset."""
    status: int | None
    completed: bool
    """All of the response was handed to the connection."""


class Site:
    """A newsroom that is being served: its addresses, its access log, and the paper with its verbs."""

    def __init__(self, paper: Newsroom, ca_file: Path, ports: dict[str, int]) -> None:
        self.paper, self.ca_file, self.ports = paper, ca_file, ports
        self.etags = True
        """False sends no validators and never a 304, so that every request gets a full page."""
        self.hosts = (
            *(edition.host for edition in paper.editions.values()),
            IMAGE_HOST,
        )
        self._log: list[Served] = []
        self._lock = threading.Lock()
        self.publish, self.correct, self.retract, self.move = (
            paper.publish,
            paper.correct,
            paper.retract,
            paper.move,
        )
        self.fail, self.switch, self.put = paper.fail, paper.switch, paper.put

    @property
    def connect_to(self) -> list[str]:
        """Rules as curl's ``--connect-to``, one a host and port."""
        return [
            f"{host}:{port}:127.0.0.1:{self.ports[scheme]}"
            for host in self.hosts
            for scheme, port in (("https", 443), ("http", 80))
        ]

    @property
    def log(self) -> tuple[Served, ...]:
        """Every request so far, in the order in which they ended."""
        with self._lock:
            return tuple(self._log)

    def record(self, served: Served) -> None:
        with self._lock:
            self._log.append(served)


@contextmanager
def running(paper: Newsroom) -> Iterator[Site]:
    """Serve *paper* from a thread of its own for the length of a ``with`` block."""
    loop, ready, sites = asyncio.new_event_loop(), threading.Event(), list[Site]()
    failures = list[BaseException]()

    def begun(site: Site) -> None:
        sites.append(site)
        ready.set()

    def run() -> None:
        try:
            loop.run_until_complete(_serve(paper, begun))
        except asyncio.CancelledError:
            pass
        except OSError as error:
            failures.append(error)
        finally:
            ready.set()

    thread = threading.Thread(target=run, name="newsroom", daemon=True)
    thread.start()
    ready.wait()
    if not sites:
        raise failures[0]
    try:
        yield sites[0]
    finally:
        loop.call_soon_threadsafe(lambda: [task.cancel() for task in asyncio.all_tasks(loop)])
        thread.join(10)
        loop.close()


def serve(paper: Newsroom, ready: Callable[[Site], None]) -> None:
    """Serve *paper* in the foreground until interrupted; *ready* is told the addresses."""
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(paper, ready))


async def _serve(paper: Newsroom, ready: Callable[[Site], None]) -> None:
    with tempfile.TemporaryDirectory(prefix="newsroom-") as folder:
        authority, secure = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        ca_file = Path(folder, "ca.pem")
        authority.cert_pem.write_to_path(str(ca_file))
        hosts = (*(edition.host for edition in paper.editions.values()), IMAGE_HOST)
        authority.issue_cert(*hosts).configure_cert(secure)
        wire = Wire(paper)
        servers = {
            "https": await asyncio.start_server(wire.secure, "127.0.0.1", 0, ssl=secure, backlog=256),
            "http": await asyncio.start_server(wire.plain, "127.0.0.1", 0, backlog=256),
        }
        ports = {scheme: server.sockets[0].getsockname()[1] for scheme, server in servers.items()}
        wire.site = Site(paper, ca_file, ports)
        ready(wire.site)
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            for server in servers.values():
                server.close()
            for writer in tuple(wire.open):
                writer.transport.abort()


class Wire:
    """Requests in, responses out, connection by connection."""

    site: Site

    def __init__(self, paper: Newsroom) -> None:
        self.paper, self.answers = paper, Answers(paper)
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
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            self.open.discard(writer)
            writer.close()

    async def _exchange(self, scheme: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """One request and its response; True where the connection goes on."""
        request = Request.read(scheme, await reader.readuntil(b"\r\n\r\n"))
        if fault := self.paper.fault(request.host, request.target):
            return await self._fail(fault, request, reader, writer)
        return await self._send(request, self._message(request), writer)

    async def _send(self, request: Request, message: bytes, writer: asyncio.StreamWriter) -> bool:
        sent = False
        try:
            writer.write(message)
            await writer.drain()
            sent = True
        finally:
            self._record(request, message, sent)
        return not request.closes

    async def _fail(
        self,
        fault: Fault,
        request: Request,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> bool:
        match fault.how:
            case "timeout":
                self._record(request, b"", False)
                await reader.read()  # until the other side gives up
            case "reset":
                self._record(request, b"", False)
                _reset(writer)
            case "truncated":
                message = self._message(request, plain=True)
                half = message[: message.index(b"\r\n\r\n") + 4 + len(message.partition(b"\r\n\r\n")[2]) // 2]
                writer.write(half)
                await writer.drain()
                self._record(request, half, False)
            case status:
                again = (("Retry-After", fault.retry_after),) if fault.retry_after else ()
                answer = Answer(
                    status=int(status),
                    body=b"Coba lagi nanti.\n",
                    content_type="text/plain",
                    headers=again,
                )
                return await self._send(request, self._compose(request, answer, plain=True), writer)
        return False

    def _record(self, request: Request, message: bytes, completed: bool) -> None:
        status = int(message[9:12]) if message else None
        self.site.record(
            Served(
                scheme=request.scheme,
                host=request.host,
                target=request.target,
                request=request.raw,
                response=message,
                status=status,
                completed=completed,
            )
        )

    # ------------------------------------------------------------------------------------------- messages

    def _message(self, request: Request, *, plain: bool = False) -> bytes:
        if request.scheme == "http":
            secure = f"https://{request.host}{request.target}"
            return self._compose(request, Answer(status=301, headers=(("Location", secure),)), plain=True)
        answer = self.answers.at(request.host, request.target)
        if not self.site.etags:
            answer = attrs.evolve(answer, etag=None, last_modified=None)
        if answer.status == 200 and not plain and request.has(answer):
            answer = attrs.evolve(answer, status=304, body=b"")
        return self._compose(request, answer, plain=plain)

    def _compose(self, request: Request, answer: Answer, *, plain: bool) -> bytes:
        """The message as bytes: coded with gzip and cut into chunks as the address has it, the same every time."""
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

    def _rotated(self, answer: Answer) -> bytes:
        """The body with an advertisement and a nonce of its own."""
        if not answer.content_type.startswith("text/html"):
            return answer.body
        turn, adverts = next(self._turn), wording()["general"]["ads"]
        body = answer.body.replace(b"@@NONCE@@", f"{zlib.crc32(str(turn).encode()):08x}{turn:x}".encode())
        return body.replace(b"@@ADVERT@@", adverts[turn % len(adverts)].encode())


@attrs.frozen(kw_only=True)
class Request:
    """A request as it came, and what of it matters here."""

    scheme: str
    method: str
    target: str
    host: str
    headers: dict[str, str]
    raw: bytes = attrs.field(repr=False)

    @classmethod
    def read(cls, scheme: str, raw: bytes) -> Request:
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

    def has(self, answer: Answer) -> bool:
        """Whether the client already holds this answer; an entity tag rules over a time."""
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
