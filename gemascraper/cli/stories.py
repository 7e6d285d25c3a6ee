"""Which archived stories are meant: the options that choose among them, and the one that an id or address names."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import attrs
import click

from gemascraper.cli.options import output_option

if TYPE_CHECKING:
    from gemascraper.export.revisions import Revisions
    from gemascraper.outlets.profile import Outlet

Row = Mapping[str, Any]
F = TypeVar("F", bound=Callable[..., Any])

DAY = click.DateTime(["%Y-%m-%d"])
_SEARCHED = ("kicker", "headline", "standfirst", "body")

_FILTERS = (
    click.option("--outlet", "names", metavar="OUTLET", multiple=True, help="Only this one; may be given again."),
    click.option("--edition", help="Only stories that this edition has shown."),
    click.option("--since", type=DAY, metavar="DAY", help="Published on this day or later, such as 2026-11-01."),
    click.option("--until", type=DAY, metavar="DAY", help="Published on this day or earlier."),
    click.option("--section", help="Only stories of this rubric."),
    click.option("--text", metavar="WORDS", help="Only stories with all of these words in headline or text."),
    output_option,
)


@attrs.frozen(kw_only=True)
class Wanted:
    """What the options of `filters` ask for."""

    output: Path
    names: Sequence[str] = ()
    edition: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    section: str | None = None
    text: str | None = None

    def stories(self) -> Iterator[Row]:
        """The newest revision of each story that fits, in capture order."""
        from gemascraper.export.revisions import Revisions, outlets
        from gemascraper.export.tables import select, with_editions

        folders = outlets(self.output, self.names)
        revisions = Revisions(folders)
        words = (self.text or "").casefold().split()
        chosen = select(
            with_editions(revisions, editions(folders)),
            since=_day(self.since),
            until=_day(self.until),
            edition=self.edition,
            section=self.section,
            newest=revisions.newest(),
        )
        return (row for row in chosen if not words or _has(row, words))


def filters(command: F) -> F:
    """Give a command the options that choose stories; they arrive as one `Wanted`."""
    import functools

    fields = [field.name for field in attrs.fields(Wanted)]

    @functools.wraps(command)
    def chosen(**options: Any) -> Any:
        wanted = Wanted(**{name: options.pop(name) for name in fields})
        return command(wanted=wanted, **options)

    for option in reversed(_FILTERS):
        chosen = option(chosen)
    return chosen  # type: ignore[return-value]


def newest_first(rows: Iterable[Row]) -> list[Row]:
    """By the time of publication, in the order of instants; by that of the capture where none is known."""
    return sorted(rows, key=lambda row: datetime.fromisoformat(row["published"] or row["captured_at"]), reverse=True)


def editions(folders: Iterable[Path]) -> Mapping[tuple[str, str], Sequence[str]]:
    """Every edition that has shown a story, also after its line was written, by outlet and id; from the ledgers."""
    from gemascraper.ledger import Ledger
    from gemascraper.outlets.profile import Outlet

    known: dict[tuple[str, str], Sequence[str]] = {}
    for folder in folders:
        if (folder / "ledger.sqlite").exists():
            ledger = Ledger(folder / "ledger.sqlite", Outlet(key=folder.name, name=folder.name), read_only=True)
            known |= {(folder.name, story): shown for story, shown in ledger.revisions.editions().items()}
            ledger.close()
    return known


def find(output: Path, names: Sequence[str], named: str) -> list[Row]:
    """All revisions of the one story that *named*, an id or an address, means; the newest is the last.

    Raises `UsageError` where there is none, or where several outlets have such a story.
    """
    from gemascraper.errors import UsageError
    from gemascraper.export.revisions import Revisions, outlets
    from gemascraper.export.tables import with_editions

    folders = outlets(output, names)
    url = _address(named)
    found = {folder: list(_in(Revisions([folder]), folder, named, url)) for folder in folders}
    found = {folder: rows for folder, rows in found.items() if rows}
    if not found:
        raise UsageError(*_nothing(output, named, url))
    if len(found) > 1:
        raise UsageError(*_several(named, found))
    rows = with_editions(next(iter(found.values())), editions(found))
    return sorted(rows, key=lambda row: int(row["revision"]))


def _in(revisions: Revisions, folder: Path, named: str, url: str | None) -> Iterator[Row]:
    from gemascraper.values import urls

    story = _id(folder.name, url) if url else named
    rows = [row for row in revisions.containing(story) if row["id"] == story]
    if rows or not url:
        yield from rows
        return
    key = urls.identity(url)  # an address of before a redirect is in the captures only
    ids = {row["id"] for row in revisions if key in map(urls.identity, _addresses(row))}
    yield from (row for story in ids for row in revisions.containing(story) if row["id"] == story)


def _addresses(row: Row) -> list[str]:
    return [row["url"], *(capture["url"] for capture in row["captures"])]


def _address(named: str) -> str | None:
    """*named* as an address; None where it is an id."""
    if "://" in named:
        return named
    return f"https://{named}" if "." in named and "/" in named else None


def _id(outlet: str, url: str) -> str:
    """The id that the outlet's story at *url* has."""
    from gemascraper.values import urls

    profile = _profile(outlet)
    own = profile.id_of(url) if profile and profile.owns(url) else None
    return own or "u" + hashlib.sha256(urls.identity(url).encode()).hexdigest()[:12]


def _profile(name: str) -> Outlet | None:
    from gemascraper import outlets
    from gemascraper.errors import UsageError

    try:
        return outlets.load(name)
    except UsageError:  # an archive may outlive its profile
        return None


def _nothing(output: Path, named: str, url: str | None) -> tuple[str, str]:
    if url:
        return f"No story with the address {named} is archived below {output}.", (
            f"`gemascraper list --text WORDS` searches; `gemascraper extract {named}` reads it without an archive."
        )
    return f'No story below {output} has the id "{named}".', (
        "`gemascraper list` prints the ids; `gemascraper list --text WORDS` searches."
    )


def _several(named: str, found: Mapping[Path, Sequence[Row]]) -> tuple[str, str]:
    from gemascraper.values.text import printable

    lines = [f"  --outlet {folder.name}  {printable(rows[-1]['headline'] or '')}" for folder, rows in found.items()]
    return "\n".join([f"{named} is a story of several outlets:", *lines]), "\nSay which one is meant with --outlet."


def _has(row: Row, words: Sequence[str]) -> bool:
    text = " ".join(row[name] or "" for name in _SEARCHED).casefold()
    return all(word in text for word in words)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
