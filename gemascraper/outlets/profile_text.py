"""Text of profiles: a new one with a reason for every guess, and a new design added to an existing one."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from gemascraper.outlets import _folders
from gemascraper.outlets.profile import Selectors

_WIDEST = 110


@attrs.frozen
class Fact:
    """One key of a new profile, with its value and the reason for it."""

    key: str
    """With its table, as in ``discovery.feeds``."""
    value: Any
    why: str
    guessed: bool = True
    """Whether the key is listed in `unproven`."""


def folder() -> Path:
    """Where a person's own profiles are: ``$GEMASCRAPER_OUTLETS``, else ``outlets/`` of the project or folder."""
    return _folders()[0]


def profile(opening: Sequence[str], facts: Sequence[Fact]) -> str:
    """The text of a profile with these keys, each with its reason as a comment; *opening* is the comment at its top.

    >>> print(profile(["Bali Kini."], [Fact("name", "Bali Kini", "og:site_name", guessed=False)]))
    # Bali Kini.
    <BLANKLINE>
    name = "Bali Kini"  # og:site_name
    <BLANKLINE>
    """
    own = [fact for fact in facts if "." not in fact.key]
    tables = dict.fromkeys(fact.key.rpartition(".")[0] for fact in facts if "." in fact.key)
    guessed = [fact.key for fact in facts if fact.guessed]
    parts = ["\n".join(f"# {line}".rstrip() for line in opening), "\n".join(_lines(own))]
    if guessed:
        parts.append("# guessed: take a key out of this list once you have seen on the site that it is right")
        parts[-1] += f"\nunproven = {_value(guessed)}"
    for table in tables:
        inside = [attrs.evolve(f, key=f.key.rpartition(".")[2]) for f in facts if f.key.startswith(f"{table}.")]
        parts.append("\n".join([f"[{table}]", *_lines(inside)]))
    return "\n\n".join(filter(None, parts)) + "\n"


def with_design(
    text: str, name: str, selectors: Selectors, said: Sequence[str] = (), spare: Mapping[str, str] | None = None
) -> str:
    """The profile *text* with one more design before the others; everything else stays byte for byte.

    *said* are lines of comment; *spare* (field → selector) is added as comments only.
    """
    chosen = [(f.name, list(getattr(selectors, f.name))) for f in attrs.fields(Selectors)]
    lines = [f"[[designs]]  # {said[0]}" if said else "[[designs]]", *(f"# {line}" for line in said[1:])]
    lines += [f"name = {_value(name)}", "", "[designs.selectors]"]
    lines += [f"{field} = {_value(each)}" for field, each in chosen if each]
    if spare:
        lines += ["# the reader finds these alone; take the # away where it does not:"]
        lines += [f"# {field} = {_value([selector])}" for field, selector in spare.items()]
    block = "\n".join(lines) + "\n"
    first = re.search(r"^[ \t]*\[\[\s*designs\s*\]\]", text, re.MULTILINE)
    if first is None:
        return f"{text.rstrip()}\n\n{block}" if text.strip() else block
    return f"{text[: first.start()]}{block}\n{text[first.start() :]}"


def names_of_designs(text: str) -> list[str]:
    """The names of the designs in the profile *text*."""
    return [design.get("name", "") for design in tomllib.loads(text).get("designs", [])]


def _lines(facts: Sequence[Fact]) -> Iterator[str]:
    for fact in facts:
        line = f"{fact.key} = {_value(fact.value)}"
        why = " ".join(fact.why.split())
        yield from (
            [f"{line}  # {why}"]
            if why and len(line) + len(why) < _WIDEST and "\n" not in line
            else [
                *([f"# {fact.key}: {why}"] if why else []),
                line,
            ]
        )


def _value(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        items = [_value(each) for each in value]
        line = f"[{', '.join(items)}]"
        return line if len(line) < _WIDEST - 20 else "[\n    " + ",\n    ".join(items) + ",\n]"
    if isinstance(value, str):
        literal = "\\" in value and "'" not in value and value.isprintable()  # no escapes in patterns
        return f"'{value}'" if literal else json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return str(value)
