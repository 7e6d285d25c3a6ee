"""The stream that React's server components leave in a page: ``self.__next_f.push([1, "…"])``.

Joined, they are lines ``id:JSON``; long texts stand apart as ``id:T`` with their size, and ``"$id"`` stands for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from gemascraper.extract.page.json_prefix import decoded

_PUSHED = re.compile(r"^\s*self\.__next_f\.push\((?=\[)")
_ROW = re.compile(rb"(?P<id>[0-9a-f]{0,8}):(?:T(?P<size>[0-9a-f]{1,8}),)?")
_REFERENCE = re.compile(r"\$[0-9a-f]{1,8}")


def read(scripts: Iterable[str], largest: int) -> list[Any]:
    """What the stream says, line by line, with the texts put where they belong; nothing of one that is too large."""
    pushed = [said for script in scripts if (begin := _PUSHED.match(script)) and (said := _said(script[begin.end() :]))]
    stream = "".join(pushed)
    if not stream or len(stream) > largest:
        return []
    whole = stream.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")  # a script may end within a pair
    rows = dict(_rows(whole.encode()))
    data = [row for row in rows.values() if not isinstance(row, str)]
    for row in data:
        _put(row, rows)
    return data


def _said(pushed: str) -> str | None:
    said = decoded(pushed)
    return said[1] if isinstance(said, list) and len(said) > 1 and isinstance(said[1], str) else None


def _rows(stream: bytes) -> Iterator[tuple[str, Any]]:
    at = 0
    while row := _ROW.match(stream, at):
        if row["size"]:
            at = row.end() + int(row["size"], 16)
            yield row["id"].decode(), stream[row.end() : at].decode("utf-8", "replace")
        else:
            end = stream.find(b"\n", row.end())
            line, at = stream[row.end() : end if end >= 0 else None], end + 1 if end >= 0 else len(stream)
            if line.startswith((b"{", b"[")) and (said := decoded(line.decode("utf-8", "replace"))) is not None:
                yield row["id"].decode(), said


def _put(row: Any, rows: dict[str, Any]) -> None:
    """Put the texts of other lines in the place of what refers to them."""
    waiting = [row]
    while waiting:
        item = waiting.pop()
        for key, value in item.items() if isinstance(item, dict) else enumerate(item):
            if isinstance(value, dict | list):
                waiting.append(value)
            elif isinstance(value, str) and _REFERENCE.fullmatch(value) and isinstance(rows.get(value[1:]), str):
                item[key] = rows[value[1:]]
