"""The signs by which a text is a credit: a known name, a chain of names, a word that says how a picture came."""

from __future__ import annotations

import re

from gemascraper.extract.lines import agencies
from gemascraper.extract.lines.credit_words import (
    HANDLE,
    ILLUSTRATION,
    LABEL_START,
    NAMED_ARCHIVE,
    SITE,
    STARTS_AS_CREDIT,
    UNNAMED,
)

_DATE = re.compile(r"\d{1,2}/\d{1,2}")
_DATE_AT_END = re.compile(r"/\d{1,2}/\d{1,2}/\d{2,4}\.?$")
"""Kontan prints the day behind the name: ``KONTAN/Rina Lestari/19/06/2024``."""
_SLASH = re.compile(r"\s*/\s*")
_MAX_CREDIT_WORDS = 10
_MAX_CREDIT_ALONE, _MAX_WORDS_ALONE = 59, 6
"""Characters and words of a text that is a credit and nothing else."""


def is_credit(text: str) -> bool:
    """Whether a text names an owner of pictures, or says how the outlet got one.

    >>> is_credit("ANTARA FOTO/Budi Setya"), is_credit("Istimewa"), is_credit("Rina Lestari")
    (True, True, False)
    """
    text = _DATE_AT_END.sub("", text.strip())
    if LABEL_START.match(text) or UNNAMED.match(text) or STARTS_AS_CREDIT.match(text) or "©" in text:
        return True
    if len(text.split()) > _MAX_CREDIT_WORDS or _DATE.search(text):
        return False
    return _has_known_name(text) or _is_chain_of_names(text)


def _has_known_name(text: str) -> bool:
    if HANDLE.search(text) or agencies.name_pattern().search(text):
        return True
    return agencies.sort_of(ILLUSTRATION.sub("", text)) is not None


def _is_chain_of_names(text: str) -> bool:
    """Whether all the parts between slashes may be names: ``Gemapos/Rina Lestari``."""
    parts = [part for part in _SLASH.split(text) if part]
    return len(parts) > 1 and all(part[:1].isupper() or SITE.match(part) or UNNAMED.match(part) for part in parts)


def is_credit_alone(text: str) -> bool:
    """Whether a whole text is a credit; a short one is taken for a caption unless it has a slash or a known name."""
    if len(text) > _MAX_CREDIT_ALONE or len(text.split()) > _MAX_WORDS_ALONE or not is_credit(text):
        return False
    return "/" in text or bool(agencies.sort_of(ILLUSTRATION.sub("", text)) or UNNAMED.match(text))


def is_agency(text: str) -> bool:
    """Whether a text is the name of an agency or a chain of names.

    >>> is_agency("ANTARA FOTO"), is_agency("Gemapos/Rina Lestari"), is_agency("Senin pagi")
    (True, True, False)
    """
    return bool(agencies.name_pattern().fullmatch(text)) or ("/" in text and is_credit(text))


def is_gift(text: str) -> bool:
    """Whether a text says that the picture was given, or from whose files it is.

    >>> is_gift("Istimewa"), is_gift("Dok. BNPB"), is_gift("dok"), is_gift("internet")
    (True, True, False, False)
    """
    if NAMED_ARCHIVE.match(text):
        return True
    return bool(UNNAMED.match(text)) and not text.lower().startswith(("dok", "net", "int"))
