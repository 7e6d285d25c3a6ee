"""The one spider: what is asked of an outlet, from its announcers to its stories, and what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import attrs
import scrapy
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from gemascraper import discover, outlets
from gemascraper.crawl import opening
from gemascraper.crawl.belonging import Belonging
from gemascraper.crawl.ending import verdict
from gemascraper.crawl.log import RunLog
from gemascraper.crawl.manners import Pauses, turn_back
from gemascraper.crawl.pump import Pump
from gemascraper.crawl.refusals import NoContact, Postponed
from gemascraper.crawl.wire import hang_up, outcome
from gemascraper.errors import ArchiveError, GemascraperError, UsageError
from gemascraper.ingest.again import read_again
from gemascraper.ingest.reading import limit_of
from gemascraper.ingest.recorder import Recorder
from gemascraper.items import Capture, Due, Entry, Reading
from gemascraper.outlets.profile import Outlet
from gemascraper.values import urls
from gemascraper.values.zones import zone

_FOR_GOOD = {"robots", "offsite", "forbidden_url", "too_many_redirects", "too_large"}
"""Outcomes that asking again would not change."""


class OutletSpider(scrapy.Spider):
    """Crawl one outlet, from its seeds to its stories."""

    profile: str | Path | None = None
    """Where the profile is, if the spider's name does not say it."""
    recorder: Recorder | None = None
    pump: Pump | None = None
    belonging: Belonging
    log_file: RunLog | None = None

    def __init__(
        self,
        edition: str | None = None,
        limit: str | int | None = None,
        since: str | date | None = None,
        until: str | date | None = None,
        refresh: str | bool = False,
        dry_run: str | bool = False,
        sites: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.outlet = self.its_outlet()
        self.edition, self.limit = edition, int(limit) if limit else None
        self.since, self.until = _day(since), _day(until)
        self.refresh, self.dry_run, self.sites = _yes(refresh), _yes(dry_run), sites
        self.captured: WeakKeyDictionary[Request, Capture] = WeakKeyDictionary()
        self.failure: GemascraperError | None = None
        self.signal: int | None = None
        self.due: dict[str, int] = {}
        """Stories that were due when the run ended, by host."""
        self.outlet.check_edition(edition)

    @classmethod
    def its_outlet(cls) -> Outlet:
        return outlets.load(cls.profile or cls.name)

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        opening.prepare(settings, cls.its_outlet())

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> OutletSpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider._robots_parsed, signals.robots_parsed)
        crawler.signals.connect(spider._stumbled, signals.spider_error)
        crawler.signals.connect(spider._closed, signals.spider_closed)
        return spider

    # ------------------------------------------------------------------------------------- what is asked

    async def start(self) -> AsyncIterator[Any]:
        """Requests, as the frontier has them due."""
        try:
            recorder = opening.recorder_for(self.crawler, self)
            unread = await opening.opened(recorder, self.refresh)
            self.log_file = RunLog(recorder.run.home, self)
            self.pump = Pump(recorder, self.settings, self._asks_for, self.limit)
            self.belonging = Belonging(self.crawler, recorder, self.settings.getbool("GEMASCRAPER_IMAGES"))
            self.recorder = recorder
            self.first = not recorder.run.known
            await self._catch_up(recorder, unread)
            await recorder.add(self._seeds(), again=True)
            async for due in self.pump:
                yield self._request(due)
        except GemascraperError as error:
            self.fail(error)

    def _seeds(self) -> list[Entry]:
        until = self.until or datetime.now(zone(self.outlet.timezone)).date()
        found = discover.seeds(self.outlet, [self.edition] if self.edition else (), self.since, until)
        for site in self.sites:
            found += discover.seeds_of_site(site, self.outlet)
        return found

    async def _catch_up(self, recorder: Recorder, unread: Sequence[Capture]) -> None:
        """Read what the last run archived and did not live to read; nothing is fetched again for it."""
        waiting: set[str] = set()

        async def fetch(first: Capture, entry: Entry) -> Capture | None:
            try:
                return await self.belonging.fetch(first, entry)
            except Postponed:
                waiting.add(first.record_id)
                return None

        async for reading in read_again(recorder, unread, fetch):
            if reading.captures[0].record_id not in waiting:
                await recorder.file(self._of_this_run(reading))

    def _request(self, due: Due) -> Request:
        validators = {"If-None-Match": due.etag, "If-Modified-Since": due.last_modified}
        return Request(
            due.entry.url,
            self.parse,
            errback=self.failed,
            headers={name: value for name, value in validators.items() if value},
            cb_kwargs={"entry": due.entry},
            meta={"download_maxsize": limit_of(due.entry)},
            dont_filter=True,
        )

    async def _robots_parsed(self, robotparser: Any, request: Request) -> None:
        """robots.txt names sitemaps that no profile knows."""
        named = [Entry(url=url, kind="sitemap", found_on=request.url) for url in robotparser.rp.sitemaps]
        found = [
            entry for entry in named if discover.is_ours(entry.url, request.url, self.outlet) and self._wanted(entry)
        ]
        if found and self.recorder and self.pump:
            with suppress(ArchiveError):  # the recorder has ended the run by then
                await self.recorder.add(found, again=True)
            self.pump.nudge()

    # --------------------------------------------------------------------------------- what came of it

    async def parse(self, response: Response, entry: Entry) -> AsyncIterator[Reading]:
        """One reading of one answer, with what belongs to a story."""
        assert response.request
        capture = self.captured.pop(response.request)
        try:
            if response.status in (429, 503):
                raise Postponed(Pauses.of(self.crawler).left(urls.host(response.url)))
            yield self._of_this_run(await self.belonging.read(capture, entry))
        except Postponed as asked:
            name = "postponed" if capture.status == 200 else capture.outcome
            yield Reading(url=entry.url, outcome=name, captures=(capture,), retry_in=asked.seconds)
        except ArchiveError as error:  # the run is over; Scrapy need not call it a mistake of the spider
            self.fail(error)

    async def failed(self, failure: Failure) -> AsyncIterator[Reading]:
        """A reading of no answer: the outcome has a name, and the entry is settled by it."""
        request: Request = failure.request  # type: ignore[attr-defined]
        assert failure.value
        name, cause = outcome(failure.value)
        if isinstance(cause, ArchiveError):
            return
        if isinstance(cause, NoContact):
            self.fail(UsageError("Nobody is crawled anonymously.", "Set GEMASCRAPER_CONTACT to your address or page."))
        capture = self.captured.pop(request, None)
        entry: Entry = request.cb_kwargs["entry"]
        reading = Reading(url=entry.url, outcome=name, captures=(capture,) if capture else ())
        if isinstance(cause, Postponed):
            yield attrs.evolve(reading, retry_in=cause.seconds)
        else:
            yield attrs.evolve(reading, failed=name not in _FOR_GOOD)

    def settled(self, reading: Reading) -> None:
        """A reading has been filed, or could not be."""
        if self.pump:
            self.pump.settled(reading.url)

    def _stumbled(self, failure: Failure, response: Any) -> None:
        """A mistake of ours: the run goes on without that answer, and the next one asks again."""
        error, request = failure.value, getattr(response, "request", None)
        if isinstance(error, GemascraperError):
            self.fail(error)
        elif request is None:
            self.fail(_unexpected(error))
        elif self.pump and (entry := request.cb_kwargs.get("entry")):
            self.pump.settled(entry.url)

    def _of_this_run(self, reading: Reading) -> Reading:
        """Without the entries that were not asked for: of other editions, or of other days."""
        return attrs.evolve(reading, entries=tuple(entry for entry in reading.entries if self._wanted(entry)))

    def _asks_for(self, entry: Entry) -> bool:
        return self._wanted(entry) and not (self.dry_run and entry.kind == "story")

    def _wanted(self, entry: Entry) -> bool:
        if self.edition and self.outlet.edition_of(entry.url) != self.edition:
            return False
        day = entry.published.date() if entry.published else None
        return day is None or not ((self.since and day < self.since) or (self.until and day > self.until))

    # ------------------------------------------------------------------------------------- its end

    def stop(self, signal: int) -> None:
        """Ask for nothing more; what is on the wire is finished."""
        self.signal = signal
        self._wind_down()

    def fail(self, error: GemascraperError) -> None:
        """End the run at once because of *error*."""
        if self.failure is None:
            self.failure = error
            self.logger.error("%s", error)
            self.crawler.signals.send_catch_log(hang_up)
            engine: Any = self.crawler.engine
            reason = "disk" if isinstance(error, ArchiveError) else "failed"
            self._ending = asyncio.ensure_future(engine.close_spider_async(reason=reason))
        self._wind_down()

    def _wind_down(self) -> None:
        turn_back(self.crawler)
        if self.pump:
            self.pump.stop()

    async def _closed(self, reason: str) -> None:
        try:
            if self.recorder:
                await self._close(self.recorder, reason)
        except Exception as error:  # Scrapy only logs it, and the exit code would say that all is well
            self.failure = error if isinstance(error, GemascraperError) else _unexpected(error)
            raise
        finally:
            if self.log_file:
                self.log_file.close()

    async def _close(self, recorder: Recorder, reason: str) -> None:
        storyless = False
        if not recorder.failure:
            storyless = self.first and not (await recorder.counts()).get("story")
            self.due = await recorder.due_stories()
        if not (self.failure or self.signal):
            self.failure = verdict(recorder.run, self.outlet, storyless)
        if reason == "finished" and self.limit and recorder.run.stories >= self.limit:
            reason = "limit"
        code = self.failure.exit_code if self.failure else 128 + self.signal if self.signal else 0
        await recorder.close(reason, code, str(self.failure) if self.failure else None)
        self.failure = self.failure or recorder.failure
        recorder.readers.close()


def spider_for(name: str, profile: Path | None = None) -> type[OutletSpider]:
    """A spider class made of an outlet's profile."""
    known = {"name": name, "profile": profile, "__doc__": f"Crawl {name}, as its profile says."}
    return type(f"{name.title().replace('-', '')}Spider", (OutletSpider,), known)


def _unexpected(error: BaseException | None) -> GemascraperError:
    return GemascraperError(f"{type(error).__name__}: {error}.", "This is a bug; please report it.")


def _day(value: str | date | None) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        raise UsageError(f"{value!r} is no day.", "Write it as 2026-11-24.") from None


def _yes(value: str | bool) -> bool:
    return value in (True, "1", "true", "True", "yes")
