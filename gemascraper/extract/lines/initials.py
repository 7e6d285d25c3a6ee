"""The desk's signature that closes a story (``(ns)``, ``(mdk/ank)``): taken out of the body, kept as data."""

from __future__ import annotations

import re

_SIGN = r"(?:[A-Za-z*]{1,6}|[A-Z]-(?=\d))"
_SLASHED = rf"{_SIGN}\d{{0,4}}(?:\s?/\s?(?:{_SIGN}\d{{0,4}}|\*+))+"
_NAMED = r"[A-Za-z]{2,12}\d{0,4}(?:/[A-Za-z]{2,12})+"
"""Whole names count as letters only after the end of a sentence: ``(Mudiarta/balipost)``."""
_CLOSING = re.compile(
    rf"(?P<before>.*?)\s*(?:[(\[](?P<bracketed>{_SLASHED}|(?<=[.!?”\"’] [(\[]){_NAMED}|\*+|[a-z]{{2,4}}\d{{0,4}}|"
    rf"[A-Z]{{2,4}}|[A-Z]-\d|"
    rf"[A-Z][a-z]{{1,3}}|\*+/[^()]{{2,40}})[)\]]"
    rf"|(?<=[.!?”\"’])\s(?P<plain>[a-z]{{2,4}}/[a-z]{{2,4}}|[A-Z]{{3}})"
    rf"|(?<=[.!?”\"’])\s?\*(?P<starred>[a-z]{{2,4}}|\**))\s*\W?\s*$",
    re.S,
)
_STARS = re.compile(r"(?<=[.!?”\"’)])\s*\*{1,3}\s*$")
_NAME = r"[A-Z][\w.'’]*(?: [A-Z][\w.'’]*){0,3}"
_LONG_NAME = r"[A-Z](?:[\w.'’]{3,}|[\w.'’]*(?= ))(?: [A-Z][\w.'’]*){0,3}"
_IN_FULL = re.compile(rf"^\W{{0,5}}(?:\(\s*(?:[\w.-]+\s*/\s*{_NAME}|{_LONG_NAME})\s*\)\W{{0,5}}){{1,3}}$")
"""``***(Rina Lestari)`` or ``(Tribunnews.com/Rina Lestari)``: a signature, but no letters."""
_ALONE = re.compile(
    rf"^[(\[]?\s*(?P<letters>{_SLASHED}|(?<=[(\[]){_NAMED}|[A-Z]{{2,4}}|[a-z]{{2,3}}\d{{0,4}}|[A-Z]-\d)\s*[)\]]?$"
)
_NO_SIGN = frozenset(["ist", "dok", "foto", "ads", "end", "nya", "wib", "wita", "wit"])
_MEASURES = frozenset("ha ml mg kg gr km cm mm yoy qtq mtm ytd".split())
"""What stands in brackets behind a number or its name, where no sentence ends."""
_ENDS = re.compile(r"[.!?”\"’'…)\]]\s*$")


def closing(text: str, whole: bool = False) -> tuple[str | None, str]:
    """The signature that closes a paragraph, and the paragraph without it; *whole* where it may be all of it.

    Capitals count only after the end of a sentence: ``…Pembangunan (BPKP)`` is an abbreviation, no signature.

    >>> closing("“persahabatan erat” kedua negara.(ns)")
    ('ns', '“persahabatan erat” kedua negara.')
    >>> closing("kata Ketua Komisi Pemberantasan Korupsi (KPK)")[0]
    """
    text = _STARS.sub("", text)
    if whole and (letters := alone(text)):
        return letters, ""
    if whole and _IN_FULL.match(text):
        return None, ""
    found = _CLOSING.match(text[-400:])
    if not found or not (found["before"].strip() or whole):
        return None, text
    letters, rest = (
        found["bracketed"] or found["plain"] or found["starred"],
        text[: len(text) - len(text[-400:]) + found.end("before")].rstrip(),
    )
    if letters.lower() in _NO_SIGN or not _may_sign(letters, rest):
        return None, text
    return (None if letters.strip("*/ ") == "" or (letters.startswith("*") and " " in letters) else letters), rest


def alone(text: str) -> str | None:
    """The signature that a whole line is.

    >>> alone("(mdk/ank)"), alone("Simak juga")
    ('mdk/ank', None)
    """
    found = _ALONE.match(text)
    return found["letters"] if found and found["letters"].lower() not in _NO_SIGN else None


def _may_sign(letters: str, rest: str) -> bool:
    if "/" in letters or letters.startswith("*") or "-" in letters:
        return True
    if not rest or _ENDS.search(rest):
        return True
    return letters.islower() and len(letters) <= 3 and letters not in _MEASURES
