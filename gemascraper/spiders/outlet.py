"""The one spider: from an outlet's announcers to its stories. It decides what is asked next; the beam does the rest."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

import attrs
import scrapy
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from gemascraper import __version__, discover, outlets
from gemascraper.crawl.manners import Pauses
from gemascraper.crawl.opening import recorder_for
from gemascraper.crawl.refusals import NoContact, Postponed
from gemascraper.crawl.wire import outcome
from gemascraper.errors import ArchiveError, GemascraperError, NothingFetched, UsageError
from gemascraper.ingest.again import read_again
from gemascraper.ingest.pictures import with_pictures
from gemascraper.ingest.reading import limit_of
from gemascraper.ingest.recorder import Recorder
from gemascraper.items import Capture, Entry, Finding, Reading
from gemascraper.ledger.frontier import Due
from gemascraper.outlets.profile import Outlet
from gemascraper.values import urls

MOST_PAGES = 30
"""Pages of one story; a longer one is a trap."""
PATIENCE = 900.0
"""Seconds that a run waits for a host that asked for a pause; longer ones are for the next run."""


class OutletSpider(scrapy.Spider):
    """Crawl one outlet, from its seeds to its stories."""

    outlet: Outlet
    recorder: Recorder | None = None
    changed: asyncio.Event
    """Set whenever the pump should look again."""
    images: bool = False

    def __init__(
        self,
        edition: str | None = None,
        limit: str | int | None = None,
        since: str | date | None = None,
        until: str | date | None = None,
        refresh: str | bool = False,
        dry_run: str | bool = False,
        seeds: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.outlet = outlets.load(self.name)
        self.edition, self.limit = edition, int(limit) if limit else None
        self.since, self.until = _day(since), _day(until)
        self.refresh, self.dry_run, self.sites = _yes(refresh), _yes(dry_run), seeds
        self.captured: WeakKeyDictionary[Request, Capture] = WeakKeyDictionary()
        self.flying: dict[str, Entry] = {}
        self.failure: GemascraperError | None = None
        self.stop_signal: int | None = None
        self.pending: dict[str, int] = {}
        if edition and edition not in self.outlet.editions:
            raise UsageError(
                f"{self.outlet.name} has no edition {edition!r}.", f"It has: {', '.join(self.outlet.editions)}."
            )

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        contact = settings["GEMASCRAPER_CONTACT"]
        settings.set(
            "USER_AGENT", f"gemascraper/{__version__}" + (f" (+{contact})" if contact else ""), priority="spider"
        )
        own = outlets.load(cls.name).politeness.delay or 0.0
        if own > settings.getfloat("DOWNLOAD_DELAY"):
            settings.set("DOWNLOAD_DELAY", own, priority="spider")

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> OutletSpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.changed = asyncio.Event()
        spider.images = crawler.settings.getbool("GEMASCRAPER_IMAGES")
        crawler.signals.connect(spider._robots_parsed, signals.robots_parsed)
        crawler.signals.connect(spider._closed, signals.spider_closed)
        return spider

    # ------------------------------------------------------------------------------------- the pump

    async def start(self) -> AsyncIterator[Any]:
        """Requests, as the frontier has them due: never more than the crawl can take."""
        try:
            recorder = recorder_for(self.crawler, self)
            self.recorder = recorder
            unread = await recorder.open(self.refresh)
            self._first = not await recorder.ask(lambda r: r.ledger.frontier.counts().get("story"))
            await self._catch_up(unread)
            await recorder.add(self._seeds(), again=True)
            async for due in self._due(recorder):
                self.flying[due.entry.url] = due.entry
                yield self._request(due)
        except GemascraperError as error:
            self.fail(error)

    def _seeds(self) -> list[Entry]:
        found = discover.seeds(self.outlet, [self.edition] if self.edition else (), self.since, self.until)
        for site in self.sites:
            found += discover.seeds_of_site(site, self.outlet)
        return found

    async def _due(self, recorder: Recorder) -> AsyncIterator[Due]:
        window = 2 * self.crawler.settings.getint("CONCURRENT_REQUESTS")
        per_host = 2 * self.crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        while not self.failure and not self.stop_signal:
            self.changed.clear()
            room = min(window - len(self.flying), self._left())
            found = await recorder.due(room, per_host, self.dry_run) if room > 0 else []
            for due in found:
                yield due
            if not found and not await self._something_to_wait_for(recorder):
                return

    def _left(self) -> int:
        """Stories that may still be asked for."""
        assert self.recorder
        if self.limit is None:
            return 1 << 30
        return self.limit - self.recorder.run.stories - sum(entry.kind == "story" for entry in self.flying.values())

    async def _something_to_wait_for(self, recorder: Recorder) -> bool:
        next_due = await recorder.ask(lambda r: r.ledger.frontier.next_due(self.dry_run)) if self._left() > 0 else None
        seconds = max(next_due - datetime.now(UTC).timestamp(), 0.05) if next_due else PATIENCE
        if not self.flying and (not next_due or seconds > PATIENCE):
            return False
        try:
            await asyncio.wait_for(self.changed.wait(), min(seconds, PATIENCE))
        except TimeoutError:
            pass
        return True

    def _request(self, due: Due) -> Request:
        validators = {"If-None-Match": due.etag, "If-Modified-Since": due.last_modified}
        headers = {name: value for name, value in validators.items() if value}
        return Request(
            due.entry.url,
            self.parse,
            errback=self.failed,
            headers=headers,
            cb_kwargs={"entry": due.entry},
            meta={"download_maxsize": limit_of(due.entry)},
            dont_filter=True,
        )

    @property
    def waiting(self) -> bool:
        """Whether nothing crosses the wire just now, for politeness' sake."""
        engine: Any = self.crawler.engine
        return bool(self.flying) and not any(slot.transferring for slot in engine.downloader.slots.values())

    def settled(self, reading: Reading) -> None:
        """A reading has been filed, or could not be."""
        self.flying.pop(reading.url, None)
        self.changed.set()

    # ------------------------------------------------------------------------------- from answer to reading

    async def parse(self, response: Response, entry: Entry) -> AsyncIterator[Reading]:
        """One reading of one answer, with the further pages and pictures of a story."""
        assert response.request
        capture = self.captured.pop(response.request, None)
        if capture is None:
            raise ArchiveError(f"{response.url} was not captured.", "This is a bug; please report it.")
        if response.status in (429, 503):
            pause = Pauses.of(self.crawler).left(urls.host(response.url))
            yield Reading(url=entry.url, outcome=str(response.status), captures=(capture,), retry_in=pause)
            return
        yield self._of_this_run(await self._read((capture,), entry))

    async def failed(self, failure: Failure) -> AsyncIterator[Reading]:
        """A reading of no answer: the outcome has a name, and the entry is settled by it."""
        request: Request = failure.request  # type: ignore[attr-defined]
        entry: Entry = request.cb_kwargs["entry"]
        assert failure.value
        name, cause = outcome(failure.value)
        if isinstance(cause, ArchiveError):
            return
        if isinstance(cause, NoContact):
            self.fail(
                UsageError(
                    "Nobody is crawled anonymously.",
                    "Set GEMASCRAPER_CONTACT to an address or page where the outlet can reach you.",
                )
            )
        capture = self.captured.pop(request, None)
        reading = Reading(
            url=entry.url, outcome=name, captures=(capture,) if capture else (), failed=name not in _FOR_GOOD
        )
        if isinstance(cause, Postponed):
            reading = attrs.evolve(reading, failed=False, retry_in=cause.seconds)
        yield reading

    async def _read(self, captures: tuple[Capture, ...], entry: Entry) -> Reading:
        assert self.recorder
        reading = await self.recorder.readers.read(captures, self.outlet, entry)
        while reading.further and len(captures) < MOST_PAGES:
            pages = [await self._fetch(Entry(url=url, kind="page"), captures[0]) for url in reading.further]
            if None in pages:
                finding = Finding(code="page_missing", message="A further page of the story could not be fetched.")
                reading = attrs.evolve(reading, further=(), findings=(*reading.findings, finding))
                break
            captures += tuple(page for page in pages if page)
            reading = await self.recorder.readers.read(captures, self.outlet, entry)
        if not reading.article:
            return reading

        async def picture(url: str) -> Capture | None:
            return await self._fetch(Entry(url=url, kind="image"), captures[0]) if self.images else None

        return await with_pictures(self.recorder, reading, picture)

    async def _fetch(self, entry: Entry, first: Capture) -> Capture | None:
        """Another page or a picture of a story, asked for like every page; None where it could not be had."""
        kwargs = {"entry": entry, "page_of": first.record_id}
        request = Request(entry.url, callback=NO_CALLBACK, cb_kwargs=kwargs, meta={"download_maxsize": limit_of(entry)})
        engine: Any = self.crawler.engine
        try:
            response = await engine.download_async(request)
        except ArchiveError:
            raise
        except Exception as error:  # one picture less is no reason to lose the story; the exchange is archived
            self.logger.debug("%s: %s", entry.url, outcome(error)[0])
            return None
        return self.captured.pop(response.request, None) if response.status == 200 else None

    def _of_this_run(self, reading: Reading) -> Reading:
        """Without the entries that were not asked for: of other editions, or of other days."""
        return attrs.evolve(reading, entries=tuple(entry for entry in reading.entries if self._wanted(entry)))

    def _wanted(self, entry: Entry) -> bool:
        if self.edition and self.outlet.edition_of(entry.url) != self.edition:
            return False
        day = entry.published.date() if entry.published else None
        return day is None or not ((self.since and day < self.since) or (self.until and day > self.until))

    async def _catch_up(self, unread: Sequence[Capture]) -> None:
        """Read what the last run archived and did not live to read; nothing is fetched again for it."""
        assert self.recorder
        async for reading in read_again(self.recorder, unread):
            if not reading.further:  # a page of it is still missing: the entry stays due
                await self.recorder.file(self._of_this_run(reading))

    async def _robots_parsed(self, robotparser: Any, request: Request) -> None:
        """robots.txt names sitemaps that no profile knows."""
        named = [Entry(url=url, kind="sitemap", found_on=request.url) for url in robotparser.rp.sitemaps]
        if self.recorder and (
            found := [entry for entry in named if self.outlet.owns(entry.url) and self._wanted(entry)]
        ):
            await self.recorder.add(found, again=True)
            self.changed.set()

    # ------------------------------------------------------------------------------------- its end

    def fail(self, error: GemascraperError) -> None:
        """End the run because of *error*."""
        if self.failure is None:
            self.failure = error
            self.logger.error("%s", error)
            engine: Any = self.crawler.engine
            asyncio.ensure_future(
                engine.close_spider_async(reason="disk" if isinstance(error, ArchiveError) else "failed")
            )
        self.changed.set()

    async def _closed(self, reason: str) -> None:
        if self.recorder is None:
            return
        counts = {}
        if not self.recorder.failure:
            counts = await self.recorder.ask(lambda r: r.ledger.frontier.counts())
        self.pending = counts
        self._judge(counts)
        if reason == "finished" and self.limit and self.recorder.run.stories >= self.limit:
            reason = "limit"
        code = self.failure.exit_code if self.failure else 128 + self.stop_signal if self.stop_signal else 0
        await self.recorder.close(reason, code, str(self.failure) if self.failure else None)
        if self.recorder.failure and not self.failure:
            self.failure = self.recorder.failure
        self.recorder.readers.close()

    def _judge(self, counts: dict[str, int]) -> None:
        """Say it when a run fetched nothing, or a first one found no story."""
        assert self.recorder
        if self.failure or self.stop_signal:
            return
        if not any(name in ("200", "304") for name in self.recorder.run.captures):
            names = ", ".join(sorted(self.recorder.run.outcomes)) or "nothing was due"
            self.failure = NothingFetched(
                f"Nothing of {self.outlet.name} could be fetched ({names}).", "See run.json for each address."
            )
        elif self._first and not counts.get("story"):
            unproven = ", ".join(self.outlet.unproven) or "none"
            self.failure = NothingFetched(
                f"No story of {self.outlet.name} was found.",
                f"Keys of its profile that nobody has checked on the site yet: {unproven}.",
            )


_FOR_GOOD = {"robots", "offsite", "forbidden_url", "forbidden_address", "too_many_redirects", "too_large"}
"""Outcomes that asking again would not change."""


@lru_cache
def spider_for(name: str) -> type[OutletSpider]:
    """A spider class made of an outlet's profile."""
    doc = f"Crawl {name}, as its profile says."
    return type(f"{name.title().replace('-', '')}Spider", (OutletSpider,), {"name": name, "__doc__": doc})


def _day(value: str | date | None) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        raise UsageError(f"{value!r} is no day.", "Write it as 2026-11-24.") from None


def _yes(value: str | bool) -> bool:
    return value in (True, "1", "true", "True", "yes")


