"""When the story was published and modified. What is printed is the arbiter; no date is invented."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, tzinfo

import attrs

from gemascraper.extract.page import reader
from gemascraper.extract.page.candidates import Candidate, Notes
from gemascraper.extract.page.page import Page
from gemascraper.extract.story.regions import Regions
from gemascraper.extract.times import abroad, claims, zones
from gemascraper.extract.times.claims import Claim
from gemascraper.items import Precision, Timestamp
from gemascraper.values.times import Moment, machine

_A_DAY = timedelta(hours=26)
"""With what zones may add to it."""


@attrs.frozen
class Times:
    """The settled times of a story, and every claim that was made."""

    published: datetime | None = None
    precision: Precision | None = None
    modified: datetime | None = None
    claims: tuple[Timestamp, ...] = ()


def times(part: Regions, indonesian: bool, notes: Notes) -> Times:
    """Settle publication and modification of the story whose first page *part* is."""
    place, known = zones.place(part.page)
    if indonesian or known:
        return _of_ours(part, place, known, notes)
    return _from_abroad(part, place, notes)


def _of_ours(part: Regions, place: tzinfo, known: bool, notes: Notes) -> Times:
    """The times of an Indonesian story, or of an outlet that is known."""
    page = part.page
    found = [*claims.chosen(page, place), *_printed(part, place)]
    shown = [claim for claim in found if claim.source != "markup"]
    declared = [
        *claims.declared(page, place),
        *abroad.vague(page, place),
        *(claim for claim in found if claim.source == "markup"),
    ]
    if not any(claim.what == "published" for claim in (*shown, *declared)):
        declared += abroad.address(page, place)
    published = _settle("published", shown, declared, place, known, notes)
    home = place
    if published and published.zone_printed and any(c.moment.value == published.value for c in shown):
        home = published.value.tzinfo or place
    modified = _settle("modified", shown, zones.righted(declared, published), home, known, notes)
    return _both(published, modified, shown, declared, notes)


def _printed(part: Regions, place: tzinfo) -> list[Claim]:
    """The times between headline and text; where none is there, those right below it, where teasers have dates too."""
    page, start = part.page, part.title.position if part.title else 0
    above = list(claims.shown(page, part.above, start, place))
    if any(claim.what == "published" for claim in above):
        return above
    return [*above, *claims.shown(page, part.below[:8], start, place)]


def _from_abroad(part: Regions, place: tzinfo, notes: Notes) -> Times:
    """The times of a story in another language, of a site that nobody described."""
    page = part.page
    found = [*claims.chosen(page, place), *claims.shown(page, abroad.around(part), 0, place)]
    shown = [claim for claim in found if claim.source != "markup"]
    near = [claim for claim in found if claim.source == "markup"]
    address = list(abroad.address(page, place))
    declared = [*claims.declared(page, place), *abroad.of_page(page, place)]
    every = [*declared, *near, *shown, *abroad.marked(page, place), *address, *abroad.vague(page, place)]
    said = [claim for claim in every if claim.what == "published"]
    days = [claim for claim in said if claim not in declared and claim.moment.precision == "day"]
    first = _first([*_confirmed(declared, every, shown), *said])
    published = _located("published", first, said, days, notes) or _guess(page, place, notes)
    changed = [c for c in zones.righted(every, first.moment if first else None) if c.what == "modified"]
    modified = _located("modified", _first(changed), changed, [], notes)
    return _both(published, modified, shown, every, notes)


def _located(
    what: str, claim: Claim | None, others: Sequence[Claim], days: Sequence[Claim], notes: Notes
) -> Moment | None:
    """A claim's time in the zone that other claims prove, else on the day that they name."""
    if claim is None:
        return None
    moment = zones.local(zones.with_proved_offset(claim.moment, others), days)
    over = [other for other in others if other.source != claim.source]
    return _settled(what, claim, over, moment, notes, _A_DAY)  # the zone of the others is not known


def _confirmed(declared: Sequence[Claim], every: Sequence[Claim], shown: Sequence[Claim]) -> list[Claim]:
    """Of what machines say, what is printed too; but the day of the last change is printed as well."""
    changed = {claim.moment.value.date() for claim in every if claim.what == "modified"}
    printed = {claim.moment.value.date() for claim in shown if claim.what == "published"} - changed
    return [claim for claim in declared if claim.what == "published" and claim.moment.value.date() in printed]


