"""robots.txt by RFC 9309: where it is unreachable, everything is forbidden, until it is tried again."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Request
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import ProtegoRobotParser, RobotParser
from scrapy.utils.httpobj import urlparse_cached

from gemascraper.crawl.manners import pace
from gemascraper.crawl.refusals import FetchRefusal, Postponed, RobotsForbidden, RobotsUnreachable

FRESH, AGAIN = 86400.0, 300.0
"""Seconds that a robots.txt is used, and until an unreachable one is fetched again."""
SIZE = 512 << 10
"""Bytes that are parsed; RFC 9309 asks for at least 500 KiB."""
SLOWEST = 60.0
"""Seconds; a longer Crawl-delay counts as this."""


class _Unreachable(ProtegoRobotParser):
    """The rules of an unreachable robots.txt."""

    def allowed(self, url: str | bytes, user_agent: str | bytes) -> bool:
        return False


class Robots(RobotsTxtMiddleware):
    """Fetches robots.txt once a day for each origin. 401, 403, 429 and 5xx count as unreachable too."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._rules: dict[str, tuple[asyncio.Task[RobotParser], float]] = {}

    async def robot_parser(self, request: Request) -> RobotParser:
        url = urlparse_cached(request)
        origin = f"{url.scheme}://{url.netloc}"
        task, since = self._rules.get(origin, (None, 0.0))
        if not task or time.monotonic() - since > (AGAIN if _is_unreachable(task) else FRESH):
            task = asyncio.ensure_future(self._fetch(origin, url.hostname or ""))
            self._rules[origin] = task, time.monotonic()
        return await asyncio.shield(task)

    async def _fetch(self, origin: str, host: str) -> RobotParser:
        request = Request(
            f"{origin}/robots.txt",
            callback=NO_CALLBACK,
            priority=self.DOWNLOAD_PRIORITY,
            meta={"dont_obey_robotstxt": True},
        )
        try:
            engine: Any = self.crawler.engine
            response = await engine.download_async(request)
        except Postponed:
            self._rules.pop(origin, None)
            raise
        except FetchRefusal:  # pages are refused for the same reason, which says more than ours
            raise
        except Exception:  # whatever went wrong, robots.txt is unreachable
            return _Unreachable(b"", None)
        if response.status >= 500 or response.status in (401, 403, 429):
            return _Unreachable(b"", None)
        rules = ProtegoRobotParser(response.body[:SIZE] if response.status < 400 else b"", None)
        self._slow_down(rules, host)
        await self.crawler.signals.send_catch_log_async(signals.robots_parsed, robotparser=rules, request=request)
        return rules

    def _slow_down(self, rules: RobotParser, host: str) -> None:
        """Use Crawl-delay where it is longer than our own delay."""
        own = self.crawler.settings.getfloat("DOWNLOAD_DELAY")
        asked = min(rules.crawl_delay(self._robotstxt_useragent or self._default_useragent) or 0.0, SLOWEST)
        if asked > own:
            pace(self.crawler, host, asked)

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        if isinstance(rp, _Unreachable):
            raise RobotsUnreachable("robots.txt is unreachable")
        if rp and not rp.allowed(request.url, self._robotstxt_useragent or self._default_useragent):
            raise RobotsForbidden("robots.txt forbids it")


def _is_unreachable(task: asyncio.Task[RobotParser]) -> bool:
    if not task.done():
        return False
    return task.cancelled() or task.exception() is not None or isinstance(task.result(), _Unreachable)
