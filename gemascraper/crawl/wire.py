"""The network edge: what crosses a connection is copied, byte for byte, both ways, whatever comes of it.

    Scrapy's HTTP/1.1 client ── Tap ── [TLS: Trust] ── TCP: Door ── the peer

Capture is here because all of them pass here: pages, robots.txt, redirects, retries and failures. State belongs to the
exchange, never to `request.meta` (redirects and retries copy it) or to a global.
"""

from __future__ import annotations

from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Literal

import attrs
from OpenSSL import SSL
from scrapy import exceptions as scrapy_errors
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from twisted.internet import interfaces
from twisted.internet.error import ConnectError
from twisted.protocols.policies import ProtocolWrapper, WrappingFactory
from zope.interface import implementer

from gemascraper import items
from gemascraper.crawl.door import Door
from gemascraper.crawl.manners import Pauses, rested
from gemascraper.crawl.refusals import Refusal, Stopped, TooLarge
from gemascraper.crawl.routes import Route, Routes
from gemascraper.crawl.trust import Trust
from gemascraper.values import urls

MOST_HEADERS = 256 << 10
"""Bytes of status line and headers; a peer that sends more is hung up on."""
SLACK = 1 << 20
"""Bytes beyond the size limit of a body that its transfer coding may take."""
hang_up = object()
"""Signal: end every exchange now; what came so far is kept."""


@attrs.define
class Connection:
    """What is known of one TCP connection; the exchanges that it carries, one after the other, share it."""

    address: str
    tls: str | None = None
    cipher: str | None = None


@attrs.define(eq=False)
class Exchange:
    """What goes over one connection for one request."""

    url: str
    most: int
    started: datetime = attrs.Factory(lambda: datetime.now(UTC))
    sent: bytearray = attrs.Factory(bytearray)
    received: bytearray = attrs.Factory(bytearray)
    connection: Connection | None = None
    ended_by_us: Literal["too_large", "stopped"] | None = None
    headed: bool = False
    """A long answer whose head is known to have ended."""
    _tap: Tap | None = None

    def attach(self, protocol: Any) -> Any:
        """Begin to listen: this connection now works for this exchange."""
        self._tap = protocol.transport
        assert self._tap
        self._tap.exchange, self.connection = self, self._tap.connection
        return protocol

    def detach(self) -> None:
        """Stop listening, or late bytes would land in a kept exchange."""
        if self._tap and self._tap.exchange is self:
            self._tap.exchange = None
        if self.url.startswith("https:") and not (self.connection and self.connection.tls):
            self.sent.clear()  # it was waiting for a handshake that never came

    def abort(self, why: Literal["too_large", "stopped"]) -> None:
        """Hang up at once."""
        if self._tap and self._tap.exchange is self:
            self.ended_by_us = why
            self._tap.abortConnection()

    def hears(self, data: bytes) -> None:
        self.received += data
        if not self.headed and len(self.received) > MOST_HEADERS:
            self.headed = b"\r\n\r\n" in self.received[: MOST_HEADERS + 4]
        if len(self.received) > self.most + SLACK or (not self.headed and len(self.received) > MOST_HEADERS):
            self.abort("too_large")

    def frozen(self, outcome: str, entry: items.Entry | None, page_of: str | None) -> items.Exchange:
        """The exchange as the archive takes it."""
        connection = self.connection
        tls = connection.tls.replace("TLSv", "tls/") if connection and connection.tls else None
        return items.Exchange(
            url=self.url,
            started=self.started,
            sent=bytes(self.sent),
            received=bytes(self.received),
            outcome=outcome,
            address=connection.address if connection else None,
            protocols=tuple(filter(None, ("http/1.1", tls))) if connection else (),
            cipher=connection.cipher if connection else None,
            truncated=_CUT.get(outcome) if self.received else None,
            entry=entry,
            page_of=page_of,
        )


_CUT: dict[str, Literal["length", "time", "disconnect", "unspecified"]] = {
    "timeout": "time",
    "too_large": "length",
    "truncated": "disconnect",
    "broken": "disconnect",
    "stopped": "unspecified",
    "failed": "unspecified",
}


@implementer(interfaces.IHandshakeListener)
class Tap(ProtocolWrapper):
    """Between HTTP and whatever carries it: copies each byte to the exchange that has the connection."""

    exchange: Exchange | None = None
    connection: Connection

    def write(self, data: bytes) -> None:
        if self.exchange:
            self.exchange.sent += data
        super().write(data)

    def writeSequence(self, data: Any) -> None:
        self.write(b"".join(data))

    def dataReceived(self, data: bytes) -> None:
        if self.exchange:
            self.exchange.hears(data)
        super().dataReceived(data)

    def handshakeCompleted(self) -> None:
        carrier: Any = self.transport
        session = carrier.getHandle()
        self.connection.tls, self.connection.cipher = session.get_protocol_version_name(), session.get_cipher_name()


