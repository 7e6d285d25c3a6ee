"""Reads the file of a profile. All mistakes in it are reported together, each with its line and what was expected.

cattrs checks keys and types, `rules` the values; both give `Mistake`s.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NoReturn, get_args, get_origin

import attrs
from cattrs import Converter
from cattrs.errors import (
    AttributeValidationNote,
    BaseValidationError,
    ClassValidationError,
    ForbiddenExtraKeysError,
    IterableValidationNote,
)
from cattrs.gen import make_dict_structure_fn

from gemascraper.errors import ProfileError
from gemascraper.outlets import line_numbers, rules
from gemascraper.outlets.profile import Outlet
from gemascraper.outlets.rules import Mistake


def read(path: Path) -> Outlet:
    """The outlet that the file *path* describes. Raises `ProfileError` with every mistake."""
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise ProfileError(str(path), [f"cannot be read: {error.strerror}"]) from error
    except UnicodeDecodeError as error:
        raise ProfileError(
            str(path), [f"byte {error.start}: expected UTF-8, got {error.object[error.start]:#x}"]
        ) from error
    return parse(text, path.stem, str(path))


def parse(text: str, key: str, file: str) -> Outlet:
    """The outlet with this key that *text* describes. Raises `ProfileError`, whose messages name *file*."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    try:
        facts = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ProfileError(file, [_broken(str(error), text)]) from error
    outlet, mistakes = _structured({**facts, "key": key, "text": text})
    mistakes += [_unknown((name,), Outlet) for name in ("key", "text") if name in facts]
    mistakes += [*rules.check_key(key), *rules.mistakes(facts)]
    if outlet is None or mistakes:
        at = line_numbers.of(text)
        ordered = sorted({(line_numbers.nearest(at, mistake.path), str(mistake)) for mistake in mistakes})
        raise ProfileError(file, [f"line {line}: {message}" for line, message in ordered])
    return outlet


def _broken(message: str, text: str) -> str:
    found = re.search(r" \(at line (\d+), column (\d+)\)$", message)
    line = found[1] if found else text.count("\n") + 1
    what = message[: found.start()] if found else message.removesuffix(" (at end of document)")
    return f"line {line}: expected TOML, got {what[:1].lower()}{what[1:]}"


# ------------------------------------------------------------------------------------------- keys and types


class _Wrong(ValueError):
    """A value has the wrong type."""

    def __init__(self, expected: str, got: Any) -> None:
        super().__init__(expected)
        self.expected, self.got = expected, got


def _structured(facts: Mapping[str, Any]) -> tuple[Outlet | None, list[Mistake]]:
    try:
        return _converter().structure(facts, Outlet), []
    except ClassValidationError as error:
        return None, list(_leaves(error, ()))


def _leaves(error: BaseException, path: line_numbers.KeyPath) -> Iterator[Mistake]:
    """The single mistakes in cattrs' nested error groups, with their paths."""
    if isinstance(error, BaseValidationError):
        for inner in error.exceptions:
            yield from _leaves(inner, (*path, *_step(inner)))
    elif isinstance(error, ForbiddenExtraKeysError):
        yield from (_unknown((*path, name), error.cl) for name in error.extra_fields)
    elif isinstance(error, _Wrong):
        yield Mistake(path, error.expected, rules.shown(error.got))
    elif isinstance(error, KeyError):
        yield Mistake(path, "a value", "nothing")
    else:
        raise error


def _step(error: BaseException) -> line_numbers.KeyPath:
    for note in getattr(error, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            return (note.name,)
        if isinstance(note, IterableValidationNote):
            return (note.index,)
    return ()


def _unknown(path: line_numbers.KeyPath, cls: type) -> Mistake:
    known = [field.name for field in attrs.fields(cls) if field.name not in ("key", "text")]
    close = difflib.get_close_matches(str(path[-1]), known, n=1)
    if close:
        return Mistake(path, "a known key", f"an unknown one; did you mean {close[0]}?")
    return Mistake(path, f"one of {', '.join(known)}", "an unknown key")


def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=True, detailed_validation=True)
    for cls, name in (
        (str, "text in quotation marks"),
        (int, "a whole number"),
        (date, "a date such as 2024-12-31"),
    ):
        converter.register_structure_hook(cls, _exactly(name, cls))
    converter.register_structure_hook(float, _exactly("a number", float, int))
    converter.register_structure_hook_factory(attrs.has, lambda cls: _table(cls, converter))
    converter.register_structure_hook_func(
        lambda cls: _is(cls, tuple), lambda value, cls: tuple(_list(value, get_args(cls)[0], converter))
    )
    converter.register_structure_hook_func(
        lambda cls: _is(cls, Mapping), lambda value, cls: _mapping(value, get_args(cls)[1], converter)
    )
    return converter


def _is(cls: Any, origin: Any) -> bool:
    return get_origin(cls) is origin


def _exactly(name: str, *types: type) -> Callable[[Any, Any], Any]:
    return lambda value, _: value if type(value) in types else _refuse(name, value)


def _table(cls: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    structure: Callable[[Any, Any], Any] = make_dict_structure_fn(cls, converter)
    return lambda value, _: structure(value, cls) if isinstance(value, dict) else _refuse("a table", value)


def _list(value: Any, of: Any, converter: Converter) -> list[Any]:
    # cattrs would take a string as a list of letters
    return converter.structure(value, list[of]) if isinstance(value, list) else _refuse("a list in brackets", value)


def _mapping(value: Any, of: Any, converter: Converter) -> dict[str, Any]:
    return converter.structure(value, dict[str, of]) if isinstance(value, dict) else _refuse("a table", value)


def _refuse(expected: str, value: Any) -> NoReturn:
    raise _Wrong(expected, value)
