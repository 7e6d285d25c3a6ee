"""Text as the dataset has it: NFC, single spaces, no controls, nothing invented."""

from __future__ import annotations

import re
import unicodedata

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u2060\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NO_ASCII_LETTER = {code: None for code in range(128) if not chr(code).isalnum()}
_ESCAPED = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def clean(text: str | None) -> str | None:
    """One line of text in NFC with single spaces; None where nothing is left.

    A lone surrogate becomes U+FFFD, so that every exporter can write it. Quotation marks stay as printed.

    >>> clean(" Putin–Kim\\u00a0 Jong Un\\n")
    'Putin–Kim Jong Un'
    """
    if not text:
        return None
    if not text.isprintable():  # neither of the two is then in it
        text = _SURROGATE.sub("\ufffd", _UNPRINTABLE.sub("", text))
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split()) or None


def fold(text: str | None) -> str:
    """Letters and digits alone, case folded: for asking whether two texts say the same.

    >>> fold("(Foto: Antara)") == fold("foto antara")
    True
    """
    if not text:
        return ""
    if text.isascii():  # five times as quick
        return text.lower().translate(_NO_ASCII_LETTER)
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", text).casefold()))


def printable(text: str) -> str:
    """Text that is safe in a terminal and on one log line: controls are escaped, not obeyed."""
    return _ESCAPED.sub(lambda found: found[0].encode("unicode_escape", "surrogatepass").decode(), text)
