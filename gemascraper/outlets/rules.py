"""What the values of a profile must be, beyond their types: zones exist, patterns compile, hosts are hosts.

Each rule looks at the file's plain values, so one wrong type does not hide the other mistakes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import attrs

from gemascraper.outlets.lines import Path
from gemascraper.values import urls, zones


@attrs.frozen
class Mistake:
    """One mistake: where, what was expected, and what stands there, ready to print."""

    path: Path
    expected: str
    got: str

    def __str__(self) -> str:
        return f"{dotted(self.path) or 'file name'}: expected {self.expected}, got {self.got}"


def dotted(path: Path) -> str:
    """A key's path as people write it.

    >>> dotted(("designs", 0, "selectors", "headline"))
    'designs[0].selectors.headline'
    """
    return re.sub(r"(^|\.)\[", "[", ".".join(f"[{step}]" if isinstance(step, int) else step for step in path))


def shown(value: Any) -> str:
    """A value of the file, short enough for a message."""
    text = f'"{value}"' if isinstance(value, str) else "a table" if isinstance(value, dict) else str(value)
    return text if len(text) <= 80 else f"{text[:77]}…"


def mistakes(facts: Mapping[str, Any]) -> Iterator[Mistake]:
    """Every value of *facts* that its rule refuses, and what no single value can tell."""
    for path, value in _leaves(facts):
        rule = RULES.get(_place_in_vocabulary(path))
        if rule and (refusal := rule(value)):
            yield Mistake(path, *refusal)
    yield from _unknown_unproven(facts)
    yield from _editions(facts.get("editions"))


def check_key(key: str) -> Iterator[Mistake]:
    """The file's stem is what people type and the archive's folder, so it must be plain."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,63}", key):
        yield Mistake((), "small letters, digits, - and _", shown(f"{key}.toml"))


def _leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    inner = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else None
    if inner is None:
        yield path, value
    else:
        for step, item in inner:
            yield from _leaves(item, (*path, step))


def _place_in_vocabulary(path: Path) -> str:
    names = [step for step in path if isinstance(step, str)]
    free = {"editions": 1, "expect": 2}.get(names[0], 0)
    return ".".join("*" if free and at == free else name for at, name in enumerate(names))


def _unknown_unproven(facts: Mapping[str, Any]) -> Iterator[Mistake]:
    named = facts.get("unproven")
    for index, key in enumerate(named if isinstance(named, list) else ()):
        if isinstance(key, str) and not _exists(facts, key.split(".")):
            yield Mistake(("unproven", index), "a key that this file has", shown(key))


def _exists(value: Any, steps: list[str]) -> bool:
    """Whether the file has that key; a table of a list is meant by its name, as in ``designs.promedia``."""
    if not steps:
        return True
    if isinstance(value, list):
        return any(
            isinstance(item, dict) and item.get("name") == steps[0] and _exists(item, steps[1:]) for item in value
        )
    return isinstance(value, dict) and steps[0] in value and _exists(value[steps[0]], steps[1:])


def _editions(editions: Any) -> Iterator[Mistake]:
    seen: dict[str, str] = {}
    for key, edition in editions.items() if isinstance(editions, dict) else ():
        if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", key):
            yield Mistake(("editions", key), "a key of small letters, digits, - and _", shown(key))
        hosts = edition.get("hosts") if isinstance(edition, dict) and not edition.get("paths") else None
        for index, name in enumerate(hosts if isinstance(hosts, list) else ()):
            if seen.setdefault(str(name), key) != key:
                yield Mistake(
                    ("editions", key, "hosts", index), "a host of this edition alone", f"{name} of {seen[name]} too"
                )


# ------------------------------------------------------------------------------------------- one rule, one function

Refusal = tuple[str, str] | None
"""What was expected and what stands there; None where all is well."""


def _zone(value: Any) -> Refusal:
    if isinstance(value, str) and not zones.is_name(value):
        return f"an IANA time zone such as {zones.DEFAULT} (WIB)", shown(value)
    return None


def _pattern(value: Any) -> Refusal:
    if not isinstance(value, str):
        return None
    try:
        re.compile(value)
    except (re.error, OverflowError, RecursionError) as error:
        return "a regular expression", f"{shown(value)} ({error})"
    return None


def _pattern_with_group(value: Any) -> Refusal:
    refusal = _pattern(value)
    if refusal or not isinstance(value, str) or (groups := re.compile(value).groups) == 1:
        return refusal
    return "a regular expression with exactly one group", f"{shown(value)} with {groups}"


def _address(value: Any) -> Refusal:
    if isinstance(value, str) and urls.absolute("", value) is None:
        return "an address such as https://www.example.id/", shown(value)
    return None


def _place(value: Any) -> Refusal:
    if isinstance(value, str) and (value.startswith("//") or not value.startswith("/")) and _address(value):
        return "a path that starts with / or an address with https://", shown(value)
    return None


def _date_index(value: Any) -> Refusal:
    if not isinstance(value, str):
        return None
    if sorted(re.findall(r"\{[^}]*\}?", value)) != ["{page}", "{since}", "{until}"]:
        return "an address with {since}, {until} and {page}, once each", shown(value)
    return _place(value)


def _date_format(value: Any) -> Refusal:
    if isinstance(value, str) and not ("%d" in value and "%Y" in value and re.search("%[mbB]", value)):
        return "a day's format with %d, one of %m, %b and %B, and %Y", shown(value)
    return None


def _host(value: Any) -> Refusal:
    if isinstance(value, str) and urls.host(f"https://{value.removeprefix('.')}/") != value.removeprefix("."):
        return "a host name in small letters", shown(value)
    return None if value != "." else ("a host name", shown(value))


def _path(value: Any) -> Refusal:
    return ("a path that starts with /", shown(value)) if isinstance(value, str) and value[:1] != "/" else None


def _language(value: Any) -> Refusal:
    wrong = isinstance(value, str) and not re.fullmatch("[a-z]{2,3}", value)
    return ("a language code such as id", shown(value)) if wrong else None


def _parameter(value: Any) -> Refusal:
    wrong = isinstance(value, str) and not re.fullmatch(r"[A-Za-z0-9_.\[\]-]+", value)
    return ("the name of a query parameter", shown(value)) if wrong else None


def _some(value: Any) -> Refusal:
    return ("some text", '""') if value == "" else None


def _between(low: float, high: float) -> Callable[[Any], Refusal]:
    def rule(value: Any) -> Refusal:
        wrong = type(value) in (int, float) and not low <= value <= high
        return (f"a number from {low:g} to {high:g}", shown(value)) if wrong else None

    return rule


RULES: Mapping[str, Callable[[Any], Refusal]] = {
    "name": _some,
    "home": _address,
    "timezone": _zone,
    "language": _language,
    "brands": _some,
    "hosts": _host,
    "stories": _pattern,
    "article_id": _pattern_with_group,
    "ignore": _pattern,
    "editions.*.name": _some,
    "editions.*.hosts": _host,
    "editions.*.paths": _path,
    "editions.*.timezone": _zone,
    "editions.*.home": _address,
    "discovery.sitemaps": _place,
    "discovery.feeds": _place,
    "discovery.sections": _place,
    "discovery.next_page": _parameter,
    "discovery.date_index": _date_index,
    "discovery.date_format": _date_format,
    "designs.name": _some,
    "politeness.delay": _between(0, 3600),
    "expect.articles": _between(0, 1_000_000_000),
    "expect.filled.*": _between(0, 1),
}
"""Key (list positions left out, an edition's key as ``*``) → its rule."""
