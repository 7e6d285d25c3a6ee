"""The entries that a crawl begins with, from the profile alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Literal

from gemascraper.items import Entry
from gemascraper.outlets.profile import Outlet
from gemascraper.values import urls

from . import date_index

EntryKind = Literal["sitemap", "feed", "index"]


def seeds(
    outlet: Outlet, editions: Collection[str] = (), since: date | None = None, until: date | None = None
) -> list[Entry]:
    """The sources that the profile names, of all editions or of those in *editions*.

    With both *since* and *until*, the date index of those days too. Sitemaps that robots.txt names are not among them:
    the crawl adds those when it has fetched robots.txt.
    """
    wanted: Iterable[str | None] = [key for key in outlet.editions if not editions or key in editions] or [None]
    found: list[Entry] = []
    for edition in wanted:
        found += _sources(outlet, outlet.home_of(edition))
        if since and until:
            found += date_index.entries(outlet, edition, since, until)
    return list({entry.url: entry for entry in found}.values())


def seeds_of_site(url: str, outlet: Outlet) -> list[Entry]:
    """Where to begin on the site at *url*, without a profile; *outlet* is the generic one. Empty for a bad URL.

    Feeds are found on the front page later.
    """
    start = urls.absolute("", url)
    if start is None:
        return []
    here = Entry(url=start, kind="story" if outlet.is_story(start) else "index")
    found = [here, *_sources(outlet, f"{urls.origin(start)}/")]
    return list({entry.url: entry for entry in found}.values())


def _sources(outlet: Outlet, home: str) -> list[Entry]:
    discovery = outlet.discovery
    listed: tuple[tuple[EntryKind, tuple[str, ...]], ...] = (
        ("sitemap", discovery.sitemaps),
        ("feed", discovery.feeds),
        ("index", ("/", *discovery.sections)),
    )
    return [
        Entry(url=url, kind=kind) for kind, places in listed for each in places if (url := urls.absolute(home, each))
    ]
