"""What one run is asked to fetch of its outlet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import attrs

from gemascraper import discover
from gemascraper.errors import UsageError
from gemascraper.ingest.tally import Tally
from gemascraper.items import Entry, Reading
from gemascraper.outlets.profile import Outlet
from gemascraper.values.zones import zone


def _number(value: str | int | None) -> int | None:
    if value in (None, ""):
        return None
    text = str(value)
    if not (text.isascii() and text.isdigit() and int(text)):
        raise UsageError(f"The limit is {text!r}, which is not a whole number of at least 1.")
    return int(text)


def _day(value: str | date | None) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        raise UsageError(f"{value!r} is not a day.", "Write it as YYYY-MM-DD, such as 2026-11-24.") from None


def _switch(value: str | bool) -> bool:
    known = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False, "": False}
    text = str(value).lower()
    if text not in known:
        raise UsageError(f"{value!r} is neither yes nor no.", "Write 1 (true, yes) or 0 (false, no).")
    return known[text]


@attrs.frozen(kw_only=True)
class CrawlScope:
    """The spider's arguments. ``scrapy crawl -a`` gives them as text. Raises `UsageError` for what cannot be read."""

    outlet: Outlet
    edition: str | None = None
    """Only this edition; None is all of them."""
    limit: int | None = attrs.field(default=None, converter=_number)
    """How many stories are settled at most; sitemaps, feeds and index pages do not count."""
    since: date | None = attrs.field(default=None, converter=_day)
    until: date | None = attrs.field(default=None, converter=_day)
    """First and last day, both included. A story without a known date is always in scope."""
    refresh: bool = attrs.field(default=False, converter=_switch)
    """Fetch every known story again."""
    dry_run: bool = attrs.field(default=False, converter=_switch)
    """Fetch no stories, only the sources that name them."""
    sites: Sequence[str] = ()
    """URLs to begin with on sites without a profile."""

    def __attrs_post_init__(self) -> None:
        self.outlet.check_edition(self.edition)

    def seeds(self) -> list[Entry]:
        """The entries that the run begins with."""
        until = self.until or datetime.now(zone(self.outlet.timezone)).date()
        found = discover.seeds(self.outlet, [self.edition] if self.edition else (), self.since, until)
        for site in self.sites:
            found += discover.seeds_of_site(site, self.outlet)
        return found

    def tally(self) -> Tally:
        """What is counted for the profile's ``[expect]``; nothing where the run leaves stories out."""
        if self.limit or self.dry_run:
            return Tally()
        return Tally(self.outlet.expect, [self.edition] if self.edition else self.outlet.editions)

    def includes(self, entry: Entry) -> bool:
        """Whether an entry is of the edition and the days asked for."""
        if self.edition and self.outlet.edition_of(entry.url) != self.edition:
            return False
        return entry.published is None or self._includes_day(entry.published.date())

    def _includes_day(self, day: date) -> bool:
        return not ((self.since and day < self.since) or (self.until and day > self.until))

    def fetches(self, entry: Entry) -> bool:
        """Whether this run may fetch an entry; a dry run fetches no stories."""
        return self.includes(entry) and not (self.dry_run and entry.kind == "story")

    def narrowed(self, reading: Reading) -> Reading:
        """The reading without the entries that are out of scope."""
        return attrs.evolve(reading, entries=tuple(entry for entry in reading.entries if self.includes(entry)))
