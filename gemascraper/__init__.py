"""The archive of record for an Indonesian news network. `read` is the whole reader in one call."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from gemascraper.items import Extraction
    from gemascraper.outlets.profile import Outlet

__all__ = ["read"]
__version__ = "0.1.0"


def read(
    html: str | bytes, url: str, outlet: str | Outlet | None = None, captured_at: datetime | None = None
) -> Extraction:
    """What one page says: its kind, the article if it is a story, and what a person should look at.

    *outlet* is the name of a profile or an `Outlet`; without it the profile that owns the address, else `generic`.
    *captured_at* dates relative times ("3 jam lalu") and chooses among dated designs.
    """
    from gemascraper import outlets  # reading needs trafilatura and lxml; `import gemascraper` does not
    from gemascraper.extract import Document, extract

    if isinstance(outlet, str):
        outlet = outlets.load(outlet)
    return extract([Document(html, url, captured_at)], outlet or outlets.by_host(url) or outlets.generic())
