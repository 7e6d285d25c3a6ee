"""``gemascraper outlet``: which outlets there are, what their profiles say, and whether a profile can be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from gemascraper.outlets import Outlet


@click.group()
def outlet() -> None:
    """Look at the outlets' profiles, and check your own."""


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
    """Print what the profile NAME says, and what of it nobody has checked on the live site."""
    from gemascraper import outlets

    known = outlets.load(name)
    click.echo(f"{known.name}  {known.home or 'any site'}  {known.timezone}")
    click.echo(f"profile: {outlets.file_of(name)}")
    for title, rows in (
        ("Editions", _editions(known)),
        ("Stories", _stories(known)),
        ("Discovery", _discovery(known)),
        ("Designs", _designs(known)),
        ("Unproven: nobody has checked these keys on the live site", [*known.unproven]),
    ):
        if rows:
            click.echo(f"\n{title}")
            click.echo("\n".join(f"  {row}" for row in rows))


@outlet.command()
@click.argument("profile", metavar="NAME|FILE")
def check(profile: str) -> None:
    """Say "ok", or every mistake of a profile with its line."""
    from gemascraper import outlets
    from gemascraper.outlets import selectors

    selectors.check(outlets.load(profile), outlets.file_of(profile))
    click.echo("ok")


def _editions(known: Outlet) -> list[str]:
    return [
        f"{key:10} {edition.name:16} {', '.join(edition.hosts + edition.paths):28} {_zone(known, key)}"
        for key, edition in known.editions.items()
    ]


def _zone(known: Outlet, edition: str) -> str:
    from datetime import UTC, datetime, timedelta
    from zoneinfo import ZoneInfo

    name = known.zone_of(edition)
    # Indonesia has no summer time, so one instant tells the offset of all
    hours = (ZoneInfo(name).utcoffset(datetime(2024, 1, 1, tzinfo=UTC)) or timedelta()) / timedelta(hours=1)
    letters = {7.0: "WIB", 8.0: "WITA", 9.0: "WIT"}.get(hours, "")
    return f"{name} {letters} {hours:+g}".replace("  ", " ")


def _stories(known: Outlet) -> list[str]:
    rows = [f"address  {pattern}" for pattern in known.stories]
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
