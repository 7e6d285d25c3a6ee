"""Text as the archive keeps it and as a terminal shows it."""

from __future__ import annotations

import re
import unicodedata

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u2060\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NO_ASCII_LETTER = {code: None for code in range(128) if not chr(code).isalnum()}
_ESCAPED = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Controls, marks that change the direction of writing, line separators and lone surrogates."""


def clean(text: str | None) -> str | None:
    """*text* on one line, in Unicode NFC, with single spaces and without control characters; None if nothing is left.

    A lone surrogate becomes U+FFFD, so that every export can write it. Quotation marks stay as printed.

    >>> clean(" Putin–Kim\\u00a0 Jong Un\\n")
    'Putin–Kim Jong Un'
    """
    if not text:
        return None
    if not text.isprintable():  # printable text has neither
        text = _SURROGATE.sub("\ufffd", _UNPRINTABLE.sub("", text))
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split()) or None


def fold(text: str | None) -> str:
    """The letters and digits of *text*, case folded: equal for texts that say the same. Empty for None.

    >>> fold("(Foto: Antara)") == fold("foto antara")
    True
    """
    if not text:
        return ""
    if text.isascii():  # five times faster
        return text.lower().translate(_NO_ASCII_LETTER)
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", text).casefold()))


def printable(text: str) -> str:
    """*text* on one line and safe in a terminal or a log: control characters are escaped."""
    return _ESCAPED.sub(lambda found: found[0].encode("unicode_escape", "surrogatepass").decode(), text)


def words(text: str) -> frozenset[str]:
    """The words of *text* as a set.

    >>> sorted(words("nav footer form"))
    ['footer', 'form', 'nav']
    """
    return frozenset(text.split())


def any_of(text: str) -> re.Pattern[str]:
    """A pattern for any of the words of *text*, also within longer words. Each may be a regular expression.

    >>> bool(any_of("terkait iklan").search("box-terkait"))
    True
    """
    return re.compile("|".join(text.split()))
