"""Regions of central and eastern Indonesia in the names of outlets and hosts: whose clocks show WITA and WIT."""

from __future__ import annotations

import re

_REGIONS = {
    "WITA": re.compile(
        r"(?<!kem)bali(?!kpapan)|denpasar|lombok|mataram|kupang|flores|manado|gorontalo|palu|makassar|kendari|sulawesi|"
        r"sul(?:ut|sel|teng|tra|bar)(?![a-z])|kal(?:tim|sel|tara)|samarinda|balikpapan|banjar(?!negara)|"
        r"(?<![a-z])nt[bt](?![a-z])",
        re.I,
    ),
    "WIT": re.compile(r"papua|ambon|maluku|ternate|jayapura|sorong|manokwari|merauke", re.I),
}


def region(text: str) -> tuple[str, str] | None:
    """The zone of the first region that *text* speaks of, and the word; None where it speaks of none.

    >>> region("bali.tribunnews.com"), region("Harian Papua Kini"), region("kompas.com")
    (('WITA', 'bali'), ('WIT', 'Papua'), None)
    """
    found = ((zone, said[0]) for zone, words in _REGIONS.items() if (said := words.search(text)))
    return next(found, None)