def _first(claims: Sequence[Claim]) -> Claim | None:
    """The first claim, or one that makes it more exactly."""
    same = [claim for claim in claims if zones.may_be_same(claim.moment, claims[0].moment)]
    return min(same, key=lambda c: (c.moment.precision == "day", not c.moment.zone_printed), default=None)


def _both(
    published: Moment | None, modified: Moment | None, shown: Sequence[Claim], declared: Sequence[Claim], notes: Notes
) -> Times:
    if (
        modified
        and published
        and abs(modified.value - published.value) < timedelta(minutes=1)
        and not any(c.what == "modified" for c in shown)
    ):
        modified = None
        notes.provenance.pop("modified", None)
    return Times(
        published=published.value if published else None,
        precision=published.precision if published else None,
        modified=modified.value if modified else None,
        claims=tuple(claims.timestamp(claim) for claim in dict.fromkeys((*shown, *declared))),
    )


# -------------------------------------------------------------------------------------------------- arbitration


def _settle(
    what: str, shown: Sequence[Claim], declared: Sequence[Claim], home: tzinfo, known: bool, notes: Notes
) -> Moment | None:
    ours = [c for c in shown if c.what == what]
    theirs = [c for c in declared if c.what == what]
    ours = [c for c in ours if c.source == "profile"] or _plausible(ours, theirs)
    winner = _exact(ours)
    theirs = sorted(theirs, key=lambda c: (c.moment.precision == "day", not c.moment.zone_printed))
    best = next(iter(theirs), None)
    if winner is None:
        return _settled(what, best, [], zones.at_home(best.moment, home, known), notes) if best else None
    if best is None:
        return _settled(what, winner, theirs, winner.moment, notes)
    if winner.moment.precision == "day":
        at_home = zones.at_home(best.moment, home, known)
        if at_home.precision != "day" and at_home.value.date() == winner.moment.value.date():
            return _settled(what, best, [winner], at_home, notes)
        return _settled(what, winner, theirs, winner.moment, notes)
    return _settled(what, winner, theirs, _to_the_second(winner.moment, theirs), notes)


def _exact(ours: Sequence[Claim]) -> Claim | None:
    """The first claim; where it says only the day, one of that day that says the time: other days' are others'."""
    first = next(iter(ours), None)
    if first is None or first.moment.precision != "day":
        return first
    day = first.moment.value.date()
    return next((c for c in ours if c.moment.precision != "day" and c.moment.value.date() == day), first)


def _plausible(ours: Sequence[Claim], theirs: Sequence[Claim]) -> list[Claim]:
    """Printed times that no machine contradicts by more than a day: pages print other dates too, today's for one."""
    if not theirs:
        return list(ours[:1])
    return [c for c in ours if any(abs(c.moment.value - t.moment.value) <= _A_DAY for t in theirs)]


def _to_the_second(moment: Moment, theirs: Iterable[Claim]) -> Moment:
    """The printed minute and zone, with the seconds that a machine gives to the same minute."""
    if moment.precision != "minute":
        return moment
    for other in (claim.moment for claim in theirs):
        minute = other.value.replace(second=0)
        same = minute == moment.value or minute.replace(tzinfo=None) == moment.value.replace(tzinfo=None)
        if other.precision == "second" and other.value.second and same:
            return attrs.evolve(moment, value=moment.value.replace(second=other.value.second), precision="second")
    return moment


def _settled(
    what: str, winner: Claim, over: Sequence[Claim], moment: Moment, notes: Notes, most: timedelta = timedelta(hours=1)
) -> Moment:
    others = [Candidate(c.raw, c.source, c.rule) for c in over[:4]]
    notes.settled(what, Candidate(winner.raw, winner.source, winner.rule), others)
    exact = (c for c in over if "day" not in (c.moment.precision, moment.precision))
    if other := next((c for c in exact if abs(c.moment.value - moment.value) >= most), None):
        said = f"{winner.raw} ({winner.source}) against {other.raw} ({other.source})"
        notes.found("times_disagree", what, said[:300])
    return moment


def _guess(page: Page, place: tzinfo, notes: Notes) -> Moment | None:
    """htmldate knows more places for a date; asked only where nothing else said one."""
    text = reader.date(page.document)
    moment = machine(text, place) if text else None
    if text and moment:
        notes.settled("published", Candidate(text, "htmldate", "find_date"))
    return moment
