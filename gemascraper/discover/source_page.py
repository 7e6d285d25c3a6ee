"""Reads one source by what its body is, and checks its links."""

from __future__ import annotations

import attrs

from gemascraper.items import Entry, Finding
from gemascraper.outlets.profile import Outlet
from gemascraper.values import zones

from . import feeds, sections, sitemaps
from .body_kind import BodyKind
from .links import SourceLink, finding, sift


def entries_of(
    kind: BodyKind, body: bytes, content_type: str | None, entry: Entry, url: str, outlet: Outlet
) -> tuple[tuple[Entry, ...], Entry | None, tuple[Finding, ...]]:
    """The entries of a source, the index page that continues it, and findings."""
    here = attrs.evolve(entry, url=url)
    zone = zones.zone(outlet.zone_of(outlet.edition_of(url)))
    following: Entry | None = None
    match kind:
        case "robots":
            links = [SourceLink(Entry(url=each, kind="sitemap")) for each in sitemaps.named_by_robots(body)]
            noted: list[Finding] = []
        case "sitemap":
            links, noted = sitemaps.read(body, content_type, here, zone)
        case "feed":
            links, noted = feeds.read(body, content_type, here, zone)
        case "html":
            links, following, noted = sections.read(body, content_type, here, outlet)
        case _:
            links, noted = [], [finding("not_an_announcer", f"by its content not a {entry.kind} ({content_type})")]
    entries, refused = sift(links, url, outlet)
    return entries, following, (*noted, *(each for each in refused if kind != "html" or each.code == "unsafe_address"))
