"""The draft of a profile, made from a survey, with a reason beside every guess."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from urllib.parse import urlsplit

from gemascraper import outlets
from gemascraper.items import Entry
from gemascraper.outlets.profile_text import Fact, profile
from gemascraper.survey.guesses import hosts, named_by, outlet_name, timezone
from gemascraper.survey.site_survey import SiteSurvey
from gemascraper.values import urls
from gemascraper.values.counts import counted
from gemascraper.values.text import fold


def draft_profile(found: SiteSurvey, key: str, today: date) -> str:
    """The text of the profile for the outlet called *key*, as written on *today*."""
    head = [
        f"{outlet_name(found) or key}: written by `gemascraper outlet new` on {today}, from what the site says.",
        "Every key is explained in docs/reference/profile.md.",
    ]
    return profile(head, [*_identity(found, key), *_stories(found), *_discovery(found)])


def _identity(found: SiteSurvey, key: str) -> Iterator[Fact]:
    name, source = outlet_name(found) or key, named_by(found)
    yield Fact("name", name, source or "the name of this file: the front page does not say it", guessed=not source)
    yield Fact("home", found.home, "", guessed=False)
    yield Fact("timezone", *timezone(found))
    yield Fact("brands", _brands(found, name), "its names in titles, datelines and credits; add what you see there")
    yield Fact("hosts", hosts(found), "add other hosts of the outlet; a leading dot includes subdomains")


def _brands(found: SiteSurvey, name: str) -> list[str]:
    host = urls.host(found.home).removeprefix("www.")
    return list({fold(brand): brand for brand in (host, *found.story.names, name)}.values())[::-1]


def _stories(found: SiteSurvey) -> Iterator[Fact]:
    known = found.patterns
    if known is None:
        yield Fact("stories", list(outlets.generic().stories), "too few stories were found; these fit many sites")
        return
    yield Fact("stories", list(known.stories), f"{known.matched} of {known.of} story URLs match")
    if known.article_id:
        yield Fact("article_id", known.article_id, "a number that is different in each of those URLs")


def _discovery(found: SiteSurvey) -> Iterator[Fact]:
    for key, lists in (("sitemaps", found.sitemaps), ("feeds", found.feeds)):
        first = [_relative(url, found.home) for url, entries in lists.items() if entries and not _is_child(url, lists)]
        count = sum(entry.kind == "story" for entries in lists.values() for entry in entries)
        if first:
            yield Fact(f"discovery.{key}", first, f"read: {counted(count, 'story', 'stories')}", guessed=False)
    if found.front.sections:
        yield Fact("discovery.sections", ["/", *found.front.sections], "where the menus of the front page lead to")


def _is_child(url: str, lists: Mapping[str, tuple[Entry, ...]]) -> bool:
    """Whether another sitemap names it."""
    return any(entry.url == url and entry.kind == "sitemap" for entries in lists.values() for entry in entries)


def _relative(url: str, home: str) -> str:
    """*url* without scheme and host where it is on the host of the front page."""
    parts = urlsplit(url)
    return parts._replace(scheme="", netloc="").geturl() if urls.origin(url) == urls.origin(home) else url
