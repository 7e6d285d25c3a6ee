"""What a crawl says while it runs: one line for each article, nothing for what changed nothing."""

from __future__ import annotations

import logging
from typing import Any

from scrapy.logformatter import LogFormatter, LogFormatterResult

from gemascraper.items import Article
from gemascraper.values.text import printable

QUIET = (
    "scrapy.extensions.telnet",
    "scrapy.middleware",
    "scrapy.addons",
    "scrapy.utils.log",
    "scrapy.crawler",
    "scrapy.extensions.logstats",
)
"""Loggers whose INFO lines are no part of a crawl's story."""


class OneLine(LogFormatter):
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
        return {
            "level": logging.DEBUG,
            "msg": "%(url)s  %(why)s",
            "args": {"url": printable(item.url), "why": str(exception)},
        }
