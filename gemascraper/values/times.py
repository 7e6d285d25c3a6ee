"""Dates and times in text, as outlets print them and as machines write them. No date is ever guessed.

A time needs a day, a month and a year, or a relative phrase and the time that it is relative to. A printed zone (WIB,
WITA, WIT, an offset) is used; otherwise the zone that the caller gives, which is that of the outlet.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Any, Literal

import attrs

from gemascraper.values.months import MONTHS
from gemascraper.values.zones import ABBREVIATION_PATTERN, ZONES

_NUMBERS = {
    name: n
    for n, name in enumerate(
        ["satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh"], start=1
    )
}

_MONTH = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
_DATES = (
    re.compile(r"(?<![\d/.-])(?P<year>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)", re.I),
    re.compile(r"(?<!\d)(?P<year>\d{4})\s?[年년]\s?(?P<m>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일]"),
    re.compile(
        rf"(?<![\d/.])(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|º)?[\s\-.,]*(?:de\s+)?\b{_MONTH}(?:\s?/\s?[^\W\d]+)?"
        r"[\s\-,]*(?:del?\s+)?(?P<year>\d{4})(?!\d)",
        re.I,
    ),
    re.compile(rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})(?!\d)", re.I),
    re.compile(
        r"(?<![\d/.:-])(?P<day>\d{1,2})(?P<by>[/.-]| / )(?P<m>\d{1,2})(?P=by)(?P<year>\d{4}|\d{2})(?![\d/])", re.I
    ),
    re.compile(r"(?<!\d)(?P<year>\d{4})(?P<m>\d{2})(?P<day>\d{2})(?=T\d{4})"),
)
_CLOCK = (
    r"(?P<hour>[01]?\d|2[0-3])\s?[:.\-]\s?(?P<minute>[0-5]\d)(?:[:.\-](?P<second>[0-5]\d))?(?:[.,]\d{1,9})?(?!\d)(?:\s?(?P<half>[ap])\.?m\b\.?)?"
    rf"(?:\s*\(?(?P<zone>{ABBREVIATION_PATTERN}|GMT(?:[+-]\d{{1,2}})?|UTC|Z)\b|\s*(?P<offset>[+-]\d{{2}}:?\d{{2}})(?!\d))?"
)
_COMPACT = re.compile(
    r"T(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?(?P<half>)(?P<zone>Z)?(?P<offset>[+-]\d{2}:?\d{2})?"
)
_AFTER = re.compile(
    rf"[\s,|·•()/–—-]*(?:T|at\b|pukul\b|jam\b|pkl\b\.?|(?P<glued>{ABBREVIATION_PATTERN})(?=\d))?[\s:,]*" + _CLOCK, re.I
)
_BEFORE = re.compile(
    r"(?<![\d/.:-])" + _CLOCK + r"[\s,|·•(–—-]*(?:(?:senin|selasa|rabu|kamis|jum.?at|sabtu|minggu|ahad)\b[\s,]*)?$",
    re.I,
)
_ANY_CLOCK = re.compile(r"(?<![\d/.:-])" + _CLOCK, re.I)
_EPOCH = re.compile(r"(\d{10})(\d{3})?(?:\.\d+)?")
_AGO = re.compile(
    r"\b(?:(?P<n>\d{1,3}|(?P<word>" + "|".join(_NUMBERS) + r"))\s+|(?P<one>se))"
    r"(?P<unit>detik|menit|jam|hari|minggu|pekan|bulan|tahun)\s+(?:yang\s+)?lalu\b",
    re.I,
)
_AGO_ENGLISH = re.compile(r"\b\d{1,3}\s+(?P<unit>second|minute|hour|day|week|month|year)s?\s+ago\b", re.I)
_FINE = {"detik", "menit", "jam", "second", "minute", "hour"}
_DAYS_BACK = re.compile(r"\b(?:(?P<today>hari ini)|(?P<yesterday>kemarin)(?!\s+lusa))\b", re.I)
_LONGEST = 300


@attrs.frozen
class Moment:
    """A time that a text states: an aware datetime, how exact it is, and whether its zone is printed there too."""

    value: datetime
    precision: Literal["day", "minute", "second"]
    zone_printed: bool


def printed(text: str, zone: tzinfo, base: datetime | None = None) -> Moment | None:
    """The first time in *text*; None where there is none. Relative times ("3 jam lalu") need *base*.

    Only the first 300 characters are read.

    >>> from gemascraper.values.zones import WIB
    >>> printed("Sabtu, 22 Juni 2024 | 08:15 WITA", WIB).value.isoformat()
    '2024-06-22T08:15:00+08:00'
    >>> printed("Rabu (19/6)", WIB)
    """
    text = text[:_LONGEST]
    found = _absolute(text, zone)
    return found or (_relative(text, zone, base.astimezone(zone)) if base else None)


def machine(text: str, zone: tzinfo) -> Moment | None:
    """The time that a machine wrote: ISO 8601, RFC 822, seconds since 1970, or one of their misspellings; else None.

    A time without an offset is in *zone*.

    >>> from gemascraper.values.zones import WIB
    >>> machine("2023-11-02T20-59-53Z", WIB).value.isoformat()
    '2023-11-02T20:59:53+00:00'
    """
    text = text.strip()[:_LONGEST]
    if epoch := _EPOCH.fullmatch(text):
        return Moment(datetime.fromtimestamp(int(epoch[1]), UTC).astimezone(zone), "second", False)
    return _absolute(text, zone)


def dates(text: str) -> list[str]:
    """Every full date in *text*, in order, as ``YYYY-MM-DD``."""
    found = sorted((match.start(), day) for match, day in _matches(text))
    return [day.isoformat() for _, day in found]


def _matches(text: str) -> list[tuple[re.Match[str], date]]:
    found = ((match, _day(match)) for pattern in _DATES for match in pattern.finditer(text))
    return [(match, day) for match, day in found if day]


def _day(match: re.Match[str]) -> date | None:
    part = match.groupdict()
    year = int(part["year"]) + (2000 if len(part["year"]) == 2 else 0)
    month = MONTHS.get(part["month"].casefold(), 0) if part.get("month") else int(part["m"])
    day = int(part["day"])
    if day <= 12 < month:  # the American order, where no other is possible
        day, month = month, day
    try:
        return date(year, month, day) if 1900 <= year <= 2100 else None
    except ValueError:
        return None


def _absolute(text: str, zone: tzinfo) -> Moment | None:
    for pattern in _DATES:
        for match in pattern.finditer(text):
            if day := _day(match):
                return _at(day, _clock_beside(text, match), zone)
    return None


def _clock_beside(text: str, day: re.Match[str]) -> re.Match[str] | None:
    """The time of day right after a date, or right before it."""
    return _COMPACT.match(text, day.end()) or _AFTER.match(text, day.end()) or _BEFORE.search(text[: day.start()])


def _at(day: date, clock: re.Match[str] | None, zone: tzinfo) -> Moment | None:
    if clock is None:
        return _moment(day, time(), zone, "day", False)
    part: dict[str, Any] = {"glued": None, **clock.groupdict()}
    try:
        hour = _hour(int(part["hour"]), part["half"])
        printed_zone = _zone(part["offset"] or part["zone"] or part["glued"])
        moment = time(hour, int(part["minute"]), int(part["second"] or 0))
    except ValueError:
        return _moment(day, time(), zone, "day", False)
    return _moment(
        day, moment, printed_zone or zone, "second" if part["second"] else "minute", printed_zone is not None
    )


def _moment(
    day: date, clock: time, zone: tzinfo, precision: Literal["day", "minute", "second"], printed_zone: bool
) -> Moment | None:
    try:
        value = datetime.combine(day, clock, zone)
        value.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return Moment(value, precision, printed_zone)


def _hour(hour: int, half: str | None) -> int:
    if not half or hour > 12:
        return hour
    return hour % 12 + (12 if half.lower() == "p" else 0)


def _zone(name: str | None) -> tzinfo | None:
    if not name:
        return None
    if name.upper() in ZONES:
        return ZONES[name.upper()]
    hours = re.search(r"([+-])(\d{1,2}):?(\d{2})?$", name)
    if not hours:
        return UTC
    shift = timedelta(hours=int(hours[2]), minutes=int(hours[3] or 0))
    return timezone(-shift if hours[1] == "-" else shift) if shift < timedelta(hours=16) else None


def _relative(text: str, zone: tzinfo, base: datetime) -> Moment | None:
    if re.search(r"\bbaru saja\b|\bjust now\b", text, re.I):
        return Moment(base, "minute", False)
    if back := _DAYS_BACK.search(text):
        return _at(base.date() - timedelta(days=bool(back["yesterday"])), _ANY_CLOCK.search(text), zone)
    if ago := _AGO.search(text):
        number = 1 if ago["one"] else _NUMBERS.get((ago["word"] or "").lower()) or int(ago["n"])
        return _ago(f"{number} {ago['unit'].lower().replace('pekan', 'minggu')} lalu", ago["unit"].lower(), base)
    if ago := _AGO_ENGLISH.search(text):
        return _ago(ago[0], ago["unit"].lower(), base)
    return None


def _ago(phrase: str, unit: str, base: datetime) -> Moment | None:
    """The time that is *phrase* before *base*. Only a number and a unit: dateparser finds dates in nearly all text."""
    import dateparser

    naive = base.replace(tzinfo=None)
    found = dateparser.parse(
        phrase, languages=["id", "en"], settings={"RELATIVE_BASE": naive, "RETURN_AS_TIMEZONE_AWARE": False}
    )
    if found is None:
        return None
    if unit in _FINE:
        return Moment(found.replace(microsecond=0, tzinfo=base.tzinfo), "minute", False)
    return Moment(datetime.combine(found.date(), time(), base.tzinfo), "day", False)
