"""Registered domains, by the Public Suffix List that tldextract brings along. The list is never fetched."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tldextract import TLDExtract

_MORE_SUFFIXES = ("wordpress.com", "blogspot.co.id")
"""Suffixes under which each name is a site of its own, and which the list lacks."""


@lru_cache(maxsize=1024)
def registered_domain(host: str) -> str:
    """The part of *host*, in lower case and ASCII, that one owner registered.

    A private suffix counts as a suffix: each tenant of ``vercel.app`` is a domain of its own. Where the last label is
    not on the list, the last two labels are taken. A suffix, a single label and an empty text are returned as they are.

    >>> registered_domain("bali.gemapos.co.id"), registered_domain("www.berita.vercel.app"), registered_domain("co.id")
    ('gemapos.co.id', 'berita.vercel.app', 'co.id')
    """
    found = _extractor().extract_str(host)
    if found.suffix:
        return found.top_domain_under_public_suffix or host
    return ".".join(host.split(".")[-2:])


@lru_cache(maxsize=1)
def _extractor() -> TLDExtract:
    from tldextract import TLDExtract  # 110 ms, and only a crawl without a profile asks for a registered domain

    return TLDExtract(
        cache_dir=None,
        suffix_list_urls=(),
        fallback_to_snapshot=True,
        include_psl_private_domains=True,
        extra_suffixes=_MORE_SUFFIXES,
    )
