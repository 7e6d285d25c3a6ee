"""CSV for spreadsheets (RFC 4180, UTF-8): a cell that a spreadsheet would run as a formula gets a ``'`` before it.

`unguarded` gives the value back. Only two things are lost: NUL, which no spreadsheet keeps, and half a surrogate pair,
which is not a character.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

from gemascraper.export.jsonl import Row, compact

# Some spreadsheets take full-width signs (U+FF1D …) for plain ones, and leading white space does not stop all of them.
_FORMULA = re.compile("'*(?:[\t\r\n]|[\\s\ufeff]*[=+\\-@\uff1d\uff0b\uff0d\uff20])")
_UNWRITABLE = re.compile("[\ud800-\udfff]")


def write(
    rows: Iterable[Row], columns: Sequence[str], stream: BinaryIO, *, bom: bool = True, raw: bool = False
) -> None:
    """Write a header and the rows. *bom* tells Excel that the file is UTF-8; *raw* leaves formulas unguarded."""
    if bom:
        stream.write(codecs.BOM_UTF8)
    writer = csv.writer(codecs.getwriter("utf-8")(stream))
    writer.writerow(columns)
    for row in rows:
        writer.writerow([cell(row[name], raw=raw) for name in columns])


def cell(value: Any, *, raw: bool = False) -> str:
    """A value as the text of one cell; None and an empty list give an empty cell.

    >>> [cell(value) for value in (None, True, -12, ["Bali", "Ombak"], {"kind": "staff"}, "=1+1")]
    ['', 'true', '-12', 'Bali; Ombak', '{"kind":"staff"}', "'=1+1"]
    """
    match value:
        case None | []:
            return ""
        case bool() | int() | dict():
            return compact(value)
        case list():
            text = "; ".join(value) if all(isinstance(item, str) for item in value) else compact(value)
        case _:
            text = str(value)
    text = _UNWRITABLE.sub("\ufffd", text.replace("\0", ""))
    return text if raw else guarded(text)


def guarded(text: str) -> str:
    """The text, with ``'`` before it where a spreadsheet would run it as a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The text that `guarded` was given.

    >>> [unguarded(guarded(text)) for text in ("=1", "'=1", "'kata", "biasa")]
    ['=1', "'=1", "'kata", 'biasa']
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
