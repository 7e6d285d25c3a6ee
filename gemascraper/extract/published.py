"""When the story was published and modified. What is printed is the arbiter; no date is invented."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, timezone, tzinfo

import attrs

from gemascraper.extract import claims
from gemascraper.extract.candidates import Candidate, Notes
from gemascraper.extract.claims import Claim
from gemascraper.extract.flow import Run
from gemascraper.extract.page import Page
from gemascraper.items import Precision, Timestamp
from gemascraper.values import urls
from gemascraper.values.times import ZONES, Moment, machine

_WITA = re.compile(
    r"bali(?!kpapan)|denpasar|manado|sulut|sulawesi|makassar|kendari|sulsel|kaltim|samarinda|balikpapan|kalsel|"
    r"banjar|kaltara|lombok|mataram|kupang|(?:^|\W)n[tb]{2}\W|gorontalo|sulteng|palu",
    re.I,
)
_WIT = re.compile(r"papua|ambon|maluku|ternate|jayapura|sorong", re.I)
_PLACES = (("WITA", _WITA), ("WIT", _WIT))
"""Regions in the names of hosts; everybody else is taken to be in western Indonesia."""
_FARTHEST = timedelta(hours=14)
_INDONESIAN = {timedelta(hours=hours) for hours in (7, 8, 9)}


@attrs.frozen
class Times:
    """The settled times of a story, and every claim that was made."""

    published: datetime | None = None
    precision: Precision | None = None
    modified: datetime | None = None
    claims: tuple[Timestamp, ...] = ()


def times(page: Page, near: Sequence[Run], start: int, indonesian: bool, notes: Notes) -> Times:
    """Settle publication and modification.

    *near* are the runs around the story, those nearest to the headline first; *start* is where the headline stands.
    """
    place, known = _place(page)
    home = place if known or indonesian else None
    found = [*claims.chosen(page, place), *claims.shown(page, near, start, place)]
    shown = [claim for claim in found if claim.source != "markup"]
    declared = [*claims.declared(page, place), *(claim for claim in found if claim.source == "markup")]
    if not indonesian and not known:
        shown = [c for c in shown if not any(d.what == c.what for d in declared)]
    published = _settle("published", shown, declared, home, known, notes)
    if published is None and not indonesian:
        published = _guess(page, place, notes)  # on Indonesian pages we know better: it would take today's date
    if published and published.zone_printed and any(c.moment.value == published.value for c in shown):
        home = published.value.tzinfo
    modified = _settle("modified", shown, _righted(declared, published), home, known, notes)
    every = tuple(claims.timestamp(claim) for claim in (*shown, *declared))
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
        claims=every,
    )


def _place(page: Page) -> tuple[tzinfo, bool]:
    """The zone that a time without one is in, and whether it is known: the profile's, else by a region in the host."""
    if not page.outlet.anywhere:
        return page.zone, True
    host = urls.host(page.url)
    region = next((ZONES[name] for name, region in _PLACES if region.search(host)), None)
    return region or page.zone, region is not None


def _righted(claims: Sequence[Claim], published: Moment | None) -> list[Claim]:
    """Machine times with the offset that the printed publication proves: its wall clock under another one is a slip.

    merdeka.com wrote ``-07:00`` for WIB all through 2021.
    """
    if published is None or published.precision == "day":
        return list(claims)
    wrong = {(c.source, c.moment.value.utcoffset()) for c in claims if _slipped(c.moment.value, published.value)}
    return [
        attrs.evolve(c, moment=attrs.evolve(c.moment, value=c.moment.value.replace(tzinfo=published.value.tzinfo)))
        if (c.source, c.moment.value.utcoffset()) in wrong
        else c
        for c in claims
    ]


def _slipped(claimed: datetime, known: datetime) -> bool:
    """Whether one is the other's wall clock under another offset."""
    same = claimed.replace(tzinfo=None, second=0) == known.replace(tzinfo=None, second=0)
    return same and claimed.utcoffset() != known.utcoffset()


# -------------------------------------------------------------------------------------------------- arbitration


