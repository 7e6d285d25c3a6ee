"""Takes due entries from the frontier, never more than the crawl can work on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime

from scrapy.settings import BaseSettings

from gemascraper.ingest.recorder import Recorder
from gemascraper.items import Due, Entry, EntryFilter

PATIENCE = 900.0
"""Seconds that a run waits for a host that asked for a pause; what is paused longer is for the next run."""
POLL = 5.0
"""Seconds until the frontier is asked again while requests are in flight and none of them ends."""


class Pump:
    """Leases entries. It ends when nothing is due, nothing is in flight, and nothing is due soon."""

    def __init__(self, recorder: Recorder, settings: BaseSettings, wanted: EntryFilter, limit: int | None) -> None:
        """*limit*: stories at most, whatever their outcome; sitemaps, feeds and index pages do not count."""
        self._recorder, self._wanted, self._limit = recorder, wanted, limit
        self._window = 2 * settings.getint("CONCURRENT_REQUESTS")
        polite = settings.getfloat("DOWNLOAD_DELAY") > 0
        self._per_host = 2 if polite else 2 * settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        self._in_flight: dict[str, Entry] = {}
        self._changed = asyncio.Event()
        self._stopped = False

    async def __aiter__(self) -> AsyncIterator[Due]:
        while not self._stopped:
            self._changed.clear()
            found = await self._lease()
            for due in found:
                self._in_flight[due.entry.url] = due.entry
                yield due
            if not found and not await self._worth_waiting():
                return

    def settled(self, url: str) -> None:
        """The entry of this URL is done with in this run."""
        self._in_flight.pop(url, None)
        self._changed.set()

    def check_again(self) -> None:
        """The frontier may have something new."""
        self._changed.set()

    def stop(self) -> None:
        """Lease nothing more."""
        self._stopped = True
        self._changed.set()

    async def _lease(self) -> list[Due]:
        room, left = self._window - len(self._in_flight), self._left()
        return await self._recorder.due(room, self._per_host, self._wanted, left) if room > 0 and left > 0 else []

    def _left(self) -> int:
        """Stories that may still be leased."""
        if self._limit is None:
            return self._window
        in_flight = sum(entry.kind == "story" for entry in self._in_flight.values())
        return self._limit - self._recorder.run.stories - in_flight

    async def _worth_waiting(self) -> bool:
        seconds: float | None = POLL
        if not self._in_flight:
            seconds = await self._until_due() if self._left() > 0 else None
        if seconds is None or seconds > PATIENCE:
            return False
        with suppress(TimeoutError):
            await asyncio.wait_for(self._changed.wait(), max(seconds, 0.05))
        return True

    async def _until_due(self) -> float | None:
        """Seconds until the next wanted entry is due; None where there is none."""
        when = await self._recorder.next_due(self._wanted)
        return None if when is None else max(when - datetime.now(UTC).timestamp(), 0.0)
