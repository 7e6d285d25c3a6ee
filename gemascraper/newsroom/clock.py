"""The times of a page: as printed, as its machine-readable parts claim them, and as they are.

What is visible is right, with the zone printed beside it or else the edition's own. The machine-readable parts have
the quirks of real outlets: a day only, a twelve-hour clock, the local wall clock called UTC, ``-07:00`` for ``+07:00``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone

import attrs

from gemascraper.items import Precision
from gemascraper.newsroom import dates
from gemascraper.newsroom.story import Edition, Family, Story
from gemascraper.values import zones

MIXED_UP = timezone(timedelta(hours=-7))
"""``-07:00``, the typing error of an outlet that means +07:00."""


@attrs.frozen(kw_only=True)
class Machine:
    """Times as the page's machine-readable parts say them; None where they are silent."""

    published: str | None = None
    modified: str | None = None
    ld_published: str | None = None
    ld_modified: str | None = None
    ld_second: str | None = None
    """What a second block of linked data claims, on a twelve-hour clock without am or pm."""
    day: str | None = None


@attrs.frozen(kw_only=True)
class Times:
    """When a story was published and modified, as a page says it."""

    date: str | None = None
    """The time of publication as printed."""
    updated: str | None = None
    """The time of modification as printed."""
    machine: Machine = Machine()
    published: datetime | None = None
    precision: Precision | None = None
    modified: datetime | None = None


def times(story: Story, edition: Edition) -> Times:
    """The times of *story* on the pages of *edition*."""
    capital = story.zone_style == "capital" and to_the_minute(story, edition.family)
    zone = "WIB" if capital else edition.zone
    printed = {"printed": zone, "lower": zone.lower(), "absent": "", "capital": zone}[story.zone_style]
    published = story.published.astimezone(zones.ZONES[zone])
    modified = story.modified.astimezone(zones.ZONES[zone]).replace(second=0) if story.modified else None
    return _LOOKS[edition.family](story, published, modified, printed)


def to_the_minute(story: Story, family: Family) -> bool:
    """Whether the visible time has hours and minutes; only then a zone stands beside it."""
    exact = family in ("wordpress", "promedia-next") and _exact(story)
    return not exact and (family != "cms" or story.stamp == "minute")


def _exact(story: Story) -> bool:
    return int(story.id) % 2 == 0


def _cms(story: Story, published: datetime, modified: datetime | None, zone: str) -> Times:
    """The outlet's CMS: only the visible time is any good, and some pages print a day or nothing."""
    said = Times(updated=dates.printed(modified, dates.SHAPES[0], zone) if modified else None, modified=modified)
    if story.stamp == "none":
        return said
    day = f"{published:%Y-%m-%d}"
    if story.stamp == "day":
        return attrs.evolve(
            said,
            date=dates.printed(published, dates.DAY_SHAPES[story.date_shape % 3]),
            machine=Machine(day=day),
            published=published.replace(hour=0, minute=0, second=0),
            precision="day",
        )
    short = dates.SHORT[published.month - 1]
    return attrs.evolve(
        said,
        date=dates.printed(published, dates.SHAPES[story.date_shape], zone),
        machine=Machine(day=day, ld_second=f"{published:%d} - {short} - {published:%Y, %I:%M}"),
        published=published.replace(second=0),
        precision="minute",
    )


def _promedia(story: Story, published: datetime, modified: datetime | None, zone: str) -> Times:
    """Promedia: a leading dash before the visible time; linked data without a colon in its offset."""
    minute = published.replace(second=0)
    changed = modified or minute
    return Times(
        date="- " + dates.printed(minute, dates.SHAPES[(0, 3, 0, 3, 1)[story.date_shape % 5]], zone),
        machine=Machine(
            published=_claim(minute, story).isoformat(),
            modified=changed.isoformat() if modified else None,
            ld_published=f"{minute:%Y-%m-%dT%H:%M:%S%z}",
            ld_modified=f"{changed:%Y-%m-%dT%H:%M:%S%z}",
        ),
        published=minute,
        precision="minute",
        modified=modified,
    )


def _wordpress(story: Story, published: datetime, modified: datetime | None, zone: str) -> Times:
    """WordPress: the day in words and the second in the markup, or the minute in words and a doubtful offset."""
    exact = _exact(story)
    moment = published if exact else published.replace(second=0)
    shape = dates.DAY_SHAPES[(0, 1, 3)[story.date_shape % 3]] if exact else dates.SHAPES[story.date_shape]
    return Times(
        date=dates.printed(moment, shape, "" if exact else zone),
        machine=Machine(
            published=(moment if exact else _claim(moment, story)).isoformat(),
            ld_published=moment.astimezone(UTC).isoformat(),
            ld_modified=(modified or moment).astimezone(UTC).isoformat(),
        ),
        published=moment,
        precision="second" if exact else "minute",
        modified=modified,
    )


def _next(story: Story, published: datetime, modified: datetime | None, zone: str) -> Times:
    """Promedia on Next.js: the second in the data and nothing in words, or the minute and a doubtful offset."""
    exact = _exact(story)
    moment = published if exact else published.replace(second=0)
    local = moment if exact or story.clock == "honest" or story.modified else moment.replace(tzinfo=UTC)
    said = local.astimezone(UTC)
    return Times(
        date=None if exact else dates.printed(moment, dates.SHAPES[(1, 3)[story.date_shape % 2]], zone),
        machine=Machine(
            published=f"{said:%Y-%m-%dT%H:%M:%S}.000Z",
            modified=f"{(modified or said).astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z",
        ),
        published=moment,
        precision="second" if exact else "minute",
        modified=modified,
    )


def _claim(moment: datetime, story: Story) -> datetime:
    """The wall clock under the offset that the page's markup claims, right or wrong."""
    if story.clock == "honest" or story.modified:
        return moment
    return moment.replace(tzinfo=UTC if story.clock == "as utc" else MIXED_UP)


_LOOKS: Mapping[Family, Callable[[Story, datetime, datetime | None, str], Times]] = {
    "cms": _cms,
    "promedia": _promedia,
    "wordpress": _wordpress,
    "promedia-next": _next,
}
