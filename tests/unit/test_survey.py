"""What is guessed from the survey of a site, and how it is reported; the surveys are written by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from gemascraper.discover.frontpage import FrontPage
from gemascraper.items import Entry
from gemascraper.outlets import loading
from gemascraper.survey.draft import draft_profile
from gemascraper.survey.guesses import hosts, outlet_name
from gemascraper.survey.guesses import timezone as guessed_timezone
from gemascraper.survey.site_survey import SiteSurvey
from gemascraper.survey.summary import found_facts, open_points

FEED = "https://www.balikini.example/feed/"


def survey(**facts: Any) -> SiteSurvey:
    empty: dict[str, Any] = {"front": FrontPage(), "story": FrontPage(), "sitemaps": {}, "feeds": {}, "refused": {}}
    return SiteSurvey(**({"home": "https://www.balikini.example/"} | empty | facts))


def feed(*times: datetime | None) -> dict[str, tuple[Entry, ...]]:
    urls = (f"https://www.balikini.example/desa/2781{number:04}/panen-raya" for number in range(len(times)))
    return {FEED: tuple(Entry(url=url, kind="story", published=time) for url, time in zip(urls, times, strict=True))}


def at(hours: int) -> datetime:
    return datetime(2026, 11, 20, 9, tzinfo=timezone(timedelta(hours=hours)))


@pytest.mark.parametrize(
    ("facts", "zone", "reason"),
    [
        ({"story": FrontPage(zones=("WITA", "WITA", "WIB"))}, "Asia/Makassar", "WITA is printed beside the times"),
        ({"feeds": feed(at(9), at(9), at(7))}, "Asia/Jayapura", "the offset of the times in its feed, +9"),
        ({"feeds": feed(datetime(2026, 11, 20, tzinfo=UTC))}, "Asia/Makassar", 'region in its name, "bali"'),
        ({"home": "https://kopi.example/"}, "Asia/Jakarta", "no page says it"),
    ],
)
def test_the_time_zone_has_a_reason(facts: dict[str, Any], zone: str, reason: str) -> None:
    found, why = guessed_timezone(survey(**facts))
    assert (found, reason in why) == (zone, True)


def test_hosts_are_the_front_page_s_its_twin_and_those_of_stories() -> None:
    elsewhere = {FEED: (Entry(url="https://desa.balikini.example/1", kind="story"),)}
    assert hosts(survey(feeds=elsewhere)) == ["www.balikini.example", "balikini.example", "desa.balikini.example"]


def test_a_draft_is_a_valid_profile_and_lists_its_guesses() -> None:
    found = survey(front=FrontPage(names=("Bali Kini",), named_by="og:site_name"), feeds=feed(at(8), at(8), at(8)))
    text = draft_profile(found, "balikini", date(2026, 11, 20))
    outlet = loading.parse(text, "balikini", "balikini.toml")
    assert (outlet.name, outlet.timezone, outlet.discovery.feeds) == ("Bali Kini", "Asia/Makassar", ("/feed/",))
    assert outlet.unproven == ("timezone", "brands", "hosts", "stories", "article_id")
    assert outlet.story_id(found.story_urls[2]) == "27810002"


def test_a_survey_that_found_nothing_says_what_is_left_to_do() -> None:
    found = survey(refused={FEED: "the answer was 404"}, front=FrontPage(hosts=("bola.balikini.example",)))
    assert outlet_name(found) is None
    assert list(open_points(found)) == [
        "the outlet's name: put it into `name` and `brands`",
        "a feed",
        "a sitemap",
        "what the URL of a story looks like: put a pattern into `stories`",
        f"{FEED} (the answer was 404)",
        "whether these hosts are editions, sections or something else: bola.balikini.example",
    ]
    assert dict(found_facts(found))["sections"] == "-"
