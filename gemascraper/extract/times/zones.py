"""In which zone a time is: by where the outlet is, or by what other claims of the same instant prove."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, timezone, tzinfo

import attrs

from gemascraper.extract.page.page import Page
from gemascraper.extract.times.claims import Claim
from gemascraper.values import urls
from gemascraper.values.times import Moment
from gemascraper.values.zones import ZONES, region

_INDONESIAN = {zone.utcoffset(None) for zone in ZONES.values()}
_WEST, _EAST = timedelta(hours=12), timedelta(hours=14)


def place(page: Page) -> tuple[tzinfo, bool]:
    """The zone that a time without one is in, and whether it is known: the profile's, or that of a region in the host.

    Big outlets have a host for each region: there the region counts, unless an edition of the profile has the zone.
    """
    outlet = page.outlet
    edition = outlet.editions.get(outlet.edition_of(page.url) or "")
    there = None if edition and edition.timezone else _zone_of(page.url)
    if outlet.anywhere or there != _zone_of(outlet.home):
        return there or page.zone, there is not None or not outlet.anywhere
    return page.zone, True


def _zone_of(url: str) -> tzinfo | None:
    found = region(urls.host(url))
    return ZONES[found[0]] if found else None


def righted(claims: Sequence[Claim], published: Moment | None) -> list[Claim]:
    """Machine times with the offset that the printed publication proves: its wall clock under another one is a slip.

    merdeka.com wrote ``-07:00`` for WIB all through 2021.
    """
    if published is None or published.precision == "day":
        return list(claims)
    wrong = {(c.source, c.moment.value.utcoffset()) for c in claims if _slipped(c.moment.value, published.value)}
    return [
        attrs.evolve(c, moment=attrs.evolve(c.moment, value=c.moment.value.replace(tzinfo=published.value.tzinfo)))
        if (c.source, c.moment.value.utcoffset()) in wrong
        else c
        for c in claims
    ]


def _slipped(claimed: datetime, known: datetime) -> bool:
    """Whether one is the other's wall clock under another offset."""
    same = claimed.replace(tzinfo=None, second=0) == known.replace(tzinfo=None, second=0)
    return same and claimed.utcoffset() != known.utcoffset()


def at_home(moment: Moment, home: tzinfo, known: bool) -> Moment:
    """A machine's time with the offset of the place; an Indonesian offset stays where the place is only supposed."""
    offset = moment.value.utcoffset()
    if moment.precision == "day" or not (offset == timedelta(0) or (known and offset in _INDONESIAN)):
        return moment
    return attrs.evolve(moment, value=moment.value.astimezone(home))


def with_proved_offset(moment: Moment, claims: Iterable[Claim]) -> Moment:
    """A time in UTC with the offset that another claim of the same instant has, or that its wall clock proves."""
    if moment.value.utcoffset() or moment.precision == "day":
        return moment
    for claim in claims:
        other = claim.moment
        apart = None if other.precision == "day" else _offset_between(moment, other)
        if apart and (not other.zone_printed or other.value == moment.value):
            return attrs.evolve(moment, value=moment.value.astimezone(timezone(apart)))
    return moment


def may_be_same(one: Moment, other: Moment) -> bool:
    """Whether two claims name one day, or one instant in two zones."""
    exact = "day" not in (one.precision, other.precision)
    return one.value.date() == other.value.date() or (exact and _offset_between(one, other) is not None)


def _offset_between(one: Moment, other: Moment) -> timedelta | None:
    """How far the wall clocks of two zones are apart that both show one instant; None where they do not."""
    apart = _wall(other) - _wall(one)
    if other.precision == "minute":
        apart += timedelta(seconds=one.value.second)
    return None if abs(apart) > _EAST or apart % timedelta(minutes=30) else apart


def _wall(moment: Moment) -> datetime:
    return moment.value.replace(tzinfo=None, microsecond=0)


def local(moment: Moment, said: Sequence[Claim]) -> Moment:
    """An instant in UTC as the day that the page says it was there, where that is the one before or after."""
    at = moment.value
    if at.utcoffset() or moment.precision == "day":
        return moment
    days = {(at - _WEST).date(), (at + _EAST).date()} - {at.date()}
    days_said = (claim.moment for claim in said[:1] if claim.moment.precision == "day")
    return next((day for day in days_said if day.value.date() in days), moment)
