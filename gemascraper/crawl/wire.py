"""The download handler that captures: each byte that crosses a connection is copied, both ways, whatever happens.

    Scrapy's HTTP/1.1 client ── Tap ── [TLS: Trust] ── TCP: Door ── the host

Everything passes here: pages, robots.txt, redirects, retries and failures. State belongs to the exchange, never to
`request.meta` (redirects and retries copy it) or to a global.
"""

from __future__ import annotations

from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Literal

import attrs
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from twisted.internet import interfaces
from twisted.protocols.policies import ProtocolWrapper, WrappingFactory
from zope.interface import implementer

from gemascraper.crawl.door import Door
from gemascraper.crawl.failures import outcome_of
from gemascraper.crawl.manners import restart_delay
from gemascraper.crawl.refusals import FetchRefusal, FetchStopped, TooLarge
from gemascraper.crawl.routes import Route, Routes
from gemascraper.crawl.session import session_of
from gemascraper.crawl.trust import Trust
from gemascraper.items import Entry, Exchange
from gemascraper.outcomes import AnyOutcome, Outcome, of_status
from gemascraper.values import urls

MOST_HEADERS = 256 << 10
"""Bytes of status line and headers; where a host sends more, the connection is closed."""
SLACK = 1 << 20
"""Bytes that transfer coding may add to a body of the largest size."""
hang_up = object()
"""Scrapy signal: close every connection now; what arrived so far is archived."""


@attrs.define
class HostConnection:
    """What is known of one TCP connection; its exchanges, one after the other, share it."""

    address: str
    tls: str | None = None
    cipher: str | None = None


@attrs.define(eq=False)
class LiveExchange:
    """An exchange while it happens. It becomes an `Exchange` when it ends."""

    url: str
    max_size: int
    """Bytes of the body."""
    started: datetime = attrs.Factory(lambda: datetime.now(UTC))
    sent: bytearray = attrs.Factory(bytearray)
    received: bytearray = attrs.Factory(bytearray)
    connection: HostConnection | None = None
    ended_by_us: Literal["too_large", "stopped"] | None = None
    head_ended: bool = False
    """Known only of long responses: the empty line after the headers has arrived."""
    _tap: Tap | None = None

    def attach(self, protocol: Any) -> Any:
        """Copy what this connection carries from now on."""
        self._tap = protocol.transport
        assert self._tap
        self._tap.exchange, self.connection = self, self._tap.connection
        return protocol

    def detach(self) -> None:
        """Stop copying: bytes that arrive later belong to another exchange."""
        if self._tap and self._tap.exchange is self:
            self._tap.exchange = None
        if self.url.startswith("https:") and not (self.connection and self.connection.tls):
            self.sent.clear()  # it waited for a handshake that never ended

    def abort(self, why: Literal["too_large", "stopped"]) -> None:
        """Close the connection at once."""
        if self._tap and self._tap.exchange is self:
            self.ended_by_us = why
            self._tap.abortConnection()

    def receive(self, data: bytes) -> None:
        """Copy what arrived, and close the connection where it is too much."""
        self.received += data
        if not self.head_ended and len(self.received) > MOST_HEADERS:
            self.head_ended = b"\r\n\r\n" in self.received[: MOST_HEADERS + 4]
        if len(self.received) > self.max_size + SLACK or (not self.head_ended and len(self.received) > MOST_HEADERS):
            self.abort("too_large")

    def ended(self, outcome: AnyOutcome, entry: Entry | None, page_of: str | None) -> Exchange:
        """The exchange as the archive keeps it."""
        connection = self.connection
        tls = connection.tls.replace("TLSv", "tls/") if connection and connection.tls else None
        return Exchange(
            url=self.url,
            started=self.started,
            sent=bytes(self.sent),
            received=bytes(self.received),
            outcome=outcome,
            address=connection.address if connection else None,
            protocols=tuple(filter(None, ("http/1.1", tls))) if connection else (),
            cipher=connection.cipher if connection else None,
            truncated=_TRUNCATED.get(outcome) if self.received else None,
            entry=entry,
            page_of=page_of,
        )


_TRUNCATED: dict[AnyOutcome, Literal["length", "time", "disconnect", "unspecified"]] = {
    Outcome.TIMEOUT: "time",
    Outcome.TOO_LARGE: "length",
    Outcome.TRUNCATED: "disconnect",
    Outcome.BROKEN: "disconnect",
    Outcome.STOPPED: "unspecified",
    Outcome.FAILED: "unspecified",
}
"""WARC-Truncated of what arrived before a failure."""


