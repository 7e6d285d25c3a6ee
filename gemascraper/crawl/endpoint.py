"""Opens connections: looks a host name up once, checks every IP address, and connects to a checked one."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from typing import Any

import attrs
from twisted.internet import interfaces
from twisted.internet.defer import Deferred
from twisted.internet.endpoints import TCP4ClientEndpoint, TCP6ClientEndpoint, wrapClientTLS
from twisted.internet.error import ConnectError, DNSLookupError
from zope.interface import implementer

from gemascraper.crawl.routes import Route


@implementer(interfaces.IResolutionReceiver)
class _Addresses:
    def __init__(self) -> None:
        self.hosts: list[str] = []
        self.complete: Deferred[None] = Deferred()

    def resolutionBegan(self, resolution: Any) -> None: ...

    def addressResolved(self, address: Any) -> None:
        self.hosts.append(address.host)

    def resolutionComplete(self) -> None:
        self.complete.callback(None)


@implementer(interfaces.IStreamClientEndpoint)
@attrs.frozen
class CheckedEndpoint:
    """The endpoint of one route."""

    route: Route
    tls: Any
    """A `trust.VerifiedTls`, or None for a plain connection."""
    wrap: Callable[[Any, Route], Any]

    def connect(self, factory: Any) -> Deferred[Any]:
        return Deferred.fromCoroutine(self._connect(self.wrap(factory, self.route)))

    async def _connect(self, factory: Any) -> Any:
        from twisted.internet import reactor

        problem: Exception = DNSLookupError(f"no IP address for {self.route.host}")
        for address in await self._addresses(reactor):
            endpoint: Any = (TCP6ClientEndpoint if ":" in address else TCP4ClientEndpoint)(
                reactor, address, self.route.port
            )
            if self.tls:
                endpoint = wrapClientTLS(self.tls, endpoint)
            try:
                return (await endpoint.connect(factory)).wrappedProtocol
            except ConnectError as error:
                problem = error
        raise problem

    async def _addresses(self, reactor: Any) -> list[str]:
        found = _Addresses()
        try:
            found.hosts.append(str(ipaddress.ip_address(self.route.host)))
        except ValueError:
            self.route.check_name()
            reactor.nameResolver.resolveHostName(found, self.route.host, self.route.port)
            await found.complete
        for address in found.hosts:
            self.route.check(address)
        return found.hosts
