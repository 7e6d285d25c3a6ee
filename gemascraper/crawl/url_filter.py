"""The first middleware: checks the URL of every request, be it for a page, picture, redirect or robots.txt."""

from __future__ import annotations

from scrapy.crawler import Crawler
from scrapy.http import Request

from gemascraper.crawl.manners import pace
from gemascraper.crawl.refusals import ForbiddenUrl, Offsite
from gemascraper.crawl.session import session_of
from gemascraper.items import Entry
from gemascraper.outlets.profile import Outlet
from gemascraper.values import urls


class UrlFilter:
    """Refuses what is not http(s) or not the outlet's, and sets each host's pace before its first request."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler, self._session = crawler, session_of(crawler)
        self._delay = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self._paced: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> UrlFilter:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        if len(request.url) > urls.MAX_LENGTH or not request.url.startswith(("http://", "https://")):
            raise ForbiddenUrl(f"{request.url[:100]} is not fetched")
        outlet, entry = self._session.outlet, request.cb_kwargs.get("entry")
        if outlet and entry and not _within(outlet, entry, request.url):
            raise Offsite(f"{request.url[:100]} is not {outlet.name}")
        request.meta.pop("download_slot", None)  # a redirect still has the slot of the first host
        host = urls.host(request.url)
        if self._delay and host not in self._paced:
            self._paced.add(host)
            pace(self._crawler, host, self._delay)


def _within(outlet: Outlet, entry: Entry, url: str) -> bool:
    """Whether *url*, fetched for *entry*, is the outlet's; pictures may be on any host."""
    if entry.kind == "image":
        return True
    return urls.same_site(entry.url, url) if outlet.anywhere else outlet.owns(url)
