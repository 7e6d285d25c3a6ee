"""What is known about an outlet's website, as data.

A profile is one TOML file without conditions, code or inheritance. When an outlet needs something new, all profiles
get one more key.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from urllib.parse import urlsplit

import attrs

from gemascraper.errors import UsageError
from gemascraper.values import urls, zones
from gemascraper.values.digests import sha256


@attrs.frozen(kw_only=True)
class Edition:
    """A regional variant of the outlet, with hosts of its own or with paths on the outlet's hosts."""

    name: str
    hosts: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    """Path prefixes, where editions share a host."""
    timezone: str | None = None
    """IANA name; None: the outlet's."""
    home: str | None = None


@attrs.frozen(kw_only=True)
class Discovery:
    """Where links to stories are found. Paths are relative to the home of each edition."""

    sitemaps: tuple[str, ...] = ()
    """Sitemaps besides those that robots.txt names."""
    feeds: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    """Section pages with paging; the front page is one."""
    next_page: str = "page"
    """Query parameter that pages through a section."""
    date_index: str | None = None
    """URL of a date index with ``{since}``, ``{until}`` and ``{page}``, for backfill."""
    date_format: str = "%d %B %Y"
    """Format of a day in that URL, as for strftime; month names are English."""


@attrs.frozen(kw_only=True)
class Selectors:
    """CSS selectors (XPath where one starts with ``/`` or ``(``), only for what reading without a profile gets wrong.

    Each field is a list; the first selector that matches something wins.
    """

    kicker: tuple[str, ...] = ()
    headline: tuple[str, ...] = ()
    standfirst: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    """The element, or the elements, whose text is the story."""
    remove: tuple[str, ...] = ()
    """Elements inside the body that are not the story; every selector counts."""
    byline: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    modified: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    picture: tuple[str, ...] = ()
    """The element around one picture; caption and credit are searched inside it."""
    caption: tuple[str, ...] = ()
    credit: tuple[str, ...] = ()
    further: tuple[str, ...] = ()
    """Links to the story's further pages."""
    whole: tuple[str, ...] = ()
    """Link to the whole story on one page."""


@attrs.frozen(kw_only=True)
class Design:
    """A former or present design of the site: its selectors, and until when it was in use."""

    name: str
    valid_until: date | None = None
    """Its last day; None for the present design."""
    selectors: Selectors = Selectors()


@attrs.frozen(kw_only=True)
class Politeness:
    """How slowly this site must be asked."""

    delay: float | None = None
    """Seconds between requests to one host; the longer of this and the setting DOWNLOAD_DELAY is used."""


@attrs.frozen(kw_only=True)
class Expect:
    """What each crawl of this outlet is compared with; docs/reference/run.md says what counts."""

    articles: int = 0
    """At least so many stories, in the outlet and in each edition that was asked for."""
    filled: Mapping[str, float] = attrs.field(factory=dict)
    """Field of an article → at least this share, from 0 to 1, of the lines that a run writes has a value there."""


