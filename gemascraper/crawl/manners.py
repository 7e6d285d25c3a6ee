"""How fast, and when not at all: the delay of each host, and the pauses that hosts ask for."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from email.utils import mktime_tz, parsedate_tz
from typing import Any

from scrapy.crawler import Crawler
from scrapy.http import Request
from twisted.python.failure import Failure

from gemascraper.crawl.refusals import Postponed, Stopped

_A_DAY = 86400.0
_LONGEST_BACKOFF = 3600.0
"""Seconds; longer than a run waits for, so that a host that never answers otherwise ends its run, not the night."""
_REFUSALS = 3
"""So many 403 in a row are no longer one closed page, but a host that does not want us."""


def retry_after(header: bytes | None, now: float) -> float | None:
    """Seconds to wait, at most a day; None when the header is missing or means nothing."""
    value = (header or b"").decode("latin-1").strip()
    if re.fullmatch("[0-9]+", value):
        return min(float(value), _A_DAY)
    date = parsedate_tz(value)
    return min(max(mktime_tz(date) - now, 0.0), _A_DAY) if date else None


def pace(crawler: Crawler, host: str, delay: float) -> None:
    """From now on one request at a time to *host*, and between them *delay* seconds at least and twice that at most."""
    downloader: Any = crawler.engine and crawler.engine.downloader
    wanted = {"concurrency": 1, "delay": delay * 1.5, "jitter": 1 / 3}  # uniform between delay and twice delay
    downloader.per_slot_settings[host] = wanted  # Scrapy drops idle slots and makes them again from this
    if slot := downloader.slots.get(host):
        slot.concurrency, slot.delay, slot.jitter = wanted.values()


def takes(crawler: Crawler, requests: Mapping[str, int]) -> float:
    """Seconds that so many requests to each host last: hosts go side by side, each at its own pace."""
    downloader: Any = crawler.engine and crawler.engine.downloader
    usual = {"delay": 1.5 * crawler.settings.getfloat("DOWNLOAD_DELAY")}
    paces = downloader.per_slot_settings if downloader else {}
    return max((n * float(paces.get(host, usual)["delay"]) for host, n in requests.items()), default=0.0)


def rested(crawler: Crawler, request: Request) -> None:
    """The delay runs from here, where the exchange ended: Scrapy's runs from before the connection is made."""
    downloader: Any = crawler.engine and crawler.engine.downloader
    if slot := downloader.slots.get(request.meta.get("download_slot")):
        slot.lastseen = time.monotonic()


def turn_back(crawler: Crawler) -> None:
    """Give back every request that still waits for its turn; what is on the wire goes on."""
    downloader: Any = crawler.engine and crawler.engine.downloader
    for slot in downloader.slots.values() if downloader else ():
        while slot.queue:
            _, answer = slot.queue.popleft()
            answer.errback(Failure(Stopped()))


def waiting(crawler: Crawler) -> bool:
    """Whether requests wait for their turn and nothing crosses the wire meanwhile."""
    downloader: Any = crawler.engine and crawler.engine.downloader
    slots = downloader.slots.values() if downloader else ()
    return any(slot.queue for slot in slots) and not any(slot.transferring for slot in slots)


class Pauses:
    """Hosts that asked to be left alone. A request is turned back here, and the frontier does the waiting."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}
        self._strikes: dict[str, int] = {}
        self._refused: dict[str, int] = {}

    @classmethod
    def of(cls, crawler: Crawler) -> Pauses:
        """One for a crawl: Scrapy makes a handler for each scheme."""
        pauses: Pauses = crawler.__dict__.setdefault("pauses", cls())
        return pauses

    def left(self, host: str) -> float:
        """Seconds until the host may be asked again."""
        return max(self._until.get(host, 0.0) - time.monotonic(), 0.0)

    def check(self, host: str) -> None:
        """Raise `Postponed` while the host wants to be left alone."""
        if seconds := self.left(host):
            raise Postponed(seconds)

    def note(self, host: str, status: int, header: bytes | None) -> None:
        """Learn from an answer: 429, 503 and the third 403 in a row ask for a pause."""
        refused = self._refused[host] = self._refused.get(host, 0) + 1 if status == 403 else 0
        if status not in (403, 429, 503):
            self._strikes.pop(host, None)
        elif status != 403 or refused >= _REFUSALS:
            self._pause(host, header)

    def _pause(self, host: str, header: bytes | None) -> None:
        """For as long as Retry-After says, else a minute, and twice as long with each such answer in a row."""
        strikes = self._strikes[host] = self._strikes.get(host, 0) + 1
        seconds = retry_after(header, time.time())
        if seconds is None:
            seconds = min(60.0 * 2 ** (strikes - 1), _LONGEST_BACKOFF)
        self._until[host] = max(self._until.get(host, 0.0), time.monotonic() + seconds)
