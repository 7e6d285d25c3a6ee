"""A crawl from the command line: Scrapy's process, our signals, our exit codes."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
from collections.abc import Mapping, Sequence
from typing import Any

import click
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.utils.project import get_project_settings

from gemascraper.cli.progress import Progress, summary
from gemascraper.errors import GemascraperError
from gemascraper.outlets.profile import Outlet
from gemascraper.spiders.outlet import OutletSpider, spider_for

GRACE = 10.0
"""Seconds that pages in flight get after the first signal; everything that was reported is committed anyway."""

log = logging.getLogger(__name__)
Targets = Sequence[tuple[Outlet, tuple[str, ...]]]


def run(
    targets: Targets, arguments: Mapping[str, Any], options: Mapping[str, Any], *, quiet: bool, as_json: bool
) -> list[GemascraperError | int]:
    """Crawl all targets; what went wrong with each, or the code of the signal that stopped us."""
    os.environ.setdefault("SCRAPY_SETTINGS_MODULE", "gemascraper.settings")
    settings = get_project_settings()
    settings.setdict(options, priority="cmdline")
    progress = Progress(quiet=quiet, plain=as_json)
    progress.take_over_logging(settings)
    settings.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")  # the progress has its own
    process = AsyncCrawlerProcess(settings)
    crawlers = [process.create_crawler(spider_for(outlet.key)) for outlet, _ in targets]
    for crawler, (_, sites) in zip(crawlers, targets, strict=True):
        process.crawl(crawler, seeds=sites, **arguments)
    stopper = Stopper(crawlers)
    with progress.showing(crawlers):
        process.start(install_signal_handlers=False)
    spiders = [spider for crawler in crawlers if isinstance(spider := crawler.spider, OutletSpider)]
    for spider in spiders:
        if spider.recorder and as_json:
            path = spider.recorder.folder / "runs" / spider.recorder.run.name / "run.json"
            click.echo(json.dumps(json.loads(path.read_text()), ensure_ascii=False))
        elif spider.recorder and not quiet:
            click.echo(summary(spider), err=True)
    failures: list[GemascraperError | int] = [spider.failure for spider in spiders if spider.failure]
    return failures + ([128 + stopper.number] if stopper.number else [])


class Stopper:
    """SIGTERM and Ctrl-C: once, pages in flight are finished; twice, or after `GRACE`, we leave with what is committed."""

    def __init__(self, crawlers: Sequence[Crawler]) -> None:
        self._crawlers = crawlers
        self.number = 0
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._caught)

    def _caught(self, number: int, _: Any) -> None:
        from twisted.internet import reactor

        call: Any = reactor.callFromThread
        call(self._stop, number)

    def _stop(self, number: int) -> None:
        if self.number:
            asyncio.ensure_future(self._leave())
            return
        self.number = number
        log.warning("stopping: finishing what is in flight; once more to leave at once")
        for crawler in self._crawlers:
            if isinstance(crawler.spider, OutletSpider):
                crawler.spider.stop_signal = number
                crawler.spider.changed.set()
            asyncio.ensure_future(crawler.stop_async())
        asyncio.get_running_loop().call_later(GRACE, lambda: asyncio.ensure_future(self._leave()))

    async def _leave(self) -> None:
        code = 128 + self.number
        for crawler in self._crawlers:
            if isinstance(crawler.spider, OutletSpider) and crawler.spider.recorder:
                await crawler.spider.recorder.close("shutdown", code)
                crawler.spider.recorder.readers.close()
        log.warning("stopped; everything reported so far is committed")
        logging.shutdown()
        os._exit(code)
