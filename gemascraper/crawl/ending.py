"""What a run that ended by itself amounts to."""

from __future__ import annotations

from gemascraper.errors import NothingFetched
from gemascraper.ingest.run import Run
from gemascraper.outlets.profile import Outlet


def verdict(run: Run, outlet: Outlet, storyless: bool) -> NothingFetched | None:
    """Why nothing was fetched at all, or why a first run is *storyless*; None where all is well."""
    if not any(name in ("200", "304") for name in run.captures):
        names = ", ".join(sorted(run.outcomes)) or "nothing was due"
        return NothingFetched(f"Nothing of {outlet.name} could be fetched ({names}).", "See run.json for each address.")
    if storyless:
        unproven = ", ".join(outlet.unproven) or "none"
        return NothingFetched(
            f"No story of {outlet.name} was found.",
            f"Keys of its profile that nobody has checked on the site yet: {unproven}.",
        )
    return None
