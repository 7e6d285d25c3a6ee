"""The one archived story that an id or a URL means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from gemascraper import outlets
from gemascraper.errors import UsageError
from gemascraper.export.archived_articles import ArchivedArticles
from gemascraper.export.jsonl import Row
from gemascraper.values import urls
from gemascraper.values.text import printable


def find_story(folders: Sequence[Path], named: str) -> list[Row]:
    """All revisions of the story that *named*, an id or a URL, means; the newest is the last.

    *folders* are the archives to look in. Raises `UsageError` where none of them has the story, or several have.
    """
    url = _as_url(named)
    found = {folder: rows for folder in folders if (rows := list(_revisions(folder, named, url)))}
    if not found:
        raise UsageError(*_not_found(folders, named, url))
    if len(found) > 1:
        raise UsageError(*_ambiguous(named, found))
    (rows,) = found.values()
    return sorted(rows, key=lambda row: int(row["revision"]))


def _as_url(named: str) -> str | None:
    """*named* as a URL; None where it is an id."""
    if "://" in named:
        return named
    return f"https://{named}" if "." in named and "/" in named else None


def _revisions(folder: Path, named: str, url: str | None) -> Iterator[Row]:
    archived = ArchivedArticles([folder])
    if url is None:
        return archived.of_story(named)
    outlet = _outlet(folder.name)
    rows = list(archived.of_story(outlet.story_id(url))) if outlet.owns(url) else []
    return iter(rows) if rows else _captured_at(archived, url)


def _captured_at(archived: ArchivedArticles, url: str) -> Iterator[Row]:
    """Revisions of the stories that a capture of *url* led to: the URL before a redirect is in the captures only."""
    key = urls.identity(url)
    ids = {row["id"] for row in archived if key in map(urls.identity, _urls(row))}
    for story in ids:
        yield from archived.of_story(story)


def _urls(row: Row) -> list[str]:
    return [row["url"], *(capture["url"] for capture in row["captures"])]


def _outlet(key: str) -> outlets.Outlet:
    try:
        return outlets.load(key)
    except UsageError:  # an archive may outlive its profile
        return outlets.Outlet(key=key, name=key)


def _not_found(folders: Sequence[Path], named: str, url: str | None) -> tuple[str, str]:
    where = folders[0].parent
    if url:
        return f"No story with the URL {named} is archived below {where}.", (
            f"`gemascraper list --text WORDS` searches; `gemascraper extract {named}` reads it without an archive."
        )
    return f'No story below {where} has the id "{named}".', (
        "`gemascraper list` prints the ids; `gemascraper list --text WORDS` searches."
    )


def _ambiguous(named: str, found: Mapping[Path, Sequence[Row]]) -> tuple[str, str]:
    lines = [f"  --outlet {folder.name}  {printable(rows[-1]['headline'] or '')}" for folder, rows in found.items()]
    return "\n".join([f"{named} is a story of several outlets:", *lines]), "\nSay which one is meant with --outlet."
