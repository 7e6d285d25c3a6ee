"""`gemascraper newsroom`: a simulated outlet for trying things out, and a demonstration from crawl to export."""

from __future__ import annotations

import signal
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gemascraper.values.counts import counted

if TYPE_CHECKING:
    from gemascraper.newsroom import Newsroom, Site

STORIES = 260

_seed = click.option("--seed", default=1, show_default=True, help="Another number makes other stories.")


@click.group()
def newsroom() -> None:
    """Run a simulated Indonesian outlet with four editions, on 127.0.0.1 only."""


@newsroom.command()
@_seed
@click.option("--stories", default=STORIES, show_default=True, type=click.IntRange(1, 5000), help="Number of stories.")
def serve(*, seed: int, stories: int) -> None:
    """Serve the simulated outlet until Ctrl-C, and print the command that crawls it."""
    from gemascraper import newsroom

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # else its certificate is left in the temporary folder
    newsroom.serve(paper(seed, stories), _announce)


@newsroom.command()
@_seed
@click.option(
    "--output",
    default="output/demo",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the demonstration; emptied first.",
)
def demo(*, seed: int, output: Path) -> None:
    """Crawl the simulated outlet, archive and read it, correct a story, export, and show the results."""
    from gemascraper.cli.demo import Demo

    Demo(output).run(paper(seed, STORIES))


def paper(seed: int, stories: int) -> Newsroom:
    """A newsroom whose forty days of stories end now, since a crawl fetches only young stories again."""
    from gemascraper.newsroom import NOW, Newsroom

    return Newsroom(seed, stories, now=datetime.now(UTC).astimezone(NOW.tzinfo).replace(microsecond=0))


def _announce(site: Site) -> None:
    click.echo(f"{counted(len(site.paper.stories), 'story', 'stories')}, served on 127.0.0.1 until Ctrl-C\n")
    for edition in site.paper.editions.values():
        click.echo(f"  {edition.name:14} https://{edition.host}/ at port {site.ports['https']}")
    routes = " ".join(f"--connect-to {rule}" for rule in site.connect_all)
    click.echo("\nCrawl it from another terminal:\n")
    click.echo("  gemascraper crawl gemapos --output output/newsroom --set DOWNLOAD_DELAY=0 \\")
    click.echo(f"    --ca-file {site.ca_file} {routes}")
