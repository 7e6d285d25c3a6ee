"""Where a caption ends and its credit begins, and the credit line as the dataset has it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from gemascraper.extract.lines import agencies
from gemascraper.values.text import clean

_LABEL = (
    r"(?:sumber foto|sumber gambar|kredit foto|foto kredit|foto utama|foto ilustrasi|foto by|foto oleh|foto|"
    r"photos?|photograph|photo credit|sumber|source|"
    r"kredit|credits?|image credit|images?|gambar|fotografer|photographer|video|bild(?:quelle)?|fotos?|"
    r"crédit(?: photo)?s?|imagen|picture|pic|copyright|courtesy of|"
    r"ft|quelle|bildrechte|bildnachweis|fotograf|symbolbild|ảnh|фото|источник|fotoğraf|zdjęcie|kuva|"
    r"사진(?: ?출처| ?제공)?|写真|撮影)"
)
_MARK = r"\s*[:：=＝]\s*(?:[•·]\s*)?"
_LABELLED = re.compile(rf"(?P<caption>.*?)(?<![\w]){_LABEL}{_MARK}(?P<who>[^\n]{{2,140}})$", re.I | re.S)
_LEADING = re.compile(rf"^\W*{_LABEL}{_MARK}(?P<caption>[^()]{{3,300}}?)\s*[(\[](?P<who>[^()]{{2,90}})[)\]]\W*$", re.I)
_TWICE = re.compile(
    rf"^\W*{_LABEL}{_MARK}(?P<caption>.{{3,300}}?[.!?”\"])\s*[(\[]?{_LABEL}{_MARK}(?P<who>[^\n]{{2,90}}?)[)\]]?\W*$",
    re.I,
)
_BRACKETS = re.compile(r"(?P<caption>.*?)\s*[(\[](?P<who>[^()\[\]]{2,110})[)\]]\s*\.?\s*$", re.S)
_COPYRIGHT = re.compile(
    r"(?P<caption>.*?)\s*[/(|,;\-–]*\s*(?:©|[(（][cｃ][)）]|&copy;|(?<=/)copyright\b)\s*(?P<who>[^\n]{2,110}?)\)?\s*$",
    re.I | re.S,
)
_SLASH = re.compile(r"(?P<caption>.*?\S)\s+/\s*(?P<who>[^/\n]{2,60}(?:/\s*[^/\n]{2,50})?)$", re.S)
_BAR = re.compile(r"(?P<caption>.*?\S)\s*\|\s*(?P<who>[^|\n]{2,80})$", re.S)
_LONGEST = 2_000
"""Characters of a caption; what is longer is searched for no credit."""
_AFTER_DASH = re.compile(r"(?P<caption>.*?\S)\s+[-–—]{1,2}\s+(?P<who>[^\n]{2,70})$", re.S)
_BY = re.compile(
    r"(?P<caption>.*?)[\s./(|\-–]*\b(?:photos?|photograph(?:s|y)?|foto|image|illustration|ilustrasi)\s+(?:by|oleh|"
    r"courtesy of)\s*:?\s*(?P<who>[^\n]{2,90}?)\)?$",
    re.I | re.S,
)
_JAPANESE = re.compile(
    r"(?P<caption>.*?)(?:＝|[（(](?=\D{1,12}(?:撮影|提供)))(?P<who>[^＝。、\s\d]{1,24}?)(?:撮影|提供)?[)）]?$", re.S
)
_KOREAN = re.compile(r"(?P<caption>.*다\.|.*\.)\s+(?P<who>[가-힣]{2,4}1?)(?: 기자)?$", re.S)
"""Papers in Japan put the agency after ``＝``, in Korea the agency or the reporter after the last full stop."""
_WHOLE = re.compile(r"(?P<caption>)(?P<who>.*)", re.S)
_TAIL = re.compile(r"(?P<caption>.*?[.!?”\"’])\s+(?P<who>(?:[^.!?\n]|(?<=\b[A-Z])\.|(?<=\b[Dd]ok)\.){2,70})\.?$", re.S)
_FOTO_SLASH = re.compile(
    r"(?P<caption>.*?(?:^|[.!?”\"(\[]|\s-))\s*(?:foto|ft)\s*/\s*(?P<who>[^\n()\[\]]{2,70})[)\]]?\W*$", re.I | re.S
)
_DASH = re.compile(r"(?P<caption>.*\S)\s[-–—]\s?(?P<who>[^-–—/\n]{2,40}(?:\s?/\s?[^/\n]{2,50})?)$", re.S)
_NOBODYS = re.compile(
    r"(?P<caption>(?:\S+\s+)+\S+?)/(?P<who>net|ist(?:imewa)?|repro|dok(?:umentasi)?(?:[.:]?\s?[A-Z][\w ]{1,40})?)\.?$",
    re.I | re.S,
)
"""RMOL and its kin put a stroke and no name behind a caption: ``Gubernur Bali Wayan Sudana/Net``."""
_LEADING_ARCHIVE = re.compile(r"^(?P<who>Dok(?:umentasi)?\.\s?[A-Z][\w. ]{1,40}?)\s{2,}(?P<caption>.+)$", re.S)
_NO_CREDIT = re.compile(
    r"^(?:\d+[/.\-]|kiri|kanan|tengah|atas|bawah|left|right|cent(?:re|er)|ilustrasi$|illustrasi$|ketiga|kedua|"
    r"berbaju|dari kiri|baju|pakai|depan|belakang|"
    r"\d{1,3}\)?$|[a-z]{0,6}hari |se(?:nin|lasa)|rabu|kamis|jum.?at|sabtu|minggu|ahad)",
    re.I,
)
_EMPTY = re.compile(r"^(?:ist|istimewa|supplied|submitted|handout|dok(?:umen(?:tasi)?)?\.?|net|internet|nst)\.?$", re.I)
_WORDS = re.compile(
    r"^(?:ist\b|istimewa|dok\b|dok\.|doc\b|dokumen|humas\b|tangkapan layar|screen ?shot|screencapture|capture|"
    r"repro|ilustrasi\b.*(?:ai|/)|pool\b|handout)",
    re.I,
)
_OF_FILES = re.compile(r"dok(?:umen(?:tasi)?)?\s*[:.]\s*\w", re.I)
_DATED = re.compile(r"/\d{1,2}/\d{1,2}/\d{2,4}\.?$")
"""Kontan puts the day behind the name: ``KONTAN/Rina Lestari/19/06/2024``."""
_LEFT_OVER = re.compile(
    rf"^(?:{_LABEL}{_MARK}|(?:foto|ft)\s*/\s*|(?:sumber|keterangan) gambar,\s*|©\s*|\(c\)\s*|(?:19|20)\d\d\s+(?=\S)|"
    rf"(?:photo(?:graphy?)?|foto|image)s?\s+(?:by|oleh|"
    rf"courtesy of)\s+|by\s+)",
    re.I,
)
HANDLE = re.compile(r"@[\w.]+")
SITE = re.compile(r"^(?:www\.)?[\w-]+(?:\.[\w-]+)*\.(?:com|co\.id|co\.uk|net|org|id|tv|news)$", re.I)
PERSON = re.compile(r"^[A-ZÀ-Ý][\w'’.\-]*(?:\s+[A-ZÀ-Ý][\w'’.\-]*){1,3}$")
ILLUSTRATION = re.compile(r"^(?:foto )?ilustrasi\b[\s:./\-]*|^illustrasi\b\W*", re.I)


def split(caption: str | None) -> tuple[str | None, str | None]:
    """A printed caption as caption and credit line, each None where there is none.

    >>> split("Putin dan Kim. (Foto: Gemapos/X@kawankorea)")
    ('Putin dan Kim.', 'Gemapos/X@kawankorea')
    >>> split("Warga antre (kiri) di pasar")
    ('Warga antre (kiri) di pasar', None)
    """
    text = clean(caption)
    if not text or len(text) > _LONGEST:
        return text, None
    for found in _offers(text):
        line = tidy(found["who"])
        if line:
            return _caption(found["caption"]), line
    return text, None


def _offers(text: str) -> Iterator[re.Match[str]]:
    """Every place where a credit may begin, the surest first; each is judged by what it says."""
    none = True
    for shape, holds in _SHAPES:
        if (found := shape.match(text)) and holds(text, (found["who"] or "").strip()):
            none = False
            yield found
    if none and _is_all_credit(text) and (found := _WHOLE.match(text)):
        yield found


def _is_all_credit(text: str) -> bool:
    if len(text) >= 60 or len(text.split()) > 6 or not _is_credit(text):
        return False
    return "/" in text or bool(agencies.sort_of(ILLUSTRATION.sub("", text)) or _EMPTY.match(text))


def _in_brackets(text: str, who: str) -> bool:
    if who.lower() == "ilustrasi" or (
        text.endswith("]") and who[:1].isupper() and "," not in who and len(who.split()) <= 4
    ):
        return True
    person = bool(PERSON.match(who)) and _ends_sentence(text, who)
    site = bool(SITE.match(who)) and not _LABELLED.match(text)
    return (person or site or _is_credit(who)) and not _NO_CREDIT.match(who)


def _is_somebody(text: str, who: str) -> bool:
    return _is_credit(who) or bool(PERSON.match(who))


def _behind_dash(text: str, who: str) -> bool:
    """Whether what follows a dash names who took the picture; letters of the desk may touch it (``-LILIK``)."""
    if text.endswith(f"-{who}"):
        return who.isupper() and len(who) > 2 and who.replace(" ", "").isalpha()
    return bool(re.fullmatch(agencies.pattern(), who) or SITE.match(who) or ("/" in who and _is_credit(who)))


def _ends_in_agency(text: str, who: str) -> bool:
    """Whether what follows the last sentence names an agency, or says that the picture was given."""
    if _OF_FILES.match(who):
        return True
    given = _EMPTY.match(who) and not who.lower().startswith(("dok", "net", "int"))
    return bool(given or re.fullmatch(agencies.pattern(), who) or ("/" in who and _is_credit(who)))


def _ends_sentence(text: str, who: str) -> bool:
    return bool(re.search(r"[.!?”\"]\s*[(\[]" + re.escape(who), text))


def _is_credit(who: str) -> bool:
    """Whether a text names somebody a picture can be from."""
    who = _DATED.sub("", who.strip())
    if re.match(rf"{_LABEL}{_MARK}", who, re.I) or _EMPTY.match(who) or _WORDS.match(who) or "©" in who:
        return True
    if len(who.split()) > 10 or re.search(r"\d{1,2}/\d{1,2}", who):
        return False
    if HANDLE.search(who) or re.search(agencies.pattern(), who) or agencies.sort_of(ILLUSTRATION.sub("", who)):
        return True
    parts = [part for part in re.split(r"\s*/\s*", who) if part]
    return len(parts) > 1 and all(part[:1].isupper() or SITE.match(part) or _EMPTY.match(part) for part in parts)


def tidy(line: str | None) -> str | None:
    """A credit as printed, less brackets, ©, a leading year and labels; tidying twice changes nothing."""
    text = clean(line) or ""
    while (shorter := clean(_tidied(text)) or "") != text:
        text = shorter
    return text or None


def _tidied(text: str) -> str:
    text = text.strip(" \t,;:|•–—-")
    for _ in range(4):
        if text.startswith(("(", "[")) and text.endswith((")", "]")) and text.count("(") + text.count("[") == 1:
            text = text[1:-1].strip()
        shorter = _LEFT_OVER.sub("", text).strip(" \t,;:|•")
        if shorter == text or not shorter:
            break
        text = shorter
    if text.count(")") > text.count("(") or text.count("]") > text.count("["):
        text = text.rstrip(")] ")
    text = text.replace("©", "").replace("®", "").strip(" |/–—,")
    return re.sub(r"(?<=\w{4})\.$", "", text) if not _EMPTY.match(text) else text


def _caption(text: str) -> str | None:
    text = re.sub(r"\s*[/|]\s*copyright$", "", text.rstrip(" (,;|/–—-["), flags=re.I)
    caption = clean(text.rstrip(" (,;|/–—-[").lstrip(" |"))
    return None if not caption or re.fullmatch(rf"\W*{_LABEL}\W*", caption, re.I) else caption


_SHAPES: tuple[tuple[re.Pattern[str], Callable[[str, str], bool]], ...] = (
    (_LEADING, lambda text, who: not _NO_CREDIT.match(who)),
    (_TWICE, lambda text, who: True),
    (_BRACKETS, _in_brackets),
    (_LABELLED, lambda text, who: len(who) < 100 and len(who.split()) <= 12),
    (_FOTO_SLASH, lambda text, who: len(who.split()) <= 8),
    (_COPYRIGHT, lambda text, who: len(who.split()) <= 10),
    (_BY, lambda text, who: len(who.split()) <= 9),
    (_LEADING_ARCHIVE, lambda text, who: True),
    (_BAR, _is_somebody),
    (_NOBODYS, lambda text, who: True),
    (_DASH, _behind_dash),
    (_SLASH, lambda text, who: _is_somebody(text, who) or who.lower() == "ilustrasi"),
    (_AFTER_DASH, _ends_in_agency),
    (_TAIL, _ends_in_agency),
    (_JAPANESE, lambda text, who: True),
    (_KOREAN, lambda text, who: True),
)
"""How a credit may stand in a caption, and what it has to say there, the surest shape first."""
