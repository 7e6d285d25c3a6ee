"""Dates as Indonesian outlets print them."""

from __future__ import annotations

from datetime import datetime

from gemascraper.values.months import ENGLISH, INDONESIAN

SHORT = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")

SHAPES = (
    "{day}, {d} {month} {y} | {hh}:{mm}",
    "{day}, {d} {month} {y} {hh}:{mm}",
    "{day}, {d} {month} {y} - {hh}:{mm}",
    "{d} {month} {y}, {hh}:{mm}",
    "{day}, {dd}/{nn}/{y} {hh}:{mm}",
    "{dd}/{nn}/{y}, {hh}:{mm}",
    "{day}, {d} {short} {y} {hh}:{mm}",
    "{odd} , {dd} {english} {y}, {hh}:{mm}",
    "{day} {d} {month} {y} Pukul {hh}.{mm}",
)
DAY_SHAPES = ("{day}, {d} {month} {y}", "{d} {month} {y}", "{dd}/{nn}/{y}", "{english} {d}, {y}")


def printed(moment: datetime, shape: str, zone: str = "") -> str:
    """A local time in one of the `SHAPES` or `DAY_SHAPES`, followed by the abbreviation *zone*, if any.

    >>> printed(datetime(2026, 11, 6, 9, 5), SHAPES[7], "WIB")
    "Jum'at , 06 November 2026, 09:05 WIB"
    """
    day = DAYS[moment.weekday()]
    text = shape.format(
        day=day,
        odd={"Jumat": "Jum'at", "Minggu": "Ahad"}.get(day, day),
        d=moment.day,
        dd=f"{moment.day:02}",
        nn=f"{moment.month:02}",
        y=moment.year,
        month=INDONESIAN[moment.month - 1],
        short=SHORT[moment.month - 1],
        english=ENGLISH[moment.month - 1],
        hh=f"{moment.hour:02}",
        mm=f"{moment.minute:02}",
    )
    return f"{text} {zone}".strip()


def in_text(moment: datetime) -> str:
    """A day as the text of a story names it.

    >>> in_text(datetime(2026, 11, 18))
    'Rabu (18/11/2026)'
    """
    return f"{DAYS[moment.weekday()]} ({moment.day}/{moment.month}/{moment.year})"
