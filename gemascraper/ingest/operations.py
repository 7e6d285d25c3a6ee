"""What can wait for the recorder's next group: an exchange to keep, a reading to file, a question to the ledger."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import attrs

from gemascraper.archive import records
from gemascraper.ingest.reading import entry_for, is_story
from gemascraper.items import Article, Capture, Exchange, Reading

if TYPE_CHECKING:
    from gemascraper.ingest.recorder import Recorder

EMPTY_PAGES = 3
"""An index is paged through until so many pages in a row brought nothing new."""


@attrs.define
class Keep:
    """Append an exchange's records and note the capture."""

    exchange: Exchange
    capture: Capture | None = None

    def append(self, recorder: Recorder) -> None:
        answer = records.Answer.of(self.exchange)
        packed = records.pack(self.exchange, answer, self._original(recorder, answer))
        place = recorder.writer.append(packed.members)
        self.capture = attrs.evolve(packed.capture, warc=place.warc, offset=place.offset, length=place.length)

    def _original(self, recorder: Recorder, answer: records.Answer) -> Capture | None:
        captures, url = recorder.ledger.captures, self.exchange.url
        if answer.message.status == 304:
            return captures.last_good(url)
        if answer.message.status == 200 and answer.message.body and not self.exchange.truncated:
            return captures.with_payload(url, answer.payload_digest)
        return None

    def commit(self, recorder: Recorder) -> Capture:
        assert self.capture
        entry = self.exchange.entry
        to_be_read = bool(
            self.exchange.received and entry and entry.kind != "image" and self.capture.status not in _ON_THE_WAY
        )
        recorder.ledger.captures.add(self.capture, unread=to_be_read)
        recorder.run.kept(self.capture)
        return self.capture


_ON_THE_WAY = {301, 302, 303, 307, 308}
"""Redirects lead on; what they lead to is read."""


@attrs.define
class File:
    """Note what was understood, settle the entry, and plan the lines of a new revision."""

    reading: Reading
    fingerprint_before: str | None = None

    def append(self, recorder: Recorder) -> None:
        pass

    def commit(self, recorder: Recorder) -> Article | None:
        reading, ledger = self.reading, recorder.ledger
        new = ledger.frontier.add(reading.entries)
        recorder.run.known += sum(entry.kind == "story" for entry in reading.entries) and new
        if reading.next:
            self._page_on(recorder, new)
        article = None
        if reading.article:
            article = ledger.revisions.place(reading.article, self.fingerprint_before)
        if article:
            recorder.write_revision(article, reading.captures)
        ledger.captures.read(reading.url)
        self._settle(recorder)
        story = ledger.frontier.kind(reading.url) == "story" and reading.retry_in is None
        recorder.run.filed(reading, article, story or is_story(reading))
        return article

    def _page_on(self, recorder: Recorder, new: int) -> None:
        assert self.reading.next
        depth = 0 if new else self.reading.next.depth + 1
        if depth < EMPTY_PAGES:
            recorder.ledger.frontier.add([attrs.evolve(self.reading.next, depth=depth)], again=True)

    def _settle(self, recorder: Recorder) -> None:
        reading, frontier, now = self.reading, recorder.ledger.frontier, recorder.clock()
        if reading.retry_in is not None:
            frontier.put_off(reading.url, now.timestamp() + reading.retry_in, counts=reading.outcome != "postponed")
            return
        published = reading.article.published if reading.article else None
        validators = reading.validators if reading.outcome == "read" else None
        frontier.settle(
            reading.url, reading.outcome, now, failed=reading.failed, published=published, validators=validators
        )


@attrs.define
class Adopt:
    """Note a capture that is in the archive already; with *member*, take its record in first, byte for byte."""

    capture: Capture | None
    member: bytes = b""
    record_id: str = ""

    def append(self, recorder: Recorder) -> None:
        if not self.member:
            return
        if recorder.ledger.captures.known(self.record_id):
            self.capture = None
            return
        place = recorder.writer.append([self.member])
        if self.capture:
            self.capture = attrs.evolve(self.capture, warc=place.warc, offset=place.offset, length=place.length)

    def commit(self, recorder: Recorder) -> None:
        captures = recorder.ledger.captures
        if self.record_id:
            captures.imported(self.record_id)
        if not self.capture:
            return
        capture = self.capture
        if capture.entry is None and capture.status not in _ON_THE_WAY and not capture.url.endswith("/robots.txt"):
            capture = attrs.evolve(capture, entry=entry_for(capture, recorder.outlet))
        if capture.entry and capture.page_of is None:
            recorder.ledger.frontier.add([capture.entry])
        captures.add(capture, unread=bool(self.member and capture.status and capture.status not in _ON_THE_WAY))
        recorder.run.kept(capture)


@attrs.define
class Ask:
    """A question that needs the ledger."""

    question: Callable[[Recorder], Any]

    def append(self, recorder: Recorder) -> None:
        pass

    def commit(self, recorder: Recorder) -> Any:
        return self.question(recorder)