class TapFactory(WrappingFactory):
    """Makes a tap for each new connection, once its peer has been judged."""

    protocol, noisy = Tap, False

    def __init__(self, factory: Any, route: Route) -> None:
        super().__init__(factory)
        self._route = route

    def buildProtocol(self, addr: Any) -> Any:
        self._route.check(addr.host)  # the peer itself, before TLS or HTTP can say a word
        tap: Any = super().buildProtocol(addr)
        tap.connection = Connection(addr.host)
        return tap


_asking: ContextVar[Exchange] = ContextVar("the exchange that is asking for a connection")


class TappedPool:
    """Scrapy's own connection pool, but each new connection goes through a Door and carries a Tap."""

    def __init__(self, pool: Any, routes: Routes, trust: Trust) -> None:
        self._pool, self._routes, self._trust = pool, routes, trust
        pool.retryAutomatically = False  # or Twisted sends a request twice behind our back

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pool, name)

    def getConnection(self, key: Any, endpoint: Any) -> Any:
        exchange = _asking.get()  # Scrapy gets here before download_request() first yields: the same context, no race
        scheme, host, port = key[0].decode(), key[1].decode(), key[2]
        route = self._routes.of(host, port)
        door = Door(route, self._trust.of(host) if scheme == "https" else None, TapFactory)
        return self._pool.getConnection((*key, route), door).addCallback(exchange.attach)


class WireHandler(HTTP11DownloadHandler):
    """Scrapy's HTTP/1.1 handler on our pool. Each exchange is kept, with every outcome, where a recorder is open."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        settings = crawler.settings
        anonymous = not (settings["GEMASCRAPER_CONTACT"] or "").strip()
        routes = Routes(
            settings.getlist("GEMASCRAPER_CONNECT_TO"), settings.getbool("GEMASCRAPER_ALLOW_PRIVATE"), anonymous
        )
        self._pool: Any = TappedPool(self._pool, routes, Trust(settings["GEMASCRAPER_CA_FILE"]))
        self._pauses = Pauses.of(crawler)
        self._most = settings.getint("DOWNLOAD_MAXSIZE")
        self._live: set[Exchange] = set()
        crawler.signals.connect(self._hang_up, hang_up)

    async def download_request(self, request: Request) -> Response:
        exchange = Exchange(request.url, request.meta.get("download_maxsize", self._most))
        self._pauses.check(urls.host(request.url))
        name = "failed"
        _asking.set(exchange)
        self._live.add(exchange)
        try:
            response = await super().download_request(request)
            name = str(response.status)
            self._pauses.note(urls.host(request.url), response.status, response.headers.get(b"Retry-After"))
            return response
        except BaseException as error:
            name, cause = outcome(_ours(exchange, error))
            if isinstance(cause, Refusal) and cause is not error:
                raise cause from error  # Scrapy would retry its own DownloadFailedError
            raise
        finally:
            self._live.discard(exchange)
            exchange.detach()
            rested(self._crawler, request)
            await self._keep(exchange, name, request)

    async def _keep(self, exchange: Exchange, name: str, request: Request) -> None:
        spider: Any = self._crawler.spider
        recorder = getattr(spider, "recorder", None)
        if recorder is None:
            return  # `scrapy shell` and `scrapy fetch` open no archive
        entry, page_of = request.cb_kwargs.get("entry"), request.cb_kwargs.get("page_of")
        capture = await recorder.keep(exchange.frozen(name, entry, page_of))
        spider.captured[request] = capture

    def _hang_up(self) -> None:
        for exchange in list(self._live):
            exchange.abort("stopped")

    async def close(self) -> None:
        self._hang_up()
        await super().close()


def _ours(exchange: Exchange, error: BaseException) -> BaseException:
    """What ended an exchange that we ended, else what Scrapy says; it would try again where the peer seems to fail."""
    match exchange.ended_by_us:
        case "too_large":
            return TooLarge(f"{exchange.url} has more bytes than we take")
        case "stopped":
            return Stopped()
    return error


_OUTCOMES: dict[type[BaseException], str] = {
    SSL.Error: "tls_failed",
    scrapy_errors.CannotResolveHostError: "no_such_host",
    scrapy_errors.DownloadConnectionRefusedError: "refused",
    scrapy_errors.DownloadTimeoutError: "timeout",
    scrapy_errors.DownloadCancelledError: "too_large",
    scrapy_errors.ResponseDataLossError: "truncated",
    ConnectError: "unreachable",
    scrapy_errors.DownloadFailedError: "broken",
    scrapy_errors.IgnoreRequest: "too_many_redirects",  # what else Scrapy would ignore is a Refusal of ours, or off
}


def outcome(error: BaseException) -> tuple[str, BaseException]:
    """The name of a failure and the error that gives it, found under Scrapy's and Twisted's wrappings."""
    chain = [error]
    for wrapped in chain:
        inner = [failure.value for failure in getattr(wrapped, "reasons", None) or ()]
        chain += [each for each in (*inner, wrapped.__cause__) if each and each not in chain]
    for found in chain:
        if isinstance(found, Refusal):
            return found.outcome, found
    for kind, name in _OUTCOMES.items():
        for found in chain:
            if isinstance(found, kind):
                return name, found
    return "failed", error
