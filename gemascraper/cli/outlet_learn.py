"""`gemascraper outlet learn`: proposes selectors for a profile, and shows what they would change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from gemascraper import outlets
from gemascraper.cli.table import TableColumn, cut, print_rows
from gemascraper.errors import UsageError
from gemascraper.extract.learning import learning
from gemascraper.survey.profile_file import add_design, known_file
from gemascraper.survey.sample_pages import read_samples
from gemascraper.values.counts import counted
from gemascraper.values.text import printable

_WIDTH = 48
"""Columns of a value in the list of changes."""
_CONTEXT = 20
"""Columns that two values have in common and that are shown before the place where they differ."""


def learn(
    name: str,
    pages: Sequence[str],
    page_urls: Sequence[str],
    folder: Path | None,
    settings: Mapping[str, Any],
    *,
    write: bool,
) -> None:
    """Propose selectors from *pages*, print what they change, and with *write* put them into the profile."""
    file = known_file(name, folder)
    outlet = outlets.load(file)
    _check_count(pages, page_urls)
    samples = read_samples(pages, page_urls, outlet, settings)
    for url, why in samples.refused.items():
        click.echo(f"{url} could not be fetched ({why}); it is left out.", err=True)
    found = learning.learn([page for _, page in samples.pages], outlet)
    _print_learned(found, [label for label, _ in samples.pages])
    stories = sum(article is not None for article in found.before)
    if stories < learning.MIN_PAGES:
        raise UsageError(f"Only {stories} of the pages are stories.", "Nothing is learned from index pages.")
    if not found.proposals:
        click.echo("\nNo selector gives what the reader finds on most pages. Do they all have the same design?")
    elif write:
        target, design = add_design(file, folder, found, datetime.now(UTC).date())
        click.echo(f'\nThe design "{design}" is in {target}.')
        click.echo(f"To read an archive again with it: gemascraper rebuild {file.stem}")
    else:
        click.echo("\nNothing is written. Add --write to put the selectors into the profile.")


def _check_count(pages: Sequence[str], page_urls: Sequence[str]) -> None:
    if page_urls and len(page_urls) != len(pages):
        raise UsageError(
            f"{counted(len(pages), 'page')}, but {counted(len(page_urls), 'URL')}.", "Give --url once for each PAGE."
        )
    if len(pages) < learning.MIN_PAGES:
        count = counted(len(pages), "page is", "pages are")
        advice = f"Give at least {learning.MIN_PAGES} stories, better ten, of different days and sections."
        raise UsageError(f"{count} too few: what they share may be chance.", advice)


def _print_learned(found: learning.Learned, labels: Sequence[str]) -> None:
    click.echo("Pages")
    for number, (label, article) in enumerate(zip(labels, found.before, strict=True), 1):
        click.echo(f"  {number:2}  {cut(label, _WIDTH):{_WIDTH}}  {article.headline if article else 'not a story'}")
    if found.proposals:
        click.echo("\nSelectors")
        columns = [
            TableColumn("  field", 14),
            TableColumn("says the same", 13),
            TableColumn("helps", 5),
            TableColumn("selector"),
        ]
        print_rows(columns, _selector_rows(found))
    click.echo(
        "\nWhat they would change" if found.changes else "\nThey would change nothing: the reader finds it all alone."
    )
    for change in found.changes:
        before, after = _differing(change.before, change.after)
        click.echo(f"  page {change.page + 1}  {change.field}")
        click.echo(f"    - {before}\n    + {after}")


def _selector_rows(found: learning.Learned) -> Iterator[list[str]]:
    for each in found.proposals:
        helps = "yes" if each.helps and found.changes else "-"
        yield [f"  {each.field}", f"{each.agreed} of {each.of}", helps, each.selector]
    for selector in found.selectors.remove:
        yield ["  remove", "", "yes" if found.changes else "-", selector]


def _differing(before: Any, after: Any) -> tuple[str, str]:
    """Two values as text, from a little before the place where they differ."""
    one, other = _as_text(before), _as_text(after)
    same = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    start = max(0, same - _CONTEXT) if max(len(one), len(other)) > 2 * _WIDTH else 0
    return _from(one, start), _from(other, start)


def _from(text: str, start: int) -> str:
    return cut(f"{'…' if start else ''}{text[start:]}" or "(nothing)", 2 * _WIDTH)


def _as_text(value: Any) -> str:
    if value is None:
        return "(nothing)"
    text = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    return printable(" ".join(text.split()))
