"""The articles that the archives hold: every revision, read from `articles/*.jsonl`, in capture order."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from gemascraper.errors import Damaged, UsageError

# Inside a JSON string a quotation mark is escaped, so these bytes are the key itself.
_REVISION = re.compile(rb'"revision":\s*(\d+)')


class ArchivedArticles:
    """Every revision in some outlets' folders, as it was when this was made; iterate as often as you like.

    Each is an article as a JSON object. A run may be writing meanwhile: what it adds is not seen, and a line that it
    has not finished is left out. Raises `Damaged` where a line is not JSON.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        files = [file for folder in folders for file in sorted((folder / "articles").glob("*.jsonl"))]
        self.files = [(file, file.stat().st_size) for file in files]

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for file, size in self.files:
            for start, line in _lines(file, size):
                yield _parse(file, start, line)

    def of_story(self, story: str) -> Iterator[dict[str, Any]]:
        """The revisions of the story with that id. Lines without the id in them are not parsed."""
        wanted = story.encode()
        for file, size in self.files:
            for start, line in _lines(file, size):
                if wanted in line and (row := _parse(file, start, line))["id"] == story:
                    yield row

    def newest(self) -> Callable[[Mapping[str, Any]], bool]:
        """A predicate: true for the highest revision of each story. Remembers only stories that changed."""
        highest: dict[tuple[str, str], int] = {}
        for file, size in self.files:
            for start, line in _lines(file, size):
                found = _REVISION.search(line)
                if found is None or int(found[1]) > 1:
                    row = _parse(file, start, line)
                    key = row["outlet"], row["id"]
                    highest[key] = max(highest.get(key, 1), row["revision"])
        return lambda row: bool(row["revision"] == highest.get((row["outlet"], row["id"]), 1))


def archived_outlets(output: Path, keys: Sequence[str] = ()) -> list[Path]:
    """The folders below *output* that hold articles: those of the outlets named, or all where none is.

    Raises `UsageError` where there are none.
    """
    found = {folder.parent.name: folder.parent for folder in sorted(output.glob("*/articles"))}
    if not found:
        raise UsageError(f"There are no articles below {output}.", "Crawl an outlet first, or say --output DIR.")
    if unknown := [key for key in keys if key not in found]:
        raise UsageError(f"{output} has no articles of {', '.join(unknown)}.", f"It has: {', '.join(found)}.")
    return [found[key] for key in dict.fromkeys(keys)] or list(found.values())


def _lines(file: Path, size: int) -> Iterator[tuple[int, bytes]]:
    """Each whole line with its offset, up to *size*."""
    start = 0
    with file.open("rb") as stream:
        for line in stream:
            if start + len(line) > size or not line.endswith(b"\n"):
                return
            yield start, line
            start += len(line)


def _parse(file: Path, start: int, line: bytes) -> dict[str, Any]:
    try:
        row: dict[str, Any] = json.loads(line)
    except ValueError as error:
        place = f"{file}: the line at byte {start} is not JSON ({error})."
        raise Damaged(place, f"Write the lines again: gemascraper rebuild {file.parent.parent.name}") from error
    return row
