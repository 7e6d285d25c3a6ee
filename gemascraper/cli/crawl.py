"""`gemascraper crawl`: outlets into the archive, with progress, and codes that a timer can act on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from gemascraper.cli.options import connection_options, output_option, set_option
from gemascraper.errors import GemascraperError, ProfileError, UsageError
from gemascraper.outlets.profile import Outlet

Target = tuple[str | Path, Outlet, tuple[str, ...]]
"""What was named, the outlet it means, and the addresses to begin at where it was named by address."""
_FIRST = (6, 3, 5, 4)
"""With several outlets, the first of these codes wins."""


@click.command()
@click.argument("outlets", nargs=-1, required=True, metavar="OUTLET|URL…")
@click.option("--edition", metavar="E", help="Only this edition of the outlet.")
@output_option
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Stop after N stories are settled.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="None announced as older.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="None announced as newer.")
@click.option("--images", is_flag=True, help="Keep the bytes of pictures too.")
@click.option("--refresh", is_flag=True, help="Ask again for every story that is known.")
@click.option("--dry-run", is_flag=True, help="Discover, and say what would be fetched and how long it takes.")
@connection_options
@set_option
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
    settings: Mapping[str, Any],
    quiet: bool,
    as_json: bool,
) -> None:
    """Crawl OUTLETs by name, or a site without a profile by its URL, into DIR/<outlet>/.

    A run that was stopped or killed goes on where it was. Nothing is fetched twice that has not changed. What is
    announced without a day is fetched with any --since and --until: only the story itself knows its day.

    \b
    gemascraper crawl gemapos --limit 20
    gemascraper crawl gemapos --edition bali --since 2026-11-01
    gemascraper crawl https://news.example/ --dry-run
    """
    if since and until and since > until:
        raise UsageError("--since is later than --until.")
    targets, failures = _targets(outlets)
    for _, outlet, _ in targets:
        outlet.check_edition(edition)
    options: dict[str, Any] = {"GEMASCRAPER_OUTPUT": str(output)}
    options |= {"GEMASCRAPER_IMAGES": True} if images else {}
    options |= settings
    if len(targets) == 1:
        _try_lock(output / targets[0][1].key)
    arguments = {
        "edition": edition,
        "limit": limit,
        "since": since and since.date(),
        "until": until and until.date(),
        "refresh": refresh,
        "dry_run": dry_run,
    }
    if targets:
        from gemascraper.cli import running

        failures += running.run(targets, arguments, options, quiet=quiet, as_json=as_json)
    _leave(failures)


def _try_lock(folder: Path) -> None:
    """Say at once who holds an archive, before Scrapy is even loaded."""
    from gemascraper.archive.lock import Lock

    Lock(folder, "a starting crawl").release()


def _targets(names: Sequence[str]) -> tuple[list[Target], list[GemascraperError]]:
    """What was named; of several, those that cannot be used are left out and told of at the end."""
    found: dict[str, Target] = {}
    failures: list[GemascraperError] = []
    for name in names:
        try:
            named, outlet, sites = _target(name)
        except ProfileError as error:
            failures.append(error)
            continue
        before = found[outlet.key][2] if outlet.key in found else ()
        found[outlet.key] = named, outlet, (*before, *sites)
    return list(found.values()), failures


def _target(name: str) -> Target:
    from gemascraper import outlets as profiles

    if name.endswith(".toml"):
        return Path(name), profiles.load(name), ()
    if "." not in name and "/" not in name:
        return name, profiles.load(name), ()
    url = name if "://" in name else f"https://{name}"
    outlet = profiles.by_host(url) or profiles.generic()
    return outlet.key, outlet, (url,) if outlet.key == profiles.GENERIC else ()


def _leave(failures: Sequence[GemascraperError]) -> None:
    for failure in failures:
        click.echo(f"gemascraper: {failure}", err=True)
    codes = [failure.exit_code for failure in failures]
    if code := next((code for code in (*_FIRST, *codes) if code in codes), 0):
        click.get_current_context().exit(code)
