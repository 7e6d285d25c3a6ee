"""Parquet, typed: a time is an instant with a `…_zone` column beside it, lists and structs stay lists and structs.

duckdb writes it (the extra `parquet`). No type is guessed: a table without rows has the same columns as a full one.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

import attrs

from gemascraper.errors import ArchiveError, UsageError
from gemascraper.export.jsonl import Row, line
from gemascraper.export.schema import members

_SCALARS = {str: "VARCHAR", int: "BIGINT", bool: "BOOLEAN", datetime: "VARCHAR"}
_LONGEST_LINE = 1 << 20  # bytes, unless one is longer; duckdb allocates several times as much
_ROW_GROUP = 4_096  # stories are long: duckdb's own 122,880 rows would wait in memory as half a gigabyte


def write(rows: Iterable[Row], columns: Mapping[str, Any], target: Path) -> None:
    """Write the rows to the file *target*; *columns* is field name → type. Needs room for them as JSON meanwhile."""
    duckdb = _duckdb()
    with NamedTemporaryFile(dir=target.parent, prefix=".rows-", suffix=".jsonl") as lines, duckdb.connect() as database:
        longest = max(map(lines.write, map(line, rows)), default=0)
        lines.flush()
        try:
            database.execute("SET enable_progress_bar = false; SET threads = 1")  # a second one only costs memory
            database.execute(_copy(columns, Path(lines.name), longest, target))
        except duckdb.Error as error:
            raise ArchiveError(f"duckdb could not write {target.name}: {error}") from error


def _duckdb() -> Any:
    try:
        import duckdb  # the extra may be missing
    except ImportError as error:
        raise UsageError("Parquet needs duckdb.", "Install it: pip install 'gemascraper[parquet]'") from error
    return duckdb


def _copy(columns: Mapping[str, Any], lines: Path, longest: int, target: Path) -> str:
    """The statement that turns JSON lines into the file."""
    taken = ", ".join(f"{_name(name)}: {_quoted(_as_json(kind))}" for name, kind in columns.items())
    given = [pair for name, kind in columns.items() for pair in _values(name, _name(name), kind)]
    return f"""
        COPY (
            SELECT {", ".join(f"{value} AS {_name(name)}" for name, value in given)}
            FROM read_json(
                {_quoted(lines)}, format = 'newline_delimited',
                columns = {{{taken}}}, maximum_object_size = {max(longest, _LONGEST_LINE)}
            )
        ) TO {_quoted(target)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROW_GROUP})"""


def _as_json(kind: Any) -> str:
    """The SQL type that takes the JSON as it is, a time still being text."""
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _as_json(_without_none(kind))
    if origin is Literal:
        return "VARCHAR"
    if origin is tuple:
        return f"{_as_json(args[0])}[]"
    if inspect.isclass(origin) and issubclass(origin, Mapping):
        return f"MAP(VARCHAR, {_as_json(args[1])})"
    if attrs.has(kind):
        return f"STRUCT({', '.join(f'{_name(name)} {_as_json(part)}' for name, part in members(kind).items())})"
    return _SCALARS[kind]


def _values(name: str, value: str, kind: Any) -> Iterator[tuple[str, str]]:
    """Column names and SQL expressions for one field: a time gives two, the others one."""
    if not _has_time(kind):
        yield name, value
    elif _without_none(kind) is datetime:
        yield name, f"CAST({value} AS TIMESTAMPTZ)"
        yield f"{name}_zone", f"right({value}, 6)"
    else:
        (item,) = get_args(kind)[:1]  # so far only lists of structs have a time inside: `timestamps`
        fields = (pair for part, its in members(item).items() for pair in _values(part, f"x.{_name(part)}", its))
        struct = ", ".join(f"{_quoted(part)}: {expression}" for part, expression in fields)
        yield name, f"list_transform({value}, lambda x: {{{struct}}})"


def _without_none(kind: Any) -> Any:
    """The type of a value that is there: ``str`` of ``str | None``."""
    return next((arg for arg in get_args(kind) if arg is not NoneType), kind) if NoneType in get_args(kind) else kind


def _has_time(kind: Any) -> bool:
    if attrs.has(kind):
        return any(map(_has_time, members(kind).values()))
    return kind is datetime or any(map(_has_time, get_args(kind)))


def _name(word: str) -> str:
    return f'"{word}"'


def _quoted(words: object) -> str:
    return "'{}'".format(str(words).replace("'", "''"))
