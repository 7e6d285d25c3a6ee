"""What a person sees of a crawl: a line that moves on a terminal, plain log lines elsewhere, and a summary at the end."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.live import Live
from rich.logging import RichHandler
from rich.text import Text
from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings

from gemascraper.crawl.log import QUIET
from gemascraper.spiders.outlet import OutletSpider


class Progress:
    """Log lines and, on a terminal, the line that moves; both on stderr."""

    def __init__(self, quiet: bool, plain: bool) -> None:
        self._console = Console(stderr=True)
        self._moving = self._console.is_terminal and not quiet and not plain
        self._level = (
            logging.WARNING if quiet else logging.DEBUG if os.environ.get("GEMASCRAPER_DEBUG") else logging.INFO
        )
        self._began = time.monotonic()

    def take_over_logging(self, settings: BaseSettings) -> None:
        """Send log records to where the progress is, so that neither tears the other."""
        handler: logging.Handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)-7s %(message)s", "%H:%M:%S"))
        if self._moving:
            handler = RichHandler(
                console=self._console, show_path=False, markup=False, highlighter=None, log_time_format="%H:%M:%S"
            )
        logging.basicConfig(level=self._level, handlers=[handler], force=True)
        for name in QUIET:
            logging.getLogger(name).setLevel(logging.WARNING)
        for name in ("scrapy.core.engine", "scrapy.statscollectors", "twisted"):
            logging.getLogger(name).setLevel(
                max(logging.WARNING if self._level > logging.DEBUG else self._level, logging.DEBUG)
            )
        settings.set("LOG_LEVEL", logging.getLevelName(self._level), priority="cmdline")

    @contextmanager
    def showing(self, crawlers: Sequence[Crawler]) -> Iterator[None]:
        """Show the moving line while inside."""
        if not self._moving:
            yield
            return
        with Live(
            get_renderable=lambda: self._line(crawlers), console=self._console, refresh_per_second=4, transient=True
        ):
            yield

    def _line(self, crawlers: Sequence[Crawler]) -> Text:
        return Text("\n").join(
            [
                Text(line(crawler.spider, self._began))
                for crawler in crawlers
                if isinstance(crawler.spider, OutletSpider)
            ]
        )


def line(spider: OutletSpider, began: float) -> str:
    """``gemapos  212 fetched · 180 stories (12 new/min) · 3 in flight · about 14 min left``"""
    if spider.recorder is None:
        return f"{spider.name}  starting"
    run, seconds = spider.recorder.run, max(time.monotonic() - began, 1.0)
    known = run.known - run.stories
    rate = run.stories / seconds
    left = f" · about {max(known, 0) / rate / 60:.0f} min left" if rate and known > 0 else ""
    fetched = sum(run.captures.values())
    waiting = " · waiting for politeness" if spider.waiting else ""
    return f"{spider.name}  {run.known} stories known · {fetched} fetched · {run.stories} settled ({60 * rate:.0f}/min){waiting}{left}"


def summary(spider: OutletSpider) -> str:
    """A run in a few lines."""
    assert spider.recorder
    run = spider.recorder.run
    lines = [f"{spider.outlet.name}: {run.summary()}"]
    if spider.dry_run:
        lines = [would_fetch(spider)]
    if run.editions:
        lines.append("  editions  " + ", ".join(f"{name} {count}" for name, count in sorted(run.editions.items())))
    odd = {name: count for name, count in run.outcomes.items() if name not in ("read", "unchanged")}
    if odd:
        lines.append("  outcomes  " + ", ".join(f"{name} {count}" for name, count in odd.items()))
    lines.append(
        f"  archived  {sum(run.captures.values())} exchanges, {run.bytes / 1e6:.1f} MB, in {spider.recorder.folder}"
    )
    return "\n".join(lines)


def would_fetch(spider: OutletSpider) -> str:
    """What `--dry-run` found, and how long politeness makes it."""
    due, hosts = spider.pending.get("story due", 0), max(spider.pending.get("hosts due", 0), 1)
    seconds = due * 1.5 * spider.settings.getfloat("DOWNLOAD_DELAY") / hosts
    return f"{spider.outlet.name}: {due} stories would be fetched from {hosts} hosts; politeness makes it about {seconds / 60:.0f} min."
