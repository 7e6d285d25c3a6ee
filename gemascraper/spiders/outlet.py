"""The one spider: fetches what the frontier has due, from an outlet's sources to its stories."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import scrapy
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from gemascraper import discover, outlets
from gemascraper.crawl import opening
from gemascraper.crawl.failures import outcome_of
from gemascraper.crawl.log import RunLog, log_failure
from gemascraper.crawl.manners import cancel_queued
from gemascraper.crawl.pump import Pump
from gemascraper.crawl.refusals import NoContact, Postponed
from gemascraper.crawl.run_result import result_error
from gemascraper.crawl.scope import CrawlScope
from gemascraper.crawl.session import CrawlSession, close_connections, end_session, session_of
from gemascraper.crawl.story_fetcher import StoryFetcher
from gemascraper.errors import ArchiveError, GemascraperError, no_contact, unexpected
from gemascraper.ingest.archived_captures import read_archived
from gemascraper.ingest.reading import limit_of
from gemascraper.ingest.recorder import Recorder
from gemascraper.ingest.run import RunRecord
from gemascraper.items import Capture, Due, Entry, Reading
from gemascraper.outcomes import FINAL, Outcome
from gemascraper.outlets.profile import Outlet
from gemascraper.values import urls


class OutletSpider(scrapy.Spider):
    """Crawl one outlet, from its seeds to its stories."""

    profile: str | Path | None = None
    """The outlet's profile, where the spider's name is not the profile's."""
    session: CrawlSession
    stories: StoryFetcher
    """Set when the archive is open."""
    log_file: RunLog | None = None
    first_run = False
    """Whether the archive knew no story when the run began."""

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
        """The arguments are those of `CrawlScope`, as values or as the text of ``scrapy crawl -a``."""
        super().__init__(**kwargs)
        self.outlet = self.its_outlet()
        self.scope = CrawlScope(
            outlet=self.outlet,
            edition=edition,
            limit=limit,
            since=since,
            until=until,
            refresh=refresh,
            dry_run=dry_run,
            sites=sites,
        )
        self.failure: GemascraperError | None = None
        """Why the run failed; None where it did not."""
        self.signal: int | None = None
        """The signal that stopped the run."""
        self.due: dict[str, int] = {}
        """Host → stories that were due when the run ended."""

    @classmethod
    def its_outlet(cls) -> Outlet:
        """The outlet of this spider's profile. Raises `ProfileError` and `UsageError`."""
        return outlets.load(cls.profile or cls.name)

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        opening.prepare_settings(settings, cls.its_outlet())

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> OutletSpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.session = session_of(crawler)
        spider.session.outlet = spider.outlet
        crawler.signals.connect(spider._robots_parsed, signals.robots_parsed)
        crawler.signals.connect(spider._callback_failed, signals.spider_error)
        crawler.signals.connect(spider._closed, signals.spider_closed)
        return spider

    @property
    def recorder(self) -> Recorder | None:
        """The outlet's recorder; None until the archive is open."""
        return self.session.recorder

    # ------------------------------------------------------------------------------------------- requests

    async def start(self) -> AsyncIterator[Any]:
        """Requests for the entries that the frontier has due."""
        try:
            recorder, unread = await opening.open_recorder(
                self.settings, self.outlet, self.fail, self.scope.refresh, self.scope.tally()
            )
            self.first_run = not recorder.run.known
            pump = self._begin(recorder)
            await self._read_archived(recorder, unread)
            await recorder.add(self.scope.seeds(), again=True)
            async for due in pump:
                yield self._request(due)
        except GemascraperError as error:
            self.fail(error)

    def _begin(self, recorder: Recorder) -> Pump:
        self.log_file = RunLog(recorder.run.home, self)
        self.stories = StoryFetcher(self.crawler, self.session, recorder, self.settings.getbool("GEMASCRAPER_IMAGES"))
        pump = Pump(recorder, self.settings, self.scope.fetches, self.scope.limit)
        self.session.recorder, self.session.pump = recorder, pump
        return pump

    async def _read_archived(self, recorder: Recorder, unread: Sequence[Capture]) -> None:
        """Read and file what the last run captured and did not read; nothing of it is fetched again."""
        async for reading in read_archived(recorder, unread, self.stories.fetch):
            await recorder.file(self.scope.narrowed(reading))

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
        """Add the sitemaps that robots.txt names to the frontier."""
        named = [Entry(url=url, kind="sitemap", found_on=request.url) for url in robotparser.rp.sitemaps]
        found = [
            entry
            for entry in named
            if discover.is_ours(entry.url, request.url, self.outlet) and self.scope.includes(entry)
        ]
        if found and self.recorder and self.session.pump:
            with suppress(ArchiveError):  # the recorder has ended the run by then
                await self.recorder.add(found, again=True)
            self.session.pump.check_again()

    # ------------------------------------------------------------------------------------------ responses

    async def parse(self, response: Response, entry: Entry) -> AsyncIterator[Reading]:
        """The one reading of a response; of a story with all its pages and pictures."""
        assert response.request
        capture = self.session.take_capture(response.request)
        assert capture
        try:
            if response.status in (429, 503):
                raise Postponed(self.session.pauses.left(urls.host(response.url)))
            yield self.scope.narrowed(await self.stories.read(capture, entry))
        except Postponed as asked:
            outcome = Outcome.POSTPONED if capture.status == 200 else capture.outcome
            yield Reading(url=entry.url, outcome=outcome, captures=(capture,), retry_in=asked.seconds)
        except ArchiveError as error:  # the run is over; Scrapy would log it as an error of the spider
            self.fail(error)

    async def failed(self, failure: Failure) -> AsyncIterator[Reading]:
        """The reading of a request without a response, with the failure's outcome."""
        request: Request = failure.request  # type: ignore[attr-defined]
        assert failure.value
        outcome, cause = outcome_of(failure.value)
        if isinstance(cause, ArchiveError):
            return
        if isinstance(cause, NoContact):
            self.fail(no_contact())
        capture = self.session.take_capture(request)
        entry: Entry = request.cb_kwargs["entry"]
        reading = Reading(url=entry.url, outcome=outcome, captures=(capture,) if capture else ())
        if isinstance(cause, Postponed):
            yield attrs.evolve(reading, retry_in=cause.seconds)
        else:
            yield attrs.evolve(reading, failed=outcome not in FINAL)

    def _callback_failed(self, failure: Failure, response: Any) -> None:
        """An error of ours: the run goes on without that response, and the next run fetches it again."""
        error, request = failure.value, getattr(response, "request", None)
        if isinstance(error, GemascraperError):
            self.fail(error)
        elif request is None:
            self.fail(unexpected(error))
        elif entry := request.cb_kwargs.get("entry"):
            self.session.settled(entry.url)

    # --------------------------------------------------------------------------------- the end of the run

    def stop(self, signal: int) -> None:
        """Fetch nothing more; what is being fetched is finished."""
        self.signal = signal
        self._stop_requests()

    def fail(self, error: GemascraperError) -> None:
        """End the run at once because of *error*; later errors are ignored."""
        if self.failure is None:
            self._note(error)
            self.crawler.signals.send_catch_log(close_connections)
            engine: Any = self.crawler.engine
            reason = "disk" if isinstance(error, ArchiveError) else "failed"
            self._ending = asyncio.ensure_future(engine.close_spider_async(reason=reason))
        self._stop_requests()

    def _note(self, error: GemascraperError) -> None:
        self.failure = error
        log_failure(self.logger, error)

    def _stop_requests(self) -> None:
        cancel_queued(self.crawler)
        if self.session.pump:
            self.session.pump.stop()

    async def _closed(self, reason: str) -> None:
        try:
            if self.recorder:
                await self._close(self.recorder, reason)
        except GemascraperError as error:
            self._note(error)
        except Exception as error:  # Scrapy only logs it, and the exit code would be 0
            self._note(unexpected(error))
            raise
        finally:
            end_session(self.crawler)
            if self.log_file:
                self.log_file.close()

    async def _close(self, recorder: Recorder, reason: str) -> None:
        no_stories = False
        if not recorder.failure:
            no_stories = self.first_run and not (await recorder.counts()).get("story")
            self.due = await recorder.due_stories()
        if not (self.failure or self.signal or recorder.failure):
            self._judge(recorder.run, no_stories)
        if reason == "finished" and self.scope.limit and recorder.run.stories >= self.scope.limit:
            reason = "limit"
        code = self.failure.exit_code if self.failure else 128 + self.signal if self.signal else 0
        await recorder.close(reason, code, str(self.failure) if self.failure else None)
        if recorder.failure and not self.failure:
            self._note(recorder.failure)
        recorder.readers.close()

    def _judge(self, run: RunRecord, no_stories: bool) -> None:
        if error := result_error(run, self.outlet, no_stories):
            self._note(error)


def spider_for(name: str, profile: Path | None = None) -> type[OutletSpider]:
    """A spider class made of an outlet's profile, which is found by *name* unless *profile* is its file."""
    known = {"name": name, "profile": profile, "__doc__": f"Crawl {name}, as its profile says."}
    return type(f"{name.title().replace('-', '')}Spider", (OutletSpider,), known)
