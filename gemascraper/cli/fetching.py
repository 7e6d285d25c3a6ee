"""One page from the network, with all manners of a crawl (robots.txt, TLS, limits, who we are) and no archive."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Mapping
from typing import Any

import attrs
import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Request, Response
from scrapy.utils.project import get_project_settings
from twisted.python.failure import Failure

from gemascraper.crawl.refusals import NoContact, Refusal
from gemascraper.crawl.wire import outcome
from gemascraper.errors import GemascraperError, NothingFetched, UsageError


@attrs.frozen
class Fetched:
    """What came, from where in the end."""

    body: bytes
    url: str
    content_type: str | None


class PageSpider(scrapy.Spider):
    """Ask for one address."""

    name = "page"

    def __init__(self, url: str, answer: list[Fetched | GemascraperError]) -> None:
        super().__init__()
        self._url, self._answer = url, answer

    async def start(self) -> AsyncIterator[Any]:
        yield Request(self._url, self.parse, errback=self.failed, dont_filter=True)

    def parse(self, response: Response) -> None:
        if response.status >= 300:
            self._answer.append(_refused(self._url, f"the answer was {response.status}"))
            return
        kind = response.headers.get("Content-Type")
        self._answer.append(Fetched(response.body, response.url, kind.decode("latin-1") if kind else None))

    def failed(self, failure: Failure) -> None:
        assert failure.value
        name, cause = outcome(failure.value)
        if isinstance(cause, NoContact):
            self._answer.append(UsageError("Nobody is asked anonymously.", _CONTACT))
        else:
            why = str(cause) if isinstance(cause, Refusal) else name.replace("_", " ")
            self._answer.append(_refused(self._url, why))


_CONTACT = "Set GEMASCRAPER_CONTACT to an address or page where the outlet can reach you."


def fetch(url: str, options: Mapping[str, Any]) -> Fetched:
    """The page at *url*, redirects followed. Raises `NothingFetched` with the reason in words."""
    os.environ.setdefault("SCRAPY_SETTINGS_MODULE", "gemascraper.settings")
    settings = get_project_settings()
    settings.setdict({"LOG_LEVEL": "CRITICAL", **options}, priority="cmdline")
    answer: list[Fetched | GemascraperError] = []
    process = AsyncCrawlerProcess(settings)
    process.crawl(PageSpider, url=url, answer=answer)
    process.start()
    found = answer[0] if answer else _refused(url, "stopped")
    if isinstance(found, GemascraperError):
        raise found
    return found


def _refused(url: str, why: str) -> NothingFetched:
    return NothingFetched(f"{url} could not be fetched ({why}).", "Save the page and name its file, with --url.")
