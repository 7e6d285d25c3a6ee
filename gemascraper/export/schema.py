"""The JSON Schema of the data, made from the items in `items.py`: their types and the docstrings of their fields."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator, Mapping
from datetime import datetime
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import attrs

from gemascraper.items import Article, ImageCredit

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ITEMS: dict[str, type] = {"articles": Article, "credits": ImageCredit}

_SCALARS = {str: "string", int: "integer", bool: "boolean"}
_INSTANT = {
    "type": "string",
    "format": "date-time",
    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$",
}


def items_schema(table: str = "articles") -> dict[str, Any]:
    """JSON Schema (2020-12) of one line of *table*: `articles` or `credits`. Every key is always there."""
    item = ITEMS[table]
    parts = {part.__name__: _object(part) for part in _parts_of(item)}
    return {"$schema": DIALECT, "title": item.__name__} | _object(item) | {"$defs": parts}


def descriptions(item: type) -> dict[str, str]:
    """Field name → the docstring below the field.

    >>> descriptions(Article)["outlet"]
    'File stem of the profile.'
    """
    (body,) = ast.parse(textwrap.dedent(inspect.getsource(item))).body
    assert isinstance(body, ast.ClassDef)
    found = {}
    for field, below in zip(body.body, body.body[1:], strict=False):
        match field, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(words))):
                found[name] = _prose(words)
    return found


def members(item: type) -> dict[str, Any]:
    """Field name → its type, in output order."""
    hints = get_type_hints(item)
    return {field.name: hints[field.name] for field in attrs.fields(item)}


def _prose(words: str) -> str:
    return " ".join(words.split()).replace("``", "`")


def _object(item: type) -> dict[str, Any]:
    words = descriptions(item)
    return {
        "description": _prose(item.__doc__ or ""),
        "type": "object",
        "properties": {name: _typed(kind) | {"description": words[name]} for name, kind in members(item).items()},
        "required": list(members(item)),
        "additionalProperties": False,
    }


def _typed(kind: Any) -> dict[str, Any]:
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _nullable(_typed(next(arg for arg in args if arg is not NoneType)))
    if origin is Literal:
        return {"type": "string", "enum": list(args)}
    if origin is tuple:
        return {"type": "array", "items": _typed(args[0])}
    if inspect.isclass(origin) and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": _typed(args[1])}
    if kind is datetime:
        return dict(_INSTANT)
    return {"$ref": f"#/$defs/{kind.__name__}"} if attrs.has(kind) else {"type": _SCALARS[kind]}


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    return schema | {"type": [schema["type"], "null"]} | ({"enum": [*schema["enum"], None]} if "enum" in schema else {})


def _parts_of(item: type) -> Iterator[type]:
    """The classes that *item* is made of, each once, in the order in which it names them."""
    seen: dict[type, None] = {}
    for kind in members(item).values():
        for part in _classes_in(kind):
            seen |= dict.fromkeys((part, *_parts_of(part)))
    yield from seen


def _classes_in(kind: Any) -> Iterator[type]:
    if attrs.has(kind):
        yield kind
    for arg in get_args(kind):
        yield from _classes_in(arg)
