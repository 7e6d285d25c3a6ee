"""What waits for the recorder's next group: an exchange to keep, a reading to file, a question to the archive."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs

from gemascraper.archive import capture_records, records
from gemascraper.ingest import picture_files
from gemascraper.ingest.outlet_archive import OutletArchive
from gemascraper.ingest.reading import entry_for, is_story
from gemascraper.ingest.run import RunRecord
from gemascraper.items import Article, Capture, Exchange, Reading
from gemascraper.ledger.frontier import SOURCES
from gemascraper.outcomes import UNDERSTOOD, Outcome
from gemascraper.values import http

EMPTY_PAGES = 3
"""An index is followed page by page until this many pages in a row have no new story or source."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Operation:
    """One step of a group. Each method is called for the whole group before the next method is."""

    def append(self, archive: OutletArchive) -> None:
        """Append bytes to the WARC file; they are not synced yet."""

    def commit(self, archive: OutletArchive) -> Any:
        """Write to the ledger, inside the group's transaction. The result goes to whoever waits."""

    def count(self, run: RunRecord) -> None:
        """Add to the run's counts; everything is on disk now."""


@attrs.define
class KeepExchange(Operation):
    """Append an exchange's records and note its capture, which is the result."""

    exchange: Exchange
    _response: records.ParsedResponse | None = None
    _packed: records.Packed | None = None
    _capture: Capture | None = None

    def append(self, archive: OutletArchive) -> None:
        self._response = records.ParsedResponse.of(self.exchange)
        self._packed = records.pack(self.exchange, self._response, self._original(archive, self._response))
        place = archive.writer.append(self._packed.members)
        self._capture = attrs.evolve(self._packed.capture, warc=place.warc, offset=place.offset, length=place.length)

    def _original(self, archive: OutletArchive, response: records.ParsedResponse) -> Capture | None:
        captures, url, message = archive.ledger.captures, self.exchange.url, response.message
        if message.status == 304:
            return captures.confirmed(url, message.header("ETag"))
        if message.status == 200 and message.body and not self.exchange.truncated:
            return captures.with_payload(url, response.payload_digest)
        return None

    def commit(self, archive: OutletArchive) -> Capture:
        assert self._capture
        assert self._packed
        assert self._response
        archive.ledger.captures.add(self._capture, unread=True)
        archive.ledger.captures.know(self._packed.ids)
        if picture_files.is_whole_picture(self._capture):
            _keep_picture(archive, self._capture, self._response.message)
        return attrs.evolve(self._capture, understood=archive.is_understood(self._capture))

    def count(self, run: RunRecord) -> None:
        assert self._capture
        run.count_capture(self._capture)


def _keep_picture(archive: OutletArchive, capture: Capture, message: http.Message) -> None:
    """Store a picture and note its digest; in a rebuild at the same place as in the crawl."""
    if data := picture_files.bytes_of(message):
        archive.ledger.captures.add_picture(capture, archive.pictures.store(data))


@attrs.frozen
class StaleRevision:
    """Returned by `FileReading` where another extractor read the newest revision: its captures are to be read again."""

    captures: tuple[Capture, ...]


