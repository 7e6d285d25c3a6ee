"""docs/reference/items.md, printed from the schema by ``python -m gemascraper.export.items_page``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from gemascraper.export.schema import items_schema

_PREFACE = """\
# The items

The data in an outlet's folder, field by field. This page is printed from `gemascraper/items.py`
(`python -m gemascraper.export.items_page > docs/reference/items.md`); `gemascraper schema` prints the same as JSON
Schema.

Every key is always there. Where the page has no value, a scalar or an object is `null` and a list is `[]`, never `""`.
A *time* is `YYYY-MM-DDTHH:MM:SS±HH:MM`, with the offset of the place.
"""

_ARTICLES = """\
One line of `articles/YYYY-MM.jsonl` for each revision, in capture order; the month is that of `captured_at` in UTC."""
_CREDITS = """\
One line of `image_credits/YYYY-MM.jsonl` for each picture of a revision: the article's image object, joined with
`id`, `outlet`, `edition`, `url`, `headline`, `published` and `revision` of its story. `url` is the story's; the image's
own URL is `image_url`."""


def items_page() -> str:
    """The page, as Markdown."""
    articles, credits_ = items_schema("articles"), items_schema("credits")
    parts = articles["$defs"] | credits_["$defs"]
    sections = [
        _section("Article", _ARTICLES, articles),
        _section("Image credit", _CREDITS, credits_),
        "## Parts\n",
        *(_section(f"#{name}", "", part) for name, part in sorted(parts.items())),
    ]
    return _PREFACE + "\n" + "\n".join(sections)


def _section(title: str, intro: str, schema: dict[str, Any]) -> str:
    heading = f"### {title[1:]}" if title.startswith("#") else f"## {title}"
    text = "\n\n".join(filter(None, (schema["description"], intro)))
    return "\n".join((heading, "", text, "", "| field | type | |", "|---|---|---|", *_rows(schema), ""))


def _rows(schema: dict[str, Any]) -> Iterator[str]:
    for name, field in schema["properties"].items():
        yield f"| `{name}` | {_kind(field)} | {field['description'].replace('|', chr(92) + '|')} |"


def _kind(field: dict[str, Any]) -> str:
    """A type in words, such as ``list of Byline`` or ``text or null``."""
    if "anyOf" in field:
        return f"{_kind(field['anyOf'][0])} or null"
    if "$ref" in field:
        name = field["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    kind, *null = [field["type"]] if isinstance(field["type"], str) else field["type"]
    return _plain_kind(kind, field) + (" or null" if null else "")


def _plain_kind(kind: str, field: dict[str, Any]) -> str:
    if kind == "array":
        return f"list of {_kind(field['items'])}"
    if kind == "object":
        return f"object of {_kind(field['additionalProperties'])}"
    if "enum" in field:
        return " · ".join(f"`{word}`" for word in field["enum"] if word)
    if "format" in field:
        return "time"
    return {"string": "text", "integer": "number", "boolean": "true or false"}[kind]


if __name__ == "__main__":
    sys.stdout.write(items_page())
