"""`gemascraper extract`: reads one page, without an archive."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from gemascraper.cli.options import connection_options
from gemascraper.errors import UsageError

if TYPE_CHECKING:
    from gemascraper.items import Extraction

_NOWHERE = "https://address.invalid/berita/1"


@click.command()
@click.argument("page", metavar="FILE|URL|-")
@click.option("--url", help="URL of a page that is read from a file; default: the one that the page declares.")
@click.option("--outlet", metavar="NAME", help="Profile to read it with; default: the one that has the URL's host.")
@click.option("--json", "as_json", is_flag=True, help="One article object, or null where the page is not a story.")
@connection_options
def extract(
    *,
    page: str,
    url: str | None,
    outlet: str | None,
    as_json: bool,
    settings: Mapping[str, Any],
) -> None:
    """Read one page: a file (.html, also gzipped), a URL, or standard input (-).

    A URL is fetched as politely as in a crawl, and the page is not kept.

    \b
    gemascraper extract saved.html --url https://www.gemapos.id/bisnis/2781931384/
    curl -s https://www.gemapos.id/ | gemascraper extract - --url https://www.gemapos.id/ --json
    """
    from gemascraper.values import charset

    html: bytes | str
    if "://" in page:
        from gemascraper.spiders.pages import fetch_pages

        advice = "Save the page in a browser and give the file, with --url."
        fetched = fetch_pages([page], settings, advice=advice).pages[page]
        html, url = charset.decode(fetched.body, fetched.content_type), url or fetched.url
    else:
        from gemascraper.survey.saved_page import read_saved

        html = read_saved(page)
        url = url or _declared_url(html)
    _print(_read(html, url, outlet), as_json)


def _read(html: bytes | str, url: str, outlet: str | None) -> Extraction:
    from datetime import UTC, datetime

    import gemascraper

    return gemascraper.read(html, url, outlet, datetime.now(UTC))


def _declared_url(html: bytes) -> str:
    """The URL that the page gives itself; for a page that is not a story, a made-up one is enough."""
    import gemascraper

    article = gemascraper.read(html, _NOWHERE).article
    if article and not article.canonical_url:
        raise UsageError("The page does not say its own URL.", "Give it with --url: links and times depend on it.")
    return (article and article.canonical_url) or _NOWHERE


def _print(extraction: Extraction, as_json: bool) -> None:
    from gemascraper.cli import rendering
    from gemascraper.export.jsonl import line
    from gemascraper.items import plain

    article = extraction.article.to_dict() if extraction.article else None
    if as_json:
        click.echo(line(article) if article else b"null\n", nl=False)
        return
    if article:
        rendering.print_lines(rendering.story_lines(article))
        return
    click.echo(f"Not a story: the page is of the kind {extraction.kind}.")
    rendering.print_lines(rendering.finding_lines(plain(extraction.findings)))