def _settle(
    what: str, shown: Sequence[Claim], declared: Sequence[Claim], home: tzinfo | None, known: bool, notes: Notes
) -> Moment | None:
    ours = [c for c in shown if c.what == what]
    theirs = [c for c in declared if c.what == what]
    ours = [c for c in ours if c.source == "profile"] or _plausible(ours, theirs)
    winner = next((c for c in ours if c.moment.precision != "day"), None) or next(iter(ours), None)
    theirs = sorted(theirs, key=lambda c: (c.moment.precision == "day", not c.moment.zone_printed))
    best = next(iter(theirs), None)
    if winner is None and best is None:
        return None
    if winner is None and best is not None:
        moment = _at_home(best.moment, home, known) if home else _with_proved_offset(best.moment, theirs)
        return _settled(what, best, [], moment, notes)
    assert winner is not None
    if best is None:
        return _settled(what, winner, theirs, winner.moment, notes)
    if winner.moment.precision == "day":
        at_home = _at_home(best.moment, home, known)
        if at_home.precision != "day" and at_home.value.date() == winner.moment.value.date():
            return _settled(what, best, [winner], at_home, notes)
        return _settled(what, winner, theirs, winner.moment, notes)
    return _settled(what, winner, theirs, _to_the_second(winner.moment, theirs), notes)


def _plausible(ours: Sequence[Claim], theirs: Sequence[Claim]) -> list[Claim]:
    """Printed times that no machine contradicts by more than a day: pages print other dates too, today's for one."""
    if not theirs:
        return list(ours[:1])
    return [c for c in ours if any(abs(c.moment.value - t.moment.value) <= timedelta(hours=26) for t in theirs)]


def _to_the_second(moment: Moment, theirs: Iterable[Claim]) -> Moment:
    """The printed minute and zone, with the seconds that a machine gives to the same minute."""
    for claim in theirs:
        other = claim.moment
        if not other.value.second:
            continue
        if (
            other.precision == "second"
            and moment.precision == "minute"
            and moment.value.replace(tzinfo=None) == other.value.replace(tzinfo=None, second=0)
        ):
            return attrs.evolve(moment, value=moment.value.replace(second=other.value.second), precision="second")
        if (
            other.precision == "second"
            and moment.precision == "minute"
            and other.value.replace(second=0) == moment.value
        ):
            return attrs.evolve(moment, value=moment.value.replace(second=other.value.second), precision="second")
    return moment


def _at_home(moment: Moment, home: tzinfo | None, known: bool) -> Moment:
    """A machine's time with the offset of the place; an Indonesian offset stays where the place is only supposed."""
    offset = moment.value.utcoffset()
    if moment.precision == "day" or home is None or not (offset == timedelta(0) or (known and offset in _INDONESIAN)):
        return moment
    return attrs.evolve(moment, value=moment.value.astimezone(home))


def _with_proved_offset(moment: Moment, claims: Iterable[Claim]) -> Moment:
    """A time in UTC with the offset that another claim of the same instant has, or that its wall clock proves."""
    if moment.value.utcoffset() or moment.precision == "day":
        return moment
    for claim in claims:
        other = claim.moment
        apart = other.value.replace(tzinfo=None) - moment.value.replace(tzinfo=None)
        if other.precision == "day" or not apart or abs(apart) > _FARTHEST or apart % timedelta(minutes=15):
            continue
        if not other.zone_printed or other.value == moment.value:
            return attrs.evolve(moment, value=moment.value.astimezone(timezone(apart)))
    return moment


def _settled(what: str, winner: Claim, over: Sequence[Claim], moment: Moment, notes: Notes) -> Moment:
    others = [Candidate(c.raw, c.source, c.rule) for c in over[:4]]
    notes.settled(what, Candidate(winner.raw, winner.source, winner.rule), others)
    for claim in over:
        if (
            claim.moment.precision != "day"
            and moment.precision != "day"
            and abs(claim.moment.value - moment.value) >= timedelta(hours=1)
        ):
            notes.found(
                "times-disagree", what, f"{winner.raw} ({winner.source}) against {claim.raw} ({claim.source})"[:300]
            )
            break
    return moment


def _guess(page: Page, place: tzinfo, notes: Notes) -> Moment | None:
    """htmldate knows more ways to write a date; asked only where nothing else said one."""
    import htmldate
    from lxml import etree

    try:
        text = htmldate.find_date(page.parse(), url=page.url or None, original_date=True, extensive_search=True)
    except (ValueError, TypeError, AttributeError, RecursionError, OverflowError, etree.LxmlError):
        return None
    if not text or text.endswith("-01-01"):
        return None  # it makes the first of January of a bare year, that of the copyright for one
    moment = machine(text, place)
    if moment:
        notes.settled("published", Candidate(text, "htmldate", "find_date"))
    return moment
