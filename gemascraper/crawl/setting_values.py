"""Whether the values of settings are what Scrapy and we can read, asked before a crawl begins."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

from scrapy.settings import BaseSettings, default_settings

from gemascraper import settings as ours
from gemascraper.errors import UsageError

_FRACTIONS = {"DNS_TIMEOUT", "DOWNLOAD_TIMEOUT"}
"""Seconds whose defaults are whole numbers and which need not be."""
_LEAST = {
    "CONCURRENT_REQUESTS": 1,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "CONCURRENT_ITEMS": 1,
    "DOWNLOAD_DELAY": 0,
    "DOWNLOAD_MAXSIZE": 0,
    "DOWNLOAD_TIMEOUT": 0.001,
    "GEMASCRAPER_READERS": 0,
    "REDIRECT_MAX_TIMES": 0,
    "RETRY_TIMES": 0,
}
"""Smallest values of the numbers that a crawl depends on; other settings of Scrapy may be negative."""
_LEVELS = ("CRITICAL", "ERROR", "WARNING", "INFO", "DEBUG")


def check(settings: BaseSettings) -> None:
    """Raise `UsageError` for a number or a switch among *settings* that is not one, and for an unknown log level."""
    for name, kind in kinds().items():
        value = settings.get(name)
        if value is not None and not _fits(value, kind, _LEAST.get(name, -math.inf)):
            raise UsageError(f"The setting {name} is {str(value)!r}, which is not {_expected(name, kind)}.")
    if (level := str(settings.get("LOG_LEVEL"))) not in _LEVELS and not level.isdigit():
        raise UsageError(f"The setting LOG_LEVEL is {level!r}, which is not one of {', '.join(_LEVELS)}.")


@cache
def kinds() -> dict[str, type]:
    """Name of each setting that is a number or a switch → its type, which is that of its default."""
    defaults = {**vars(default_settings), **vars(ours), **ours.own_defaults}
    found = {name: type(value) for name, value in defaults.items() if name.isupper() and type(value) in _EXPECTED}
    return found | dict.fromkeys(_FRACTIONS, float)


def _fits(value: Any, kind: type, least: float) -> bool:
    if kind is bool:
        return str(value) in ("0", "1", "True", "False", "true", "false")
    try:
        number = kind(value)
    except (TypeError, ValueError, OverflowError):
        return False
    return bool(math.isfinite(number) and number >= least)


_EXPECTED = {bool: "1 or 0 (true or false)", int: "a whole number", float: "a number"}


def _expected(name: str, kind: type) -> str:
    """What stands for a value of that kind, as in ``a number of at least 0, such as 2.0``."""
    default = ours.own_defaults.get(name, getattr(ours, name, getattr(default_settings, name, None)))
    least = f" of at least {_LEAST[name]:g}" if name in _LEAST else ""
    return _EXPECTED[kind] if kind is bool else f"{_EXPECTED[kind]}{least}, such as {default}"
