"""When the story was published and modified. What is printed where the outlet is, is the arbiter; no date is invented."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta, tzinfo

import attrs

from gemascraper.extract import linked
from gemascraper.extract.candidates import Candidate, Notes
from gemascraper.extract.flow import Run
from gemascraper.extract.page import Page, printed_in
from gemascraper.items import Timestamp
from gemascraper.values import urls
from gemascraper.values.times import ZONES, Moment, machine, printed

_PUBLISHED = (
    "article:published_time", "datepublished", "publishdate", "pubdate", "publish-date", "content_publisheddate", "dtk:publishdate", "parsely-pub-date",
    "dc.date.issued", "dc.date", "og:article:published_time", "og:published_time", "sailthru.date", "cxenseparse:recs:publishtime", "date",
)  # fmt: skip
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "lastmod", "last-modified", "content_modifieddate", "og:article:modified_time")
_NEWS = re.compile(r"diperbarui|diperbaharui|updated?\b|pembaruan|terakhir diubah|last (?:modified|updated)|dimutakhirkan", re.I)
_OLDS = re.compile(r"diterbitkan|terbit\b|dipublikasikan|published|publish\b|tayang", re.I)
_PLACES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("WITA", re.compile(r"bali(?!kpapan)|denpasar|manado|sulut|sulawesi|makassar|kendari|sulsel|kaltim|samarinda|balikpapan|kalsel|banjar|kaltara|lombok|mataram|kupang|(?:^|\W)n[tb]{2}\W|gorontalo|sulteng|palu", re.I)),
    ("WIT", re.compile(r"papua|ambon|maluku|ternate|jayapura|sorong", re.I)),
)  # fmt: skip
_INDONESIAN = {timedelta(hours=hours) for hours in (7, 8, 9)}
_LONGEST = 160


@attrs.frozen
class Times:
    """The settled times of a story, and every claim that was made."""

    published: datetime | None = None
    precision: str | None = None
    modified: datetime | None = None
    claims: tuple[Timestamp, ...] = ()


@attrs.frozen
class _Claim:
    moment: Moment
    raw: str
    source: str
    rule: str
    what: str


def times(page: Page, near: Sequence[Run], indonesian: bool, notes: Notes) -> Times:
    """Settle publication and modification. *near* are the runs around the story, those nearest to the headline first."""
    place, known = _place(page)
    home = place if known or indonesian else None
    shown = [*_profile(page, place), *_printed(page, near, place)]
    declared = list(_declared(page, place))
    published = _settle("published", shown, declared, home, known, notes) or _guess(page, place, notes)
    modified = _settle("modified", shown, _righted(declared, published), home, known, notes)
    claims = tuple(_timestamp(claim) for claim in (*shown, *declared))
    if modified and published and abs(modified.value - published.value) < timedelta(minutes=1) and not any(c.what == "modified" for c in shown):
        modified = None
        notes.provenance.pop("modified", None)
    return Times(
        published=published and published.value,
        precision=published and published.precision,
        modified=modified and modified.value,
        claims=claims,
    )


def _place(page: Page) -> tuple[tzinfo, bool]:
    """The zone that a time without one is in, and whether it is known: the profile's, else by a region in the host."""
    if not page.outlet.anywhere:
        return page.zone, True
    host = urls.host(page.url)
    region = next((ZONES[name] for name, region in _PLACES if region.search(host)), None)
    return region or page.zone, region is not None


def _righted(claims: Sequence[_Claim], published: Moment | None) -> list[_Claim]:
    """Machine times with the offset that the printed publication proves: the same wall clock under another offset is a slip.

    merdeka.com wrote ``-07:00`` for WIB all through 2021.
    """
    wrong = {
        c.moment.value.utcoffset()
        for c in claims
        if published
        and published.precision != "day"
        and c.moment.value.replace(tzinfo=None, second=0) == published.value.replace(tzinfo=None, second=0)
        and c.moment.value.utcoffset() != published.value.utcoffset()
    }
    if not wrong or published is None:
        return list(claims)
    zone = published.value.tzinfo
    right = lambda m: attrs.evolve(m, value=m.value.replace(tzinfo=zone)) if m.value.utcoffset() in wrong else m  # noqa: E731
    return [attrs.evolve(c, moment=right(c.moment)) for c in claims]


# ---------------------------------------------------------------------------------------------------- the claims


def _profile(page: Page, place: tzinfo) -> Iterator[_Claim]:
    for what in ("published", "modified"):
        for element in page.selected(what):
            value = element.get("datetime") or element.get("content") if element.tag in ("time", "meta") else None
            text = printed_in(element) or ""
            shown = _labelled(text, place, page.captured_at, what)
            for moment, said, raw in shown:
                yield _Claim(moment, raw, "profile", what, said)
            if value and (moment := machine(value, place)) and not any(m.precision != "day" for m, _, _ in shown):
                yield _Claim(moment, value, "profile", what, what)


def _printed(page: Page, near: Sequence[Run], place: tzinfo) -> Iterator[_Claim]:
    if page.selectors.published:
        return
    for run in near:
        if len(run.text) <= _LONGEST and run.figure is None:
            for moment, what, raw in _labelled(run.text, place, page.captured_at, "published"):
                yield _Claim(moment, raw, "printed", run.element.tag, what)


