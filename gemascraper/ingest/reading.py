"""From captures to a reading. The same bytes and profile always give the same reading."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

import attrs

from gemascraper import discover, extract
from gemascraper.extract.story import paging
from gemascraper.items import STORY_KINDS, Capture, CaptureRef, Entry, Finding, PageKind, Reading
from gemascraper.outcomes import Outcome
from gemascraper.outlets.profile import Outlet
from gemascraper.values import http

LIMITS = {"sitemap": 50 << 20, "feed": 50 << 20, "image": 25 << 20}
"""Bytes without content coding, by the kind of an entry."""
PAGE_LIMIT = 8 << 20
"""The same of every other kind."""
_TROUBLES: dict[http.Trouble, Outcome] = {
    "too_large": Outcome.TOO_LARGE,
    "truncated": Outcome.TRUNCATED,
    "undecodable": Outcome.UNDECODABLE,
}
_GONE: dict[int | None, PageKind] = {404: "removed", 410: "removed", 451: "removed", 401: "blocked", 403: "blocked"}


def limit_of(entry: Entry | None) -> int:
    """The most bytes, without content coding, that are read for an entry; None is a page."""
    return LIMITS.get(entry.kind, PAGE_LIMIT) if entry else PAGE_LIMIT


def read(captures: Sequence[Capture], outlet: Outlet, entry: Entry | None = None) -> Reading:
    """The reading of a page, of a story on several pages, or of a source of links.

    *captures* have their blocks loaded; the first is the entry's own, the others are further pages in order. Never
    raises because of what a page says.
    """
    first = captures[0]
    entry = entry or first.entry or entry_for(first, outlet)
    message = http.parse(first.block or b"")
    reading = Reading(url=entry.url, outcome=first.outcome, captures=tuple(captures))
    if message.status == 304:
        return unchanged(captures, entry)
    if first.revisit and not first.original:
        return _elsewhere(reading)
    if message.status is None or message.status >= 300:
        return _without_page(reading, message.status)
    payload = http.payload(message, limit_of(entry))
    if payload.trouble or first.truncated:
        return _incomplete(reading, payload.trouble or "truncated")
    found = _understood(reading, payload.data, entry, outlet)
    validators = (None, None) if found.further or len(captures) > 1 else _validators(first, message)
    return attrs.evolve(found, outcome=Outcome.READ, validators=validators)


def unchanged(captures: Sequence[Capture], entry: Entry) -> Reading:
    """The reading of a response that says what is known already."""
    return Reading(
        url=entry.url, outcome=Outcome.UNCHANGED, captures=tuple(captures), validators=captures[0].validators
    )


def entry_for(capture: Capture, outlet: Outlet) -> Entry:
    """The entry that a capture of others, which has none, would have had here."""
    mime = (capture.mime or "").lower()
    if mime.startswith("image/"):
        return Entry(url=capture.url, kind="image")
    if not outlet.is_story(capture.url):
        return Entry(url=capture.url, kind="index")
    return Entry(url=capture.url, kind="page" if paging.number_of(capture.url) > 1 else "story")


def _without_page(reading: Reading, status: int | None) -> Reading:
    """The reading of a redirect, an error or a removed page; None is a response without a status."""
    if status in _GONE:
        return attrs.evolve(reading, kind=_GONE[status])
    return attrs.evolve(reading, failed=status is None or status >= 500)


def _incomplete(reading: Reading, trouble: http.Trouble) -> Reading:
    finding = Finding(code=trouble, message="The page did not arrive whole; what arrived is in the archive.")
    return attrs.evolve(reading, outcome=_TROUBLES[trouble], findings=(finding,), failed=trouble == "truncated")


def _elsewhere(reading: Reading) -> Reading:
    finding = Finding(code="payload_elsewhere", message="The record that holds this page is not in the archive.")
    return attrs.evolve(reading, outcome=Outcome.PAYLOAD_ELSEWHERE, findings=(finding,))


def _validators(first: Capture, message: http.Message) -> tuple[str | None, str | None]:
    """ETag and Last-Modified of the response; what a 304 leaves out is taken from the page that it confirms."""
    if first.status != 304:
        return first.validators
    (etag, modified), (etag_then, modified_then) = first.validators, message.validators
    return etag or etag_then, modified or modified_then


def _understood(reading: Reading, body: bytes, entry: Entry, outlet: Outlet) -> Reading:
    """The reading of *body*, which is the page of the first capture, unpacked once for all of its readers."""
    first = reading.captures[0]
    if entry.kind == "image":
        return attrs.evolve(reading, kind="other")
    if entry.kind != "story" or discover.kind_of(body, first.mime, first.url) in ("sitemap", "feed"):
        return _of_source(reading, body, entry, outlet)
    if _is_redirect_to_front_page(entry.url, first.url, outlet):
        finding = Finding(code="redirected_to_front_page", message=f"The URL now leads to {first.url}.")
        return attrs.evolve(reading, kind="removed", findings=(finding,))
    further = [_page(capture, _unpacked(capture, entry)) for capture in reading.captures[1:]]
    extraction = extract.extract([_page(first, body), *further], outlet)
    return attrs.evolve(
        reading,
        kind=extraction.kind,
        article=extraction.article,
        findings=extraction.findings,
        further=extraction.further,
    )


def _of_source(reading: Reading, body: bytes, entry: Entry, outlet: Outlet) -> Reading:
    first = reading.captures[0]
    found = discover.read(body, first.mime, entry, first.url, outlet)
    kind: PageKind = found.kind if found.kind in ("sitemap", "feed") else "index"
    return attrs.evolve(
        reading, kind=kind, entries=tuple(found.entries), next=found.next, findings=tuple(found.findings)
    )


def _is_redirect_to_front_page(asked: str, final: str, outlet: Outlet) -> bool:
    """Whether a story's URL now leads to a front page: some outlets remove a story this way."""
    return asked != final and not outlet.is_story(final) and urlsplit(final).path in ("", "/")


def _unpacked(capture: Capture, entry: Entry) -> bytes:
    """The page in a capture, without transfer and content coding."""
    return http.payload(http.parse(capture.block or b""), limit_of(entry)).data


def _page(capture: Capture, body: bytes) -> extract.Document:
    ref = CaptureRef(
        url=capture.url,
        warc=capture.warc,
        offset=capture.offset,
        record_id=capture.record_id,
        payload_digest=capture.payload_digest,
    )
    return extract.Document(body, capture.url, captured_at=capture.captured_at, content_type=capture.mime, ref=ref)


def is_story(reading: Reading) -> bool:
    """Whether a reading has an article of a kind that has a line in `articles/`."""
    return reading.kind in STORY_KINDS and reading.article is not None
