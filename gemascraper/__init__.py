"""The archive of record for an Indonesian news network. `read` reads one page; docs/ describes everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gemascraper.version import __version__

if TYPE_CHECKING:
    from datetime import datetime

    from gemascraper.items import Extraction
    from gemascraper.outlets.profile import Outlet

__all__ = ["__version__", "read"]


def read(
    html: str | bytes, url: str, outlet: str | Outlet | None = None, captured_at: datetime | None = None
) -> Extraction:
    """The article on one page of a news site, with the kind of the page and what a person should look at.

    Nothing is fetched and nothing is written. The same arguments always give the same result.

    Arguments:
        html: The page. Bytes as received are best: the character set is then found in them. Text is taken as it is.
        url: The URL of the page, absolute. It says which outlet and edition the page is of, and relative links are
            resolved against it.
        outlet: The profile to read the page with: its name (`gemascraper outlet list` prints them), or an `Outlet`.
            By default, the profile that has the URL's host; where there is none, `generic`, which fits any site.
        captured_at: When the page was fetched, with a time zone. It turns relative times ("3 jam lalu") into dates, and
            chooses the selectors that the site had at that time. By default, relative times are left out.

    Returns an `Extraction` with

        kind: What the page is: "article", "photo", "video", "live" or "paywalled" for a story; else "index", "tag",
            "removed", "blocked", "consent" or "other".
        article: The `Article`, or None where the page is not a story. Its `to_dict()` is the JSON object that
            docs/reference/items.md describes. A value that the page does not have is None, or an empty tuple.
        findings: What a person should look at, such as two times that disagree. Where the page is not a story, the
            first one says why.
        further: URLs of the story's further pages. `article` has the text of this page alone.

    Raises `gemascraper.errors.UsageError` where no profile is called *outlet*, `gemascraper.errors.ProfileError` where
    that profile has mistakes, and `ValueError` where *captured_at* has no time zone and the page is a story. Nothing in
    a page makes it raise.

    >>> html = '''
    ... <h1>Banjir Rendam Delapan Desa di Badung</h1>
    ... <p>Penulis: Rina Lestari</p>
    ... <p>Gema Bali, Badung - Banjir merendam delapan desa sejak Senin pagi. Warga mengungsi ke balai desa.</p>
    ... '''
    >>> found = read(html, "https://bali.gemapos.id/daerah/2781931384/banjir-rendam-delapan-desa")
    >>> found.kind, found.article.edition, found.article.headline
    ('article', 'bali', 'Banjir Rendam Delapan Desa di Badung')
    >>> found.article.authors, found.article.dateline.place
    (('Rina Lestari',), 'Badung')
    >>> found = read("<h1>Halaman tidak ditemukan</h1>", "https://bali.gemapos.id/daerah/2781931384/x")
    >>> found.kind, found.article
    ('removed', None)
    """
    from gemascraper import outlets  # reading needs trafilatura and lxml; `import gemascraper` does not
    from gemascraper.extract import Document, extract

    if isinstance(outlet, str):
        outlet = outlets.load(outlet)
    return extract([Document(html, url, captured_at)], outlet or outlets.by_host(url) or outlets.generic())
