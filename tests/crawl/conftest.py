"""Crawls in one reactor against servers on the loopback, and access to what they leave."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import ssl
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import attrs
import pytest
import trustme
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.utils.project import get_project_settings
from scrapy.utils.reactor import install_reactor
from warcio.archiveiterator import ArchiveIterator

from gemascraper.newsroom import Newsroom, running
from gemascraper.newsroom.local_site import connect_rules

HANG = 60
"""Seconds; a limit for hangs, never a measurement."""

# ------------------------------------------------------------------------------------------ a server of raw bytes

RESET, STALL = "reset", "stall"
Script = Sequence[bytes | float | str]
"""What a server does for one request: bytes to send, seconds to wait, and how it ends if not well."""


@attrs.frozen
class Seen:
    """One request as it came over the wire, and the bytes that were sent for it."""

    scheme: str
    host: str
    target: str
    request: bytes
    response: bytes
    connection: int
    begun: float
    ended: float


class RawServer:
    """Sends exactly the bytes it was told to, plain and over TLS; whatever it was not told of is a 404."""

    def __init__(self, *hosts: str, context: ssl.SSLContext | None = None) -> None:
        self.hosts = hosts
        self.scripts: dict[str, Script | Callable[[], Script]] = {
            "/robots.txt": [self.answer(b"User-agent: *\nDisallow:\n")],
            "/": [self.answer(b"<!DOCTYPE html><html><body>Halaman depan</body></html>")],
        }
        """By target, or by host and target."""
        self.log: list[Seen] = []
        self.authority = trustme.CA()
        self.ports: dict[str, int] = {}
        self._context = context or self._own_certificate()
        self._connections = 0
        self._listening: list[asyncio.Server] = []
        self._open: set[asyncio.StreamWriter] = set()

    def _own_certificate(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.authority.issue_cert(*self.hosts).configure_cert(context)
        return context

    @property
    def connect_to(self) -> list[str]:
        return connect_rules(self.hosts, self.ports)

    def seen(self, host: str) -> list[Seen]:
        """Requests to a host, in the order in which they came."""
        return sorted((one for one in self.log if one.host == host), key=lambda one: one.begun)

    @staticmethod
    def answer(body: bytes, status: str = "200 OK", *headers: str, kind: str = "text/html; charset=utf-8") -> bytes:
        """An ordinary response."""
        lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *headers]
        return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body

    def stories(self, *targets: str) -> None:
        """Serve ordinary stories at these targets."""
        text = " ".join(f"Kalimat nomor {n} dari berita ini cukup panjang untuk dibaca orang." for n in range(12))
        for target in targets:
            body = f"<article><h1>Kabar dari {target}</h1><p>{text}</p><p>{text}</p></article>"
            self.scripts[target] = [self.answer(f"<!DOCTYPE html><html lang=id><body>{body}</body></html>".encode())]

    def announce(self, *urls: str) -> None:
        """List URLs in the sitemap."""
        links = "".join(f"<url><loc>{url.replace('&', '&amp;')}</loc></url>" for url in urls)
        xml = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{links}</urlset>'
        self.scripts["/sitemap.xml"] = [self.answer(xml.encode(), kind="application/xml")]

    async def listen(self) -> None:
        for scheme, context in (("http", None), ("https", self._context)):
            server = await asyncio.start_server(
                lambda r, w, scheme=scheme: self._serve(scheme, r, w), "127.0.0.1", 0, ssl=context, backlog=256
            )
            self.ports[scheme] = server.sockets[0].getsockname()[1]
            self._listening.append(server)

    async def close(self) -> None:
        for server in self._listening:
            server.close()
        for writer in tuple(self._open):
            writer.transport.abort()
        await asyncio.sleep(0.01)

    async def _serve(self, scheme: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._connections += 1
        number = self._connections
        self._open.add(writer)
        with suppress(OSError, asyncio.IncompleteReadError):
            while await self._exchange(scheme, number, reader, writer):
                pass
        writer.close()
        self._open.discard(writer)

    async def _exchange(self, scheme: str, number: int, reader: Any, writer: Any) -> bool:
        request, at = await reader.readuntil(b"\r\n\r\n"), time.monotonic()
        target = request.split(b" ")[1].decode("latin-1")
        host = next(line[6:].decode() for line in request.split(b"\r\n") if line.lower().startswith(b"host: "))
        script = self.scripts.get(host + target, self.scripts.get(target, [self.answer(b"", "404 Not Found")]))
        sent = bytearray()
        try:
            return await self._perform(script() if callable(script) else script, sent, reader, writer)
        finally:
            self.log.append(Seen(scheme, host, target, request, bytes(sent), number, at, time.monotonic()))

    async def _perform(self, script: Script, sent: bytearray, reader: Any, writer: Any) -> bool:
        for act in script:
            if act == RESET:
                if raw := writer.get_extra_info("socket"):
                    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                writer.transport.abort()
                return False
            if act == STALL:
                await reader.read()  # until the other side gives up
                return False
            if isinstance(act, float):
                await asyncio.sleep(act)
            else:
                writer.write(act)
                sent += act
                await writer.drain()
        return b"onnection: close" not in sent.partition(b"\r\n\r\n")[0]


@pytest.fixture
def serve() -> Iterator[Callable[..., RawServer]]:
    """Starts raw servers for some host names."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    servers: list[RawServer] = []

    def start(*hosts: str, **options: Any) -> RawServer:
        servers.append(RawServer(*hosts, **options))
        asyncio.run_coroutine_threadsafe(servers[-1].listen(), loop).result(HANG)
        return servers[-1]

    yield start
    for server in servers:
        asyncio.run_coroutine_threadsafe(server.close(), loop).result(HANG)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(HANG)
    loop.close()


