"""Pauses that hosts ask for, and the pace of each."""

from __future__ import annotations

from datetime import datetime
from operator import itemgetter
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.core.downloader import Slot
from scrapy.http import Request
from scrapy.settings import Settings
from twisted.internet.defer import Deferred
from vectors import vectors

from gemascraper.crawl.manners import (
    Pauses,
    cancel_queued,
    estimated_seconds,
    pace,
    restart_delay,
    retry_after,
    waiting,
)
from gemascraper.crawl.refusals import Postponed


@pytest.mark.parametrize("vector", vectors("retry_after"), ids=itemgetter("header"))
def test_retry_after_vectors(vector: dict[str, Any]) -> None:
    now = datetime.fromisoformat(vector["now"]).timestamp()
    assert retry_after(vector["header"].encode(), now) == vector["seconds"], vector["note"]


def test_retry_after() -> None:
    noon = datetime.fromisoformat("2026-11-23T12:00:00Z").timestamp()
    assert retry_after(b" 7 ", noon) == 7
    assert retry_after(b"Mon, 23 Nov 2026 12:05:00 GMT", noon) == 300
    assert retry_after(b"Mon, 23 Nov 2026 11:00:00 GMT", noon) == 0
    assert retry_after(b"99999999999", noon) == 86400
    assert [retry_after(text, noon) for text in (None, b"", b"-5", b"1.5", b"soon")] == [None] * 5


def test_pauses_grow_and_end() -> None:
    pauses = Pauses()
    pauses.check("a.test")
    lengths = []
    for _ in range(8):
        pauses.note("a.test", 503, None)
        lengths.append(round(pauses.left("a.test")))
    assert lengths == [60, 120, 240, 480, 960, 1920, 3600, 3600]
    with pytest.raises(Postponed) as caught:
        pauses.check("a.test")
    assert 3599 < caught.value.seconds <= 3600
    assert pauses.left("b.test") == 0
    pauses.note("b.test", 429, b"0")
    pauses.check("b.test")
    pauses.note("b.test", 429, None)
    assert round(pauses.left("b.test")) == 120, "the second strike in a row"
    pauses.note("c.test", 429, None)
    pauses.note("c.test", 200, None)
    pauses.note("c.test", 429, b"1")
    assert round(pauses.left("c.test")) == 60, "a pause is never shortened"


def test_pauses_of_a_host_that_refuses_everything_grow() -> None:
    pauses = Pauses()
    lengths = []
    for status in (403, 403, 200, 403, 403, 403, 403, 404, 403):
        pauses.note("a.test", status, None)
        lengths.append(round(pauses.left("a.test")))
    assert lengths == [0, 0, 0, 0, 0, 60, 120, 120, 120], "single closed pages say nothing of the host"
    pauses.note("b.test", 403, b"30")
    assert pauses.left("b.test") == 0


def crawler_with(**slots: Slot) -> Any:
    downloader = SimpleNamespace(slots=dict(slots), per_slot_settings={})
    return SimpleNamespace(engine=SimpleNamespace(downloader=downloader), settings=Settings({"DOWNLOAD_DELAY": 2.0}))


def test_the_delay_is_randomised_between_once_and_twice_its_value() -> None:
    crawler = crawler_with(host=Slot(8, 0.0, 0.0))
    pace(crawler, "host", 2.0)
    slot = crawler.engine.downloader.slots["host"]
    delays = [slot.download_delay() for _ in range(2000)]
    assert slot.concurrency == 1
    assert 2.0 <= min(delays) < 2.1
    assert 3.9 < max(delays) <= 4.0
    assert crawler.engine.downloader.per_slot_settings["host"] == {"concurrency": 1, "delay": 3.0, "jitter": 1 / 3}
    pace(crawler, "later", 2.0)  # Scrapy makes its slot of these
    assert "later" in crawler.engine.downloader.per_slot_settings


def test_the_slowest_host_decides_how_long_a_run_takes() -> None:
    crawler = crawler_with()
    pace(crawler, "slow", 30.0)
    assert estimated_seconds(crawler, {"slow": 4, "quick": 50}) == 4 * 45.0
    assert estimated_seconds(crawler, {"slow": 1, "quick": 50}) == 50 * 3.0
    assert estimated_seconds(crawler, {}) == 0.0


def test_the_delay_runs_from_the_end_of_the_last_response() -> None:
    crawler = crawler_with(host=Slot(1, 2.0, 0.0))
    restart_delay(crawler, Request("http://host/", meta={"download_slot": "host"}))
    assert crawler.engine.downloader.slots["host"].lastseen > 0
    restart_delay(crawler, Request("http://elsewhere/"))


def test_queued_requests_are_cancelled() -> None:
    slot = Slot(1, 2.0, 0.0)
    crawler, answer = crawler_with(host=slot), Deferred[Any]()
    failures: list[Any] = []
    answer.addErrback(failures.append)
    assert not waiting(crawler)
    slot.queue.append((Request("http://host/"), answer))
    assert waiting(crawler)
    slot.transferring.add(Request("http://host/other"))
    assert not waiting(crawler), "something crosses the wire"
    cancel_queued(crawler)
    assert [failure.value.outcome for failure in failures] == ["stopped"]
    assert not slot.queue
    cancel_queued(SimpleNamespace(engine=None))  # type: ignore[arg-type]
