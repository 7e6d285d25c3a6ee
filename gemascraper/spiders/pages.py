"""A few pages of one site, fetched as politely as in a crawl, and not archived; each page can lead to more."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Self

import attrs
import scrapy
from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.http import Request, Response
from scrapy.utils.project import get_project_settings
from twisted.python.failure import Failure

from gemascraper.crawl.failures import outcome_of
from gemascraper.crawl.refusals import FetchRefusal, NoContact
from gemascraper.errors import NothingFetched, no_contact

MOST_PAGES = 25
"""Requests of one call of `fetch_pages`."""


@attrs.frozen
class FetchedPage:
    """The answer to one request, redirects followed."""

    body: bytes
    url: str
    """Where the redirects led."""
    content_type: str | None
    """As in the header; None without one."""


@attrs.define
class FetchedPages:
    """What was fetched, by the URL that was requested, and what was not, with the reason in words."""

    pages: dict[str, FetchedPage] = attrs.field(factory=dict)
    refused: dict[str, str] = attrs.field(factory=dict)
    sitemaps: list[str] = attrs.field(factory=list)
    """URLs that robots.txt names; known before the first page arrives."""
    lacks_contact: bool = False


Follow = Callable[[FetchedPages, str], Iterable[str]]
"""Gets all that was fetched so far, and the URL requested last; gives the URLs to request next."""


class PagesSpider(scrapy.Spider):
    """Fetch some URLs, and those that they lead to. It has no name of its own: `scrapy list` shows outlets only."""

    def __init__(self, urls: Sequence[str], follow: Follow, fetched: FetchedPages) -> None:
        super().__init__("pages")
        self._urls, self._follow, self._fetched = urls, follow, fetched
        self._requested: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider._robots_parsed, signals.robots_parsed)
        return spider

    def _robots_parsed(self, robotparser: Any) -> None:
        known = self._fetched.sitemaps
        known += [url for url in robotparser.rp.sitemaps if url not in known]

    async def start(self) -> AsyncIterator[Any]:
        for request in self._requests(self._urls):
            yield request

    def _requests(self, urls: Iterable[str]) -> Iterator[Request]:
        for url in urls:
            if url not in self._requested and len(self._requested) < MOST_PAGES:
                self._requested.add(url)
                yield Request(url, self.parse, errback=self.failed, dont_filter=True, cb_kwargs={"requested": url})

    def parse(self, response: Response, requested: str) -> Iterator[Request]:
        if response.status >= 300:
            self._fetched.refused[requested] = f"the answer was {response.status}"
        else:
            kind = response.headers.get("Content-Type")
            page = FetchedPage(response.body, response.url, kind.decode("latin-1") if kind else None)
            self._fetched.pages[requested] = page
        yield from self._requests(self._follow(self._fetched, requested))

    def failed(self, failure: Failure) -> Iterator[Request]:
        assert failure.value
        name, cause = outcome_of(failure.value)
        requested: str = failure.request.cb_kwargs["requested"]  # type: ignore[attr-defined]
        self._fetched.lacks_contact |= isinstance(cause, NoContact)
        self._fetched.refused[requested] = str(cause) if isinstance(cause, FetchRefusal) else name.replace("_", " ")
        yield from self._requests(self._follow(self._fetched, requested))


def _nowhere(fetched: FetchedPages, requested: str) -> Iterable[str]:
    return ()


def fetch_pages(
    urls: Sequence[str],
    settings: Mapping[str, Any],
    follow: Follow = _nowhere,
    advice: str = "Is that the outlet's own URL?",
) -> FetchedPages:
    """Fetch *urls* and what *follow* names, at most `MOST_PAGES`, with *settings* over those of the project.

    Starts the reactor, so it can be called once in a process. Raises `NothingFetched`, with *advice*, where the first
    URL cannot be fetched, and `UsageError` where no contact is configured.
    """
    fetched = FetchedPages()
    process = AsyncCrawlerProcess(_project_settings(settings))
    process.crawl(PagesSpider, urls=urls, follow=follow, fetched=fetched)
    process.start()
    if fetched.lacks_contact:
        raise no_contact()
    if urls[0] not in fetched.pages:
        why = fetched.refused.get(urls[0], "stopped")
        raise NothingFetched(f"{urls[0]} could not be fetched ({why}).", advice)
    return fetched


def _project_settings(own: Mapping[str, Any]) -> Any:
    os.environ.setdefault("SCRAPY_SETTINGS_MODULE", "gemascraper.settings")
    settings = get_project_settings()
    settings.setdict({"LOG_LEVEL": "CRITICAL", **own}, priority="cmdline")
    return settings
