"""What the parts of one crawl share: spider, download handlers, middlewares and pipeline."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import attrs
from scrapy.crawler import Crawler
from scrapy.http import Request

from gemascraper.crawl.manners import Pauses
from gemascraper.crawl.pump import Pump
from gemascraper.errors import ArchiveError
from gemascraper.ingest.recorder import Recorder
from gemascraper.items import Article, Capture, Exchange, Reading
from gemascraper.outlets.profile import Outlet

close_connections = object()
"""Scrapy signal: close every connection now; what arrived so far is archived."""


@attrs.define(eq=False)
class CrawlSession:
    """One crawl's shared state. Scrapy makes the parts one by one; each gets the session with `session_of`."""

    outlet: Outlet | None = None
    """The outlet whose hosts may be fetched; None in `scrapy shell` and `scrapy fetch`, which may fetch any."""
    recorder: Recorder | None = None
    """None until the archive is open, and always in `scrapy shell` and `scrapy fetch`."""
    pump: Pump | None = None
    """None until the archive is open."""
    pauses: Pauses = attrs.field(factory=Pauses)
    _captures: WeakKeyDictionary[Request, Capture] = attrs.field(factory=WeakKeyDictionary, init=False)

    async def keep(self, exchange: Exchange, request: Request) -> None:
        """Archive the exchange of a request. Does nothing where no archive is open."""
        if self.recorder:
            self._captures[request] = await self.recorder.keep(exchange)

    def take_capture(self, request: Request) -> Capture | None:
        """The capture that `keep` made of a request, once; None where none was made."""
        return self._captures.pop(request, None)

    async def file(self, reading: Reading) -> Article | None:
        """File a reading and free its place in the pump; the article of a new revision, or None."""
        try:
            if self.recorder is None:
                raise ArchiveError("No archive is open, so the reading was not filed.")
            return await self.recorder.file(reading)
        finally:
            self.settled(reading.url)

    def settled(self, url: str) -> None:
        """Tell the pump that the entry of this URL is done with."""
        if self.pump:
            self.pump.settled(url)


_sessions: WeakKeyDictionary[Crawler, CrawlSession] = WeakKeyDictionary()


def session_of(crawler: Crawler) -> CrawlSession:
    """The crawl's one session; the first call makes it."""
    return _sessions.setdefault(crawler, CrawlSession())


def end_session(crawler: Crawler) -> None:
    """Forget the crawl's session, which may refer to the crawler. Parts that have it keep it."""
    _sessions.pop(crawler, None)
