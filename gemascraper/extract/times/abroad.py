"""When a story in another language was published: its page has no known form, and dates of other stories stand on it.

What machines declare comes first, then what is printed around the headline, what the URL says, and last the meta
elements that some write for the day of publication and others for that of the last change or of the request.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from datetime import tzinfo
from itertools import islice

import attrs

from gemascraper.extract.page import linked_data
from gemascraper.extract.page.page import Page, path_of
from gemascraper.extract.page.text_runs import TextRun
from gemascraper.extract.story.density import is_prose_run
from gemascraper.extract.story.regions import Regions
from gemascraper.extract.times.claims import Claim
from gemascraper.values.times import machine

_ABOVE, _BELOW, _PROSE = 6, 16, 3
"""Runs above and below the headline that may print the date, the latter up to the third paragraph."""
_OPENING, _REST, _MAX_LINE = 30, 60, 300
"""Characters of a paragraph that may open with a date, after an announcement, and of a line with one."""
_LISTED = re.compile(r"\s[|•·]\s")
_ANNOUNCED = re.compile(
    r"\W*(?:(?:(?:this|the) (?:entry|post|article|story) was )?(?:first |originally )?(?:posted|published|created)|"
    r"pressemitteilung|press release|communiqué|veröffentlicht|erstellt|publié|publicado|pubblicato|gepubliceerd|"
    r"publicerad|julkaistu|опубликовано)\b",
    re.I,
)
_WAS_POSTED = re.compile(r"\bwurde am\b.*\b(?:veröffentlicht|gepostet|geschrieben|erstellt|verfasst)\b", re.I)
_IN_PATH = (
    re.compile(r"/(?P<year>(?:19|20)\d\d)(?P<by>[/-])(?P<m>\d\d?)(?P=by)(?P<day>\d\d?)(?=[/-]|$)"),
    re.compile(r"/(?P<year>(?:19|20)\d\d)(?P<m>\d\d)(?P<day>\d\d)(?=[/-]|$)"),
    re.compile(r"/(?P<day>\d\d)-(?P<m>\d\d)-(?P<year>(?:19|20)\d\d)(?=[/-]|$)"),
)
_MARKED = re.compile(r"\bpublished\b|\bpublish-date\b|\bpost-date\b", re.I)


def around(regions: Regions) -> list[TextRun]:
    """The lines that may print the story's date: right below and right above its headline, then what announces one."""
    start = _start(regions)
    runs = regions.page.runs
    at = bisect_left(runs, start, key=lambda run: run.position)
    above = [run for run in reversed(runs[max(0, at - _ABOVE) : at]) if run.aside is None]
    below = [run for run in runs[at : at + _BELOW] if run is not regions.title]
    prose = [n for n, run in enumerate(below) if is_prose_run(run)][_PROSE - 1 : _PROSE]
    near = [line for run in (*below[: prose[0] if prose else _BELOW], *above) if (line := _line(run))]
    return [*near, *filter(None, map(_announcement, runs))]


def _start(regions: Regions) -> int:
    """Where the headline stands, or the text where the headline only stands among others."""
    if regions.title is not None and regions.title.aside is None:
        return regions.title.position
    return next((run.position for run in regions.story.runs if run.position), 0)


def _line(run: TextRun) -> TextRun | None:
    """A run, of prose only the date that opens it; None where it is prose without one."""
    if not is_prose_run(run) or _LISTED.search(run.text):
        return run
    return attrs.evolve(run, text=run.text[:_OPENING]) if run.text.lstrip(" (")[:1].isdigit() else None


def _announcement(run: TextRun) -> TextRun | None:
    """What a run says of the day on which the story came out; None where it does not."""
    if run.aside is not None and run.aside.tag != "footer":
        return None
    text = run.text[:_MAX_LINE]
    found = _ANNOUNCED.match(text) or ("wurde am" in text and _WAS_POSTED.search(text))
    return attrs.evolve(run, text=run.text[found.start() : found.end() + _REST]) if found else None


def of_web_page(page: Page, place: tzinfo) -> Iterator[Claim]:
    """What the linked data says of the page itself: many have no other node, or no day in it."""
    for node in page.document.nodes:
        if "WebPage" in linked_data.types(node):
            text = linked_data.text(node.get("datePublished"))
            if text and (moment := machine(text, place)):
                yield Claim(moment, text, "linked data", "datePublished of the page", "published")


def marked(page: Page, place: tzinfo) -> Iterator[Claim]:
    """The first time of the page that is marked as that of a publication."""
    times = (
        e
        for e in page.document.body.iter("time")
        if e.get("pubdate") is not None or _MARKED.search(e.get("class") or "")
    )
    said = ((value, machine(value, place)) for element in times if (value := element.get("datetime")))
    yield from islice((Claim(moment, value, "markup", "time", "published") for value, moment in said if moment), 1)


def in_url(page: Page, place: tzinfo) -> Iterator[Claim]:
    """The day that is in the path of the URL."""
    path = path_of(page.url)
    for found in (match for pattern in _IN_PATH for match in pattern.finditer(path)):
        text = f"{found['year']}-{found['m']:0>2}-{found['day']:0>2}"
        if moment := machine(text, place):
            yield Claim(moment, text, "address", "path", "published")


def ambiguous(page: Page, place: tzinfo) -> Iterator[Claim]:
    """Meta elements that some sites fill with the time of publication, and others with that of the last change."""
    for candidate in page.meta("sailthru.date", "date", "dc.date"):
        if moment := machine(candidate.value, place):
            yield Claim(moment, candidate.value, "meta", candidate.rule, "published")
