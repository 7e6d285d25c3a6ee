"""The time zone of a time: the outlet's, or the one that other claims of the same instant prove."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, timezone, tzinfo

import attrs

from gemascraper.extract.page.page import Page
from gemascraper.extract.times.claims import Claim
from gemascraper.items import ZoneSource
from gemascraper.values import urls
from gemascraper.values.times import Moment
from gemascraper.values.zones import ZONES, region

_INDONESIAN = {zone.utcoffset(None) for zone in ZONES.values()}
_WEST, _EAST = timedelta(hours=12), timedelta(hours=14)
"""The farthest offsets from UTC."""


@attrs.frozen
class HomeZone:
    """The time zone that a time is in that names none."""

    zone: tzinfo
    is_known: bool
    """Whether the profile or a region in the host says it; else it is only supposed."""
    source: ZoneSource


def home_zone(page: Page) -> HomeZone:
    """The zone of the page's outlet: that of the edition, of a region in the host, or of the profile.

    Big outlets have a host for each region: there the region counts, unless an edition of the profile has a zone.
    """
    outlet = page.outlet
    edition = outlet.editions.get(outlet.edition_of(page.url) or "")
    if edition and edition.timezone:
        return HomeZone(page.zone, True, "edition")
    region = _zone_of(page.url)
    if outlet.anywhere or region != _zone_of(outlet.home):
        return HomeZone(region or page.zone, region is not None or not outlet.anywhere, "outlet")
    return HomeZone(page.zone, True, "outlet")


def _zone_of(url: str) -> tzinfo | None:
    found = region(urls.host(url))
    return ZONES[found[0]] if found else None


def with_printed_offset(claims: Sequence[Claim], published: Moment | None) -> list[Claim]:
    """Machine times with the offset of the printed publication, where they have its wall clock under another one.

    merdeka.com wrote ``-07:00`` for WIB all through 2021.
    """
    if published is None or published.precision == "day":
        return list(claims)
    wrong = {(c.source, c.moment.value.utcoffset()) for c in claims if _same_clock(c.moment.value, published.value)}
    return [
        attrs.evolve(c, moment=attrs.evolve(c.moment, value=c.moment.value.replace(tzinfo=published.value.tzinfo)))
        if (c.source, c.moment.value.utcoffset()) in wrong
        else c
        for c in claims
    ]


def _same_clock(claimed: datetime, known: datetime) -> bool:
    """Whether two times show the same wall clock under different offsets."""
    same = claimed.replace(tzinfo=None, second=0) == known.replace(tzinfo=None, second=0)
    return same and claimed.utcoffset() != known.utcoffset()


def at_home(moment: Moment, home: HomeZone) -> Moment:
    """A machine's time in the home zone; an Indonesian offset stays where the home zone is only supposed."""
    offset = moment.value.utcoffset()
    if moment.precision == "day" or not (offset == timedelta(0) or (home.is_known and offset in _INDONESIAN)):
        return moment
    return attrs.evolve(moment, value=moment.value.astimezone(home.zone))


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
    """Whether two claims may mean the same time: one day, or one instant in two zones."""
    exact = "day" not in (one.precision, other.precision)
    return one.value.date() == other.value.date() or (exact and _offset_between(one, other) is not None)


def _offset_between(one: Moment, other: Moment) -> timedelta | None:
    """The difference of two wall clocks that may show one instant in two zones; None where they do not."""
    apart = _wall(other) - _wall(one)
    if other.precision == "minute":
        apart += timedelta(seconds=one.value.second)
    return None if abs(apart) > _EAST or apart % timedelta(minutes=30) else apart


def _wall(moment: Moment) -> datetime:
    return moment.value.replace(tzinfo=None, microsecond=0)


def on_local_day(moment: Moment, said: Sequence[Claim]) -> Moment:
    """A time in UTC as the day that the page says it was there, where that is the day before or after."""
    at = moment.value
    if at.utcoffset() or moment.precision == "day":
        return moment
    days = {(at - _WEST).date(), (at + _EAST).date()} - {at.date()}
    days_said = (claim.moment for claim in said[:1] if claim.moment.precision == "day")
    return next((day for day in days_said if day.value.date() in days), moment)
