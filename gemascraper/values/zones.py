"""Indonesia's three time zones: their abbreviations, IANA names and offsets, and the regions that are in them.

Indonesia has had no daylight saving time since 1964, so each zone is one fixed offset from UTC.
"""

from __future__ import annotations

import re
from datetime import timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

WIB = timezone(timedelta(hours=7))
"""Western Indonesian time: Sumatra, Java, West and Central Kalimantan."""
WITA = timezone(timedelta(hours=8))
"""Central Indonesian time: the rest of Kalimantan, Bali, Nusa Tenggara, Sulawesi."""
WIT = timezone(timedelta(hours=9))
"""Eastern Indonesian time: the Moluccas, Papua."""

ZONES = {"WIB": WIB, "WITA": WITA, "WIT": WIT}
"""Abbreviation, as pages print it → zone."""
IANA_NAMES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
"""Abbreviation → the IANA name that profiles use."""
DEFAULT = IANA_NAMES["WIB"]
"""IANA name of the zone of most outlets, used where nothing says another one."""
ABBREVIATION_PATTERN = "WIB|WITA|WIT"
"""Regular expression (without a group) of the abbreviations."""

_BY_NAME = {"Asia/Pontianak": WIB, **{name: ZONES[abbreviation] for abbreviation, name in IANA_NAMES.items()}}
_REGIONS = {
    "WITA": re.compile(
        r"(?<!kem)bali(?!kpapan)|denpasar|lombok|mataram|kupang|flores|manado|gorontalo|palu|makassar|kendari|sulawesi|"
        r"sul(?:ut|sel|teng|tra|bar)(?![a-z])|kal(?:tim|sel|tara)|samarinda|balikpapan|banjar(?!negara)|"
        r"(?<![a-z])nt[bt](?![a-z])",
        re.I,
    ),
    "WIT": re.compile(r"papua|ambon|maluku|ternate|jayapura|sorong|manokwari|merauke", re.I),
}


@lru_cache(maxsize=64)
def zone(name: str) -> tzinfo:
    """The time zone with the IANA name *name*; `WIB` where there is no such zone.

    An Indonesian zone is a fixed offset: quicker than a table, and known on a machine without time zone data.
    """
    try:
        return _BY_NAME.get(name) or ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return WIB


def is_name(name: str) -> bool:
    """Whether *name* is an IANA name of a time zone.

    >>> is_name("Asia/Makassar"), is_name("Asia/Bali")
    (True, False)
    """
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def abbreviation(offset: timedelta | None) -> str | None:
    """The abbreviation of the Indonesian zone with this offset from UTC; None for any other offset.

    >>> abbreviation(timedelta(hours=8)), abbreviation(timedelta(0))
    ('WITA', None)
    """
    return next((known for known, zone in ZONES.items() if zone.utcoffset(None) == offset), None)


def region(text: str) -> tuple[str, str] | None:
    """The zone of the first region outside `WIB` that *text*, a host or a name, contains, and the region's word.

    None where it contains none.

    >>> region("bali.tribunnews.com"), region("Harian Papua Kini"), region("kompas.com")
    (('WITA', 'bali'), ('WIT', 'Papua'), None)
    """
    found = ((zone, word[0]) for zone, words in _REGIONS.items() if (word := words.search(text)))
    return next(found, None)
