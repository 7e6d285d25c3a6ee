"""Captures → reading. Pure: the same bytes and profile give the same reading, tomorrow and offline."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

import attrs

from gemascraper import discover, extract
from gemascraper.extract.story import paging
from gemascraper.items import STORY_KINDS, Capture, CaptureRef, Entry, Finding, Kind, Reading
from gemascraper.outlets.profile import Outlet
from gemascraper.values import http

LIMITS = {"sitemap": 50 << 20, "feed": 50 << 20, "image": 25 << 20}
PAGE_LIMIT = 8 << 20
"""Bytes of a decoded page; announcers and pictures may be larger."""
_GONE: dict[int, Kind] = {404: "removed", 410: "removed", 451: "removed", 401: "blocked", 403: "blocked"}


def limit_of(entry: Entry | None) -> int:
    """How many decoded bytes we take for what this entry announces."""
    return LIMITS.get(entry.kind, PAGE_LIMIT) if entry else PAGE_LIMIT


def read(captures: Sequence[Capture], outlet: Outlet, entry: Entry | None = None) -> Reading:
    """Read a page, a story on several pages, or an announcer.

    *captures* have their blocks loaded; the first is the entry's own, the others are further pages in order.
    """
    first = captures[0]
    entry = entry or first.entry or entry_for(first, outlet)
    message = http.parse(first.block or b"")
    reading = Reading(url=entry.url, outcome=first.outcome, captures=tuple(captures))
    if message.status == 304:
        return unchanged(captures, entry)
    if first.revisit and not first.original:
        finding = Finding(code="payload_elsewhere", message="The record that holds this page is not in the archive.")
        return attrs.evolve(reading, outcome="payload_elsewhere", findings=(finding,))
    if message.status in _GONE:
        return attrs.evolve(reading, kind=_GONE[message.status])
    if message.status is None or message.status >= 300:
        return attrs.evolve(reading, failed=(message.status or 500) >= 500)
    payload = http.payload(message, limit_of(entry))
    if payload.trouble or first.truncated:
        return _incomplete(reading, payload.trouble or "truncated")
    found = _understood(reading, payload.data, entry, outlet)
    validators = (None, None) if found.further or len(captures) > 1 else _validators(first, message)
    return attrs.evolve(found, outcome="read", validators=validators)


def unchanged(captures: Sequence[Capture], entry: Entry) -> Reading:
    """The reading of an answer that says what is known already."""
    return Reading(url=entry.url, outcome="unchanged", captures=tuple(captures), validators=captures[0].validators)


def entry_for(capture: Capture, outlet: Outlet) -> Entry:
    """What we would have expected at an address, for captures of others that carry no entry."""
    mime = (capture.mime or "").lower()
    if mime.startswith("image/"):
        return Entry(url=capture.url, kind="image")
    if not outlet.is_story(capture.url):
        return Entry(url=capture.url, kind="index")
    return Entry(url=capture.url, kind="page" if paging.number_of(capture.url) > 1 else "story")


def _incomplete(reading: Reading, trouble: str) -> Reading:
    finding = Finding(code=trouble, message="The page did not arrive whole; what came is in the archive.")
    return attrs.evolve(reading, outcome=trouble, findings=(finding,), failed=trouble == "truncated")


def _validators(first: Capture, message: http.Message) -> tuple[str | None, str | None]:
    """Those of the answer itself; what a 304 leaves out is as the page that it confirms had it."""
    if first.status != 304:
        return first.validators
    (etag, modified), (etag_then, modified_then) = first.validators, message.validators
    return etag or etag_then, modified or modified_then


def _understood(reading: Reading, body: bytes, entry: Entry, outlet: Outlet) -> Reading:
    first = reading.captures[0]
    if entry.kind == "image":
        return attrs.evolve(reading, kind="other")
    if entry.kind != "story" or discover.kind_of(body, first.mime, first.url) in ("sitemap", "feed"):
        return _announced(reading, body, entry, outlet)
    if _led_home(entry.url, first.url, outlet):
        finding = Finding(code="led_home", message=f"The address now leads to {first.url}.")
        return attrs.evolve(reading, kind="removed", findings=(finding,))
    extraction = extract.extract([_page(capture, entry) for capture in reading.captures], outlet)
    return attrs.evolve(
        reading,
        kind=extraction.kind,
        article=extraction.article,
        findings=extraction.findings,
        further=extraction.further,
    )


def _announced(reading: Reading, body: bytes, entry: Entry, outlet: Outlet) -> Reading:
    first = reading.captures[0]
    found = discover.read(body, first.mime, entry, first.url, outlet)
    kind: Kind = found.kind if found.kind in ("sitemap", "feed") else "index"
    return attrs.evolve(
        reading, kind=kind, entries=tuple(found.entries), next=found.next, findings=tuple(found.findings)
    )


def _led_home(asked: str, came: str, outlet: Outlet) -> bool:
    """Whether a story's address was redirected to a front page: an outlet's way to take a story down."""
    return asked != came and not outlet.is_story(came) and urlsplit(came).path in ("", "/")


def _page(capture: Capture, entry: Entry) -> extract.Page:
    payload = http.payload(http.parse(capture.block or b""), limit_of(entry))
    ref = CaptureRef(
        url=capture.url,
        warc=capture.warc,
        offset=capture.offset,
        record_id=capture.record_id,
        payload_digest=capture.payload_digest,
    )
    return extract.Page(payload.data, capture.url, captured_at=capture.captured_at, content_type=capture.mime, ref=ref)


def is_story(reading: Reading) -> bool:
    return reading.kind in STORY_KINDS and reading.article is not None
