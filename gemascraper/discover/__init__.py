"""Where stories are announced: sitemaps, feeds, section pages and date indexes; bytes in, entries out.

Nothing is fetched here, and nothing is decided but what an announcer said: which entries are new, and when one is due,
the ledger knows. Every address that leaves this room is http(s), of bounded length, and the outlet's own.
"""

from __future__ import annotations

from gemascraper.items import Entry, PageKind
from gemascraper.outlets.profile import Outlet

from .body_kind import kind_of
from .links import FoundEntries, is_ours
from .seeds import seeds, seeds_of_site

__all__ = ["FoundEntries", "is_ours", "kind_of", "read", "seeds", "seeds_of_site"]

_KINDS: dict[str, PageKind] = {"sitemap": "sitemap", "robots": "sitemap", "feed": "feed", "html": "index"}


def read(body: bytes, content_type: str | None, entry: Entry, url: str, outlet: Outlet) -> FoundEntries:
    """What the page at *url*, fetched for *entry*, announces. Never raises because of what a page says."""
    from .source_page import announcements  # lxml is not loaded by commands that only ask for seeds

    shape = kind_of(body, content_type, url)
    if shape == "html" and entry.kind in ("sitemap", "feed"):
        shape = "other"  # a front page instead of an error: its links are not what was announced
    entries, following, findings = announcements(shape, body, content_type, entry, url, outlet)
    return FoundEntries(kind=_KINDS.get(shape, "other"), entries=entries, next=following, findings=findings)
