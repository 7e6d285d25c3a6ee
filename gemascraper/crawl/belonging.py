"""What belongs to a story besides its page: further pages and pictures, asked for like every page, so captured too."""

from __future__ import annotations

import logging
from typing import Any

import attrs
from scrapy.crawler import Crawler
from scrapy.http import Request
from scrapy.http.request import NO_CALLBACK

from gemascraper.crawl.refusals import Postponed
from gemascraper.crawl.wire import outcome
from gemascraper.errors import ArchiveError
from gemascraper.ingest.reading import limit_of
from gemascraper.ingest.recorder import Recorder
from gemascraper.ingest.stories import read_story
from gemascraper.items import Capture, Entry, Reading

log = logging.getLogger(__name__)


@attrs.frozen
class Belonging:
    """Reads stories whole."""

    crawler: Crawler
    recorder: Recorder
    images: bool
    """Whether the bytes of pictures are wanted too."""

    async def read(self, first: Capture, entry: Entry) -> Reading:
        """The reading of an answer with what belongs to it. Raises `Postponed` if a page of it has to wait."""

        async def fetch(another: Entry) -> Capture | None:
            return await self._asked(first, another)

        return await read_story(self.recorder, first, entry, fetch)

    async def fetch(self, first: Capture, entry: Entry) -> Capture | None:
        """The capture of a further page or picture of a story that was read before; None where it cannot be had now."""
        try:
            return await self._asked(first, entry)
        except Postponed:
            return None

    async def _asked(self, first: Capture, entry: Entry) -> Capture | None:
        if entry.kind == "image" and not self.images:
            return None
        kwargs = {"entry": entry, "page_of": first.record_id}
        request = Request(entry.url, callback=NO_CALLBACK, cb_kwargs=kwargs, meta={"download_maxsize": limit_of(entry)})
        engine: Any = self.crawler.engine
        spider: Any = self.crawler.spider
        try:
            response = await engine.download_async(request)
        except ArchiveError:
            raise
        except Exception as error:  # the exchange is archived, and a story with a picture less is a story
            name, cause = outcome(error)
            if isinstance(cause, Postponed) and entry.kind == "page":
                raise cause from error
            log.debug("%s  %s", entry.url, name)
            return None
        capture: Capture | None = spider.captured.pop(response.request, None)
        return capture if response.status == 200 else None
