"""Politeness: delays, pauses that hosts ask for, and robots.txt that cannot be fetched."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

Serve, Outlet, Crawl = Callable[..., Any], Callable[..., str], Callable[..., Any]
SLACK = 2.0
"""Seconds that a busy machine may add; what is promised is a least delay."""


def gaps(server: Any, host: str) -> list[float]:
    return [after.begun - before.begun for before, after in pairwise(server.seen(host))]


def assert_one_at_a_time(server: Any, host: str) -> None:
    assert all(after.begun >= before.ended for before, after in pairwise(server.seen(host)))


def test_one_at_a_time_and_never_sooner(serve: Serve, outlet: Outlet, crawl: Crawl) -> None:
    server = serve("a.test", "b.test")
    targets = [f"/berita-{n}" for n in range(4)]
    server.stories(*targets)
    server.announce(*(f"http://{host}{target}" for host in server.hosts for target in targets))
    server.scripts["a.test/berita-1"] = [0.15, *server.scripts["/berita-1"]]
    server.scripts["a.test/berita-2"] = [server.answer(b"", "302 Found", "Location: http://b.test/berita-9")]
    server.stories("/berita-9")
    crawled = crawl(outlet("a", "a.test", "b.test"), server, DOWNLOAD_DELAY=0.2)
    assert crawled.run["stories"]["new"] == 8
    for host in server.hosts:
        assert len(server.seen(host)) >= 6
        assert min(gaps(server, host)) >= 0.2
        assert max(gaps(server, host)) <= 0.4 + SLACK
        assert_one_at_a_time(server, host)
    whole = max(one.ended for one in server.log) - min(one.begun for one in server.log)
    assert whole < sum(sum(gaps(server, host)) for host in server.hosts), "hosts wait for each other"


def test_crawl_delay_where_it_is_longer(serve: Serve, outlet: Outlet, crawl: Crawl) -> None:
    server = serve("a.test", "b.test")
    server.scripts["a.test/robots.txt"] = [server.answer(b"User-agent: gemascraper\nCrawl-delay: 0.4\n")]
    server.scripts["b.test/robots.txt"] = [server.answer(b"User-agent: *\nCrawl-delay: 0.01\nDisallow: /berita-2\n")]
    server.stories("/berita-1", "/berita-2")
    server.announce(*(f"http://{host}/berita-{n}" for host in server.hosts for n in (1, 2)))
    crawled = crawl(outlet("a", "a.test", "b.test"), server, DOWNLOAD_DELAY=0.1)
    assert min(gaps(server, "a.test")) >= 0.4
    assert min(gaps(server, "b.test")) >= 0.1
    assert crawled.troubles == {"berita-2": "robots"}
    assert [one.target for one in server.seen("b.test")] == ["/robots.txt", "/berita-1"]


def test_a_pause_that_was_asked_for(serve: Serve, outlet: Outlet, crawl: Crawl) -> None:
    server = serve("a.test")
    targets = [f"/berita-{n}" for n in range(6)]
    server.stories(*targets)
    server.announce(*(f"http://a.test{target}" for target in targets))
    story, pauses = server.scripts["/berita-0"], iter(["429 Too Many Requests", "503 Service Unavailable"])

    def sometimes() -> Any:
        status = next(pauses, None)
        return [server.answer(b"", status, "Retry-After: 1")] if status else story

    server.scripts["/berita-0"] = sometimes
    crawled = crawl(outlet("a", "a.test"), server, CONCURRENT_REQUESTS_PER_DOMAIN=1)
    asked = server.seen("a.test")
    refused = [one for one in asked if one.response[9:12] in (b"429", b"503")]
    assert len(refused) == 2
    for one in refused:
        in_flight = [other for other in asked if one.ended < other.begun < one.ended + 0.95]
        assert in_flight == []
    assert crawled.run["stories"] == {"settled": 6, "new": 6, "revised": 0, "unchanged": 0, "no_story": 0}
    assert {"429", "503"} <= set(crawled.run["captures"])


UNREACHABLE = {
    "r500.test": ["500 Internal Server Error"], "r502.test": ["502 Bad Gateway"],
    "r503.test": ["503 Service Unavailable"], "r504.test": ["504 Gateway Timeout"],
    "r429.test": ["429 Too Many Requests"], "r401.test": ["401 Unauthorized"], "r403.test": ["403 Forbidden"],
    "stalled.test": ["stall"], "reset.test": ["reset"], "half.test": [b"HTTP/1.1 200 OK\r\nContent-Le", 0.05, "reset"],
    "short.test": [b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\nConnection: close\r\n\r\nUser-agent: *\n"],
}  # fmt: skip


def test_without_an_answer_for_robots_txt_nothing_is_fetched(serve: Serve, outlet: Outlet, crawl: Crawl) -> None:
    server = serve("a.test", "none.test", *UNREACHABLE)
    for host, script in UNREACHABLE.items():
        status = script[0]
        plain = isinstance(status, str) and status[0].isdigit()
        server.scripts[f"{host}/robots.txt"] = [server.answer(b"nope", status)] if plain else script
    server.scripts["none.test/robots.txt"] = [server.answer(b"", "404 Not Found")]
    server.stories("/berita")
    server.announce(*(f"http://{host}/berita" for host in server.hosts))
    crawled = crawl(outlet("a", *server.hosts), server, DOWNLOAD_TIMEOUT=1, RETRY_TIMES=1)
    assert {one.host for one in server.log if one.target == "/berita"} == {"a.test", "none.test"}
    assert crawled.run["outcomes"]["robots_unreachable"] == len(UNREACHABLE)
    assert {one.target for host in UNREACHABLE for one in server.seen(host)} == {"/robots.txt"}


def test_robots_is_asked_once_an_origin(serve: Serve, outlet: Outlet, crawl: Crawl) -> None:
    server = serve("a.test")
    robots = b"User-agent: *\nDisallow: /tidak\nSitemap: http://a.test/lain.xml\n"
    server.scripts["/robots.txt"] = [server.answer(robots)]
    server.stories("/ya", "/tidak", "/baru")
    server.announce("http://a.test/ya", "http://a.test/tidak", "https://a.test/ya")
    server.scripts["/lain.xml"] = server.scripts["/sitemap.xml"]
    server.announce("http://a.test/baru")
    crawled = crawl(outlet("a", "a.test"), server, CONCURRENT_REQUESTS_PER_DOMAIN=8)
    asked = [(one.scheme, one.target) for one in server.log]
    assert sorted(one for one in asked if one[1] == "/robots.txt") == [
        ("http", "/robots.txt"),
        ("https", "/robots.txt"),
    ]
    assert ("http", "/tidak") not in asked
    assert {("http", "/ya"), ("https", "/ya"), ("http", "/baru")} <= set(asked)
    assert crawled.troubles == {"tidak": "robots"}


@pytest.mark.parametrize("setting", ["TELNETCONSOLE_ENABLED", "REMOTE_CONTROL_ENABLED"])
def test_settings_that_open_a_listener_are_refused(setting: str, outlet: Outlet, crawl: Crawl) -> None:
    from gemascraper.errors import UsageError

    with pytest.raises(UsageError, match=setting):
        crawl(outlet("a", "a.test"), **{setting: True})
