"""Sources of stories: sitemaps, feeds, section pages and date indexes. Bytes in, entries out.

Nothing is fetched here. Which entries are new, and when one is due, is for the ledger. Every URL in an entry is
http(s), of limited length, and the outlet's own.
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
    """What the source at *url*, fetched for *entry*, names. Never raises because of what a page says."""
    from .source_page import entries_of  # lxml is not loaded by commands that only need seeds

    kind = kind_of(body, content_type, url)
    if kind == "html" and entry.kind in ("sitemap", "feed"):
        kind = "other"  # a front page instead of an error
    entries, following, findings = entries_of(kind, body, content_type, entry, url, outlet)
    return FoundEntries(kind=_KINDS.get(kind, "other"), entries=entries, next=following, findings=findings)
