"""When the story was published and last changed. Of an Indonesian story, the printed time decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, tzinfo

import attrs

from gemascraper.extract.page import reader
from gemascraper.extract.page.candidates import Candidate, Notes
from gemascraper.extract.page.page import Page
from gemascraper.extract.story.regions import Regions
from gemascraper.extract.times import abroad, claims, zones
from gemascraper.extract.times.claims import Claim, Which
from gemascraper.extract.times.zones import HomeZone
from gemascraper.items import Precision, Timestamp
from gemascraper.values.times import Moment, machine

_DAY_AND_ZONES = timedelta(hours=26)
"""A day, and what two Indonesian zones may add to it."""
_LINES_BELOW, _MAX_OVER, _MAX_MESSAGE = 8, 4, 300


@attrs.frozen
class Times:
    """The settled times of a story, and every claim that was made."""

    published: datetime | None = None
    precision: Precision | None = None
    modified: datetime | None = None
    claims: tuple[Timestamp, ...] = ()


def times(regions: Regions, indonesian: bool, notes: Notes) -> Times:
    """The times of publication and of the last change of the story whose first page has these *regions*."""
    home = zones.home_zone(regions.page)
    if indonesian or home.is_known:
        return _in_indonesia(regions, home, notes)
    return _abroad(regions, home, notes)


def _in_indonesia(regions: Regions, home: HomeZone, notes: Notes) -> Times:
    """The times of an Indonesian story, or of an outlet that has a profile: what is printed decides."""
    page, place = regions.page, home.zone
    found = [*claims.chosen(page, place), *_near_story(regions, place)]
    shown = [claim for claim in found if claim.source != "markup"]
    in_markup = (claim for claim in found if claim.source == "markup")
    declared = [*claims.declared(page, place), *abroad.ambiguous(page, place), *in_markup]
    if not any(claim.what == "published" for claim in (*shown, *declared)):
        declared += abroad.in_url(page, place)
    published = _settle("published", shown, declared, home, notes)
    changed = zones.with_printed_offset(declared, published)
    modified = _settle("modified", shown, changed, _as_printed(home, published, shown), notes)
    return _times(published, modified, shown, declared, home, notes)


def _as_printed(home: HomeZone, published: Moment | None, shown: Sequence[Claim]) -> HomeZone:
    """The home zone, or the one that the story prints with its publication."""
    if published and published.zone_printed and any(c.moment.value == published.value for c in shown):
        return attrs.evolve(home, zone=published.value.tzinfo or home.zone)
    return home


def _near_story(regions: Regions, place: tzinfo) -> list[Claim]:
    """The times between headline and text; where none is there, those right below it, where teasers have dates too."""
    page, start = regions.page, regions.title.position if regions.title else 0
    above = list(claims.shown(page, regions.above, start, place))
    if any(claim.what == "published" for claim in above):
        return above
    return [*above, *claims.shown(page, regions.below[:_LINES_BELOW], start, place)]


def _abroad(regions: Regions, home: HomeZone, notes: Notes) -> Times:
    """The times of a story in another language, of a site without a profile: what machines declare decides."""
    page, place = regions.page, home.zone
    found = [*claims.chosen(page, place), *claims.shown(page, abroad.around(regions), 0, place)]
    shown = [claim for claim in found if claim.source != "markup"]
    near = [claim for claim in found if claim.source == "markup"]
    in_url = list(abroad.in_url(page, place))
    declared = [*claims.declared(page, place), *abroad.of_web_page(page, place)]
    every = [*declared, *near, *shown, *abroad.marked(page, place), *in_url, *abroad.ambiguous(page, place)]
    said = [claim for claim in every if claim.what == "published"]
    days = [claim for claim in said if claim not in declared and claim.moment.precision == "day"]
    first = _first([*_confirmed(declared, every, shown), *said])
    published = _located("published", first, said, days, notes) or _by_htmldate(page, place, notes)
    changed = zones.with_printed_offset(every, first.moment if first else None)
    changed = [claim for claim in changed if claim.what == "modified"]
    modified = _located("modified", _first(changed), changed, [], notes)
    return _times(published, modified, shown, every, home, notes)


def _located(
    what: Which, claim: Claim | None, others: Sequence[Claim], days: Sequence[Claim], notes: Notes
) -> Moment | None:
    """A claim's time in the zone that other claims prove, else on the day that they name."""
    if claim is None:
        return None
    moment = zones.on_local_day(zones.with_proved_offset(claim.moment, others), days)
    over = [other for other in others if other.source != claim.source]
    return _settled(what, claim, over, moment, notes, _DAY_AND_ZONES)  # the zone of the others is not known


