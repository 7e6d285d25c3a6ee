"""What a crawl logs: one line for each new or revised article and each failure; nothing for what is unchanged."""

from __future__ import annotations

import logging
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from scrapy.logformatter import LogFormatter, LogFormatterResult

from gemascraper.errors import GemascraperError
from gemascraper.items import Article
from gemascraper.outcomes import UNDERSTOOD, Outcome
from gemascraper.values.text import printable

Logger = logging.Logger | logging.LoggerAdapter[Any]
LEVELS = {
    "scrapy": logging.WARNING,
    "twisted": logging.WARNING,
    "scrapy.core.scraper": logging.INFO,
    "scrapy.core.downloader.handlers": logging.ERROR,  # sizes and losses are outcomes, which `ArticleLogFormatter` logs
}
"""Logger → lowest level that is shown: what `ArticleLogFormatter` writes, not the internals of Scrapy and Twisted."""


def log_failure(logger: Logger, error: GemascraperError) -> None:
    """Log the error that ends a run: for ``run.log``, and for `scrapy crawl`, which prints nothing else of it."""
    logger.error("%s", error, extra={"ends_run": True})


def is_printed_at_the_end(record: logging.LogRecord) -> bool:
    """Whether our command line prints what this record says once more, as its last line."""
    return getattr(record, "ends_run", False)


class ArticleLogFormatter(LogFormatter):
    """``gemapos  2026-08-21 19:04  "Banjir Bandang …"  new``"""

    def scraped(self, item: Any, response: Any, spider: Any = None) -> LogFormatterResult:
        if not isinstance(item, Article):
            return super().scraped(item, response, spider)
        when = f"{item.published:%Y-%m-%d %H:%M}" if item.published else "no date"
        state = "new" if item.revision == 1 else f"revision {item.revision}"
        place = item.edition or item.outlet
        return {
            "level": logging.INFO,
            "msg": "%(place)s  %(when)s  %(headline)s  %(state)s",
            "args": {"place": place, "when": when, "headline": printable(f"“{item.headline}”"), "state": state},
        }

    def dropped(self, item: Any, exception: BaseException, response: Any, spider: Any = None) -> LogFormatterResult:
        quiet = str(exception) in UNDERSTOOD | {Outcome.POSTPONED}
        return {
            "level": logging.DEBUG if quiet else logging.INFO,
            "msg": "%(why)s  %(url)s",
            "args": {"url": printable(item.url), "why": str(exception)},
        }


class RunLog(logging.FileHandler):
    """`run.log` beside a run's `run.json`, with times in UTC. A full disk costs lines of it, never the run."""

    def __init__(self, folder: Path, spider: Any) -> None:
        super().__init__(folder / "run.log", encoding="utf-8", delay=True)
        self._spider = spider
        self.setLevel(logging.INFO)
        form = logging.Formatter("%(asctime)sZ %(levelname)-7s %(message)s", "%Y-%m-%dT%H:%M:%S")
        form.converter = time.gmtime
        self.setFormatter(form)
        logging.getLogger().addHandler(self)

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether *record* is of this run: another outlet's spider may log in the same process."""
        return getattr(record, "spider", self._spider) is self._spider

    def handleError(self, record: logging.LogRecord) -> None:
        pass

    def close(self) -> None:
        logging.getLogger().removeHandler(self)
        with suppress(OSError):
            super().close()
