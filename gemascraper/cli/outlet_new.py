"""`gemascraper outlet new`: surveys a site and writes the draft of its profile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from gemascraper import outlets
from gemascraper.errors import UsageError
from gemascraper.survey.draft import draft_profile
from gemascraper.survey.profile_file import new_file, save
from gemascraper.survey.site_survey import SiteSurvey, survey_site
from gemascraper.survey.summary import found_facts, open_points
from gemascraper.values import urls
from gemascraper.values.text import printable


def new(name: str, url: str, folder: Path | None, settings: Mapping[str, Any]) -> None:
    """Survey the site at *url*, write its profile into *folder*, and print what was found."""
    file = new_file(name, folder)
    home = urls.absolute("", url)
    if home is None:
        raise UsageError(f"{url} is not a URL.", "URLs begin with https://.")
    found = survey_site(home, settings)
    save(draft_profile(found, name, datetime.now(UTC).date()), name, file)
    _print_survey(found)
    if (owner := outlets.by_host(home)) and owner.key != name:
        click.echo(f"\nThe profile {owner.key} has this host too; --outlet {name} says that this one is meant.")
    _print_next_commands(name, file, found, settings)


def _print_survey(found: SiteSurvey) -> None:
    for label, line in found_facts(found):
        click.echo(f"{label:9} {printable(line)}")
    if points := list(open_points(found)):
        click.echo("\nNot found, or for you to decide")
        click.echo("\n".join(f"  {printable(point)}" for point in points))


def _print_next_commands(name: str, file: Path, found: SiteSurvey, settings: Mapping[str, Any]) -> None:
    same = "".join(f" {option}" for option in _connection_options(settings))
    click.echo(f"\n{file} is written. Read it, then:\n")
    click.echo(f"  gemascraper crawl {name} --limit 5{same}")
    click.echo(f"  gemascraper outlet learn {name} {_examples(found.story_urls)}{same}")


def _examples(story_urls: Sequence[str]) -> str:
    return " ".join(story_urls[:3]) if len(story_urls) > 2 else "PAGE PAGE PAGE"


def _connection_options(settings: Mapping[str, Any]) -> Iterator[str]:
    """The options that lead to the site, as they were given."""
    for rule in settings.get("GEMASCRAPER_CONNECT_TO", ()):
        yield f"--connect-to {rule}"
    if file := settings.get("GEMASCRAPER_CA_FILE"):
        yield f"--ca-file {file}"
    if settings.get("GEMASCRAPER_ALLOW_PRIVATE"):
        yield "--allow-private"
