"""Where a reading becomes a revision: the recorder files it, and a plain article goes on to whoever listens."""

from __future__ import annotations

from typing import Any

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from gemascraper.errors import ArchiveError
from gemascraper.items import Article, Reading


class RecordPipeline:
    """Files each reading. What leaves is an `Article`, so feeds, other pipelines and item stats work as ever."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RecordPipeline:
        return cls(crawler)

    async def process_item(self, item: Any) -> Any:
        if not isinstance(item, Reading):
            return item
        spider: Any = self._crawler.spider
        try:
            article: Article | None = await spider.recorder.file(item)
        except ArchiveError as error:  # the recorder has ended the run and said why
            raise DropItem("not_filed", log_level="DEBUG") from error
        finally:
            spider.settled(item)
        if article is None:
            raise DropItem(item.outcome)
        return article
