"""Which URL of an ``img`` element is the picture, and which URLs are furniture of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, filterfalse
from operator import itemgetter
from urllib.parse import unquote

from lxml.html import HtmlElement

from gemascraper.values import urls

IMAGE_TAGS = ("img", "amp-img")
"""The elements that show a picture."""
_URL_ATTRIBUTES = (
    "data-srcset", "data-lazy-srcset", "srcset", "data-full", "data-large", "data-original", "data-src",
    "data-lazy-src", "data-lazyimage-src", "data-full-src", "data-lazy", "data-image", "data-url", "src", "longdesc",
)  # fmt: skip
"""Attributes with a URL of the picture, the largest first; detik kept the real one in ``longdesc`` in 2013."""
_MAX_ATTRIBUTE = 20_000
"""Characters of an attribute; a longer one is data, not a list of URLs."""
_HOST = re.compile(r"^(?:https?:)?//[^/]*")
_FURNITURE_HOST = re.compile(
    r"(?:https?:)?//(?:(?:ads?|beacon|logo|pixel|tracking)\.|[^/]*(?:gravatar|doubleclick|scorecard))", re.I
)
_FURNITURE_PATH = re.compile(
    r"logo|(?:^|[/_-]|(?-i:[a-z](?=I)))icons?(?:[/_.-]|$)|sprite|avatar|pixel|blank|spacer|placeholder|(?:^|\D)1x1(?:\D|$)|emoji|"
    r"badge|tracking|favicon|\.svg|"
    r"beacon|default[-_.]|no-?image|/ads?/|banner|lazy-?load|_title\.|1px|"
    r"grey\.gif|transparent|loader|loading",
    re.I,
)
"""Names in the paths of logos, icons, counters, advertisements and placeholders."""
_PATH_END = 120
"""Characters at the end of a path that are searched for such names."""
_NEXT_IMAGE = re.compile(r"/_next/image/?\?(?:[^#]*&)?url=(?P<url>[^&#]+)")
_WIDTH = re.compile(r"\s(\d+(?:\.\d+)?)(w|x)\s*$")
"""The width in pixels (``750w``) or the density (``2x``) behind a URL of a ``srcset``."""
_DENSITY_WIDTH = 400
"""Pixels that count for a density of one, to compare it with widths."""
_SRCSET_COMMA = re.compile(r",\s+|,(?=https?:|//)|(?<=\d[wx]),")
"""A comma between two URLs of a ``srcset``; one within a URL is none."""


def largest_url(image: HtmlElement, base: str) -> str | None:
    """The URL of the largest picture of an ``img``, absolute; None where there is none.

    Attributes of lazy loading and the ``source`` elements of a ``picture`` count. Furniture is taken only where there
    is nothing else.
    """
    offers = [offer for _, offer in sorted(_offers(image), key=itemgetter(0), reverse=True)]
    pictures, rest = filterfalse(is_furniture, offers), filter(is_furniture, offers)
    return next((url for offer in chain(pictures, rest) if (url := urls.absolute(base, _original(offer)))), None)


def is_furniture(url: str) -> bool:
    """Whether a URL is that of a logo, an icon or a placeholder rather than of a picture of a story.

    >>> is_furniture("https://a.id/img/logo-kabar.png"), is_furniture("https://a.id/2026/11/pasar.jpg")
    (True, False)
    """
    path = _HOST.sub("", url.split("?")[0])
    return bool(_FURNITURE_PATH.search(path[-_PATH_END:]) or _FURNITURE_HOST.match(url))


def _original(url: str) -> str:
    """The picture from which Next.js makes a smaller one on demand; other URLs as they are."""
    found = _NEXT_IMAGE.search(url)
    return unquote(found["url"]) if found else url


def _offers(image: HtmlElement) -> Iterator[tuple[float, str]]:
    """Every URL of the picture, as written, with its width in pixels, or a rank below 1 where the width is unknown."""
    for element in (image, *_sources(image)):
        for rank, name in enumerate(reversed(_URL_ATTRIBUTES)):
            value = element.get(name)
            if not value or value.startswith("data:") or len(value) > _MAX_ATTRIBUTE:
                continue
            for offer in _listed(value) if "srcset" in name else [value]:
                width, url = _measured(offer)
                yield width or rank / 100, url


def _measured(offer: str) -> tuple[float, str]:
    """The width and the URL of one entry of a ``srcset``; 0 where no width stands behind it."""
    width = _WIDTH.search(offer)
    if width is None:
        return 0.0, offer.strip()
    return float(width[1]) * (1 if width[2] == "w" else _DENSITY_WIDTH), offer[: width.start()].strip()


def _sources(image: HtmlElement) -> list[HtmlElement]:
    """The ``source`` elements of a ``picture``; the parser nests those that are not closed around the image."""
    found: list[HtmlElement] = []
    for above in image.iterancestors():
        if above.tag == "picture":
            return [*found, *above.iter("source")]
        if above.tag != "source":
            break
        found.append(above)
    return found


def _listed(srcset: str) -> list[str]:
    return [part.strip() for part in _SRCSET_COMMA.split(srcset.strip()) if part.strip()]
