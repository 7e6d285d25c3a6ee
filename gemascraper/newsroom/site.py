"""A newsroom that is being served: where it is, what it was asked, and its verbs."""

from __future__ import annotations

import threading
from pathlib import Path

import attrs

from gemascraper.newsroom.paper import Newsroom
from gemascraper.newsroom.sheet import IMAGE_HOST


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

    def __init__(self, paper: Newsroom, ca_file: Path) -> None:
        self.paper, self.ca_file = paper, ca_file
        self.ports: dict[str, int] = {}
        """Scheme → port on the loopback."""
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
    def connect_all(self) -> list[str]:
        """Rules that lead every host here, so that nothing leaves this machine."""
        return [f":{port}:127.0.0.1:{self.ports[scheme]}" for scheme, port in (("https", 443), ("http", 80))]

    @property
    def log(self) -> tuple[Served, ...]:
        """Every request so far, each before its first byte of response left."""
        with self._lock:
            return tuple(self._log)

    def record(self, served: Served) -> None:
        with self._lock:
            self._log.append(served)

    def broke(self, served: Served) -> None:
        """The other side left before it had everything."""
        with self._lock:
            at = next(number for number, each in enumerate(self._log) if each is served)
            self._log[at] = attrs.evolve(served, completed=False)
