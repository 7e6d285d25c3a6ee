"""The further pages and the pictures of a story, fetched like every page, so they are captured too."""

from __future__ import annotations

import logging
from typing import Any

import attrs
from scrapy.crawler import Crawler
from scrapy.http import Request
from scrapy.http.request import NO_CALLBACK

from gemascraper.crawl.failures import outcome_of
from gemascraper.crawl.refusals import Postponed
from gemascraper.crawl.session import CrawlSession
from gemascraper.errors import ArchiveError
from gemascraper.ingest.reading import limit_of
from gemascraper.ingest.recorder import Recorder
from gemascraper.ingest.whole_story import read_whole_story
from gemascraper.items import Capture, Entry, Reading

log = logging.getLogger(__name__)


@attrs.frozen
class StoryFetcher:
    """Reads stories with all their pages and pictures."""

    crawler: Crawler
    session: CrawlSession
    recorder: Recorder
    images: bool
    """Whether pictures are fetched too."""

    async def read(self, first: Capture, entry: Entry) -> Reading:
        """The reading of a response; where it is a story, of all its pages.

        Raises `Postponed` if a page has to wait, and `ArchiveError`.
        """

        async def fetch(another: Entry) -> Capture | None:
            return await self._fetch(first, another)

        return await read_whole_story(self.recorder, first, entry, fetch)

    async def fetch(self, first: Capture, entry: Entry) -> Capture | None:
        """A page or picture of a story that an earlier run captured; None where it cannot be fetched now."""
        try:
            return await self._fetch(first, entry)
        except Postponed:
            return None

    async def _fetch(self, first: Capture, entry: Entry) -> Capture | None:
        """The capture of a page or picture of the story that begins with *first*; None where it cannot be fetched."""
        if entry.kind == "image" and not self.images:
            return None
        request = _request(entry, first)
        engine: Any = self.crawler.engine
        try:
            response = await engine.download_async(request)
        except ArchiveError:
            raise
        except Exception as error:  # the exchange is archived, and a story without a picture is still a story
            outcome, cause = outcome_of(error)
            if isinstance(cause, Postponed) and entry.kind == "page":
                raise cause from error
            log.debug("%s  %s", entry.url, outcome)
            return None
        capture = self.session.take_capture(response.request)
        return capture if response.status == 200 else None


def _request(entry: Entry, first: Capture) -> Request:
    return Request(
        entry.url,
        callback=NO_CALLBACK,
        cb_kwargs={"entry": entry, "page_of": first.record_id},
        meta={"download_maxsize": limit_of(entry)},
    )
