"""What can wait for the recorder's next group: an exchange to keep, a reading to file, a question to the ledger."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import attrs

from gemascraper.archive import records
from gemascraper.ingest import pictures
from gemascraper.ingest.reading import entry_for, is_story
from gemascraper.ingest.run import Run
from gemascraper.items import Article, Capture, Exchange, Reading

if TYPE_CHECKING:
    from gemascraper.ingest.recorder import Recorder

EMPTY_PAGES = 3
"""An index is paged through until so many pages in a row brought nothing new."""
_ON_THE_WAY = frozenset({301, 302, 303, 307, 308})
"""Redirects lead on; what they lead to is read."""


class Operation:
    """Something that waits for the next group; each step is taken for the whole group before the next one is."""

    def append(self, recorder: Recorder) -> None:
        """Put bytes into the WARC file; not yet synced."""

    def commit(self, recorder: Recorder) -> Any:
        """Write to the ledger, inside the group's transaction; what it returns is the future's result."""

    def counted(self, run: Run) -> None:
        """Add to the run's numbers what is now on disk."""


@attrs.define
class Keep(Operation):
    """Append an exchange's records and note the capture."""

    exchange: Exchange
    _packed: records.Packed | None = None
    _capture: Capture | None = None

    def append(self, recorder: Recorder) -> None:
        answer = records.Answer.of(self.exchange)
        self._packed = records.pack(self.exchange, answer, self._original(recorder, answer))
        place = recorder.writer.append(self._packed.members)
        self._capture = attrs.evolve(self._packed.capture, warc=place.warc, offset=place.offset, length=place.length)

    def _original(self, recorder: Recorder, answer: records.Answer) -> Capture | None:
        captures, url, message = recorder.ledger.captures, self.exchange.url, answer.message
        if message.status == 304:
            return captures.confirmed(url, message.header("ETag"))
        if message.status == 200 and message.body and not self.exchange.truncated:
            return captures.with_payload(url, answer.payload_digest)
        return None

    def commit(self, recorder: Recorder) -> Capture:
        capture, captures = self._capture, recorder.ledger.captures
        assert capture
        assert self._packed
        captures.add(capture, unread=True)
        captures.know(self._packed.ids)
        pictures.keep(recorder, capture)
        return attrs.evolve(capture, understood=recorder.understands(capture))

    def counted(self, run: Run) -> None:
        assert self._capture
        run.kept(self._capture)


@attrs.frozen
class Stale:
    """The answer to `File` where another extractor read the last revision: its captures are to be read again first."""

    captures: tuple[Capture, ...]


@attrs.define
class File(Operation):
    """Note what was understood, settle the entry, and plan the lines of a new revision."""

    reading: Reading
    fingerprint_before: str | None = None
    """What today's extractor makes of the last revision's captures, where another one had read them."""
    _article: Article | None = None
    _new_stories: int = 0
    _settles_story: bool | None = None

    def commit(self, recorder: Recorder) -> Article | Stale | None:
        reading, ledger = self.reading, recorder.ledger
        if stale := self._stale(recorder):
            return stale
        self._discover(recorder)
        if reading.article:
            recorder.extractor = reading.article.extractor
            self._article = ledger.revisions.place(reading.article, self.fingerprint_before)
        if self._article:
            recorder.write_revision(self._article, reading.captures)
        if reading.retry_in is None:
            ledger.captures.read(reading.captures, reading.url)
        self._settle(recorder)
        story = ledger.frontier.kind(reading.url) == "story" and reading.retry_in is None
        self._settles_story = story or is_story(reading)
        return self._article

    def _stale(self, recorder: Recorder) -> Stale | None:
        if self.reading.article is None or self.fingerprint_before is not None:
            return None
        latest = recorder.ledger.revisions.stale(self.reading.article)
        return Stale(recorder.ledger.captures.of_story(latest.captures)) if latest else None

    def _discover(self, recorder: Recorder) -> None:
        frontier, entries, following = recorder.ledger.frontier, self.reading.entries, self.reading.next
        self._new_stories = frontier.add(entry for entry in entries if entry.kind == "story")
        new = self._new_stories + frontier.add(entry for entry in entries if entry.kind != "story")
        if following:
            depth = 0 if new else following.depth + 1
            if depth < EMPTY_PAGES:
                frontier.add([attrs.evolve(following, depth=depth)], again=True)

    def _settle(self, recorder: Recorder) -> None:
        reading, frontier, now = self.reading, recorder.ledger.frontier, recorder.clock()
        if reading.retry_in is not None:
            counts = reading.outcome not in ("postponed", "stopped")
            frontier.put_off(reading.url, now.timestamp() + reading.retry_in, counts)
            return
        published = reading.article.published if reading.article else None
        answered = any(capture.status for capture in reading.captures)
        frontier.settle(
            reading.url, reading.outcome, now, failed=reading.failed, answered=answered, published=published
        )
        if reading.outcome in ("read", "unchanged"):
            frontier.validate(reading.url, reading.validators, anew=reading.outcome == "read")

    def counted(self, run: Run) -> None:
        if self._settles_story is not None:
            run.known += self._new_stories
            run.filed(self.reading, self._article, self._settles_story)


@attrs.define
class Adopt(Operation):
    """Note a record that is in the archive already; with *member*, take it in first, byte for byte, once."""

    record_id: str
    capture: Capture | None
    """The capture that the record makes, if it makes one."""
    member: bytes = b""

    def append(self, recorder: Recorder) -> None:
        if not self.member:
            return
        if recorder.ledger.captures.knows(self.record_id):
            self.capture, self.record_id = None, ""
            return
        place = recorder.writer.append([self.member])
        if self.capture:
            self.capture = attrs.evolve(self.capture, warc=place.warc, offset=place.offset, length=place.length)

    def commit(self, recorder: Recorder) -> None:
        captures, capture = recorder.ledger.captures, self.capture
        if self.record_id:
            captures.know([self.record_id])
        if capture is None:
            return
        foreign = capture.entry is None and not _is_ours_without_entry(capture)
        if foreign:
            capture = attrs.evolve(capture, entry=entry_for(capture, recorder.outlet))
        captures.add(capture, unread=bool(self.member), foreign=foreign)
        pictures.keep(recorder, capture)
        if capture.entry and capture.page_of is None and capture.entry.kind not in ("page", "image"):
            recorder.ledger.frontier.add([capture.entry])

    def counted(self, run: Run) -> None:
        if self.capture:
            run.kept(self.capture)


def _is_ours_without_entry(capture: Capture) -> bool:
    return capture.status in _ON_THE_WAY or capture.url.endswith("/robots.txt")


@attrs.define
class Ask(Operation):
    """A question that needs the ledger."""

    question: Callable[[Recorder], Any]

    def commit(self, recorder: Recorder) -> Any:
        return self.question(recorder)
