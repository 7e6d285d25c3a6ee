"""How a profile comes about: `outlet new` writes one, `outlet learn` finds selectors for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gemascraper import outlets
from gemascraper.cli.table import Column, cut, print_rows
from gemascraper.errors import GemascraperError, UsageError
from gemascraper.outlets import loading, rules, selectors, writing
from gemascraper.values import urls
from gemascraper.values.text import printable

if TYPE_CHECKING:
    from gemascraper.extract.learning.learning import Learned
    from gemascraper.extract.page.page import Page
    from gemascraper.outlets.profile import Outlet

_SAVED_FROM = re.compile(rb"<!-- saved from url=\(\d+\)(\S+) -->")
_WIDTH = 48
"""Columns of a value in the table of changes."""


def new(name: str, url: str, folder: Path | None, options: Mapping[str, Any]) -> None:
    """Survey the site at *url* and write its profile into *folder*."""
    file = (folder or writing.folder()) / f"{name}.toml"
    for mistake in rules.check_key(name):
        raise UsageError(f'"{name}" cannot be the name of an outlet: expected {mistake.expected}.')
    if file.exists() or name in outlets.names():
        there = file if file.exists() else outlets.file_of(name)
        raise UsageError(f"There is a profile already: {there}.", "Take another name, or edit that file.")
    address = urls.absolute("", url)
    if address is None:
        raise UsageError(f"{url} is no address.", "Addresses begin with https://.")
    from gemascraper.cli import surveying

    found = surveying.survey(address, options)
    text = surveying.written(found, name, _today())
    _checked(text, name, file)
    _write(file, text)
    for word, line in surveying.told(found):
        click.echo(f"{word:9} {printable(line)}")
    if lines := list(surveying.missing(found)):
        click.echo("\nNot found, or left to you")
        click.echo("\n".join(f"  {printable(line)}" for line in lines))
    if (owner := outlets.by_host(address)) and owner.key != name:
        click.echo(f"\nThe profile {owner.key} has this host too; --outlet {name} says that this one is meant.")
    same = "".join(f" {word}" for word in _words(options))
    click.echo(f"\n{file} is written. Read it, then:\n")
    click.echo(f"  gemascraper crawl {name} --limit 5{same}")
    click.echo(f"  gemascraper outlet learn {name} {_examples(found.announced)}{same}")


def _examples(addresses: Sequence[str]) -> str:
    return " ".join(addresses[:3]) if len(addresses) > 2 else "PAGE PAGE PAGE"


def _words(options: Mapping[str, Any]) -> Iterator[str]:
    """The options that lead to the site, as they were given."""
    for rule in options.get("GEMASCRAPER_CONNECT_TO", ()):
        yield f"--connect-to {rule}"
    if file := options.get("GEMASCRAPER_CA_FILE"):
        yield f"--ca-file {file}"
    if options.get("GEMASCRAPER_ALLOW_PRIVATE"):
        yield "--allow-private"


def learn(
    name: str,
    pages: Sequence[str],
    addresses: Sequence[str],
    folder: Path | None,
    options: Mapping[str, Any],
    *,
    write: bool,
) -> None:
    """Propose selectors from *pages*, show what they change, and with *write* put them into the profile."""
    from gemascraper.extract.learning import learning

    file = folder / f"{name}.toml" if folder and (folder / f"{name}.toml").exists() else outlets.file_of(name)
    outlet = outlets.load(file)
    if addresses and len(addresses) != len(pages):
        raise UsageError(f"{len(pages)} pages, but {len(addresses)} addresses.", "Give --url once for each PAGE.")
    if len(pages) < learning.FEWEST:
        count = f"{len(pages)} page{'s are' if len(pages) > 1 else ' is'}"
        advice = f"Give {learning.FEWEST} stories at least, better ten, of different days and rubrics."
        raise UsageError(f"{count} too few: what they share may be chance.", advice)
    read = list(_read(pages, addresses, outlet, options))
    found = learning.learn([page for _, page in read], outlet)
    _show(found, [label for label, _ in read])
    stories = sum(article is not None for article in found.before)
    if stories < learning.FEWEST:
        raise UsageError(f"Only {stories} of the pages are stories.", "Indexes and photo galleries teach nothing.")
    if not found.proposals:
        click.echo("\nNo selector says the same as the reader on most pages. Are they all of one design?")
    elif write:
        _put(file, (folder or writing.folder()) / f"{name}.toml", found)
    else:
        click.echo("\nNothing is written. The same with --write puts it into the profile.")


# ------------------------------------------------------------------------------------------------------- the pages


def _read(
    pages: Sequence[str], addresses: Sequence[str], outlet: Outlet, options: Mapping[str, Any]
) -> Iterator[tuple[str, Page]]:
    """Each page with what to call it."""
    from gemascraper.cli.saved import bytes_of
    from gemascraper.extract.page.page import Page

    asked = [page for page in pages if "://" in page]
    fetched = {}
    if asked:
        from gemascraper.cli.visiting import visit

        seen = visit(asked, options)
        for page, why in seen.refused.items():
            click.echo(f"{page} could not be fetched ({why}); it is left out.", err=True)
        fetched = seen.pages
    for number, name in enumerate(pages):
        if name in fetched:
            yield name, Page(fetched[name].body, fetched[name].url, content_type=fetched[name].content_type)
        elif "://" not in name:
            body = bytes_of(name)
            url = addresses[number] if addresses else _own_address(body, name, outlet)
            yield Path(name).name, Page(body, url)


def _own_address(body: bytes, name: str, outlet: Outlet) -> str:
    """The address that a saved page gives itself: rel=canonical, og:url, or the note of the browser that saved it."""
    from gemascraper.extract.page.page import Page

    page = Page(body, outlet.home or "https://address.invalid/")
    offered = [link.get("href") for link in page.tree.xpath("//link[@rel='canonical'][@href]")]
    offered += [c.value for c in page.meta("og:url")]
    offered += [found[1].decode("latin-1") for found in _SAVED_FROM.finditer(body[:4096])]
    known = [url for each in offered if (url := urls.absolute(page.url, each)) and urls.whole_story(url) != page.url]
    ours = [url for url in known if outlet.owns(url)]
    if not ours:
        told = f"it says {known[0]}, which is not {outlet.name}'s" if known else "the page does not say it"
        raise UsageError(f"{name}: whose address? ({told})", "Give --url once for each PAGE, in their order.")
    return ours[0]


# -------------------------------------------------------------------------------------------------------- the table


def _show(found: Learned, labels: Sequence[str]) -> None:
    click.echo("Pages")
    for number, (label, article) in enumerate(zip(labels, found.before, strict=True), 1):
        click.echo(f"  {number:2}  {cut(label, _WIDTH):{_WIDTH}}  {article.headline if article else 'no story'}")
    if found.proposals:
        click.echo("\nSelectors")
        print_rows(
            [Column("  field", 14), Column("says the same", 13), Column("helps", 5), Column("selector")], _rows(found)
        )
    click.echo(
        "\nWhat they would change" if found.changes else "\nThey would change nothing: the reader says all of it alone."
    )
    for change in found.changes:
        before, after = _differing(change.before, change.after)
        click.echo(f"  page {change.page + 1}  {change.field}")
        click.echo(f"    - {before}\n    + {after}")


def _rows(found: Learned) -> Iterator[list[str]]:
    for each in found.proposals:
        helps = "yes" if each.helps and found.changes else "-"
        yield [f"  {each.field}", f"{each.agreed} of {each.of}", helps, each.selector]
    for selector in found.selectors.remove:
        yield ["  remove", "", "yes" if found.changes else "-", selector]


def _differing(before: Any, after: Any) -> tuple[str, str]:
    """Two values, from a little before the place where they part."""
    one, other = _text(before), _text(after)
    same = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    start = max(0, same - 20) if max(len(one), len(other)) > 2 * _WIDTH else 0
    return tuple(cut(f"{'…' if start else ''}{text[start:]}" or "(nothing)", 2 * _WIDTH) for text in (one, other))  # type: ignore[return-value]


def _text(value: Any) -> str:
    if value is None:
        return "(nothing)"
    text = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    return printable(" ".join(text.split()))


# ------------------------------------------------------------------------------------------------------ the profile


def _put(file: Path, own: Path, found: Learned) -> None:
    """The profile with one design more; one of the package's own is copied first, since a package is not edited."""
    target = own if file.parent == Path(outlets.__file__).parent else file
    text = file.read_text(encoding="utf-8")
    days = sorted(a.published.date() for a in found.before if a and a.published)
    known = writing.names_of_designs(text)
    name = next(n for n in _names(_today()) if n not in known)
    said = [f"learned on {_today()} from {len(days)} pages" + (f" of {days[0]} to {days[-1]}" if days else "")]
    spare = {each.field: each.selector for each in found.proposals if not each.helps}
    changed = writing.with_design(text, name, found.selectors, said, spare)
    _checked(changed, file.stem, target)
    _write(target, changed)
    click.echo(f'\nThe design "{name}" is in {target}.')
    click.echo(f"gemascraper rebuild {file.stem} reads an archive again with it.")


def _today() -> date:
    return datetime.now(UTC).date()


def _names(today: date) -> Iterator[str]:
    yield f"{today:%Y-%m}"
    yield from (f"{today:%Y-%m}-{number}" for number in range(2, 1000))


def _checked(text: str, name: str, file: Path) -> None:
    """Nothing is written that `outlet check` would refuse."""
    try:
        selectors.check(loading.parse(text, name, str(file)), file)
    except GemascraperError as error:
        raise UsageError("The profile would not be right, so nothing was written.", str(error)) from error


def _write(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    except OSError as error:
        raise UsageError(f"{file} cannot be written ({error.strerror}).", "Another folder: --outlets DIR") from None