def _labelled(text: str, place: tzinfo, base: datetime | None, what: str) -> list[tuple[Moment, str, str]]:
    """The times of a line that may name two: ``diperbarui 17 Feb 2024, 15:30 WIB Diterbitkan 17 Feb 2024, 15:30 WIB``."""
    cuts = sorted(m.start() for pattern in (_NEWS, _OLDS) for m in pattern.finditer(text))
    parts = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True) if text[a:b].strip(" |-·()")]
    found = []
    for part in parts:
        if moment := printed(part, place, base):
            found.append((moment, "modified" if _NEWS.match(part) else "published" if _OLDS.match(part) else what, part.strip()))
    return found


def _declared(page: Page, place: tzinfo) -> Iterator[_Claim]:
    for what, key in (("published", "datePublished"), ("published", "dateCreated"), ("modified", "dateModified")):
        text = linked.text(page.story.get(key))
        if text and (moment := machine(text, place)):
            yield _Claim(moment, text, "linked data", key, what)
    for what, names in (("published", _PUBLISHED), ("modified", _MODIFIED)):
        for candidate in page.meta(*names):
            if moment := machine(candidate.value, place):
                yield _Claim(moment, candidate.value, "meta", candidate.rule, what)
    for element in page.content.iter("time"):
        value = element.get("datetime")
        if value and element.get("itemprop") in ("datePublished", "dateModified") and (moment := machine(value, place)):
            yield _Claim(moment, value, "markup", "time", "published" if element.get("itemprop") == "datePublished" else "modified")


def _timestamp(claim: _Claim) -> Timestamp:
    zone_source = "printed" if claim.moment.zone_printed and claim.source in ("printed", "profile") else "machine" if claim.moment.zone_printed else "outlet"
    return Timestamp(value=claim.moment.value, raw=claim.raw[:200], source=f"{claim.source} {claim.rule}", zone_source=zone_source, precision=claim.moment.precision)


# -------------------------------------------------------------------------------------------------- arbitration


def _settle(what: str, shown: Sequence[_Claim], declared: Sequence[_Claim], home: tzinfo | None, known: bool, notes: Notes) -> Moment | None:
    ours = [c for c in shown if c.what == what]
    theirs = [c for c in declared if c.what == what]
    ours = [c for c in ours if c.source == "profile"] or _plausible(ours, theirs)
    winner = next((c for c in ours if c.moment.precision != "day"), None) or next(iter(ours), None)
    best = next((c for c in theirs if c.moment.precision != "day"), None) or next(iter(theirs), None)
    if winner is None and best is None:
        return None
    if winner is None and best is not None:
        return _settled(what, best, [], _at_home(best.moment, home, known), notes)
    assert winner is not None
    if best is None:
        return _settled(what, winner, theirs, winner.moment, notes)
    if winner.moment.precision == "day":
        at_home = _at_home(best.moment, home, known)
        if at_home.precision != "day" and at_home.value.date() == winner.moment.value.date():
            return _settled(what, best, [winner], at_home, notes)
        return _settled(what, winner, theirs, winner.moment, notes)
    return _settled(what, winner, theirs, _to_the_second(winner.moment, theirs), notes)


def _plausible(ours: Sequence[_Claim], theirs: Sequence[_Claim]) -> list[_Claim]:
    """Printed times that no machine contradicts by more than a day: a page also prints today's date, and other stories'."""
    if not theirs:
        return list(ours[:1])
    return [c for c in ours if any(abs(c.moment.value - t.moment.value) <= timedelta(hours=26) for t in theirs)]


def _to_the_second(moment: Moment, theirs: Iterable[_Claim]) -> Moment:
    """The printed minute and zone, with the seconds that a machine gives to the same minute."""
    for claim in theirs:
        other = claim.moment
        if other.precision == "second" and moment.precision == "minute" and moment.value.replace(tzinfo=None) == other.value.replace(tzinfo=None, second=0):
            return attrs.evolve(moment, value=moment.value.replace(second=other.value.second), precision="second")
        if other.precision == "second" and moment.precision == "minute" and other.value.replace(second=0) == moment.value:
            return attrs.evolve(moment, value=moment.value.replace(second=other.value.second), precision="second")
    return moment


def _at_home(moment: Moment, home: tzinfo | None, known: bool) -> Moment:
    """A machine's time with the offset of the place; an Indonesian offset stays where the place is only supposed."""
    offset = moment.value.utcoffset()
    if moment.precision == "day" or home is None or not (offset == timedelta(0) or (known and offset in _INDONESIAN)):
        return moment
    return attrs.evolve(moment, value=moment.value.astimezone(home))


def _settled(what: str, winner: _Claim, over: Sequence[_Claim], moment: Moment, notes: Notes) -> Moment:
    others = [Candidate(c.raw, c.source, c.rule) for c in over[:4]]
    notes.settled(what, Candidate(winner.raw, winner.source, winner.rule), others)
    for claim in over:
        if claim.moment.precision != "day" and moment.precision != "day" and abs(claim.moment.value - moment.value) >= timedelta(hours=1):
            notes.found("times-disagree", what, f"{winner.raw} ({winner.source}) against {claim.raw} ({claim.source})"[:300])
            break
    return moment


def _guess(page: Page, place: tzinfo, notes: Notes) -> Moment | None:
    """htmldate knows more ways to write a date; asked only where nothing else said one."""
    import htmldate
    from lxml import etree

    try:
        text = htmldate.find_date(page.tree, url=page.url or None, original_date=True, extensive_search=False)
    except (ValueError, TypeError, AttributeError, RecursionError, OverflowError, etree.LxmlError):
        return None
    moment = machine(text, place) if text else None
    if moment:
        notes.settled("published", Candidate(text, "htmldate", "find_date"))
    return moment
