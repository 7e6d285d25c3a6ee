"""A few pages of one site from the network, with all manners of a crawl and no archive; each may lead to more."""

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

from gemascraper.crawl.refusals import NoContact, Refusal
from gemascraper.crawl.wire import outcome
from gemascraper.errors import NothingFetched, UsageError

MOST = 25
"""Pages of one visit."""


@attrs.frozen
class Fetched:
    """What came, from where in the end."""

    body: bytes
    url: str
    content_type: str | None


@attrs.define
class Visit:
    """What came, by the address that was asked for, and what did not, with the reason in words."""

    pages: dict[str, Fetched] = attrs.field(factory=dict)
    refused: dict[str, str] = attrs.field(factory=dict)
    sitemaps: list[str] = attrs.field(factory=list)
    """Those that robots.txt names; known before the first page comes."""
    anonymous: bool = False


Follow = Callable[[Visit, str], Iterable[str]]
"""Which addresses the page at one leads to, given all that came so far."""


class VisitSpider(scrapy.Spider):
    """Ask for some addresses, and for those that they lead to."""

    name = "visit"

    def __init__(self, addresses: Sequence[str], follow: Follow, visit: Visit) -> None:
        super().__init__()
        self._addresses, self._follow, self._visit = addresses, follow, visit
        self._asked: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.robots, signals.robots_parsed)
        return spider

    def robots(self, robotparser: Any) -> None:
        self._visit.sitemaps += [url for url in robotparser.rp.sitemaps if url not in self._visit.sitemaps]

    async def start(self) -> AsyncIterator[Any]:
        for request in self._requests(self._addresses):
            yield request

    def _requests(self, addresses: Iterable[str]) -> Iterator[Request]:
        for url in addresses:
            if url not in self._asked and len(self._asked) < MOST:
                self._asked.add(url)
                yield Request(url, self.parse, errback=self.failed, dont_filter=True, cb_kwargs={"asked": url})

    def parse(self, response: Response, asked: str) -> Iterator[Request]:
        if response.status >= 300:
            self._visit.refused[asked] = f"the answer was {response.status}"
        else:
            kind = response.headers.get("Content-Type")
            fetched = Fetched(response.body, response.url, kind.decode("latin-1") if kind else None)
            self._visit.pages[asked] = fetched
        yield from self._requests(self._follow(self._visit, asked))

    def failed(self, failure: Failure) -> Iterator[Request]:
        assert failure.value
        name, cause = outcome(failure.value)
        asked: str = failure.request.cb_kwargs["asked"]  # type: ignore[attr-defined]
        self._visit.anonymous |= isinstance(cause, NoContact)
        self._visit.refused[asked] = str(cause) if isinstance(cause, Refusal) else name.replace("_", " ")
        yield from self._requests(self._follow(self._visit, asked))


_CONTACT = "Set GEMASCRAPER_CONTACT to an address or page where the outlet can reach you."


def _nowhere(visit: Visit, asked: str) -> Iterable[str]:
    return ()


def visit(
    addresses: Sequence[str],
    options: Mapping[str, Any],
    follow: Follow = _nowhere,
    advice: str = "Is that the outlet's own address?",
) -> Visit:
    """Ask for *addresses*, redirects followed. Raises `NothingFetched` with *advice* where the first cannot be had."""
    os.environ.setdefault("SCRAPY_SETTINGS_MODULE", "gemascraper.settings")
    settings = get_project_settings()
    settings.setdict({"LOG_LEVEL": "CRITICAL", **options}, priority="cmdline")
    made = Visit()
    process = AsyncCrawlerProcess(settings)
    process.crawl(VisitSpider, addresses=addresses, follow=follow, visit=made)
    process.start()
    if made.anonymous:
        raise UsageError("Nobody is asked anonymously.", _CONTACT)
    if addresses[0] not in made.pages:
        why = made.refused.get(addresses[0], "stopped")
        raise NothingFetched(f"{addresses[0]} could not be fetched ({why}).", advice)
    return made
