"""What a page of links announced, and the gate that every address passes on its way out of this room."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import attrs

from gemascraper.items import Entry, Finding, FindingCode, PageKind
from gemascraper.outlets.profile import Outlet
from gemascraper.values import urls
from gemascraper.values.text import printable

_EXAMPLES = 3
_POSTS = re.compile(r"(?:post|news|artikel|article|berita)[^/]*\.xml")


@attrs.frozen(kw_only=True)
class FoundEntries:
    """Entries that a sitemap, feed or index announced, in its order; none of it has been fetched."""

    kind: PageKind
    entries: tuple[Entry, ...] = ()
    next: Entry | None = None
    """The index page that continues this one. Its `depth` is this page's: only the ledger knows what was new."""
    findings: tuple[Finding, ...] = ()


@attrs.frozen
class SourceLink:
    """One link as its announcer wrote it: `entry.url` may be relative, unsafe, or somebody else's."""

    entry: Entry
    surely_story: bool = False
    """The announcer lists nothing but stories (feeds, news sitemaps), so the address need not look like one."""


def sift(announced: Iterable[SourceLink], url: str, outlet: Outlet) -> tuple[tuple[Entry, ...], tuple[Finding, ...]]:
    """The entries that are safe, the outlet's own and worth a request, once each, and what was refused on the way."""
    kept: dict[str, Entry] = {}
    unsafe: list[str] = []
    foreign: list[str] = []
    shapeless: list[str] = []
    for each in announced:
        address = urls.absolute(url, each.entry.url)
        if address is None:
            unsafe.append(each.entry.url)
        elif not is_ours(address, url, outlet):
            foreign.append(address)
        elif each.entry.kind != "story":
            kept.setdefault(address, attrs.evolve(each.entry, url=address, found_on=url))
        elif outlet.is_ignored(address):
            continue
        elif each.surely_story or outlet.is_story(address) or (outlet.anywhere and _is_post(address, url)):
            address = urls.whole_story(address)
            kept[address] = _merged(kept.get(address), attrs.evolve(each.entry, url=address, found_on=url))
        else:
            shapeless.append(address)
    kept.pop(url, None)
    return tuple(kept.values()), tuple(_refusals(unsafe, foreign, shapeless if not kept else []))


def is_ours(address: str, url: str, outlet: Outlet) -> bool:
    """Whether *address*, named by *url*, is the outlet's; where the profile has no hosts, of the same site."""
    return urls.same_site(url, address) if outlet.anywhere else outlet.owns(address)


def _is_post(address: str, url: str) -> bool:
    """WordPress and its like keep stories in a sitemap of their own, and there even a short slug is one."""
    return _POSTS.search(url) is not None and "-" in address.rstrip("/").rpartition("/")[2]


def _merged(known: Entry | None, entry: Entry) -> Entry:
    """A page often links a story twice, by its picture and by its headline: what either says counts."""
    return attrs.evolve(known, title=known.title or entry.title) if known else entry


def _refusals(unsafe: list[str], foreign: list[str], shapeless: list[str]) -> Iterator[Finding]:
    listed: tuple[tuple[FindingCode, Sequence[str], str], ...] = (
        ("unsafe_address", unsafe, "not http(s), or no address at all"),
        ("foreign_address", foreign, "on hosts that are not the outlet's"),
        ("no_story_address", shapeless, "nothing here looks like a story by the profile's `stories`"),
    )
    for code, addresses, what in listed:
        if addresses:
            yield finding(code, f"{what}: {_listed(addresses)}")


def finding(code: FindingCode, message: str = "") -> Finding:
    """A finding whose message is safe to print, whatever a page put into it."""
    return Finding(code=code, field="entries", message=printable(message)[:500])


def _listed(addresses: Sequence[str]) -> str:
    more = f" and {len(addresses) - _EXAMPLES} more" if len(addresses) > _EXAMPLES else ""
    return ", ".join(address[:120] for address in addresses[:_EXAMPLES]) + more
