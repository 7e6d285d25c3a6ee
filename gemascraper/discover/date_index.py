"""Seeds of a date index (``indeks-berita?daterange=…``), for backfill: two weeks at a time, the latest first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import quote

from gemascraper.items import Entry
from gemascraper.outlets.profile import Outlet
from gemascraper.values import months, urls

WINDOW = timedelta(days=14)
"""Days of one request to a date index."""


def entries(outlet: Outlet, edition: str | None, since: date, until: date) -> list[Entry]:
    """First pages of the date index of an edition for every two weeks from *since* to *until*, both included.

    Empty where the profile has no date index.
    """
    template = outlet.discovery.date_index
    if template is None:
        return []
    home = outlet.home_of(edition)
    found = (urls.absolute(home, _filled(outlet, template, first, last)) for first, last in _windows(since, until))
    return [Entry(url=url, kind="index") for url in found if url]


def written(day: date, form: str) -> str:
    """A day in the format *form*, with English month names whatever the system's language.

    >>> written(date(2025, 2, 14), "%d %B %Y")
    '14 February 2025'
    """
    month = months.ENGLISH[day.month - 1]
    return day.strftime(form.replace("%B", month).replace("%b", month[:3]))


def _windows(since: date, until: date) -> Iterator[tuple[date, date]]:
    while until >= since:
        first = max(since, until - WINDOW + timedelta(days=1))
        yield first, until
        until = first - timedelta(days=1)


def _filled(outlet: Outlet, template: str, first: date, last: date) -> str:
    form = outlet.discovery.date_format
    days = {"{since}": quote(written(first, form)), "{until}": quote(written(last, form)), "{page}": "1"}
    for mark, value in days.items():
        template = template.replace(mark, value)
    return template
