"""What a survey lets us guess about an outlet, with the reason: its name, its hosts, its time zone."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from gemascraper.discover import frontpage
from gemascraper.survey.site_survey import SiteSurvey
from gemascraper.values import urls, zones


def outlet_name(found: SiteSurvey) -> str | None:
    """What the front page, or else a story, calls the outlet; None where neither says it."""
    return next(iter((*found.front.names, *found.story.names)), None)


def named_by(found: SiteSurvey) -> str:
    """Where that name stands, as in ``og:site_name``; empty where there is none."""
    return found.front.named_by or found.story.named_by


def hosts(found: SiteSurvey) -> list[str]:
    """The host of the front page first, its twin with or without ``www.``, and the hosts of its stories."""
    own = urls.host(found.home)
    bare = own.removeprefix("www.")
    is_registered = not urls.same_site(f"https://{bare}/", f"https://{bare.partition('.')[2]}/")
    twins = [bare if own != bare else f"www.{bare}"] if is_registered else []
    return list(dict.fromkeys([own, *twins, *map(urls.host, found.story_urls)]))


def timezone(found: SiteSurvey) -> tuple[str, str]:
    """IANA name and reason: printed abbreviations, else the offset in the feeds, else the region in the name."""
    printed = (*found.story.zones, *found.front.zones)
    if zone := frontpage.zone_of(printed):
        return zone, f"{Counter(printed).most_common(1)[0][0]} is printed beside the times of its pages"
    offset = _usual_offset(found)
    if abbreviation := zones.abbreviation(offset):
        return zones.IANA_NAMES[abbreviation], f"the offset of the times in its feed, {offset / timedelta(hours=1):+g}"
    if named := zones.region(f"{urls.host(found.home)} {' '.join(found.front.names)}"):
        return zones.IANA_NAMES[named[0]], f'of the region in its name, "{named[1]}"'
    return zones.DEFAULT, "no page says it; most Indonesian outlets are in this zone"


def _usual_offset(found: SiteSurvey) -> timedelta:
    """The offset from UTC of most times in the feeds; zero without any."""
    times = [entry.published for entries in found.feeds.values() for entry in entries if entry.published]
    offsets = Counter(time.utcoffset() or timedelta() for time in times)
    return offsets.most_common(1)[0][0] if offsets else timedelta()
