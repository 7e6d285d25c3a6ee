"""Which requests the URL filter lets through."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import attrs
import pytest
from scrapy.http import Request

from gemascraper import outlets
from gemascraper.crawl.refusals import ForbiddenUrl, Offsite
from gemascraper.crawl.session import session_of
from gemascraper.crawl.url_filter import UrlFilter
from gemascraper.items import Entry
from gemascraper.settings import DOWNLOAD_HANDLERS

HOME = "https://www.gemapos.id/"


@attrs.define(eq=False)
class FakeCrawler:
    settings: Any
    engine: Any


def url_filter(outlet: str | None, delay: float = 0.0) -> tuple[UrlFilter, Any]:
    downloader = SimpleNamespace(slots={}, per_slot_settings={})
    settings = SimpleNamespace(getfloat=lambda name: delay)
    crawler: Any = FakeCrawler(settings, SimpleNamespace(downloader=downloader))
    session_of(crawler).outlet = outlets.load(outlet) if outlet else None
    return UrlFilter.from_crawler(crawler), downloader


def request(url: str, asked: str = HOME, kind: Any = "story") -> Request:
    return Request(url, cb_kwargs={"entry": Entry(url=asked, kind=kind)})


@pytest.mark.parametrize(
    "url", ["file:///etc/hostname", "ftp://www.gemapos.id/", "data:text/html,x", HOME + "a" * 2083, "s3://b/k"]
)
def test_only_http_of_sane_length(url: str) -> None:
    for outlet in ("gemapos", None):
        with pytest.raises(ForbiddenUrl):
            url_filter(outlet)[0].process_request(request(url))


def test_only_the_outlet() -> None:
    guard, _ = url_filter("gemapos")
    guard.process_request(request("https://bali.gemapos.id/denpasar/2781931384/"))
    for url in ("http://127.0.0.1:1/", "https://gemapos.id.evil.test/", "https://www.gemapos.id@evil.test/"):
        with pytest.raises(Offsite):
            guard.process_request(request(url))
    guard.process_request(request("https://cdn.test/a.jpg", kind="image"))
    guard.process_request(Request("https://elsewhere.test/robots.txt"))


def test_without_hosts_the_site_that_is_being_read() -> None:
    guard, _ = url_filter("generic")
    guard.process_request(request("https://www.harian.test/a", "https://harian.test/"))
    with pytest.raises(Offsite):
        guard.process_request(request("https://lain.test/a", "https://harian.test/"))


def test_the_scrapy_shell_may_request_any_host() -> None:
    url_filter(None)[0].process_request(Request("https://www.gemapos.id/"))


def test_pace_is_set_once_for_each_host() -> None:
    guard, downloader = url_filter("gemapos", delay=2.0)
    first = Request(HOME, meta={"download_slot": "the host that a redirect left"})
    guard.process_request(first)
    assert "download_slot" not in first.meta
    downloader.per_slot_settings["www.gemapos.id"]["delay"] = 30.0  # a Crawl-delay came in between
    guard.process_request(Request(HOME + "a"))
    guard.process_request(Request("http://bali.gemapos.id/"))
    assert {host: one["delay"] for host, one in downloader.per_slot_settings.items()} == {
        "www.gemapos.id": 30.0,
        "bali.gemapos.id": 3.0,
    }


def test_other_handlers_are_off() -> None:
    assert {scheme for scheme, handler in DOWNLOAD_HANDLERS.items() if handler is None} == {"data", "file", "ftp", "s3"}
