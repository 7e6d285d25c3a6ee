"""The one gate that every request passes, whoever made it: page, picture, redirect, robots.txt."""

from __future__ import annotations

from scrapy.crawler import Crawler
from scrapy.http import Request
from scrapy.utils.httpobj import urlparse_cached

from gemascraper.crawl.manners import pace
from gemascraper.crawl.refusals import ForbiddenScheme, Offsite

LONGEST = 2083
"""Characters of an address; longer ones are traps."""


class Gate:
    """Lets only http(s) through, only within the outlet, and sets each host's pace before its first request."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._delay = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self._paced: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Gate:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        parts = urlparse_cached(request)
        host = parts.hostname or ""
        if parts.scheme not in ("http", "https") or not host or len(request.url) > LONGEST:
            raise ForbiddenScheme(f"{request.url[:100]} is not fetched")
        outlet = getattr(self._crawler.spider, "outlet", None)
        entry = request.cb_kwargs.get("entry")
        if outlet and entry and entry.kind != "image" and not outlet.owns(request.url):
            raise Offsite(f"{host} is not {outlet.name}")
        if self._delay and host not in self._paced:
            self._paced.add(host)
            pace(self._crawler, host, self._delay)
