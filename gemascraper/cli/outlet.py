"""`gemascraper outlet`: the known outlets, what their profiles say, and new profiles."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gemascraper.cli.options import connection_options, set_option

if TYPE_CHECKING:
    from gemascraper.outlets import Outlet


@click.group()
def outlet() -> None:
    """Show the profiles of outlets, check yours, and write new ones."""


@outlet.command("list")
def list_outlets() -> None:
    """List the outlets that can be crawled, with their editions."""
    from gemascraper import outlets

    for name in outlets.names():
        known = outlets.load(name)
        editions = f"  ({', '.join(known.editions)})" if known.editions else ""
        click.echo(f"{name:16} {known.name:24} {known.home or 'any site'}{editions}")


@outlet.command()
@click.argument("name")
def show(name: str) -> None:
    """Print what the profile NAME says, and which keys are not checked on the live site yet."""
    from gemascraper import outlets

    known = outlets.load(name)
    click.echo(f"{known.name}  {known.home or 'any site'}  {known.timezone}")
    click.echo(f"profile: {outlets.file_of(name)}")
    for title, rows in (
        ("Editions", _editions(known)),
        ("Stories", _stories(known)),
        ("Discovery", _discovery(known)),
        ("Designs", _designs(known)),
        ("Unproven: these keys are not checked on the live site yet", [*known.unproven]),
    ):
        if rows:
            click.echo(f"\n{title}")
            click.echo("\n".join(f"  {row}" for row in rows))


@outlet.command()
@click.argument("profile", metavar="NAME|FILE")
def check(profile: str) -> None:
    """Print "ok", or every mistake in a profile with its line."""
    from gemascraper import outlets
    from gemascraper.outlets import selector_check

    selector_check.check(outlets.load(profile), outlets.file_of(profile))
    click.echo("ok")


def _site_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of commands that send requests to a site and write a profile."""
    folder = click.option(
        "--outlets",
        "folder",
        type=click.Path(file_okay=False, path_type=Path),
        help="Folder of your profiles; default: $GEMASCRAPER_OUTLETS, else outlets/ of the project.",
    )
    return folder(connection_options(set_option(command)))


@outlet.command()
@click.argument("name")
@click.option("--url", required=True, help="The outlet's front page.")
@_site_options
def new(
    *,
    name: str,
    url: str,
    folder: Path | None,
    settings: Mapping[str, Any],
) -> None:
    """Write the draft of a profile, called NAME, for the outlet at URL.

    Fetches its front page, robots.txt, sitemaps, feeds and one story, as politely as in a crawl. Every guess has its
    reason beside it and is listed in `unproven`. An existing profile is never overwritten.

    \b
    gemascraper outlet new balikini --url https://www.balikini.example/
    """
    from gemascraper.cli import outlet_new

    outlet_new.new(name, url, folder, settings)


@outlet.command()
@click.argument("name")
@click.argument("pages", nargs=-1, required=True, metavar="PAGE…")
@click.option("--url", "page_urls", multiple=True, help="URL of a saved page; once for each PAGE, in their order.")
@click.option("--write", is_flag=True, help="Put the selectors into the profile, as a design.")
@_site_options
def learn(
    *,
    name: str,
    pages: Sequence[str],
    page_urls: Sequence[str],
    write: bool,
    folder: Path | None,
    settings: Mapping[str, Any],
) -> None:
    """Propose selectors for the outlet NAME from some of its pages, and show what they would change.

    Three stories of one design are needed, ten are better. A PAGE is a saved file (.html, also gzipped) or a URL,
    which is fetched as politely as in a crawl. A saved page that does not say its own URL (rel=canonical, og:url, or
    the comment that browsers add) needs --url.

    \b
    gemascraper outlet learn balikini saved/*.html
    gemascraper outlet learn balikini saved/*.html --write
    """
    from gemascraper.cli import outlet_learn

    outlet_learn.learn(name, pages, page_urls, folder, settings, write=write)


def _editions(known: Outlet) -> list[str]:
    return [
        f"{key:10} {edition.name:16} {', '.join(edition.hosts + edition.paths):28} {_zone(known, key)}"
        for key, edition in known.editions.items()
    ]


def _zone(known: Outlet, edition: str) -> str:
    from datetime import UTC, datetime, timedelta

    from gemascraper.values import zones

    name = known.zone_of(edition)
    offset = zones.zone(name).utcoffset(datetime(2024, 1, 1, tzinfo=UTC)) or timedelta()
    return " ".join(filter(None, (name, zones.abbreviation(offset), f"{offset / timedelta(hours=1):+g}")))


def _stories(known: Outlet) -> list[str]:
    rows = [f"URL      {pattern}" for pattern in known.stories]
    return [*rows, f"id       {known.article_id}"] if known.article_id else rows


def _discovery(known: Outlet) -> list[str]:
    places = known.discovery
    rows = [("sitemaps", places.sitemaps), ("feeds", places.feeds), ("sections", places.sections)]
    dated = [f"{'dates':9}{places.date_index}"] if places.date_index else []
    return [f"{name:9}{' '.join(each)}" for name, each in rows if each] + dated


def _designs(known: Outlet) -> list[str]:
    return [
        f"{design.name:16} {f'until {design.valid_until}' if design.valid_until else 'present'}"
        for design in known.designs
    ]
