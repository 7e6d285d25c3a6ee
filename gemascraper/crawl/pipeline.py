"""The item pipeline that files each reading and passes its article on."""

from __future__ import annotations

from typing import Any

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from gemascraper.crawl.session import CrawlSession, session_of
from gemascraper.errors import ArchiveError
from gemascraper.items import Reading


class RecordPipeline:
    """Files readings. What leaves is an `Article`, so feeds, other pipelines and Scrapy's item stats work as usual."""

    def __init__(self, session: CrawlSession) -> None:
        self._session = session

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RecordPipeline:
        return cls(session_of(crawler))

    async def process_item(self, item: Any) -> Any:
        if not isinstance(item, Reading):
            return item
        try:
            article = await self._session.file(item)
        except ArchiveError as error:  # the recorder has ended the run and reported why
            raise DropItem("not_filed", log_level="DEBUG") from error
        if article is None:
            raise DropItem(item.outcome)
        return article
