"""`gemascraper crawl`: outlets into the archive, with progress, and codes that a timer can act on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from gemascraper.errors import GemascraperError, UsageError
from gemascraper.outlets.profile import Outlet

_FIRST = (6, 3, 5, 4)
"""With several outlets, the first of these codes wins."""


@click.command()
@click.argument("outlets", nargs=-1, required=True, metavar="OUTLET|URL…")
@click.option("--edition", metavar="E", help="Only this edition of the outlet.")
@click.option(
    "--output",
    default="output",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Where archives are.",
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Stop after N stories are settled.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="Only stories of this day or later.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="Only stories of this day or earlier.")
@click.option("--images", is_flag=True, help="Keep the bytes of pictures too.")
@click.option("--refresh", is_flag=True, help="Ask again for every story that is known.")
@click.option("--dry-run", is_flag=True, help="Discover, and say what would be fetched and how long it takes.")
@click.option(
    "--connect-to", multiple=True, metavar="HOST:PORT:ADDRESS:PORT", help="Lead a name to an address, as curl does."
)
@click.option(
    "--ca-file",
    type=click.Path(exists=True, dir_okay=False),
    help="Certificate authorities to trust besides the system's.",
)
@click.option("--allow-private", is_flag=True, help="Connect to private addresses too.")
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="Any Scrapy setting.")
@click.option("--quiet", "-q", is_flag=True, help="Only warnings and errors.")
@click.option("--json", "as_json", is_flag=True, help="Print run.json when done.")
def crawl(
    outlets: Sequence[str],
    edition: str | None,
    output: Path,
    limit: int | None,
    since: datetime | None,
    until: datetime | None,
    images: bool,
    refresh: bool,
    dry_run: bool,
    connect_to: Sequence[str],
    ca_file: str | None,
    allow_private: bool,
    settings: Sequence[str],
    quiet: bool,
    as_json: bool,
) -> None:
    """Crawl OUTLETs by name, or a site without a profile by its URL, into DIR/<outlet>/.

    A run that was stopped or killed goes on where it was. Nothing is fetched twice that has not changed.

    \b
    gemascraper crawl gemapos --limit 20
    gemascraper crawl gemapos --edition bali --since 2026-11-01
    gemascraper crawl https://news.example/ --dry-run
    """
    from gemascraper.archive.lock import Lock

    if since and until and since > until:
        raise UsageError("--since is later than --until.")
    targets = _targets(outlets)
    options = {
        "GEMASCRAPER_OUTPUT": str(output),
        "GEMASCRAPER_IMAGES": images,
        "GEMASCRAPER_ALLOW_PRIVATE": allow_private,
    }
    options |= {"GEMASCRAPER_CONNECT_TO": list(connect_to)} if connect_to else {}
    options |= {"GEMASCRAPER_CA_FILE": ca_file} if ca_file else {}
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals:
            raise UsageError(f"--set {setting!r} is not KEY=VALUE.")
        options[key] = value
    for outlet, _ in targets if len(targets) == 1 else ():
        Lock(
            output / outlet.key, "a starting crawl"
        ).release()  # says at once who holds it, before Scrapy is even loaded
    arguments = {
        "edition": edition,
        "limit": limit,
        "since": since and since.date(),
        "until": until and until.date(),
        "refresh": refresh,
        "dry_run": dry_run,
    }
    from gemascraper.cli import running

    failures = running.run(targets, arguments, options, quiet=quiet, as_json=as_json)
    _leave(failures)


def _targets(names: Sequence[str]) -> list[tuple[Outlet, tuple[str, ...]]]:
    """Outlets with the addresses to begin at, where they were named by address."""
    from gemascraper import outlets as profiles

    found: dict[str, tuple[Outlet, tuple[str, ...]]] = {}
    for name in names:
        if "://" in name or ("." in name and "/" in name and not name.endswith(".toml")):
            url = name if "://" in name else f"https://{name}"
            outlet = profiles.by_host(url) or profiles.generic()
            sites = () if outlet.key != profiles.GENERIC else (url,)
        else:
            outlet, sites = profiles.load(name), ()
        _, before = found.get(outlet.key, (outlet, ()))
        found[outlet.key] = outlet, (*before, *sites)
    return list(found.values())


def _leave(failures: Sequence[GemascraperError | int]) -> None:
    codes = [failure if isinstance(failure, int) else failure.exit_code for failure in failures]
    for failure in failures:
        if isinstance(failure, GemascraperError):
            click.echo(f"gemascraper: {failure}", err=True)
    if code := next((code for code in (*_FIRST, *codes) if code in codes and code), 0):
        click.get_current_context().exit(code)
