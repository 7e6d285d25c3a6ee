"""`gemascraper extract`: one page read as it lies there, without an archive."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from gemascraper.cli.options import connection_options, scrapy_settings
from gemascraper.cli.saved import bytes_of
from gemascraper.errors import UsageError

if TYPE_CHECKING:
    from gemascraper.items import Extraction

_NOWHERE = "https://address.invalid/berita/1"


@click.command()
@click.argument("page", metavar="FILE|URL|-")
@click.option("--url", help="Address of a page that is read from a file; without it the page's own word is taken.")
@click.option("--outlet", metavar="NAME", help="Profile to read it with; without it the one that owns the address.")
@click.option("--json", "as_json", is_flag=True, help="One article object, or null where the page is no story.")
@connection_options
def extract(
    *,
    page: str,
    url: str | None,
    outlet: str | None,
    as_json: bool,
    connect_to: Sequence[str],
    ca_file: str | None,
    allow_private: bool,
) -> None:
    """Read one page: a file (.html, also gzipped), an address, or standard input (-).

    An address is asked for as politely as in a crawl, and nothing is kept of it.

    \b
    gemascraper extract saved.html --url https://www.gemapos.id/bisnis/2781931384/
    curl -s https://www.gemapos.id/ | gemascraper extract - --url https://www.gemapos.id/ --json
    """
    from gemascraper.values import charset

    html: bytes | str
    if "://" in page:
        from gemascraper.cli.visiting import visit

        options = scrapy_settings(connect_to, ca_file, allow_private)
        fetched = visit([page], options, advice="Save the page and name its file, with --url.").pages[page]
        html, url = charset.decode(fetched.body, fetched.content_type), url or fetched.url
    else:
        html = bytes_of(page)
        url = url or _declared(html)
    _print(_read(html, url, outlet), as_json)


def _read(html: bytes | str, url: str, outlet: str | None) -> Extraction:
    from datetime import UTC, datetime

    import gemascraper

    return gemascraper.read(html, url, outlet, datetime.now(UTC))


def _declared(html: bytes) -> str:
    """The address that the page gives itself; any will do for a page that is no story."""
    import gemascraper

    article = gemascraper.read(html, _NOWHERE).article
    if article and not article.canonical_url:
        raise UsageError("The page does not say its own address.", "Give it with --url: links and times depend on it.")
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
        rendering.show(rendering.story(article))
        return
    click.echo(f"No story: this is a page of the kind {extraction.kind}.")
    rendering.show(rendering.findings(plain(extraction.findings)))
