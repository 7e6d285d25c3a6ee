"""What the parts of one crawl share, and how each of them gets it."""

from __future__ import annotations

import asyncio
import gc
import weakref
from datetime import UTC, datetime
from typing import Any

import pytest
from scrapy.http import Request

from gemascraper.crawl.session import end_session, session_of
from gemascraper.errors import ArchiveError
from gemascraper.items import Exchange, Reading
from gemascraper.outcomes import Outcome

URL = "https://www.gemapos.id/"


class FakeCrawler:
    pass


def test_one_session_for_each_crawl() -> None:
    one, other = FakeCrawler(), FakeCrawler()
    assert session_of(one) is session_of(one)  # type: ignore[arg-type]
    assert session_of(one) is not session_of(other)  # type: ignore[arg-type]


def test_a_crawl_that_ended_is_forgotten() -> None:
    crawler: Any = FakeCrawler()
    session = session_of(crawler)
    session.outlet = crawler  # a session may refer to its crawler, as a recorder does through its spider
    end_session(crawler)
    gone = weakref.ref(crawler)
    del crawler, session
    gc.collect()
    assert gone() is None


def test_without_an_archive_nothing_is_kept() -> None:
    """As in `scrapy shell` and `scrapy fetch`."""
    crawler: Any = FakeCrawler()
    session, request = session_of(crawler), Request(URL)
    asyncio.run(session.keep(Exchange(url=URL, started=datetime.now(UTC)), request))
    assert session.take_capture(request) is None


def test_a_reading_without_an_archive_is_an_error_and_frees_its_place() -> None:
    crawler: Any = FakeCrawler()
    session = session_of(crawler)
    settled: list[str] = []
    pump: Any = FakeCrawler()
    pump.settled = settled.append
    session.pump = pump
    with pytest.raises(ArchiveError, match="No archive is open"):
        asyncio.run(session.file(Reading(url=URL, outcome=Outcome.READ)))
    assert settled == [URL]
