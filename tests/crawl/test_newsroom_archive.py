"""The newsroom's access log against the archive: one request and one outcome for each request on the wire."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from typing import Any


def test_log_and_archive_agree(newsroom: Any, crawl: Callable[..., Any]) -> None:
    bali, lampung = (next(s for s in newsroom.paper.stories if s.editions[0] == key) for key in ("bali", "lampung"))
    newsroom.fail(f"bali.gemapos.id{bali.path}", "truncated", times=1)
    newsroom.fail(f"lampung.gemapos.id{lampung.path}", "reset", times=1)
    newsroom.fail("kalteng.gemapos.id/feed", "500", times=1)
    newsroom.fail("www.gemapos.id/feed", "503", times=1, retry_after=0)
    newsroom.retract(newsroom.paper.stories[-1].id, "410")
    crawled = crawl("gemapos", newsroom, GEMASCRAPER_IMAGES=True, CONCURRENT_REQUESTS_PER_DOMAIN=8)

    asked = Counter((served.scheme, served.request) for served in newsroom.log)
    requests = [record for record in crawled.records if record.type == "request"]
    outcomes = Counter(record.url for record in crawled.records if record.type == "metadata")
    assert Counter((record.url.partition(":")[0], record.block) for record in requests) == asked
    assert outcomes == Counter(record.url for record in requests)
    assert payloads_on_the_wire(newsroom) == payloads_archived(crawled)
    assert crawled.run["exit_code"] == 0
    assert crawled.run["captures"] == dict(Counter(map(outcome, newsroom.log)))
    assert_robots_once(newsroom.log)


def outcome(served: Any) -> str:
    if not served.response:
        return "broken"
    return str(served.status) if served.completed else "truncated"


def payloads_on_the_wire(newsroom: Any) -> Counter[tuple[str, str]]:
    return Counter(
        (f"{one.scheme}://{one.host}{one.target}", digest(one.response.partition(b"\r\n\r\n")[2]))
        for one in newsroom.log
        if one.response
    )


def payloads_archived(crawled: Any) -> Counter[tuple[str, str]]:
    answers = [record for record in crawled.records if record.type in ("response", "revisit")]
    return Counter((record.url, record.headers["WARC-Payload-Digest"]) for record in answers)


def digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def assert_robots_once(log: Any) -> None:
    asked = Counter(one.host for one in log if one.target == "/robots.txt")
    assert asked == dict.fromkeys({one.host for one in log}, 1)


def test_second_crawl_asks_with_conditions(newsroom: Any, crawl: Callable[..., Any]) -> None:
    first = crawl("gemapos", newsroom)
    before, lines = len(newsroom.log), len(first.articles)
    second = crawl("gemapos", newsroom)
    again = newsroom.log[before:]
    assert len(second.articles) == lines
    assert second.run["stories"]["new"] == second.run["stories"]["revised"] == 0
    assert sum(one.status == 304 for one in again) > len(again) / 3
    assert_robots_once(again)