@attrs.define
class FileReading(Operation):
    """Note what was read, settle the entry, and plan the lines of a new revision, which is the result."""

    reading: Reading
    fingerprint_before: str | None = None
    """The fingerprint of the newest revision's captures as today's extractor reads them; None where the same did."""
    _article: Article | None = None
    _new_stories: int = 0
    _settles_story: bool | None = None
    _edition: str | None = None

    def commit(self, archive: OutletArchive) -> Article | StaleRevision | None:
        reading, ledger = self.reading, archive.ledger
        if stale := self._stale(archive):
            return stale
        self._add_entries(archive)
        if reading.article:
            self._article = archive.revisions.write(reading.article, reading.captures, self.fingerprint_before)
        if reading.retry_in is None:
            ledger.captures.read(reading.captures, reading.url)
        self._settle(archive)
        self._count_current_stories(archive)
        self._edition = archive.outlet.edition_of(reading.url)
        story = ledger.frontier.kind(reading.url) == "story" and reading.retry_in is None
        self._settles_story = story or is_story(reading)
        return self._article

    def _stale(self, archive: OutletArchive) -> StaleRevision | None:
        if self.reading.article is None or self.fingerprint_before is not None:
            return None
        latest = archive.ledger.revisions.stale(self.reading.article)
        return StaleRevision(archive.ledger.captures.of_story(latest.captures)) if latest else None

    def _add_entries(self, archive: OutletArchive) -> None:
        frontier, entries, following = archive.ledger.frontier, self.reading.entries, self.reading.next
        self._new_stories = frontier.add(entry for entry in entries if entry.kind == "story")
        new = self._new_stories + frontier.add(entry for entry in entries if entry.kind != "story")
        if following:
            depth = 0 if new else following.depth + 1
            if depth < EMPTY_PAGES:
                frontier.add([attrs.evolve(following, depth=depth)], again=True)

    def _settle(self, archive: OutletArchive) -> None:
        reading, frontier, now = self.reading, archive.ledger.frontier, archive.clock()
        if reading.retry_in is not None:
            counts = reading.outcome not in (Outcome.POSTPONED, Outcome.STOPPED)
            frontier.put_off(reading.url, now.timestamp() + reading.retry_in, counts)
            return
        published = reading.article.published if reading.article else None
        answered = any(capture.status for capture in reading.captures)
        frontier.settle(
            reading.url, reading.outcome, now, failed=reading.failed, answered=answered, published=published
        )
        if reading.outcome in UNDERSTOOD:
            frontier.validate(reading.url, reading.validators, anew=reading.outcome == Outcome.READ)

    def _count_current_stories(self, archive: OutletArchive) -> None:
        """Count stories that a source still names, or named before where it is unchanged, and that are not due."""
        reading, frontier = self.reading, archive.ledger.frontier
        if not archive.tally.lacks_stories:
            return
        urls = [entry.url for entry in reading.entries]
        if reading.outcome == Outcome.UNCHANGED and frontier.kind(reading.url) in SOURCES:
            urls = frontier.named_by(reading.url)
        for url in frontier.current_stories(urls, archive.run_started):
            archive.tally.add_story(url, archive.outlet.edition_of(url))

    def count(self, run: RunRecord) -> None:
        if self._settles_story is not None:
            run.known += self._new_stories
            run.count_reading(self.reading, self._article, self._settles_story, self._edition)


@attrs.define
class RegisterRecord(Operation):
    """Note a WARC record that is in the archive; with *member*, copy it there first, unless it is there already."""

    record_id: str
    capture: Capture | None
    """The capture that the record makes, if it makes one."""
    member: bytes = b""
    """The record as its own gzip member, copied byte for byte."""

    def append(self, archive: OutletArchive) -> None:
        if not self.member:
            return
        if archive.ledger.captures.knows(self.record_id):
            self.capture, self.record_id = None, ""
            return
        place = archive.writer.append([self.member])
        if self.capture:
            self.capture = attrs.evolve(self.capture, warc=place.warc, offset=place.offset, length=place.length)

    def commit(self, archive: OutletArchive) -> None:
        if self.record_id:
            archive.ledger.captures.know([self.record_id])
        if self.capture:
            self._add(archive, self.capture)

    def _add(self, archive: OutletArchive, capture: Capture) -> None:
        foreign = capture.entry is None and not _is_ours_without_entry(capture)
        if foreign:
            capture = attrs.evolve(capture, entry=entry_for(capture, archive.outlet))
        archive.ledger.captures.add(capture, unread=bool(self.member), foreign=foreign)
        if picture_files.is_whole_picture(capture):
            _keep_picture(archive, capture, _archived_message(archive, capture))
        if capture.entry and capture.page_of is None and capture.entry.kind not in ("page", "image"):
            archive.ledger.frontier.add([capture.entry])

    def count(self, run: RunRecord) -> None:
        if self.capture:
            run.count_capture(self.capture)


def _archived_message(archive: OutletArchive, capture: Capture) -> http.Message:
    """The response of a capture, read from the archive: a revisit's payload is in another record."""
    noted = archive.ledger.captures.by_record(capture.record_id)
    assert noted
    return http.parse(capture_records.load(archive.folder / "archive", noted))


def _is_ours_without_entry(capture: Capture) -> bool:
    """Redirects and robots.txt: our own captures of them have no entry either."""
    return capture.status in _REDIRECTS or capture.url.endswith("/robots.txt")


@attrs.define
class AskArchive(Operation):
    """A question to the archive; its answer is the result."""

    question: Callable[[OutletArchive], Any]

    def commit(self, archive: OutletArchive) -> Any:
        return self.question(archive)
