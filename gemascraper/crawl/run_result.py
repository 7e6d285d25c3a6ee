"""Whether a run that ended by itself fetched something, found stories, and met its expectations."""

from __future__ import annotations

from gemascraper.errors import ExpectationMissed, GemascraperError, NothingFetched
from gemascraper.ingest.run import RunRecord
from gemascraper.outlets.profile import Outlet


def result_error(run: RunRecord, outlet: Outlet, no_stories: bool) -> GemascraperError | None:
    """The error of a run that fetched nothing, found *no_stories* in a first run, or missed the profile's ``[expect]``.

    None where all is well. Notes the shortfalls in *run*.
    """
    run.shortfalls = run.tally.shortfalls()
    if not any(status in run.captures for status in ("200", "304")):
        names = ", ".join(sorted(run.outcomes)) or "nothing was due"
        return NothingFetched(f"Nothing of {outlet.name} could be fetched ({names}).", "See run.json for each URL.")
    if no_stories:
        unproven = ", ".join(outlet.unproven) or "none"
        return NothingFetched(
            f"No story of {outlet.name} was found.",
            f"Keys of its profile that have not been checked on the site yet: {unproven}.",
        )
    return _missed(run, outlet) if run.shortfalls else None


def _missed(run: RunRecord, outlet: Outlet) -> ExpectationMissed:
    each = "; ".join(map(str, run.shortfalls or ()))
    return ExpectationMissed(
        f"{outlet.name} gave less than its profile expects: {each}. What was fetched is archived.",
        f"Look at the outcomes in {run.home / 'run.json'}; then correct the profile, or its [expect].",
    )
