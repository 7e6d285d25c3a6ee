"""When a crawl starts: every so often, or at a time of day in the outlet's own zone."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

import attrs

from gemascraper.errors import UsageError

_PERIOD = re.compile(r"(\d{1,4})([mhd])")
_MINUTES = {"m": 1, "h": 60, "d": 24 * 60}
_DAY = 24 * 60
_PERIODS = {5, 10, 15, 20, 30, *(60 * hours for hours in (1, 2, 3, 4, 6, 8, 12, 24))}


@attrs.frozen
class Every:
    """Every so many minutes from midnight on, shifted so that outlets do not all start at once."""

    minutes: int
    shift: int
    """Minutes after midnight; less than `minutes`."""

    @property
    def interval(self) -> timedelta:
        return timedelta(minutes=self.minutes)

    def next_after(self, now: datetime) -> datetime:
        """The next start after *now*, which is in this machine's zone."""
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        passed = (now - midnight) // timedelta(minutes=1) - self.shift
        return midnight + timedelta(minutes=self.shift + (passed // self.minutes + 1) * self.minutes)

    def __str__(self) -> str:
        if self.minutes == _DAY:
            return "every day"
        number, unit = (self.minutes // 60, "hour") if self.minutes % 60 == 0 else (self.minutes, "minute")
        return f"every {unit}" if number == 1 else f"every {number} {unit}s"


@attrs.frozen
class At:
    """Each day at this time in this zone."""

    time: time
    zone: ZoneInfo

    @property
    def interval(self) -> timedelta:
        return timedelta(days=1)

    def next_after(self, now: datetime) -> datetime:
        there = now.astimezone(self.zone)
        today = datetime.combine(there.date(), self.time, self.zone)
        return today if today > there else datetime.combine(there.date() + timedelta(days=1), self.time, self.zone)

    def __str__(self) -> str:
        return f"daily at {self.time:%H:%M} {self.zone.key}"


Timing = Every | At


def every(period: str, outlet: str) -> Every:
    """The timing for a period such as `30m`, `2h` or `1d`. Raises `UsageError` for one that cron cannot express.

    >>> str(every("120m", "gemapos"))
    'every 2 hours'
    """
    found = _PERIOD.fullmatch(period)
    minutes = int(found[1]) * _MINUTES[found[2]] if found else 0
    if minutes not in _PERIODS:
        known = "5m, 10m, 15m, 20m, 30m, 1h, 2h, 3h, 4h, 6h, 8h, 12h, 1d"
        raise UsageError(f"--every {period} does not divide a day evenly.", f"Choose from {known}.")
    return Every(minutes, int(sha256(outlet.encode()).hexdigest()[:8], 16) % minutes)


def at(clock: str, zone: str) -> At:
    """The timing for a time of day such as `05:30`, in a zone such as `Asia/Jakarta`.

    >>> str(at("5:30", "Asia/Makassar"))
    'daily at 05:30 Asia/Makassar'
    """
    try:
        return At(datetime.strptime(clock, "%H:%M").time(), ZoneInfo(zone))  # noqa: DTZ007 - only its time of day is taken
    except ValueError as error:
        raise UsageError(f"--at {clock} is not a time of day.", "Write it as 05:30.") from error
