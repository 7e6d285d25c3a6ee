"""What the terminal shows of a crawl: a moving line or plain log lines, and a summary at the end."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.live import Live
from rich.logging import RichHandler
from rich.text import Text
from scrapy.crawler import Crawler

from gemascraper.crawl.log import LEVELS, is_printed_at_the_end
from gemascraper.crawl.manners import estimated_seconds, waiting
from gemascraper.ingest.run import NO_EDITION
from gemascraper.spiders.outlet import OutletSpider
from gemascraper.values.counts import counted

log = logging.getLogger(__name__)
_CLOCK = "%H:%M:%S"
_INTERVAL = 30.0
"""Seconds between two lines of progress in a log."""


class Progress:
    """Log lines and, on a terminal, a moving line with the counts; both on stderr."""

    def __init__(self, quiet: bool, plain: bool) -> None:
        self._console = Console(stderr=True)
        self._moving = self._console.is_terminal and not quiet and not plain
        self._level = logging.INFO
        if quiet:
            self._level = logging.WARNING
        elif os.environ.get("GEMASCRAPER_DEBUG"):
            self._level = logging.DEBUG
        self._began = time.monotonic()

    def take_over_logging(self) -> None:
        """Send log records through our console, where they do not break the moving line; call it after Scrapy's."""
        logging.basicConfig(level=min(self._level, logging.INFO), handlers=[self._handler()], force=True)
        if self._level > logging.DEBUG:
            for name, level in LEVELS.items():
                logging.getLogger(name).setLevel(level)

    def _handler(self) -> logging.Handler:
        handler: logging.Handler = logging.StreamHandler()
        form = "%(asctime)s %(levelname)-7s %(message)s"
        if self._moving:
            handler = RichHandler(console=self._console, show_path=False, highlighter=None, log_time_format=_CLOCK)
            form = "%(message)s"
        handler.setLevel(self._level)
        handler.setFormatter(logging.Formatter(form, _CLOCK))
        handler.addFilter(lambda record: not is_printed_at_the_end(record))
        return handler

    @contextmanager
    def showing(self, crawlers: Sequence[Crawler]) -> Iterator[None]:
        """Show the moving line while inside."""
        if not self._moving:
            with self._logging(crawlers):
                yield
            return
        with Live(
            get_renderable=lambda: self._lines(crawlers), console=self._console, refresh_per_second=4, transient=True
        ):
            yield

    @contextmanager
    def _logging(self, crawlers: Sequence[Crawler]) -> Iterator[None]:
        """Log the same line every half minute, where there is no terminal."""
        done = threading.Event()

        def log_lines() -> None:
            while not done.wait(_INTERVAL):
                log.info("%s", self._lines(crawlers))

        logging_thread = threading.Thread(target=log_lines, daemon=True)
        logging_thread.start()
        try:
            yield
        finally:
            done.set()
            logging_thread.join()

    def _lines(self, crawlers: Sequence[Crawler]) -> Text:
        seconds = max(time.monotonic() - self._began, 1.0)
        return Text(
            "\n".join(line(spider, seconds) for each in crawlers if (spider := _ours(each))), overflow="ellipsis"
        )


def _ours(crawler: Crawler) -> OutletSpider | None:
    return crawler.spider if isinstance(crawler.spider, OutletSpider) else None


def line(spider: OutletSpider, seconds: float) -> str:
    """``gemapos  240 stories known · 212 fetched · 180 settled (12/min) · about 5 min left``"""
    if spider.recorder is None:
        return f"{spider.outlet.key}  starting"
    run = spider.recorder.run
    parts = [f"{counted(run.known, 'story', 'stories')} known", f"{sum(run.captures.values()):,} fetched"]
    parts.append(f"{run.stories:,} settled ({60 * run.stories / seconds:.0f}/min)")
    if waiting(spider.crawler):
        parts.append("waiting for politeness")
    to_do = (min(run.known, spider.scope.limit) if spider.scope.limit else run.known) - run.stories
    if run.stories and to_do > 0:
        left = to_do * seconds / run.stories
        parts.append(f"about {left / 60:.0f} min left" if left > 90 else f"about {left:.0f} s left")
    return f"{spider.outlet.key}  {' · '.join(parts)}"


def summary(spider: OutletSpider) -> str:
    """A run in a few lines."""
    assert spider.recorder
    run = spider.recorder.run
    lines = [would_fetch(spider) if spider.scope.dry_run else f"{spider.outlet.name}: {run.summary()}"]
    if run.editions.keys() - {NO_EDITION}:
        named = {"no edition" if key == NO_EDITION else key: count for key, count in run.editions.items()}
        lines.append(f"  editions  {_listed(named)}")
    if odd := {name: count for name, count in run.outcomes.items() if name not in ("read", "unchanged")}:
        lines.append(f"  outcomes  {_listed(odd)}")
    if any(outcome.isdigit() for outcome in run.captures):  # without a response there is nothing to speak of
        count, size = counted(sum(run.captures.values()), "exchange"), f"{run.bytes / 1e6:.1f} MB"
        lines.append(f"  archived  {count}, {size}, in {spider.recorder.folder}")
    return "\n".join(lines)


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in sorted(counts.items()))


def would_fetch(spider: OutletSpider) -> str:
    """What `--dry-run` found, and how long politeness makes it."""
    minutes = round(estimated_seconds(spider.crawler, spider.due) / 60)
    time = f"about {counted(minutes, 'minute')}" if minutes else "less than a minute"
    found, hosts = counted(sum(spider.due.values()), "story", "stories"), counted(len(spider.due), "host")
    return f"{spider.outlet.name}: {found} would be fetched from {hosts}, which takes {time}."
