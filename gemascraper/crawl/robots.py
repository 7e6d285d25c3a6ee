"""robots.txt as RFC 9309 says: unreachable means no, for each origin, asked again after some minutes."""

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
from gemascraper.crawl.refusals import Postponed, Refusal, RobotsForbidden, RobotsUnreachable

FRESH, AGAIN = 86400.0, 300.0
"""Seconds that an answer counts, and until an unreachable one is asked for again."""
SIZE = 512 << 10
"""Bytes that are parsed; RFC 9309 asks for 500 KiB at least."""
SLOWEST = 60.0
"""Seconds; a longer Crawl-delay is not obeyed to the letter."""


class _NoAnswer(ProtegoRobotParser):
    """What is used where nobody answered."""

    def allowed(self, url: str | bytes, user_agent: str | bytes) -> bool:
        return False


class Robots(RobotsTxtMiddleware):
    """One fetch an origin and day. 401, 403, 429 and 5xx count as unreachable too."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._rules: dict[str, tuple[asyncio.Task[RobotParser], float]] = {}

    async def robot_parser(self, request: Request) -> RobotParser:
        url = urlparse_cached(request)
        origin = f"{url.scheme}://{url.netloc}"
        task, since = self._rules.get(origin, (None, 0.0))
        if not task or time.monotonic() - since > (AGAIN if _unanswered(task) else FRESH):
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
        except Refusal:  # no page will be asked for either, and its own reason says more than ours
            raise
        except Exception:  # whatever went wrong, nobody said yes
            return _NoAnswer(b"", None)
        if response.status >= 500 or response.status in (401, 403, 429):
            return _NoAnswer(b"", None)
        rules = ProtegoRobotParser(response.body[:SIZE] if response.status < 400 else b"", None)
        self._slow_down(rules, host)
        await self.crawler.signals.send_catch_log_async(signals.robots_parsed, robotparser=rules, request=request)
        return rules

    def _slow_down(self, rules: RobotParser, host: str) -> None:
        """Crawl-delay, where it is longer than our own."""
        own = self.crawler.settings.getfloat("DOWNLOAD_DELAY")
        asked = min(rules.crawl_delay(self._robotstxt_useragent or self._default_useragent) or 0.0, SLOWEST)
        if asked > own:
            pace(self.crawler, host, asked)

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        if isinstance(rp, _NoAnswer):
            raise RobotsUnreachable("robots.txt is unreachable")
        if rp and not rp.allowed(request.url, self._robotstxt_useragent or self._default_useragent):
            raise RobotsForbidden("robots.txt says no")


def _unanswered(task: asyncio.Task[RobotParser]) -> bool:
    if not task.done():
        return False
    return task.cancelled() or task.exception() is not None or isinstance(task.result(), _NoAnswer)
