"""The desk's initials that close a story (``(ns)``, ``(mdk/ank)``): taken out of the body, kept as data."""

from __future__ import annotations

import re

_NOT_INITIALS = frozenset(["ist", "dok", "foto", "ads", "end", "nya", "wib", "wita", "wit"])
"""What else stands in brackets or alone at the end of a text: a credit, an advertisement, a time zone."""
_UNITS = frozenset("ha ml mg kg gr km cm mm yoy qtq mtm ytd".split())
"""What stands in brackets behind a number or its name, where no sentence ends."""

_PART = r"(?:[A-Za-z*]{1,6}|[A-Z]-(?=\d))"
_SLASHED = rf"{_PART}\d{{0,4}}(?:\s?/\s?(?:{_PART}\d{{0,4}}|\*+))+"
_SLASHED_NAMES = r"[A-Za-z]{2,12}\d{0,4}(?:/[A-Za-z]{2,12})+"
"""Whole names count as initials only after the end of a sentence: ``(Mudiarta/balipost)``."""
_CLOSING = re.compile(
    rf"(?P<before>.*?)\s*(?:[(\[](?P<bracketed>{_SLASHED}|(?<=[.!?”\"’] [(\[]){_SLASHED_NAMES}|\*+|"
    rf"[a-z]{{2,4}}\d{{0,4}}|[A-Z]{{2,4}}|[A-Z]-\d|[A-Z][a-z]{{1,3}}|\*+/[^()]{{2,40}})[)\]]"
    rf"|(?<=[.!?”\"’])\s(?P<plain>[a-z]{{2,4}}/[a-z]{{2,4}}|[A-Z]{{3}})"
    rf"|(?<=[.!?”\"’])\s?\*(?P<starred>[a-z]{{2,4}}|\**))\s*\W?\s*$",
    re.S,
)
"""Initials at the end of a paragraph: in brackets, or without them after the end of a sentence."""
_STARS = re.compile(r"(?<=[.!?”\"’)])\s*\*{1,3}\s*$")
_NAME = r"[A-Z][\w.'’]*(?: [A-Z][\w.'’]*){0,3}"
_LONG_NAME = r"[A-Z](?:[\w.'’]{3,}|[\w.'’]*(?= ))(?: [A-Z][\w.'’]*){0,3}"
_FULL_NAMES = re.compile(rf"^\W{{0,5}}(?:\(\s*(?:[\w.-]+\s*/\s*{_NAME}|{_LONG_NAME})\s*\)\W{{0,5}}){{1,3}}$")
"""A signature in full, without initials: ``***(Rina Lestari)`` or ``(Tribunnews.com/Rina Lestari)``."""
_WHOLE_LINE = re.compile(
    rf"^[(\[]?\s*(?P<initials>{_SLASHED}|(?<=[(\[]){_SLASHED_NAMES}|[A-Z]{{2,4}}|[a-z]{{2,3}}\d{{0,4}}|[A-Z]-\d)\s*[)\]]?$"
)
_SENTENCE_END = re.compile(r"[.!?”\"’'…)\]]\s*$")
_MAX_CLOSING = 400
"""Characters at the end of a paragraph that are looked at."""


def closing(text: str, whole: bool = False) -> tuple[str | None, str]:
    """The initials that close a paragraph, and the paragraph without them and without closing stars.

    *whole*: they may be all of the paragraph. A signature without initials, such as stars or a name in full, is taken
    out too; the initials are then None. Capitals count only after the end of a sentence: ``…Pembangunan (BPKP)`` is
    an abbreviation.

    >>> closing("“persahabatan erat” kedua negara.(ns)")
    ('ns', '“persahabatan erat” kedua negara.')
    >>> closing("kata Ketua Komisi Pemberantasan Korupsi (KPK)")[0]
    """
    text = _STARS.sub("", text)
    if whole and (initials := whole_line(text)):
        return initials, ""
    if whole and _FULL_NAMES.match(text):
        return None, ""
    end = text[-_MAX_CLOSING:]
    found = _CLOSING.match(end)
    if not found or not (found["before"].strip() or whole):
        return None, text
    signature = found["bracketed"] or found["plain"] or found["starred"]
    rest = text[: len(text) - len(end) + found.end("before")].rstrip()
    if not _may_close(signature, rest):
        return None, text
    return (signature if _has_initials(signature) else None), rest


def whole_line(text: str) -> str | None:
    """The initials that are a whole line; None where it is something else.

    >>> whole_line("(mdk/ank)"), whole_line("Simak juga")
    ('mdk/ank', None)
    """
    found = _WHOLE_LINE.match(text)
    return found["initials"] if found and found["initials"].lower() not in _NOT_INITIALS else None


def _may_close(signature: str, rest: str) -> bool:
    """Whether a signature may close a paragraph whose text is *rest*."""
    if signature.lower() in _NOT_INITIALS:
        return False
    if "/" in signature or signature.startswith("*") or "-" in signature:
        return True
    if not rest or _SENTENCE_END.search(rest):
        return True
    return signature.islower() and len(signature) <= 3 and signature not in _UNITS


def _has_initials(signature: str) -> bool:
    """Whether a signature is more than stars, and more than stars before a name in full: ``*/Rina Lestari``."""
    return signature.strip("*/ ") != "" and not (signature.startswith("*") and " " in signature)