@attrs.frozen(kw_only=True)
class Outlet:
    """One publication with one archive."""

    key: str
    """The stem of the profile's file: its name on the command line, and the name of the archive's folder."""
    name: str
    home: str = ""
    timezone: str = zones.DEFAULT
    language: str | None = None
    brands: tuple[str, ...] = ()
    """How the outlet names itself in datelines, credits and titles."""
    hosts: tuple[str, ...] = ()
    """Every host of the outlet, besides those of its editions; a leading dot means all its subdomains."""
    stories: tuple[str, ...] = ()
    """Regular expressions: a URL is a story where one of them is found in its path with query."""
    article_id: str | None = None
    """Regular expression with one group: the outlet's own number of a story, in its path with query."""
    ignore: tuple[str, ...] = ()
    """Regular expressions: a URL is never fetched where one of them is found in its path with query."""
    editions: Mapping[str, Edition] = attrs.field(factory=dict)
    discovery: Discovery = Discovery()
    designs: tuple[Design, ...] = ()
    """Newest first."""
    politeness: Politeness = Politeness()
    expect: Expect = Expect()
    unproven: tuple[str, ...] = ()
    """Keys of this file that nobody has checked on the live site yet."""
    text: str = attrs.field(default="", repr=False, eq=False)
    """The text of the file, which is kept in the archive's warcinfo records."""

    @property
    def anywhere(self) -> bool:
        """Whether the profile names no host: it is used for any URL, and a crawl stays on the site where it starts."""
        return not self.hosts and not any(edition.hosts for edition in self.editions.values())

    def owns(self, url: str) -> bool:
        """Whether *url* is on a host of the outlet or of an edition; without hosts, whether it is http(s)."""
        if self.anywhere:
            return url.startswith(("http://", "https://"))
        host = urls.host(url)
        return is_among(host, self.hosts) or any(is_among(host, edition.hosts) for edition in self.editions.values())

    def edition_of(self, url: str) -> str | None:
        """Key of the edition that *url* belongs to: by host, among those by the longest path prefix.

        The first edition of the file is the one that takes the rest; None only where the outlet has no editions.
        """
        name, path = urls.host(url), _path_and_query(url)
        fits = {
            key: max((len(prefix) for prefix in edition.paths if _under(path, prefix)), default=0)
            for key, edition in self.editions.items()
            if is_among(name, edition.hosts or self.hosts)
        }
        fits = {key: length for key, length in fits.items() if length or not self.editions[key].paths}
        return max(fits, key=fits.__getitem__) if fits else next(iter(self.editions), None)

    def check_edition(self, key: str | None) -> None:
        """Raise `UsageError` unless *key* is None or an edition of the outlet."""
        if key and key not in self.editions:
            raise UsageError(f"{self.name} has no edition {key!r}.", f"It has: {', '.join(self.editions) or 'none'}.")

    def zone_of(self, edition: str | None) -> str:
        """IANA name of the time zone of an edition, or of the outlet."""
        known = self.editions.get(edition) if edition else None
        return (known.timezone if known else None) or self.timezone

    def home_of(self, edition: str | None) -> str:
        """Front page of an edition, or of the outlet."""
        known = self.editions.get(edition) if edition else None
        if known is None:
            return self.home
        return known.home or (f"https://{known.hosts[0].lstrip('.')}/" if known.hosts else self.home)

    def story_id(self, url: str) -> str:
        """The id of the story at *url*: the outlet's own number, or ``u`` and 12 hex digits where the URL has none.

        The digits are of the URL's identity, so that a story's pages and tracking parameters share one id.

        >>> Outlet(key="koran", name="Koran").story_id("https://koran.example/banjir-bandang?utm_source=wa")
        'uceaaed0f1f56'
        """
        return self.own_number(url) or "u" + sha256(urls.identity(url).encode()).removeprefix("sha256:")[:12]

    def own_number(self, url: str) -> str | None:
        """The outlet's own number of the story at *url*, found by `article_id`; None where the URL has none."""
        found = self.article_id and _compiled((self.article_id,))[0].search(_path_and_query(url))
        return found[1] if found else None

    def is_ignored(self, url: str) -> bool:
        """Whether *url* is never fetched, by the profile's `ignore`."""
        return any(pattern.search(_path_and_query(url)) for pattern in _compiled(self.ignore))

    def is_story(self, url: str) -> bool:
        """Whether *url* looks like one of the outlet's stories, by `stories` and `ignore`."""
        if not self.owns(url) or self.is_ignored(url):
            return False
        return any(pattern.search(_path_and_query(url)) for pattern in _compiled(self.stories))


def is_among(name: str, hosts: tuple[str, ...]) -> bool:
    """Whether the host *name* is one of *hosts*, of which one with a leading dot means all its subdomains.

    >>> is_among("cms.gemapos.co.id", (".gemapos.co.id",)), is_among("gemapos.co.id", (".gemapos.co.id",))
    (True, False)
    """
    return any(name == host or (host.startswith(".") and name.endswith(host)) for host in hosts)


def _under(path: str, prefix: str) -> bool:
    """Whether *path* is *prefix* or below it: ``/bali`` takes ``/bali/denpasar``, not ``/balikpapan``."""
    return f"{path.partition('?')[0].rstrip('/')}/".startswith(f"{prefix.rstrip('/')}/")


@lru_cache(maxsize=256)
def _compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, patterns))


def _path_and_query(url: str) -> str:
    """Path and query of *url*, in which the patterns of a profile are searched; empty where *url* is invalid."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
