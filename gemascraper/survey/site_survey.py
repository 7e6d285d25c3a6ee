"""What an unknown site says about itself: its front page, robots.txt, sitemaps, feeds, and one of its stories."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from gemascraper import discover, outlets
from gemascraper.discover import frontpage
from gemascraper.discover.frontpage import FrontPage
from gemascraper.discover.patterns import Patterns, patterns
from gemascraper.items import Entry
from gemascraper.spiders.pages import FetchedPage, FetchedPages, fetch_pages
from gemascraper.values import urls

_LIKELY_ARTICLES = re.compile(r"news|post|artikel|article|berita|terkini", re.I)
_USUAL_SITEMAPS, _USUAL_FEEDS = ("/sitemap.xml",), ("/feed/", "/rss")
"""Paths to try where neither robots.txt nor the front page names any."""
_MOST_SITEMAPS, _MOST_FEEDS, _MOST_CHILDREN = 4, 3, 2
"""How many sitemaps and feeds are requested, and how many of the sitemaps that one sitemap names."""


@attrs.frozen(kw_only=True)
class SiteSurvey:
    """What was found on a site."""

    home: str
    """URL of the front page, redirects followed."""
    front: FrontPage
    story: FrontPage
    """What one of its stories says about the outlet; empty where none was fetched."""
    sitemaps: Mapping[str, tuple[Entry, ...]]
    """URL → the entries of each sitemap that could be read."""
    feeds: Mapping[str, tuple[Entry, ...]]
    """URL → the entries of each feed that could be read."""
    refused: Mapping[str, str]
    """URL → why it could not be fetched."""

    @property
    def story_urls(self) -> list[str]:
        """URLs of stories in feeds and sitemaps; where there are none, those that the front page links to."""
        lists = (*self.feeds.values(), *self.sitemaps.values())
        found = dict.fromkeys(entry.url for entries in lists for entry in entries if entry.kind == "story")
        return list(found) or list(self.front.stories)

    @property
    def patterns(self) -> Patterns | None:
        """What the URLs of stories have in common; None where there are too few."""
        return patterns(self.story_urls)


def survey_site(url: str, settings: Mapping[str, Any]) -> SiteSurvey:
    """Fetch the front page at *url*, sitemaps, feeds and one story. *settings* are Scrapy's.

    Raises `NothingFetched` where the front page cannot be fetched, `UsageError` where no contact is configured.
    """

    def follow(fetched: FetchedPages, requested: str) -> Iterator[str]:
        yield from _next_urls(fetched, requested, url)

    fetched = fetch_pages([url], settings, follow)
    others = [requested for requested in fetched.pages if requested != url]
    lists = {requested: found for requested in others if (found := _list_at(fetched, requested))}
    story = next((fetched.pages[requested] for requested in others if requested not in lists), None)
    return SiteSurvey(
        home=fetched.pages[url].url,
        front=_front_page(fetched.pages[url]),
        story=_front_page(story) if story else FrontPage(),
        sitemaps={requested: found.entries for requested, found in lists.items() if found.kind == "sitemap"},
        feeds={requested: found.entries for requested, found in lists.items() if found.kind == "feed"},
        refused=fetched.refused,
    )


def _next_urls(fetched: FetchedPages, requested: str, home: str) -> Iterator[str]:
    """The front page leads to sitemaps and feeds, a sitemap to some of those that it names, any of them to a story."""
    if requested == home and home in fetched.pages:
        yield from _from_front_page(fetched, fetched.pages[home])
    elif found := _list_at(fetched, requested):
        children = [entry.url for entry in found.entries if entry.kind == "sitemap"]
        yield from sorted(children, key=lambda child: not _LIKELY_ARTICLES.search(child))[:_MOST_CHILDREN]
        has_story = any(_list_at(fetched, other) is None for other in fetched.pages if other != home)
        if not has_story:
            yield from [entry.url for entry in found.entries if entry.kind == "story"][:1]


def _from_front_page(fetched: FetchedPages, front: FetchedPage) -> Iterator[str]:
    page = _front_page(front)
    yield from fetched.sitemaps[:_MOST_SITEMAPS] or _at(front.url, _USUAL_SITEMAPS)
    yield from page.feeds[:_MOST_FEEDS] or _at(front.url, _USUAL_FEEDS)
    yield from page.stories[:1]


def _at(url: str, paths: Sequence[str]) -> list[str]:
    return [f"{urls.origin(url)}{path}" for path in paths]


def _front_page(page: FetchedPage) -> FrontPage:
    return frontpage.read(page.body, page.content_type, page.url, outlets.generic())


def _list_at(fetched: FetchedPages, requested: str) -> discover.FoundEntries | None:
    """The sitemap or feed that was fetched for a URL; None where it is neither, or was not fetched."""
    page = fetched.pages.get(requested)
    if page is None:
        return None
    for kind in ("sitemap", "feed"):
        entry = Entry(url=requested, kind=kind)
        found = discover.read(page.body, page.content_type, entry, page.url, outlets.generic())
        if found.kind == kind:
            return found
    return None
