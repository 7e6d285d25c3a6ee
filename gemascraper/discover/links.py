"""The links of a source (sitemap, feed or index), and the check that every one of them passes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import attrs

from gemascraper.items import Entry, Finding, FindingCode, PageKind
from gemascraper.outlets.profile import Outlet
from gemascraper.values import urls
from gemascraper.values.text import printable

FEED_TYPES = ("application/rss+xml", "application/atom+xml")
"""Media types of feeds, as ``link`` elements give them."""
_EXAMPLES = 3
_STORY_SITEMAP = re.compile(r"(?:post|news|artikel|article|berita)[^/]*\.xml")


@attrs.frozen(kw_only=True)
class FoundEntries:
    """What a sitemap, feed or index names, in its order; nothing of it has been fetched."""

    kind: PageKind
    """What the source is: ``sitemap``, ``feed``, ``index`` or ``other``."""
    entries: tuple[Entry, ...] = ()
    next: Entry | None = None
    """The index page that continues this one. Its `depth` is this page's: only the ledger knows what was new."""
    findings: tuple[Finding, ...] = ()


@attrs.frozen
class SourceLink:
    """One link as its source has it: `entry.url` may be relative, unsafe, or another site's."""

    entry: Entry
    surely_story: bool = False
    """The source lists only stories (feeds, news sitemaps), so the URL need not look like one."""


@attrs.define
class _Sieve:
    """Sorts the links of the source at *url*."""

    url: str
    outlet: Outlet
    kept: dict[str, Entry] = attrs.field(factory=dict)
    unsafe: list[str] = attrs.field(factory=list)
    foreign: list[str] = attrs.field(factory=list)
    not_stories: list[str] = attrs.field(factory=list)

    def add(self, link: SourceLink) -> None:
        url = urls.absolute(self.url, link.entry.url)
        if url is None:
            self.unsafe.append(link.entry.url)
        elif not is_ours(url, self.url, self.outlet):
            self.foreign.append(url)
        elif link.entry.kind != "story":
            self.kept.setdefault(url, attrs.evolve(link.entry, url=url, found_on=self.url))
        elif not self.outlet.is_ignored(url):
            self._add_story(link, url)

    def _add_story(self, link: SourceLink, url: str) -> None:
        if not (link.surely_story or self._looks_like_story(url)):
            self.not_stories.append(url)
            return
        url = urls.whole_story(url)
        self.kept[url] = _merged(self.kept.get(url), attrs.evolve(link.entry, url=url, found_on=self.url))

    def _looks_like_story(self, url: str) -> bool:
        return self.outlet.is_story(url) or (self.outlet.anywhere and _is_post(url, self.url))

    def findings(self) -> Iterator[Finding]:
        listed: tuple[tuple[FindingCode, Sequence[str], str], ...] = (
            ("unsafe_address", self.unsafe, "not http(s), or not a URL at all"),
            ("foreign_address", self.foreign, "on hosts that are not the outlet's"),
            ("no_story_address", [] if self.kept else self.not_stories, "no link looks like a story by the profile"),
        )
        for code, found, what in listed:
            if found:
                yield finding(code, f"{what}: {_listed(found)}")


def sift(links: Iterable[SourceLink], url: str, outlet: Outlet) -> tuple[tuple[Entry, ...], tuple[Finding, ...]]:
    """The entries of the source at *url* that are safe, the outlet's own and worth a request; findings for the rest.

    Each URL is there once, is absolute http(s) and of limited length.
    """
    sieve = _Sieve(url, outlet)
    for link in links:
        sieve.add(link)
    sieve.kept.pop(url, None)
    return tuple(sieve.kept.values()), tuple(sieve.findings())


def is_ours(link: str, url: str, outlet: Outlet) -> bool:
    """Whether *link*, on the page at *url*, is the outlet's; where the profile has no hosts, of the same site."""
    return urls.same_site(url, link) if outlet.anywhere else outlet.owns(link)


def _is_post(url: str, source: str) -> bool:
    """Whether a sitemap of posts, as of WordPress, names this URL: there even a short slug is a story's."""
    return _STORY_SITEMAP.search(source) is not None and "-" in url.rstrip("/").rpartition("/")[2]


def _merged(known: Entry | None, entry: Entry) -> Entry:
    """A page often links a story twice, by its picture and by its headline; the first title counts."""
    return attrs.evolve(known, title=known.title or entry.title) if known else entry


def finding(code: FindingCode, message: str = "") -> Finding:
    """A finding about a source. The message is safe to print, whatever the source has in it."""
    return Finding(code=code, field="entries", message=printable(message)[:500])


def _listed(found: Sequence[str]) -> str:
    more = f" and {len(found) - _EXAMPLES} more" if len(found) > _EXAMPLES else ""
    return ", ".join(url[:120] for url in found[:_EXAMPLES]) + more
