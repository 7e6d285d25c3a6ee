"""Pages of an outlet to learn selectors from: saved ones, and URLs that are fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from gemascraper.errors import UsageError
from gemascraper.extract import Document
from gemascraper.outlets.profile import Outlet
from gemascraper.survey.saved_page import read_saved
from gemascraper.values import urls

_SAVED_FROM = re.compile(rb"<!-- saved from url=\(\d+\)(\S+) -->")
"""The comment that browsers write at the top of a page that they save."""


@attrs.frozen
class SamplePages:
    """The pages that could be read, in the order named, with what to call each, and the URLs that were refused."""

    pages: list[tuple[str, Document]]
    refused: Mapping[str, str]
    """URL → why it could not be fetched."""


def read_samples(
    named: Sequence[str], page_urls: Sequence[str], outlet: Outlet, settings: Mapping[str, Any]
) -> SamplePages:
    """The pages *named*: files, or URLs, which are fetched with the Scrapy *settings*.

    *page_urls* are the URLs of the pages in the same order; without them a saved page has to say its own. Raises
    `UsageError` where it does not, and where a file cannot be read.
    """
    fetched, refused = _fetched([name for name in named if _is_url(name)], settings)
    return SamplePages(list(_pages(named, page_urls, outlet, fetched)), refused)


def _is_url(name: str) -> bool:
    return "://" in name


def _fetched(wanted: Sequence[str], settings: Mapping[str, Any]) -> tuple[dict[str, Document], Mapping[str, str]]:
    if not wanted:
        return {}, {}
    from gemascraper.spiders.pages import fetch_pages  # Scrapy is loaded only where something is fetched

    fetched = fetch_pages(wanted, settings)
    pages = {
        name: Document(page.body, page.url, content_type=page.content_type) for name, page in fetched.pages.items()
    }
    return pages, fetched.refused


def _pages(
    named: Sequence[str], page_urls: Sequence[str], outlet: Outlet, fetched: Mapping[str, Document]
) -> Iterator[tuple[str, Document]]:
    for number, name in enumerate(named):
        if name in fetched:
            yield name, fetched[name]
        elif not _is_url(name):
            body = read_saved(name)
            yield Path(name).name, Document(body, page_urls[number] if page_urls else own_url(body, name, outlet))


def own_url(body: bytes, name: str, outlet: Outlet) -> str:
    """The URL that a saved page gives itself: rel=canonical, og:url, or the comment of the browser that saved it.

    Raises `UsageError` where it gives none of *outlet*; *name* is what the message calls the page.
    """
    document = Document(body, outlet.home or "https://address.invalid/")
    offered = [link.get("href") for link in document.tree.xpath("//link[@rel='canonical'][@href]")]
    offered += document.metas.get("og:url", ())
    offered += [found[1].decode("latin-1") for found in _SAVED_FROM.finditer(body[:4096])]
    known = [
        url for each in offered if (url := urls.absolute(document.url, each)) and urls.whole_story(url) != document.url
    ]
    ours = [url for url in known if outlet.owns(url)]
    if not ours:
        reason = f"it gives {known[0]}, which is not {outlet.name}'s" if known else "the page does not give it"
        raise UsageError(
            f"The URL of {name} is not known ({reason}).", "Give --url once for each PAGE, in their order."
        )
    return ours[0]
