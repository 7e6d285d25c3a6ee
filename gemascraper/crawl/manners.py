"""The pace of requests: the delay of each host, and the pauses that hosts ask for."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from email.utils import mktime_tz, parsedate_tz
from typing import Any

from scrapy.crawler import Crawler
from scrapy.http import Request
from twisted.python.failure import Failure

from gemascraper.crawl.refusals import FetchStopped, Postponed

_A_DAY = 86400.0
_LONGEST_BACKOFF = 3600.0
"""Seconds. It is longer than a run waits (`pump.PATIENCE`), so a host that answers nothing else ends its run."""
_REFUSALS = 3
"""From so many 403 in a row on, the host wants a pause; before, single pages are closed."""


def retry_after(header: bytes | None, now: float) -> float | None:
    """Seconds to wait by a Retry-After header, at most a day; None where it is missing or makes no sense.

    *now* is in seconds since 1970.
    """
    value = (header or b"").decode("latin-1").strip()
    if re.fullmatch("[0-9]+", value):
        return min(float(value), _A_DAY)
    date = parsedate_tz(value)
    return min(max(mktime_tz(date) - now, 0.0), _A_DAY) if date else None


def pace(crawler: Crawler, host: str, delay: float) -> None:
    """Set the pace of *host*: one request at a time, and *delay* to twice *delay* seconds between them."""
    downloader: Any = crawler.engine and crawler.engine.downloader
    wanted = {"concurrency": 1, "delay": delay * 1.5, "jitter": 1 / 3}  # uniform between delay and twice delay
    downloader.per_slot_settings[host] = wanted  # Scrapy drops idle slots and makes them again from this
    if slot := downloader.slots.get(host):
        slot.concurrency, slot.delay, slot.jitter = wanted.values()


def estimated_seconds(crawler: Crawler, requests: Mapping[str, int]) -> float:
    """Seconds that so many requests to each host will take; hosts are fetched at the same time, each at its pace."""
    downloader: Any = crawler.engine and crawler.engine.downloader
    usual = {"delay": 1.5 * crawler.settings.getfloat("DOWNLOAD_DELAY")}
    paces = downloader.per_slot_settings if downloader else {}
    return max((n * float(paces.get(host, usual)["delay"]) for host, n in requests.items()), default=0.0)


def restart_delay(crawler: Crawler, request: Request) -> None:
    """Count the host's delay from now, the end of an exchange; Scrapy counts it from before the connection."""
    downloader: Any = crawler.engine and crawler.engine.downloader
    if slot := downloader.slots.get(request.meta.get("download_slot")):
        slot.lastseen = time.monotonic()


def cancel_queued(crawler: Crawler) -> None:
    """Fail every request that still waits for its host's delay, as `FetchStopped`; those being sent go on."""
    downloader: Any = crawler.engine and crawler.engine.downloader
    for slot in downloader.slots.values() if downloader else ():
        while slot.queue:
            _, answer = slot.queue.popleft()
            answer.errback(Failure(FetchStopped()))


def waiting(crawler: Crawler) -> bool:
    """Whether requests wait for their host's delay and none is being sent."""
    downloader: Any = crawler.engine and crawler.engine.downloader
    slots = downloader.slots.values() if downloader else ()
    return any(slot.queue for slot in slots) and not any(slot.transferring for slot in slots)


class Pauses:
    """Hosts that asked for a pause. `check` refuses requests to them; the frontier waits."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}
        self._strikes: dict[str, int] = {}
        self._refused: dict[str, int] = {}

    def left(self, host: str) -> float:
        """Seconds until the host may be fetched from again; 0 where there is no pause."""
        return max(self._until.get(host, 0.0) - time.monotonic(), 0.0)

    def check(self, host: str) -> None:
        """Raise `Postponed` during the host's pause."""
        if seconds := self.left(host):
            raise Postponed(seconds)

    def note(self, host: str, status: int, header: bytes | None) -> None:
        """Note the status and Retry-After of a response: 429, 503 and the third 403 in a row ask for a pause."""
        refused = self._refused[host] = self._refused.get(host, 0) + 1 if status == 403 else 0
        if status not in (403, 429, 503):
            self._strikes.pop(host, None)
        elif status != 403 or refused >= _REFUSALS:
            self._pause(host, header)

    def _pause(self, host: str, header: bytes | None) -> None:
        """Pause as long as Retry-After says, else a minute, doubled with each such response in a row."""
        strikes = self._strikes[host] = self._strikes.get(host, 0) + 1
        seconds = retry_after(header, time.time())
        if seconds is None:
            seconds = min(60.0 * 2 ** (strikes - 1), _LONGEST_BACKOFF)
        self._until[host] = max(self._until.get(host, 0.0), time.monotonic() + seconds)
