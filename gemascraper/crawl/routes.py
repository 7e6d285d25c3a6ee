"""Where connections may go: to public IP addresses, or where the operator says."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable

import attrs

from gemascraper.crawl.refusals import ForbiddenAddress, NoContact
from gemascraper.errors import UsageError

_NOT_PUBLIC = [
    ipaddress.ip_network(net) for net in ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2002::/16", "3fff::/20")
]
_IPV6_UNICAST = ipaddress.ip_network("2000::/3")
_PORTS = (80, 443)
_RULE = re.compile(r"(\[[^]]*\]|[^:]*):(\d*):(\[[^]]*\]|[^:]*):(\d*)")


def is_public(address: str) -> bool:
    """Whether an IP address is public; IPv4 inside IPv6 is judged as IPv4. Raises `ValueError` for other text."""
    ip = ipaddress.ip_address(address)
    ip = getattr(ip, "ipv4_mapped", None) or ip
    known_bad = ip.is_multicast or any(ip in network for network in _NOT_PUBLIC)
    return ip.is_global and not known_bad and (ip.version == 4 or ip in _IPV6_UNICAST)


@attrs.frozen
class Route:
    """Where connections for one host and port go."""

    host: str
    port: int
    trusted: bool
    """The operator chose it, so it need not be public."""
    without_contact: bool
    """No contact is configured, so only this machine may be connected to."""

    def check_name(self) -> None:
        """Raise `NoContact` before a host name is looked up without a contact."""
        if self.without_contact and self.host != "localhost" and not self.host.endswith(".localhost"):
            raise NoContact(f"no contact is configured, so {self.host} is not fetched")

    def check(self, address: str) -> None:
        """Raise `ForbiddenAddress` or `NoContact` where nothing may be sent to this IP address."""
        if not self.trusted and not (is_public(address) and self.port in _PORTS):
            raise ForbiddenAddress(f"{self.host}:{self.port} leads to {address}")
        if self.without_contact and not ipaddress.ip_address(address).is_loopback:
            raise NoContact(f"no contact is configured, so {self.host} is not fetched")


class Routes:
    """curl's ``--connect-to HOST:PORT:ADDRESS:PORT``. An empty part is any (left) or the same
    (right); the first match wins. Raises `UsageError` for a rule that is not of this form.
    """

    def __init__(self, rules: Iterable[str], allow_private: bool = False, without_contact: bool = False) -> None:
        self._allow_private, self._without_contact = allow_private, without_contact
        self._rules = [_parse(rule) for rule in rules]

    def of(self, host: str, port: int) -> Route:
        """The route for connections to *host* and *port*."""
        for from_host, from_port, to_host, to_port in self._rules:
            if from_host in ("", host.lower()) and from_port in ("", str(port)):
                return Route(to_host or host, int(to_port or port), True, self._without_contact)
        return Route(host, port, self._allow_private, self._without_contact)


def _parse(rule: str) -> list[str]:
    if not (match := _RULE.fullmatch(rule.strip())):
        raise UsageError(
            f"--connect-to {rule!r} is not HOST:PORT:ADDRESS:PORT.", "For example www.gemapos.id:443:127.0.0.1:8443."
        )
    return [part.strip("[]").lower() for part in match.groups()]
