"""`gemascraper extract`: one page read as it lies there, without an archive."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gemascraper.errors import UsageError

if TYPE_CHECKING:
    from gemascraper.items import Extraction

_MOST = 64 << 20
"""Bytes of a page, unpacked."""
_NOWHERE = "https://address.invalid/berita/1"


@click.command()
@click.argument("page", metavar="FILE|URL|-")
@click.option("--url", help="Address of a page that is read from a file; without it the page's own word is taken.")
@click.option("--outlet", metavar="NAME", help="Profile to read it with; without it the one that owns the address.")
@click.option("--json", "as_json", is_flag=True, help="One article object, or null where the page is no story.")
@click.option(
    "--connect-to", multiple=True, metavar="HOST:PORT:ADDRESS:PORT", help="Lead a name to an address, as curl does."
)
@click.option(
    "--ca-file",
    type=click.Path(exists=True, dir_okay=False),
    help="Certificate authorities to trust besides the system's.",
)
@click.option("--allow-private", is_flag=True, help="Connect to private addresses too.")
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
        options: dict[str, Any] = {"GEMASCRAPER_ALLOW_PRIVATE": allow_private}
        options |= {"GEMASCRAPER_CONNECT_TO": list(connect_to)} if connect_to else {}
        options |= {"GEMASCRAPER_CA_FILE": ca_file} if ca_file else {}
        from gemascraper.cli.fetching import fetch

        fetched = fetch(page, options)
        html, url = charset.decode(fetched.body, fetched.content_type), url or fetched.url
    else:
        html = _bytes_of(page)
        url = url or _declared(html)
    _print(_read(html, url, outlet), as_json)


def _read(html: bytes | str, url: str, outlet: str | None) -> Extraction:
    from datetime import UTC, datetime

    import gemascraper

    return gemascraper.read(html, url, outlet, datetime.now(UTC))


def _bytes_of(page: str) -> bytes:
    """The file, or what standard input has; unpacked where it is gzipped."""
    import gzip
    import io
    import zlib

    if page == "-":
        data = sys.stdin.buffer.read(_MOST)
    elif Path(page).is_file():
        data = Path(page).read_bytes()
    else:
        raise UsageError(f"There is no file {page}.", "Addresses begin with https://; - is standard input.")
    if data.startswith(b"\x1f\x8b"):
        try:
            data = gzip.GzipFile(fileobj=io.BytesIO(data)).read(_MOST)
        except (OSError, EOFError, zlib.error) as error:
            raise UsageError(f"{page} cannot be unpacked ({error}).", "Is the file whole?") from None
    if data.startswith(b"WARC/"):
        raise UsageError(f"{page} is a WARC file.", f"Take it into the archive: gemascraper import {page}")
    return data


def _declared(html: bytes) -> str:
    """The address that the page gives itself; any will do for a page that is no story."""
    import gemascraper

    article = gemascraper.read(html, _NOWHERE).article
    if article and not article.canonical_url:
        raise UsageError("The page does not say its own address.", "Give it with --url: links and times depend on it.")
    return (article and article.canonical_url) or _NOWHERE


def _print(extraction: Extraction, as_json: bool) -> None:
    from gemascraper.cli import rendering
    from gemascraper.export.lines import line
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
