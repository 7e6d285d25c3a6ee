"""The times on a story's page: as printed, as its metadata states them, and the true ones.

The printed time is right, in the zone printed beside it or else in the edition's zone. The metadata has the errors of
real outlets: a day only, a twelve-hour clock, local time labelled as UTC, ``-07:00`` in place of ``+07:00``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone

import attrs

from gemascraper.items import Precision
from gemascraper.newsroom import dates
from gemascraper.newsroom.story import Family, NewsroomEdition, NewsroomStory
from gemascraper.values import zones

MIXED_UP = timezone(timedelta(hours=-7))
"""``-07:00``: what an outlet writes that means ``+07:00``."""


@attrs.frozen(kw_only=True)
class MachineTimes:
    """Times as the metadata of a page states them; None where it states none."""

    published: str | None = None
    modified: str | None = None
    ld_published: str | None = None
    ld_modified: str | None = None
    ld_second: str | None = None
    """Publication as a second block of linked data states it: a twelve-hour clock without am or pm."""
    day: str | None = None


@attrs.frozen(kw_only=True)
class PrintedTimes:
    """When a story was published and modified, as one page says it. All values are in the zone that the page uses."""

    date: str | None = None
    """Publication as printed; None where nothing is printed."""
    updated: str | None = None
    """Modification as printed; None where nothing is printed."""
    machine: MachineTimes = MachineTimes()
    published: datetime | None = None
    precision: Precision | None = None
    modified: datetime | None = None


def times_of(story: NewsroomStory, edition: NewsroomEdition) -> PrintedTimes:
    """The times of *story* on the pages of *edition*."""
    capital = story.zone_style == "capital" and to_the_minute(story, edition.family)
    zone = "WIB" if capital else edition.zone
    printed = {"printed": zone, "lower": zone.lower(), "absent": "", "capital": zone}[story.zone_style]
    published = story.published.astimezone(zones.ZONES[zone])
    modified = story.modified.astimezone(zones.ZONES[zone]).replace(second=0) if story.modified else None
    return _TIMES[edition.family](story, published, modified, printed)


def to_the_minute(story: NewsroomStory, family: Family) -> bool:
    """Whether the printed time has hours and minutes; only then a zone is printed beside it."""
    exact = family in ("wordpress", "promedia-next") and _exact(story)
    return not exact and (family != "cms" or story.stamp == "minute")


def _exact(story: NewsroomStory) -> bool:
    return int(story.id) % 2 == 0


def _cms(story: NewsroomStory, published: datetime, modified: datetime | None, zone: str) -> PrintedTimes:
    """The outlet's own CMS: only the printed time is reliable, and some pages print only a day, or nothing."""
    said = PrintedTimes(updated=dates.printed(modified, dates.SHAPES[0], zone) if modified else None, modified=modified)
    if story.stamp == "none":
        return said
    day = f"{published:%Y-%m-%d}"
    if story.stamp == "day":
        return attrs.evolve(
            said,
            date=dates.printed(published, dates.DAY_SHAPES[story.date_shape % 3]),
            machine=MachineTimes(day=day),
            published=published.replace(hour=0, minute=0, second=0),
            precision="day",
        )
    short = dates.SHORT[published.month - 1]
    return attrs.evolve(
        said,
        date=dates.printed(published, dates.SHAPES[story.date_shape], zone),
        machine=MachineTimes(day=day, ld_second=f"{published:%d} - {short} - {published:%Y, %I:%M}"),
        published=published.replace(second=0),
        precision="minute",
    )


def _promedia(story: NewsroomStory, published: datetime, modified: datetime | None, zone: str) -> PrintedTimes:
    """Promedia: a dash before the printed time; offsets without a colon in the linked data."""
    minute = published.replace(second=0)
    changed = modified or minute
    return PrintedTimes(
        date="- " + dates.printed(minute, dates.SHAPES[(0, 3, 0, 3, 1)[story.date_shape % 5]], zone),
        machine=MachineTimes(
            published=_claim(minute, story).isoformat(),
            modified=changed.isoformat() if modified else None,
            ld_published=f"{minute:%Y-%m-%dT%H:%M:%S%z}",
            ld_modified=f"{changed:%Y-%m-%dT%H:%M:%S%z}",
        ),
        published=minute,
        precision="minute",
        modified=modified,
    )


def _wordpress(story: NewsroomStory, published: datetime, modified: datetime | None, zone: str) -> PrintedTimes:
    """WordPress: a printed day and seconds in the metadata, or a printed minute and an offset that may be wrong."""
    exact = _exact(story)
    moment = published if exact else published.replace(second=0)
    shape = dates.DAY_SHAPES[(0, 1, 3)[story.date_shape % 3]] if exact else dates.SHAPES[story.date_shape]
    return PrintedTimes(
        date=dates.printed(moment, shape, "" if exact else zone),
        machine=MachineTimes(
            published=(moment if exact else _claim(moment, story)).isoformat(),
            ld_published=moment.astimezone(UTC).isoformat(),
            ld_modified=(modified or moment).astimezone(UTC).isoformat(),
        ),
        published=moment,
        precision="second" if exact else "minute",
        modified=modified,
    )


def _next(story: NewsroomStory, published: datetime, modified: datetime | None, zone: str) -> PrintedTimes:
    """Promedia on Next.js: seconds in the data and nothing printed, or a minute and an offset that may be wrong."""
    exact = _exact(story)
    moment = published if exact else published.replace(second=0)
    local = moment if exact or story.clock == "honest" or story.modified else moment.replace(tzinfo=UTC)
    said = local.astimezone(UTC)
    return PrintedTimes(
        date=None if exact else dates.printed(moment, dates.SHAPES[(1, 3)[story.date_shape % 2]], zone),
        machine=MachineTimes(
            published=f"{said:%Y-%m-%dT%H:%M:%S}.000Z",
            modified=f"{(modified or said).astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z",
        ),
        published=moment,
        precision="second" if exact else "minute",
        modified=modified,
    )


def _claim(moment: datetime, story: NewsroomStory) -> datetime:
    """*moment* with the offset that the page's metadata gives it, right or wrong."""
    if story.clock == "honest" or story.modified:
        return moment
    return moment.replace(tzinfo=UTC if story.clock == "as utc" else MIXED_UP)


_TIMES: Mapping[Family, Callable[[NewsroomStory, datetime, datetime | None, str], PrintedTimes]] = {
    "cms": _cms,
    "promedia": _promedia,
    "wordpress": _wordpress,
    "promedia-next": _next,
}
