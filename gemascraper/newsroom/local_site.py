"""A newsroom that is being served on loopback: its ports, its access log, and the newsroom's methods."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from pathlib import Path

import attrs

from gemascraper.newsroom.paper import Newsroom
from gemascraper.newsroom.printed_story import IMAGE_HOST


@attrs.frozen(kw_only=True)
class LoggedRequest:
    """One request and the response that was sent."""

    scheme: str
    host: str
    target: str
    request: bytes = attrs.field(repr=False)
    response: bytes = attrs.field(repr=False)
    """Raw bytes sent; empty for a timeout or a reset."""
    status: int | None
    completed: bool
    """Whether all of the response was written to the connection."""


def connect_rules(hosts: Iterable[str], ports: Mapping[str, int]) -> list[str]:
    """Rules for ``--connect-to``, as curl has them, that lead *hosts* to this machine; an empty host means all.

    *ports*: scheme → port on 127.0.0.1.
    """
    standard = (("https", 443), ("http", 80))
    return [f"{host}:{port}:127.0.0.1:{ports[scheme]}" for host in hosts for scheme, port in standard]


class Site:
    """A newsroom that is being served: its ports, its access log, and the methods of `Newsroom` that change it."""

    def __init__(self, paper: Newsroom, ca_file: Path) -> None:
        self.paper, self.ca_file = paper, ca_file
        self.ports: dict[str, int] = {}
        """Scheme → port on 127.0.0.1."""
        self.etags = True
        """False: no ETag and no Last-Modified is sent, so every request gets a full page and never a 304."""
        self.hosts = (
            *(edition.host for edition in paper.editions.values()),
            IMAGE_HOST,
        )
        self._log: list[LoggedRequest] = []
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
        """Rules for ``--connect-to`` that lead the newsroom's hosts to this site."""
        return connect_rules(self.hosts, self.ports)

    @property
    def connect_all(self) -> list[str]:
        """Rules that lead every host to this site, so that no connection leaves this machine."""
        return connect_rules([""], self.ports)

    @property
    def log(self) -> tuple[LoggedRequest, ...]:
        """All requests so far; each is logged before the first byte of its response is sent."""
        with self._lock:
            return tuple(self._log)

    def record(self, served: LoggedRequest) -> None:
        with self._lock:
            self._log.append(served)

    def broke(self, served: LoggedRequest) -> None:
        """Mark a request as not completed: the client closed the connection too early."""
        with self._lock:
            at = next(number for number, each in enumerate(self._log) if each is served)
            self._log[at] = attrs.evolve(served, completed=False)
