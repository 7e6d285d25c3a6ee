"""Finds the patterns of story URLs for a profile, from examples."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit

import attrs

SegmentKind = tuple[str, str]
"""What one segment of a path is, and the text around its number."""
PathShape = tuple[SegmentKind, ...]

_NUMBERED = (
    ("number", re.compile(r"(\d{5,})()")),
    ("year", re.compile(r"((?:19|20)\d\d)()")),
    ("number", re.compile(r"(\d{3,4})()")),
    ("short", re.compile(r"(\d{1,2})()")),
    ("prefixed", re.compile(r"(?P<around>[a-z]{1,3}-)(\d{4,})")),
    ("suffixed", re.compile(r".*[a-z][^/]*-(\d{5,})(?P<around>(?:\.s?html?)?)")),
)
_WITH_NUMBER = ("number", "prefixed", "suffixed")
_SHARE = 0.05
"""The least share of the examples that a shape has; rarer ones are exceptions."""
_MOST = 4
"""Shapes that become patterns."""
_DISTINCT = 0.9
"""The least share of different numbers in a segment; a story may be listed in two sections."""
_END = r"(?:[/?]|$)"


@attrs.frozen(kw_only=True)
class Patterns:
    """Regular expressions for a profile, and how many of the examples they match."""

    stories: tuple[str, ...]
    article_id: str | None
    """The pattern of the story's own number; None where the URLs have none."""
    matched: int
    of: int


def patterns(story_urls: Iterable[str]) -> Patterns | None:
    r"""The patterns of *story_urls*; None where there are fewer than three.

    >>> found = patterns(
    ...     f"https://koran.example/{place}/27819{n}/judul"
    ...     for place, n in (("bali", 31384), ("desa", 31385), ("kota", 40021))
    ... )
    >>> found.stories, found.article_id
    (('^/[^/]+/\\d{10,}(?:[/?]|$)',), '^/[^/]+/(\\d{10,})(?:[/?]|$)')
    """
    paths = sorted({urlsplit(url).path for url in story_urls} - {"", "/"})
    if len(paths) < 3:
        return None
    split = [[part for part in path.split("/") if part] for path in paths]
    shapes = Counter(tuple(_part(text) for text in parts) for parts in split)
    found: list[str] = []
    numbers: list[str] = []
    for kinds, parts in _alike(split, shapes):
        found.append(_pattern(kinds, parts, None))
        numbers += [_pattern(kinds, parts, at)] if (at := _own_number(kinds, parts)) is not None else []
    found, numbers = list(dict.fromkeys(found)), list(dict.fromkeys(numbers))
    matched = sum(any(re.search(pattern, path) for pattern in found) for path in paths)
    only = numbers[0] if len(numbers) == len(found) == 1 else None
    return Patterns(stories=tuple(found), article_id=only or _one_of(numbers, found), matched=matched, of=len(paths))


def _part(text: str) -> SegmentKind:
    for kind, pattern in _NUMBERED:
        if match := pattern.fullmatch(text):
            return kind, match.groupdict().get("around") or ""
    if text.count("-") + text.count(".") + text.count("_") >= 2:
        return "slug", next(iter(re.findall(r"\.s?html?$", text)), "")
    return "word", ""


def _alike(split: Sequence[list[str]], shapes: Counter[PathShape]) -> Iterator[tuple[PathShape, list[list[str]]]]:
    for kinds, count in shapes.most_common(_MOST):
        if count >= max(2, _SHARE * len(split)):
            yield kinds, [parts for parts in split if tuple(map(_part, parts)) == kinds]


def _own_number(kinds: Sequence[SegmentKind], parts: Sequence[list[str]]) -> int | None:
    """The index of the segment with another number in each URL; of several the longest: the others are times.

    None where there is no such segment.
    """
    own = [
        (min(len(_digits(each[at])) for each in parts), at)
        for at, (kind, _) in enumerate(kinds)
        if kind in _WITH_NUMBER and len({_digits(each[at]) for each in parts}) >= _DISTINCT * len(parts)
    ]
    return max(own)[1] if own else None


def _digits(text: str) -> str:
    return str(re.findall(r"\d+", text)[-1])


def _pattern(kinds: Sequence[SegmentKind], parts: Sequence[list[str]], number: int | None) -> str:
    """One expression for URLs of one shape; what follows the story's number does not count."""
    own = _own_number(kinds, parts)
    last = own if own is not None else len(kinds) - 1
    pieces = [_piece(kinds[at], [each[at] for each in parts], at == number) for at in range(last + 1)]
    return "^/" + "/".join(pieces) + _END


def _piece(kind: SegmentKind, texts: Sequence[str], captured: bool) -> str:
    name, around = kind
    digits = rf"\d{{{min(len(_digits(text)) for text in texts)},}}" if name in _WITH_NUMBER else ""
    digits = f"({digits})" if captured else digits
    if name == "number":
        return digits
    if name in ("prefixed", "suffixed"):
        return f"{_plain(around)}{digits}" if name == "prefixed" else f"[^/]*-{digits}{_plain(around)}"
    if name in ("year", "short"):
        return r"\d{4}" if name == "year" else r"\d{1,2}"
    if name == "word" and len(set(texts)) == 1 and len(texts) > 2:
        return _plain(texts[0])
    return f"[^/]+{_plain(around)}" if name == "word" or around else r"[^/?]+-[^/?]+"


def _one_of(numbers: Sequence[str], found: Sequence[str]) -> str | None:
    """One expression for the numbers of several shapes: a profile has one only. None without any."""
    if not numbers:
        return None
    tails = {re.sub(r"^.*/", "", pattern.removesuffix(_END)) for pattern in numbers}
    return f"/{tails.pop()}{_END}" if len(tails) == 1 else numbers[0]


def _plain(text: str) -> str:
    return re.escape(text).replace("\\-", "-")