@pytest.fixture
def outlet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Writes a profile into a folder of one's own; its name."""
    folder = tmp_path / "profiles"
    monkeypatch.setenv("GEMASCRAPER_OUTLETS", str(folder))

    def write(name: str, *hosts: str, stories: str = "^/[^.]+$", home: str = "http", more: str = "") -> str:
        folder.mkdir(exist_ok=True)
        text = (
            f'name = "{name.title()}"\nhome = "{home}://{hosts[0]}/"\nhosts = {json.dumps(hosts)}\n'
            f"stories = ['{stories}']\n{more}\n[discovery]\nsitemaps = [\"/sitemap.xml\"]\n"
        )
        (folder / f"{name}.toml").write_text(text)
        return name

    return write


# ----------------------------------------------------------------------------------------------- a crawl, and its end


@attrs.frozen
class Crawled:
    """What a crawl left."""

    folder: Path
    crawler: Any

    @property
    def run(self) -> dict[str, Any]:
        """The newest run.json."""
        return json.loads(max(self.folder.glob("runs/*/run.json")).read_text())

    @property
    def articles(self) -> list[dict[str, Any]]:
        lines = [
            line for path in sorted(self.folder.glob("articles/*.jsonl")) for line in path.read_text().splitlines()
        ]
        return [json.loads(line) for line in lines]

    @property
    def troubles(self) -> dict[str, str]:
        """Path of each entry that ended in a failure → its outcome."""
        return {one["url"].partition("//")[2].partition("/")[2]: one["outcome"] for one in self.run["troubles"]}

    @property
    def records(self) -> list[Record]:
        return [record for path in sorted(self.folder.glob("archive/*.warc.gz")) for record in records(path)]


@attrs.frozen
class Record:
    """One WARC record as warcio reads it, its block whole."""

    headers: Mapping[str, str]
    block: bytes = attrs.field(repr=False)

    @property
    def type(self) -> str:
        return self.headers["WARC-Type"]

    @property
    def url(self) -> str:
        return self.headers["WARC-Target-URI"]


def records(path: Path) -> Iterator[Record]:
    with path.open("rb") as file:
        for record in ArchiveIterator(file, no_record_parse=True):
            yield Record(dict(record.rec_headers.headers), record.raw_stream.read())


@pytest.fixture(scope="session")
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """The one reactor of this process, running for good."""
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from twisted.internet import reactor

    reactor.startRunning(installSignalHandlers=False)  # type: ignore[attr-defined]
    loop = reactor._asyncioEventloop  # type: ignore[attr-defined]
    yield loop
    reactor.fireSystemEvent("shutdown")  # type: ignore[attr-defined]
    loop.run_forever()  # until the shutdown is complete
    loop.close()


@pytest.fixture
def crawl(loop: asyncio.AbstractEventLoop, tmp_path: Path) -> Callable[..., Crawled]:
    """Crawls an outlet at full speed, in this process."""

    def run(name: str, *sites: Any, arguments: Mapping[str, Any] | None = None, **settings: Any) -> Crawled:
        wanted = {"GEMASCRAPER_OUTPUT": str(tmp_path / "output"), "DOWNLOAD_DELAY": 0, "GEMASCRAPER_READERS": 2}
        wanted["GEMASCRAPER_CONNECT_TO"] = [rule for site in sites for rule in site.connect_to]
        if sites:
            wanted["GEMASCRAPER_CA_FILE"] = _ca_file(sites, tmp_path)
        crawler = loop.run_until_complete(asyncio.wait_for(_crawl(name, wanted | settings, arguments or {}), HANG))
        return Crawled(tmp_path / "output" / name, crawler)

    return run


def _ca_file(sites: Sequence[Any], folder: Path) -> str:
    file = folder / "ca.pem"
    texts = [
        site.ca_file.read_bytes() if hasattr(site, "ca_file") else site.authority.cert_pem.bytes() for site in sites
    ]
    file.write_bytes(b"".join(texts))
    return str(file)


async def _crawl(name: str, wanted: Mapping[str, Any], arguments: Mapping[str, Any]) -> Any:
    os.environ["SCRAPY_SETTINGS_MODULE"] = "gemascraper.settings"
    settings = get_project_settings()
    settings.setdict(wanted, priority="cmdline")
    runner = AsyncCrawlerRunner(settings)
    crawler = runner.create_crawler(name)
    await runner.crawl(crawler, **arguments)
    return crawler


@pytest.fixture
def newsroom() -> Iterator[Any]:
    """A small simulated outlet, being served."""
    with running(Newsroom(seed=7, stories=30)) as site:
        yield site


@pytest.fixture
def command(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a command of ours, or of Scrapy's, as a person would."""

    def run(*words: str, site: Any = None, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            argv(*words, site=site),
            cwd=tmp_path,
            env=clean_environment() | environment,
            capture_output=True,
            text=True,
            timeout=HANG,
        )

    return run


def argv(*words: str, site: Any = None) -> list[str]:
    """A command line; `crawl` is led to *site*."""
    module = "scrapy" if words[0] == "scrapy" else "gemascraper"
    line = [sys.executable, "-m", module, *words[module == "scrapy" :]]
    if site and module == "gemascraper":
        line += ["--ca-file", str(site.ca_file), *(word for rule in site.connect_to for word in ("--connect-to", rule))]
    return line


def clean_environment() -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("GEMASCRAPER", "SCRAPY"))}
    return ours | {"SCRAPY_SETTINGS_MODULE": "gemascraper.settings"}
