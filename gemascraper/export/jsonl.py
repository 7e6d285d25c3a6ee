"""JSON Lines: one JSON object on a line, in compact UTF-8; for the archive's own files and for exports."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO

Row = Mapping[str, Any]
"""One line: an article or an image credit as its JSON object."""
# Legal in JSON, yet str.splitlines() and some editors break a line there; a lone surrogate cannot be UTF-8 at all.
_LINE_BREAKERS = re.compile("[\x85\u2028\u2029\ud800-\udfff]")

compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""A value as JSON text without spaces."""


def line(row: Row) -> bytes:
    r"""One object as one line of compact UTF-8 JSON, newline included.

    >>> line({"headline": "Gempa\u2028susulan", "section": None})
    b'{"headline":"Gempa\\u2028susulan","section":null}\n'
    """
    return _LINE_BREAKERS.sub(_escape, compact(row)).encode() + b"\n"


def write(rows: Iterable[Row], stream: BinaryIO) -> None:
    """Write each row as one line."""
    stream.writelines(map(line, rows))


def _escape(found: re.Match[str]) -> str:
    return "\ufffd" if "\ud800" <= found[0] <= "\udfff" else f"\\u{ord(found[0]):04x}"
