"""Line numbers of the keys in a TOML file. tomllib gives values only, so the text is read once more by statement."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

KeyPath = tuple[str | int, ...]

_HEADER = re.compile(r"\s*(\[\[?)(.+?)\]\]?\s*(?:#.*)?$")


def of(text: str) -> dict[KeyPath, int]:
    """The line of every table, key and list item of *text*, which is valid TOML; lines count from 1.

    >>> of('a = 1\\n[[b]]\\nc = [\\n  "x",\\n]')
    {('a',): 1, ('b', 0): 2, ('b', 0, 'c'): 3, ('b', 0, 'c', 0): 4}
    """
    found: dict[KeyPath, int] = {}
    table: KeyPath = ()
    counts: dict[KeyPath, int] = {}
    for number, statement in _statements(text.splitlines()):
        if header := _HEADER.match(statement):
            table = _table(header[1], header[2], counts)
            found[table] = number
        else:
            for path, line in _keys(tomllib.loads(statement), statement, number):
                found.setdefault((*table, *path), line)
    return found


def nearest(lines: Mapping[KeyPath, int], path: KeyPath) -> int:
    """The line of *path*, or else of the nearest table around it, or 1."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def _statements(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Every table header, and every key with its whole value, each with its first line."""
    start, held = 0, ""
    for number, line in enumerate(lines, start=1):
        if not held and (not line.strip() or line.lstrip().startswith("#")):
            continue
        start, held = (start, f"{held}\n{line}") if held else (number, line)
        if _is_whole(held):
            yield start, held
            held = ""


def _is_whole(statement: str) -> bool:
    try:
        tomllib.loads(statement)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _table(brackets: str, name: str, counts: dict[KeyPath, int]) -> KeyPath:
    path: KeyPath = ()
    parts = list(_flat_keys(tomllib.loads(f"{name} = 0")))
    for part in parts:
        path = (*path, part)
        if path in counts and (part is not parts[-1] or brackets == "["):
            path = (*path, counts[path])
    if brackets == "[[":
        counts[path] = counts.get(path, -1) + 1
        path = (*path, counts[path])
    return path


def _flat_keys(nested: Any) -> Iterator[str]:
    while isinstance(nested, dict):
        key, nested = next(iter(nested.items()))
        yield key


def _keys(value: Any, statement: str, line: int) -> Iterator[tuple[KeyPath, int]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (key,), line
            yield from (((key, *path), at) for path, at in _keys(inner, statement, line))
    elif isinstance(value, list):
        rows = statement.split("\n")
        row = 0
        for index, item in enumerate(value):
            row = next((n for n in range(row, len(rows)) if str(item) in rows[n]), row)
            yield (index,), line + row
            yield from (((index, *path), at) for path, at in _keys(item, statement, line + row))
