"""Whether a run that ended by itself was of any use."""

from __future__ import annotations

from gemascraper.errors import NothingFetched
from gemascraper.ingest.run import RunRecord
from gemascraper.outlets.profile import Outlet


def verdict(run: RunRecord, outlet: Outlet, no_stories: bool) -> NothingFetched | None:
    """The error of a run that fetched nothing, or of a first run that found *no_stories*; None where all is well."""
    if not any(status in run.captures for status in ("200", "304")):
        names = ", ".join(sorted(run.outcomes)) or "nothing was due"
        return NothingFetched(f"Nothing of {outlet.name} could be fetched ({names}).", "See run.json for each URL.")
    if no_stories:
        unproven = ", ".join(outlet.unproven) or "none"
        return NothingFetched(
            f"No story of {outlet.name} was found.",
            f"Keys of its profile that have not been checked on the site yet: {unproven}.",
        )
    return None
