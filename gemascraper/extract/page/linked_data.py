"""The linked data of a page: its JSON-LD blocks as flat nodes. Broken JSON is repaired; oversized ones skipped."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from gemascraper.values.text import clean

_MAX_BLOCK = 256 * 1024
_MAX_REPAIR = 64 * 1024
_MAX_NODES = 5_000
_MAX_BLOCKS = 50
_MAX_DEPTH = 60
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/)\s*;?\s*$"
)
_STORY = re.compile(r"Article|BlogPosting|Report\b|LiveBlog|VideoObject|ImageGallery", re.I)

Node = Mapping[str, Any]
"""One JSON object."""


def nodes(blocks: Iterable[str]) -> tuple[Node, ...]:
    """Every object in the blocks, outer ones first."""
    found: list[Node] = []
    for number, block in enumerate(blocks):
        if number < _MAX_BLOCKS and len(block) <= _MAX_BLOCK:
            found.extend(_objects(_parsed(_WRAPPING.sub("", block)), _MAX_NODES - len(found)))
    return tuple(found)


def types(node: Node) -> str:
    """The node's types as one string, separated by spaces; empty without any."""
    kind = node.get("@type") or ""
    return " ".join(str(k) for k in kind) if isinstance(kind, list) else str(kind)


def story(found: Iterable[Node]) -> Node:
    """The node that describes the story; an empty one where none does."""
    stories = [
        node for node in found if _STORY.search(types(node)) and (node.get("headline") or node.get("datePublished"))
    ]
    return max(stories, key=_weight, default={})


def text(value: Any) -> str | None:
    """The text of a value: a string, the first item of a list, the name of an object; None where there is no text."""
    for _ in range(4):
        if isinstance(value, list):
            value = next((item for item in value if item), None)
        elif isinstance(value, Mapping):
            value = value.get("name") or value.get("@value") or value.get("url") or value.get("@id")
        else:
            break
    return clean(html.unescape(value)) if isinstance(value, str) else None


def texts(value: Any) -> Iterator[str]:
    """The texts of all items of a value."""
    for item in value if isinstance(value, list) else [value]:
        if found := text(item):
            yield found


def _weight(node: Node) -> int:
    wanted = ("headline", "datePublished", "author", "articleBody", "articleSection", "image")
    kind = types(node)
    return sum(bool(node.get(key)) for key in wanted) - 3 * ("VideoObject" in kind) + 3 * ("LiveBlog" in kind)


def _parsed(block: str) -> Any:
    try:
        return json.loads(block, strict=False)
    except RecursionError:
        return None
    except ValueError:
        return _repaired(block)


def _repaired(block: str) -> Any:
    """Templates print headlines without escaping them; the rest of the block is still worth having."""
    if len(block) > _MAX_REPAIR or max(block.count("{"), block.count("[")) > 2_000:
        return None
    import json_repair

    try:
        return json_repair.loads(block)
    except (ValueError, RecursionError, IndexError, TypeError):
        return None


def _objects(value: Any, most: int) -> Iterator[Node]:
    waiting = [(value, 0)]
    while waiting and most > 0:
        item, depth = waiting.pop(0)
        if isinstance(item, dict):
            most -= 1
            yield item
        children = item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
        if depth < _MAX_DEPTH:
            waiting.extend((child, depth + 1) for child in children if isinstance(child, dict | list))
