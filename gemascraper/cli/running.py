"""A crawl from the command line: Scrapy's process, our signals, our exit codes."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings
from scrapy.utils.project import get_project_settings

from gemascraper.cli.progress import Progress, summary
from gemascraper.crawl import setting_values
from gemascraper.crawl.session import close_connections
from gemascraper.errors import GemascraperError, Stopped
from gemascraper.outlets.profile import Outlet
from gemascraper.spiders.outlet import OutletSpider, spider_for

PATIENCE, GRACE = 5.0, 10.0
"""Seconds after the first signal until open exchanges are cut off, and until the process exits in any case."""
HURRY = 0.5
"""Seconds after the second signal in which open exchanges are cut off and archived."""

log = logging.getLogger(__name__)
Targets = Sequence[tuple[str | Path, Outlet, tuple[str, ...]]]


def run(
    targets: Targets, arguments: Mapping[str, Any], options: Mapping[str, Any], *, quiet: bool, as_json: bool
) -> list[GemascraperError]:
    """Crawl all targets at once; the failure of each that has one, and `Stopped` where a signal ended the run."""
    progress = Progress(quiet=quiet, plain=as_json)
    process = AsyncCrawlerProcess(_settings(options))
    progress.take_over_logging()
    crawlers = [process.create_crawler(_spider(process, named, outlet)) for named, outlet, _ in targets]
    crawls = [
        process.crawl(crawler, sites=sites, **arguments)
        for crawler, (_, _, sites) in zip(crawlers, targets, strict=True)
    ]
    stopper = Stopper(crawlers)
    with progress.showing(crawlers):
        process.start(install_signal_handlers=False)
    stopper.ignore()
    for spider in _spiders(crawlers):
        if as_json:
            click.echo(_run_json(spider))
        elif not quiet:
            click.echo(summary(spider), err=True)
    failures = [_failure(crawler, task) for crawler, task in zip(crawlers, crawls, strict=True)]
    stopped = Stopped(stopper.number) if stopper.number else None
    return [failure for failure in (*failures, stopped) if failure]


def _failure(crawler: Crawler, task: asyncio.Task[None]) -> GemascraperError | None:
    """Why a crawl failed, before it had a spider or as its spider says; None where it did not."""
    early = task.exception() if task.done() and not task.cancelled() else None
    if isinstance(early, GemascraperError):
        return early
    if early:
        raise early
    return crawler.spider.failure if isinstance(crawler.spider, OutletSpider) else None


def _settings(options: Mapping[str, Any]) -> Settings:
    os.environ.setdefault("SCRAPY_SETTINGS_MODULE", "gemascraper.settings")
    settings = get_project_settings()
    settings.setdict(options, priority="cmdline")
    settings.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")  # `Progress` installs its own
    setting_values.check(settings)  # before Scrapy reads any of them
    return settings


def _spider(process: AsyncCrawlerProcess, named: str | Path, outlet: Outlet) -> Any:
    """The spider class of an outlet: one from `spiders/` if it is there, else one made from the profile."""
    return spider_for(outlet.key, named) if isinstance(named, Path) else process.spider_loader.load(outlet.key)


def _spiders(crawlers: Sequence[Crawler]) -> list[OutletSpider]:
    """The spiders that have opened their archives."""
    return [
        crawler.spider for crawler in crawlers if isinstance(crawler.spider, OutletSpider) and crawler.spider.recorder
    ]


def _run_json(spider: OutletSpider) -> str:
    assert spider.recorder
    return json.dumps(json.loads((spider.recorder.run.home / "run.json").read_text()), ensure_ascii=False)


class Stopper:
    """SIGTERM and Ctrl-C: the first finishes open exchanges; after a second, or after `GRACE`, the process exits."""

    def __init__(self, crawlers: Sequence[Crawler]) -> None:
        self._crawlers = crawlers
        self._tasks: list[asyncio.Task[None]] = []
        self.number = 0
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._caught)

    def _caught(self, number: int, _: Any) -> None:
        from twisted.internet import reactor

        call: Any = reactor.callFromThread
        call(self._stop, number)

    def ignore(self) -> None:
        """Ignore signals from now on: all is committed, and the exit code must not change."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)

    def _stop(self, number: int) -> None:
        loop = asyncio.get_running_loop()
        if self.number:
            self._hang_up()
            loop.call_later(HURRY, self._leave)
            return
        self.number = number
        log.warning("stopping: open requests are finished; press Ctrl-C again to exit at once")
        for crawler in self._crawlers:
            if isinstance(crawler.spider, OutletSpider):
                crawler.spider.stop(number)
            self._tasks.append(loop.create_task(crawler.stop_async()))
        loop.call_later(PATIENCE, self._hang_up)
        loop.call_later(GRACE, self._leave)

    def _hang_up(self) -> None:
        for crawler in self._crawlers:
            crawler.signals.send_catch_log(close_connections)

    def _leave(self) -> None:
        self._tasks.append(asyncio.get_running_loop().create_task(self._left()))

    async def _left(self) -> None:
        code = 128 + self.number
        for spider in _spiders(self._crawlers):
            assert spider.recorder
            await spider.recorder.close("shutdown", code)
            spider.recorder.readers.close()
        log.warning("stopped; everything reported so far is committed")
        logging.shutdown()
        os._exit(code)
