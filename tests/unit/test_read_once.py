"""From capture to reading, each page is unpacked once and decoded once."""

from __future__ import annotations

import gzip
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from types import CodeType, FrameType
from typing import Any

import pytest
from archiving import GEMAPOS, answer, page, url_of

from gemascraper.ingest.reading import read
from gemascraper.items import Capture, Entry, Reading
from gemascraper.outcomes import of_status
from gemascraper.values import charset, http

COUNTED = {http.payload.__code__: "unpacked", charset.decode.__code__: "decoded"}


def calls(work: Callable[[], Reading]) -> tuple[Reading, Counter[str]]:
    """The result of *work*, and how often it called each counted function, wherever it was imported."""
    counts = Counter[str]()

    def count(frame: FrameType, event: str, _: Any) -> None:
        code: CodeType = frame.f_code
        if event == "call" and code in COUNTED:
            counts[COUNTED[code]] += 1

    sys.setprofile(count)
    try:
        return work(), counts
    finally:
        sys.setprofile(None)


def capture(url: str, body: bytes, kind: Any = "story") -> Capture:
    packed = answer(gzip.compress(body), "200 OK", "text/html; charset=utf-8", "Content-Encoding: gzip")
    return Capture(
        url=url,
        captured_at=datetime(2026, 11, 24, tzinfo=UTC),
        outcome=of_status(200),
        status=200,
        record_id=f"urn:{url}",
        mime="text/html; charset=utf-8",
        entry=Entry(url=url, kind=kind),
        block=packed,
    )


@pytest.mark.parametrize("pages", [1, 3])
def test_a_story(pages: int) -> None:
    captures = [capture(url_of(1), page(1))]
    captures += [capture(f"{url_of(1)}?page={n}", page(1, f"Halaman {n}."), "page") for n in range(2, pages + 1)]
    reading, counts = calls(lambda: read(captures, GEMAPOS))
    assert reading.article
    assert counts == {"unpacked": pages, "decoded": pages}


@pytest.mark.parametrize("kind", ["index", "feed", "sitemap"])
def test_a_source(kind: Any) -> None:
    url = "https://www.gemapos.id/sumber"
    body = {
        "index": page(1),
        "feed": f"<rss><channel><item><link>{url_of(1)}</link></item></channel></rss>".encode(),
        "sitemap": f"<urlset><url><loc>{url_of(1)}</loc></url></urlset>".encode(),
    }[kind]
    reading, counts = calls(lambda: read([capture(url, body, kind)], GEMAPOS))
    assert reading.kind == kind
    assert counts == {"unpacked": 1, "decoded": 1}
