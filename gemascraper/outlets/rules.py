"""What the values of a profile must be, besides their types: known time zones, valid patterns and hosts.

The rules look at the values as the file has them, so one wrong type does not hide the other mistakes.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import attrs

from gemascraper.items import Article
from gemascraper.outlets.line_numbers import KeyPath
from gemascraper.values import urls, zones


@attrs.frozen
class Mistake:
    """One mistake in a profile: the key, what was expected, and what the file has, as text to print."""

    path: KeyPath
    expected: str
    got: str

    def __str__(self) -> str:
        return f"{dotted(self.path) or 'file name'}: expected {self.expected}, got {self.got}"


def dotted(path: KeyPath) -> str:
    """The path of a key as text.

    >>> dotted(("designs", 0, "selectors", "headline"))
    'designs[0].selectors.headline'
    """
    return re.sub(r"(^|\.)\[", "[", ".".join(f"[{step}]" if isinstance(step, int) else step for step in path))


def shown(value: Any) -> str:
    """A value of the file as text for a message, at most 80 characters."""
    text = f'"{value}"' if isinstance(value, str) else "a table" if isinstance(value, dict) else str(value)
    return text if len(text) <= 80 else f"{text[:77]}…"


def mistakes(facts: Mapping[str, Any]) -> Iterator[Mistake]:
    """Every mistake in *facts*, the content of a profile: values that break their rule, and contradictions."""
    for path, value in _leaves(facts):
        rule = RULES.get(_key_of_rule(path))
        if rule and (refusal := rule(value)):
            yield Mistake(path, *refusal)
    yield from _unknown_unproven(facts)
    yield from _editions(facts.get("editions"))
    yield from _unknown_fields(facts.get("expect"))


def check_key(key: str) -> Iterator[Mistake]:
    """A mistake unless *key*, the file's stem, is fit for a command line and a folder name."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,63}", key):
        yield Mistake((), "lower-case letters, digits, - and _", shown(f"{key}.toml"))


def _leaves(value: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    inner = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else None
    if inner is None:
        yield path, value
    else:
        for step, item in inner:
            yield from _leaves(item, (*path, step))


def _key_of_rule(path: KeyPath) -> str:
    names = [step for step in path if isinstance(step, str)]
    free = {"editions": 1, "expect": 2}.get(names[0], 0)
    return ".".join("*" if free and at == free else name for at, name in enumerate(names))


def _unknown_unproven(facts: Mapping[str, Any]) -> Iterator[Mistake]:
    named = facts.get("unproven")
    for index, key in enumerate(named if isinstance(named, list) else ()):
        if isinstance(key, str) and not _exists(facts, key.split(".")):
            yield Mistake(("unproven", index), "a key that this file has", shown(key))


def _exists(value: Any, steps: list[str]) -> bool:
    """Whether the file has that key; a table in a list is found by its name, as in ``designs.promedia``."""
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
            yield Mistake(("editions", key), "a key of lower-case letters, digits, - and _", shown(key))
        hosts = edition.get("hosts") if isinstance(edition, dict) and not edition.get("paths") else None
        for index, name in enumerate(hosts if isinstance(hosts, list) else ()):
            if seen.setdefault(str(name), key) != key:
                yield Mistake(
                    ("editions", key, "hosts", index), "a host of this edition alone", f"{name} of {seen[name]} too"
                )


def _unknown_fields(expect: Any) -> Iterator[Mistake]:
    filled = expect.get("filled") if isinstance(expect, dict) else None
    known = [field.name for field in attrs.fields(Article)]
    for name in filled if isinstance(filled, dict) else ():
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            hint = f"; did you mean {close[0]}?" if close else ""
            yield Mistake(("expect", "filled", name), "a field of an article", f"{shown(name)}{hint}")


# ------------------------------------------------------------------------------------------------- the rules

Refusal = tuple[str, str] | None
"""What was expected and what the file has; None where the value is right."""


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


def _url(value: Any) -> Refusal:
    if isinstance(value, str) and urls.absolute("", value) is None:
        return "a URL such as https://www.example.id/", shown(value)
    return None


def _path_or_url(value: Any) -> Refusal:
    if isinstance(value, str) and (value.startswith("//") or not value.startswith("/")) and _url(value):
        return "a path that starts with / or a URL with https://", shown(value)
    return None


def _date_index(value: Any) -> Refusal:
    if not isinstance(value, str):
        return None
    if sorted(re.findall(r"\{[^}]*\}?", value)) != ["{page}", "{since}", "{until}"]:
        return "a URL or path with {since}, {until} and {page}, once each", shown(value)
    return _path_or_url(value)


def _date_format(value: Any) -> Refusal:
    if isinstance(value, str) and not ("%d" in value and "%Y" in value and re.search("%[mbB]", value)):
        return "a day's format with %d, one of %m, %b and %B, and %Y", shown(value)
    return None


def _host(value: Any) -> Refusal:
    if isinstance(value, str) and urls.host(f"https://{value.removeprefix('.')}/") != value.removeprefix("."):
        return "a host name in lower case", shown(value)
    return None if value != "." else ("a host name", shown(value))


def _path(value: Any) -> Refusal:
    return ("a path that starts with /", shown(value)) if isinstance(value, str) and value[:1] != "/" else None


def _language(value: Any) -> Refusal:
    wrong = isinstance(value, str) and not re.fullmatch("[a-z]{2,3}", value)
    return ("a language code such as id", shown(value)) if wrong else None


def _parameter(value: Any) -> Refusal:
    wrong = isinstance(value, str) and not re.fullmatch(r"[A-Za-z0-9_.\[\]-]+", value)
    return ("the name of a query parameter", shown(value)) if wrong else None


def _not_empty(value: Any) -> Refusal:
    return ("some text", '""') if value == "" else None


def _between(low: float, high: float) -> Callable[[Any], Refusal]:
    def rule(value: Any) -> Refusal:
        wrong = type(value) in (int, float) and not low <= value <= high
        return (f"a number from {low:g} to {high:g}", shown(value)) if wrong else None

    return rule


RULES: Mapping[str, Callable[[Any], Refusal]] = {
    "name": _not_empty,
    "home": _url,
    "timezone": _zone,
    "language": _language,
    "brands": _not_empty,
    "hosts": _host,
    "stories": _pattern,
    "article_id": _pattern_with_group,
    "ignore": _pattern,
    "editions.*.name": _not_empty,
    "editions.*.hosts": _host,
    "editions.*.paths": _path,
    "editions.*.timezone": _zone,
    "editions.*.home": _url,
    "discovery.sitemaps": _path_or_url,
    "discovery.feeds": _path_or_url,
    "discovery.sections": _path_or_url,
    "discovery.next_page": _parameter,
    "discovery.date_index": _date_index,
    "discovery.date_format": _date_format,
    "designs.name": _not_empty,
    "politeness.delay": _between(0, 3600),
    "expect.articles": _between(0, 1_000_000_000),
    "expect.filled.*": _between(0, 1),
}
"""Key, without positions in lists and with ``*`` for an edition's key → its rule."""
