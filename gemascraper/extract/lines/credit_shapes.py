"""The shapes in which a credit stands in a caption, as a table. A new shape goes into `SHAPES`, with its example."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from gemascraper.extract.lines.credit_signs import is_agency, is_credit, is_credit_alone, is_gift
from gemascraper.extract.lines.credit_words import LABEL, MARK, NOT_A_CREDIT, PERSON, SITE

Condition = Callable[[str, str], bool]
"""What the whole text and the possible credit in it must say for a shape to count."""

_LABEL_BEFORE_CAPTION = re.compile(
    rf"^\W*{LABEL}{MARK}(?P<caption>[^()]{{3,300}}?)\s*[(\[](?P<who>[^()]{{2,90}})[)\]]\W*$", re.I
)
_LABEL_TWICE = re.compile(
    rf"^\W*{LABEL}{MARK}(?P<caption>.{{3,300}}?[.!?”\"])\s*[(\[]?{LABEL}{MARK}(?P<who>[^\n]{{2,90}}?)[)\]]?\W*$", re.I
)
_BRACKETS = re.compile(r"(?P<caption>.*?)\s*[(\[](?P<who>[^()\[\]]{2,110})[)\]]\s*\.?\s*$", re.S)
_AFTER_LABEL = re.compile(rf"(?P<caption>.*?)(?<![\w]){LABEL}{MARK}(?P<who>[^\n]{{2,140}})$", re.I | re.S)
_AFTER_FOTO_SLASH = re.compile(
    r"(?P<caption>.*?(?:^|[.!?”\"(\[]|\s-))\s*(?:foto|ft)\s*/\s*(?P<who>[^\n()\[\]]{2,70})[)\]]?\W*$", re.I | re.S
)
_AFTER_COPYRIGHT = re.compile(
    r"(?P<caption>.*?)\s*[/(|,;\-–]*\s*(?:©|[(（][cｃ][)）]|&copy;|(?<=/)copyright\b)\s*(?P<who>[^\n]{2,110}?)\)?\s*$",
    re.I | re.S,
)
_AFTER_BY = re.compile(
    r"(?P<caption>.*?)[\s./(|\-–]*\b(?:photos?|photograph(?:s|y)?|foto|image|illustration|ilustrasi)\s+(?:by|oleh|"
    r"courtesy of)\s*:?\s*(?P<who>[^\n]{2,90}?)\)?$",
    re.I | re.S,
)
_AFTER_BAR = re.compile(r"(?P<caption>.*?\S)\s*\|\s*(?P<who>[^|\n]{2,80})$", re.S)
_UNNAMED_AFTER_SLASH = re.compile(
    r"(?P<caption>(?:\S+\s+)+\S+?)/(?P<who>net|ist(?:imewa)?|repro|dok(?:umentasi)?(?:[.:]?\s?[A-Z][\w ]{1,40})?)\.?$",
    re.I | re.S,
)
_AFTER_SHORT_DASH = re.compile(r"(?P<caption>.*\S)\s[-–—]\s?(?P<who>[^-–—/\n]{2,40}(?:\s?/\s?[^/\n]{2,50})?)$", re.S)
_AFTER_SLASH = re.compile(r"(?P<caption>.*?\S)\s+/\s*(?P<who>[^/\n]{2,60}(?:/\s*[^/\n]{2,50})?)$", re.S)
_AFTER_DASH = re.compile(r"(?P<caption>.*?\S)\s+[-–—]{1,2}\s+(?P<who>[^\n]{2,70})$", re.S)
_AFTER_SENTENCE = re.compile(
    r"(?P<caption>.*?[.!?”\"’])\s+(?P<who>(?:[^.!?\n]|(?<=\b[A-Z])\.|(?<=\b[Dd]ok)\.){2,70})\.?$", re.S
)
_JAPANESE = re.compile(
    r"(?P<caption>.*?)(?:＝|[（(](?=\D{1,12}(?:撮影|提供)))(?P<who>[^＝。、\s\d]{1,24}?)(?:撮影|提供)?[)）]?$", re.S
)
_KOREAN = re.compile(r"(?P<caption>.*다\.|.*\.)\s+(?P<who>[가-힣]{2,4}1?)(?: 기자)?$", re.S)

_SENTENCE_BEFORE_BRACKET = r"[.!?”\"]\s*[(\[]"


def offers(text: str) -> Iterator[tuple[str, str]]:
    """The ways to split *text* into caption and credit, both still untidy; the surest first.

    >>> list(offers("Warga mengantre (kiri)"))
    []
    >>> list(offers("Warga mengantre - ANTARA"))
    [('Warga mengantre', 'ANTARA'), ('Warga mengantre', 'ANTARA')]
    """
    is_found = False
    for shape, holds in SHAPES:
        if (match := shape.match(text)) and holds(text, match["who"].strip()):
            is_found = True
            yield match["caption"], match["who"]
    if not is_found and is_credit_alone(text):
        yield "", text


# ------------------------------------------------------------------------------------------------------ conditions


def _always(text: str, who: str) -> bool:
    return True


def _at_most(words: int) -> Condition:
    return lambda text, who: len(who.split()) <= words


def _after_label(text: str, who: str) -> bool:
    return len(who) < 100 and len(who.split()) <= 12


def _may_be_credit(text: str, who: str) -> bool:
    return not NOT_A_CREDIT.match(who)


def _is_owner(text: str, who: str) -> bool:
    return is_credit(who) or bool(PERSON.match(who))


def _is_owner_or_illustration(text: str, who: str) -> bool:
    return _is_owner(text, who) or who.lower() == "ilustrasi"


def _in_brackets(text: str, who: str) -> bool:
    if who.lower() == "ilustrasi" or _is_name_in_square_brackets(text, who):
        return True
    if NOT_A_CREDIT.match(who):
        return False
    if SITE.match(who) and not _AFTER_LABEL.match(text):
        return True
    return is_credit(who) or bool(PERSON.match(who) and _is_behind_sentence(text, who))


def _is_name_in_square_brackets(text: str, who: str) -> bool:
    return text.endswith("]") and who[:1].isupper() and "," not in who and len(who.split()) <= 4


def _is_behind_sentence(text: str, who: str) -> bool:
    return bool(re.search(_SENTENCE_BEFORE_BRACKET + re.escape(who), text))


def _behind_short_dash(text: str, who: str) -> bool:
    """Initials of a desk may touch the dash (``-LILIK``); other names stand apart from it."""
    if text.endswith(f"-{who}"):
        return who.isupper() and len(who) > 2 and who.replace(" ", "").isalpha()
    return bool(SITE.match(who)) or is_agency(who)


def _names_agency_or_gift(text: str, who: str) -> bool:
    return is_agency(who) or is_gift(who)


SHAPES: tuple[tuple[re.Pattern[str], Condition], ...] = (
    (_LABEL_BEFORE_CAPTION, _may_be_credit),  # Foto: Warga mengantre (Rina Lestari)
    (_LABEL_TWICE, _always),  # Foto: Warga mengantre. Sumber: Antara
    (_BRACKETS, _in_brackets),  # Warga mengantre (Antara)
    (_AFTER_LABEL, _after_label),  # Warga mengantre. Foto: Antara
    (_AFTER_FOTO_SLASH, _at_most(words=8)),  # Warga mengantre. Foto/Antara
    (_AFTER_COPYRIGHT, _at_most(words=10)),  # Warga mengantre ©2026 Gemapos
    (_AFTER_BY, _at_most(words=9)),  # Warga mengantre. Photo by Rina Lestari
    (_AFTER_BAR, _is_owner),  # Warga mengantre | Rina Lestari
    (_UNNAMED_AFTER_SLASH, _always),  # Gubernur Bali Wayan Sudana/Net (RMOL and its regional sites)
    (_AFTER_SHORT_DASH, _behind_short_dash),  # Warga mengantre -LILIK
    (_AFTER_SLASH, _is_owner_or_illustration),  # Warga mengantre /Xinhua
    (_AFTER_DASH, _names_agency_or_gift),  # Warga mengantre -- ANTARA
    (_AFTER_SENTENCE, _names_agency_or_gift),  # Warga mengantre. ANTARA FOTO/Budi Setya
    (_JAPANESE, _always),  # 記者会見する知事＝共同 (in Japan the agency stands behind ＝)
    (_KOREAN, _always),  # 기자회견을 하고 있다. 뉴스1 (in Korea the agency or the reporter stands behind the full stop)
)
"""How a credit may stand in a caption, and what it has to say there; the surest shape first."""
