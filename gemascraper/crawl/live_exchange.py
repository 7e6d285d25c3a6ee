"""One exchange while it happens: what crosses its connection is copied, byte for byte, both ways."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Literal

import attrs
from twisted.internet import interfaces
from twisted.protocols.policies import ProtocolWrapper, WrappingFactory
from zope.interface import implementer

from gemascraper.crawl.routes import Route
from gemascraper.items import Entry, Exchange
from gemascraper.outcomes import AnyOutcome, Outcome

MOST_HEADERS = 256 << 10
"""Bytes of status line and headers; where a host sends more, the connection is closed."""
SLACK = 1 << 20
"""Bytes that transfer coding may add to a body of the largest size."""


@attrs.define
class HostConnection:
    """What is known of one TCP connection; its exchanges, one after the other, share it."""

    address: str
    """IP address of the host."""
    tls: str | None = None
    """As OpenSSL names it: ``TLSv1.3``."""
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
    ended_by_us: Outcome | None = None
    """Why we closed the connection; None where we did not."""
    head_ended: bool = False
    """Known only of long responses: the empty line after the headers has arrived."""
    _tap: Tap | None = None
    """That of the connection."""

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

    def abort(self, why: Outcome) -> None:
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
            self.abort(Outcome.TOO_LARGE)

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
