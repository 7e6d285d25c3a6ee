"""How elements are shown: which ones break a line, which are not seen, and which style alone keeps apart."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml.html import HtmlElement

from gemascraper.values.text import words

BLOCKS = words(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody td "
    "tfoot th thead tr ul"
)
"""Elements that stand on lines of their own."""
HEADINGS = words("h1 h2 h3 h4 h5 h6")
SET_OFF = BLOCKS | {"span"}
"""Elements that have an outside: a position after their end, and before what follows."""
UNSEEN = words(
    "script style noscript template iframe svg button select textarea input object embed canvas audio math head "
    "datalist"
)
"""Elements whose text no reader sees."""
LEFT_OPEN = words("button select svg object")
"""Those of them that a parser fills with the rest of the page where their end tag is missing."""
HOLD_PICTURES = words("noscript button")
"""Those of them around pictures: what a script would put in their place, what makes them larger."""
INLINE = words("span a strong b em i small label")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_TURNED_TO = re.compile(r"paging|page-?content|halaman|read-?more-content|slide", re.I)
"""Names of the hidden pages of a story, which a script turns to."""
_SET_APART = re.compile(r"\b(?:date|time|waktu|tanggal|meta)", re.I)
_OPENS = re.compile(r"[A-ZÀ-Þ][a-zß-ÿ]|\d\d?[:.]\d\d\b")
_MAX_STYLE = 2_000
BREAK = "\x0b"
"""Stands for a ``br`` in the text of a block."""
_PARAGRAPHS = re.compile(r"\x0b\s*\x0b\s*")
_OWN_LINE = re.compile(
    r"^[^\w\n]{0,6}(?:baca|simak|tonton|saksikan|lihat juga|gambas\b|sumber\s*:|penulis\s*:|editor\s*:|reporter\s*:|"
    r"pewarta\s*:|foto\s*:)|"
    r"^[ \t]{0,6}[(\[][A-Za-z*]{1,5}(?:/[A-Za-z*]{1,5})*[)\]][ \t]{0,6}$|^[ \t]{0,6}(?-i:[A-Z]{2,4})[ \t]{0,6}$",
    re.I | re.M,
)
"""Lines that are not part of the paragraph around them: labels, links to other stories, initials."""


def is_hidden(element: HtmlElement) -> bool:
    """Whether an element is not shown, by ``hidden`` or its style. A page that a script turns to is shown."""
    style = element.get("style")
    if element.get("hidden") is None and not (style and len(style) < _MAX_STYLE and _HIDDEN.search(style)):
        return False
    return not _TURNED_TO.search(element.get("class") or "")


def is_set_apart(tag: str, names: str) -> bool:
    """Whether an element is a date, which style sets apart from the name before it."""
    return tag == "time" or (tag == "span" and bool(names) and bool(_SET_APART.search(names)))


def is_glued(before: str, element: HtmlElement) -> bool:
    """Whether style alone separates an element from the text *before* it: ``<span>Rina</span><span>Rabu</span>``."""
    last = before[-1:]
    if not last.isalnum():
        return False
    sibling = element.getprevious()
    if sibling is None or sibling.tail or sibling.tag not in INLINE:
        return False
    text = element.text or next(element.itertext(), "")
    return len(before) > 2 and (text[:1].isdigit() != last.isdigit() or bool(_OPENS.match(text))) and text[:1].isalnum()


def paragraphs(whole: str) -> Iterable[str]:
    """The paragraphs of a block with line breaks: two breaks separate them, one does beside a label or initials."""
    for part in _PARAGRAPHS.split(whole):
        if BREAK in part and _OWN_LINE.search(part.replace("\n", " ").replace(BREAK, "\n")):
            yield from part.split(BREAK)
        else:
            yield part.replace(BREAK, " ")
