"""`gemascraper crawl`: outlets into the archive, with progress, and exit codes that a timer can act on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from gemascraper.cli.options import connection_options, day, output_option, set_option
from gemascraper.errors import GemascraperError, ProfileError, UsageError
from gemascraper.outlets.profile import Outlet

Target = tuple[str | Path, Outlet, tuple[str, ...]]
"""Name or path of the profile, its outlet, and the URLs to begin at where a URL was given."""
_PRECEDENCE = (6, 3, 7, 5, 4, 8)
"""With several outlets, the first of these exit codes that occurs wins."""


@click.command()
@click.argument("outlets", nargs=-1, required=True, metavar="OUTLET|URL…")
@click.option("--edition", metavar="E", help="Only this edition of the outlet.")
@output_option
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Stop after N stories are settled.")
@click.option("--since", type=day, metavar="DAY", help="Skip stories announced before DAY.")
@click.option("--until", type=day, metavar="DAY", help="Skip stories announced after DAY.")
@click.option("--images", is_flag=True, help="Keep the bytes of pictures too.")
@click.option("--refresh", is_flag=True, help="Fetch every known story again.")
@click.option(
    "--dry-run",
    is_flag=True,
    help="Fetch no story; say how many would be, and how long it takes.",
)
@connection_options
@set_option
@click.option("--quiet", "-q", is_flag=True, help="Only warnings and errors.")
@click.option("--json", "as_json", is_flag=True, help="Print run.json when done.")
def crawl(
    outlets: Sequence[str],
    edition: str | None,
    output: Path,
    limit: int | None,
    since: date | None,
    until: date | None,
    images: bool,
    refresh: bool,
    dry_run: bool,
    settings: Mapping[str, Any],
    quiet: bool,
    as_json: bool,
) -> None:
    """Crawl OUTLETs by name, or a site without a profile by its URL, into DIR/<outlet>/.

    A run that was stopped or killed goes on where it stopped. What has not changed is not downloaded again. Stories
    announced without a date are fetched whatever --since and --until say: only their pages have it.

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
        "since": since,
        "until": until,
        "refresh": refresh,
        "dry_run": dry_run,
    }
    if targets:
        from gemascraper.cli import running

        failures += running.run(targets, arguments, options, quiet=quiet, as_json=as_json)
    _leave(failures)


def _try_lock(folder: Path) -> None:
    """Raise `Locked` at once, before Scrapy is imported, where another run has the archive."""
    from gemascraper.archive.lock import Lock

    Lock(folder, "a starting crawl").release()


def _targets(names: Sequence[str]) -> tuple[list[Target], list[GemascraperError]]:
    """The outlets that were named, and an error for each whose profile is wrong: the others are crawled."""
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
    if code := next((code for code in (*_PRECEDENCE, *codes) if code in codes), 0):
        click.get_current_context().exit(code)
