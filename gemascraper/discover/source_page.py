"""One page of links, read by its shape and sifted."""

from __future__ import annotations

import attrs

from gemascraper.items import Entry, Finding
from gemascraper.outlets.profile import Outlet
from gemascraper.values import zones

from . import feeds, sections, sitemaps
from .body_kind import Shape
from .links import SourceLink, finding, sift

Announcements = tuple[tuple[Entry, ...], Entry | None, tuple[Finding, ...]]


def announcements(
    shape: Shape, body: bytes, content_type: str | None, entry: Entry, url: str, outlet: Outlet
) -> Announcements:
    """Entries, the index page that continues this one, and findings."""
    here = attrs.evolve(entry, url=url)
    zone = zones.zone(outlet.zone_of(outlet.edition_of(url)))
    following: Entry | None = None
    match shape:
        case "robots":
            announced = [SourceLink(Entry(url=each, kind="sitemap")) for each in sitemaps.named_by_robots(body)]
            noted: list[Finding] = []
        case "sitemap":
            announced, noted = sitemaps.read(body, content_type, here, zone)
        case "feed":
            announced, noted = feeds.read(body, content_type, here, zone)
        case "html":
            announced, following, noted = sections.read(body, content_type, here, outlet)
        case _:
            announced, noted = [], [finding("not_an_announcer", f"no {entry.kind}, by its content ({content_type})")]
    entries, refused = sift(announced, url, outlet)
    return entries, following, (*noted, *(each for each in refused if shape != "html" or each.code == "unsafe_address"))