def _confirmed(declared: Sequence[Claim], every: Sequence[Claim], shown: Sequence[Claim]) -> list[Claim]:
    """Of what machines say, what is printed too; but the day of the last change is printed as well."""
    changed = {claim.moment.value.date() for claim in every if claim.what == "modified"}
    printed = {claim.moment.value.date() for claim in shown if claim.what == "published"} - changed
    return [claim for claim in declared if claim.what == "published" and claim.moment.value.date() in printed]


def _first(claims: Sequence[Claim]) -> Claim | None:
    """The first claim, or one that makes it more exactly."""
    same = [claim for claim in claims if zones.may_be_same(claim.moment, claims[0].moment)]
    return min(same, key=lambda c: (c.moment.precision == "day", not c.moment.zone_printed), default=None)


def _times(
    published: Moment | None,
    modified: Moment | None,
    shown: Sequence[Claim],
    declared: Sequence[Claim],
    home: HomeZone,
    notes: Notes,
) -> Times:
    if published and modified and _is_no_change(published, modified, shown):
        modified = None
        notes.provenance.pop("modified", None)
    return Times(
        published=published.value if published else None,
        precision=published.precision if published else None,
        modified=modified.value if modified else None,
        claims=tuple(claims.timestamp(claim, home.source) for claim in dict.fromkeys((*shown, *declared))),
    )


def _is_no_change(published: Moment, modified: Moment, shown: Sequence[Claim]) -> bool:
    """Whether a time of modification only repeats that of publication, as systems write it for every story."""
    apart = abs(modified.value - published.value)
    return apart < timedelta(minutes=1) and not any(claim.what == "modified" for claim in shown)


# -------------------------------------------------------------------------------------------------- arbitration


def _settle(
    what: Which, shown: Sequence[Claim], declared: Sequence[Claim], home: HomeZone, notes: Notes
) -> Moment | None:
    """The printed time, or the declared one where none is printed or it is the more exact one of the same day."""
    theirs = [c for c in declared if c.what == what]
    ours = [c for c in shown if c.what == what]
    ours = [c for c in ours if c.source == "profile"] or _plausible(ours, theirs)
    theirs = sorted(theirs, key=lambda c: (c.moment.precision == "day", not c.moment.zone_printed))
    printed, best = _exact(ours), next(iter(theirs), None)
    if printed is None:
        return _settled(what, best, [], zones.at_home(best.moment, home), notes) if best else None
    if best is not None and printed.moment.precision == "day":
        moment = zones.at_home(best.moment, home)
        if moment.precision != "day" and moment.value.date() == printed.moment.value.date():
            return _settled(what, best, [printed], moment, notes)
        return _settled(what, printed, theirs, printed.moment, notes)
    return _settled(what, printed, theirs, _to_the_second(printed.moment, theirs), notes)


def _exact(ours: Sequence[Claim]) -> Claim | None:
    """The first claim; where it gives only a day, the first one that gives a time on that day."""
    first = next(iter(ours), None)
    if first is None or first.moment.precision != "day":
        return first
    day = first.moment.value.date()
    return next((c for c in ours if c.moment.precision != "day" and c.moment.value.date() == day), first)


def _plausible(ours: Sequence[Claim], theirs: Sequence[Claim]) -> list[Claim]:
    """Printed times that no machine contradicts by more than a day: pages print other dates too, today's for one."""
    if not theirs:
        return list(ours[:1])
    return [c for c in ours if any(abs(c.moment.value - t.moment.value) <= _DAY_AND_ZONES for t in theirs)]


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
    what: Which,
    winner: Claim,
    over: Sequence[Claim],
    moment: Moment,
    notes: Notes,
    most: timedelta = timedelta(hours=1),
) -> Moment:
    others = [Candidate(c.raw, c.source, c.rule) for c in over[:_MAX_OVER]]
    notes.settled(what, Candidate(winner.raw, winner.source, winner.rule), others)
    exact = (c for c in over if "day" not in (c.moment.precision, moment.precision))
    if other := next((c for c in exact if abs(c.moment.value - moment.value) >= most), None):
        said = f"{winner.raw} ({winner.source}) against {other.raw} ({other.source})"
        notes.found("times_disagree", what, said[:_MAX_MESSAGE])
    return moment


def _by_htmldate(page: Page, place: tzinfo, notes: Notes) -> Moment | None:
    """htmldate knows more places for a date; asked only where nothing else said one."""
    text = reader.date(page.document)
    moment = machine(text, place) if text else None
    if text and moment:
        notes.settled("published", Candidate(text, "htmldate", "find_date"))
    return moment