@implementer(interfaces.IHandshakeListener)
class Tap(ProtocolWrapper):
    """Between HTTP and what carries it: copies each byte to the exchange that has the connection."""

    exchange: LiveExchange | None = None
    connection: HostConnection

    def write(self, data: bytes) -> None:
        if self.exchange:
            self.exchange.sent += data
        super().write(data)

    def writeSequence(self, data: Any) -> None:
        self.write(b"".join(data))

    def dataReceived(self, data: bytes) -> None:
        if self.exchange:
            self.exchange.receive(data)
        super().dataReceived(data)

    def handshakeCompleted(self) -> None:
        carrier: Any = self.transport
        session = carrier.getHandle()
        self.connection.tls, self.connection.cipher = session.get_protocol_version_name(), session.get_cipher_name()


class TapFactory(WrappingFactory):
    """Makes a tap for each new connection, after checking its address."""

    protocol, noisy = Tap, False

    def __init__(self, factory: Any, route: Route) -> None:
        super().__init__(factory)
        self._route = route

    def buildProtocol(self, addr: Any) -> Any:
        self._route.check(addr.host)  # the address in use, before TLS or HTTP sends anything
        tap: Any = super().buildProtocol(addr)
        tap.connection = HostConnection(addr.host)
        return tap


_current: ContextVar[LiveExchange] = ContextVar("the exchange that needs a connection")


class TappedPool:
    """Scrapy's own connection pool, with a Door and a Tap for each new connection."""

    def __init__(self, pool: Any, routes: Routes, trust: Trust) -> None:
        self._pool, self._routes, self._trust = pool, routes, trust
        pool.retryAutomatically = False  # or Twisted sends a request twice without telling

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pool, name)

    def getConnection(self, key: Any, endpoint: Any) -> Any:
        exchange = _current.get()  # Scrapy calls this before download_request() first yields: same context
        scheme, host, port = key[0].decode(), key[1].decode(), key[2]
        route = self._routes.of(host, port)
        door = Door(route, self._trust.of(host) if scheme == "https" else None, TapFactory)
        return self._pool.getConnection((*key, route), door).addCallback(exchange.attach)


class WireHandler(HTTP11DownloadHandler):
    """Scrapy's HTTP/1.1 handler on our pool. Every exchange is archived, whatever its outcome."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        settings = crawler.settings
        anonymous = not (settings["GEMASCRAPER_CONTACT"] or "").strip()
        routes = Routes(
            settings.getlist("GEMASCRAPER_CONNECT_TO"), settings.getbool("GEMASCRAPER_ALLOW_PRIVATE"), anonymous
        )
        self._pool: Any = TappedPool(self._pool, routes, Trust(settings["GEMASCRAPER_CA_FILE"]))
        self._session = session_of(crawler)
        self._max_size = settings.getint("DOWNLOAD_MAXSIZE")
        self._live: set[LiveExchange] = set()
        crawler.signals.connect(self._hang_up, hang_up)

    async def download_request(self, request: Request) -> Response:
        exchange = LiveExchange(request.url, request.meta.get("download_maxsize", self._max_size))
        pauses, host = self._session.pauses, urls.host(request.url)
        pauses.check(host)
        outcome: AnyOutcome = Outcome.FAILED
        _current.set(exchange)
        self._live.add(exchange)
        try:
            response = await super().download_request(request)
            outcome = of_status(response.status)
            pauses.note(host, response.status, response.headers.get(b"Retry-After"))
            return response
        except BaseException as error:
            outcome, cause = outcome_of(_ours(exchange, error))
            if isinstance(cause, FetchRefusal) and cause is not error:
                raise cause from error  # Scrapy would retry its own DownloadFailedError
            raise
        finally:
            self._live.discard(exchange)
            exchange.detach()
            restart_delay(self._crawler, request)
            entry, page_of = request.cb_kwargs.get("entry"), request.cb_kwargs.get("page_of")
            await self._session.keep(exchange.ended(outcome, entry, page_of), request)

    def _hang_up(self) -> None:
        for exchange in list(self._live):
            exchange.abort("stopped")

    async def close(self) -> None:
        self._hang_up()
        await super().close()


def _ours(exchange: LiveExchange, error: BaseException) -> BaseException:
    """Our own reason where we closed the connection, else *error*; Scrapy would retry what looks like the host's."""
    match exchange.ended_by_us:
        case "too_large":
            return TooLarge(f"{exchange.url} is larger than the limit")
        case "stopped":
            return FetchStopped()
    return error
