"""Addresses of pictures: which of an element's many is the largest, which are the same, which are furniture."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, filterfalse
from operator import itemgetter
from urllib.parse import unquote

from lxml.html import HtmlElement

from gemascraper.values import urls

TAGS = ("img", "amp-img")
"""The elements that show a picture."""
_ATTRIBUTES = (
    "data-srcset", "data-lazy-srcset", "srcset", "data-full", "data-large", "data-original", "data-src",
    "data-lazy-src", "data-lazyimage-src", "data-full-src", "data-lazy", "data-image", "data-url", "src", "longdesc",
)  # fmt: skip
"""Where addresses of a picture are kept, the most telling first; detik kept the real one in ``longdesc`` in 2013."""
_HOST = re.compile(r"^(?:https?:)?//[^/]*")
_FURNITURE_HOST = re.compile(
    r"(?:https?:)?//(?:(?:ads?|beacon|logo|pixel|tracking)\.|[^/]*(?:gravatar|doubleclick|scorecard))", re.I
)
_FURNITURE = re.compile(
    r"logo|(?:^|[/_-]|(?-i:[a-z](?=I)))icons?(?:[/_.-]|$)|sprite|avatar|pixel|blank|spacer|placeholder|(?:^|\D)1x1(?:\D|$)|emoji|"
    r"badge|tracking|favicon|\.svg|"
    r"beacon|default[-_.]|no-?image|/ads?/|banner|lazy-?load|_title\.|1px|"
    r"grey\.gif|transparent|loader|loading",
    re.I,
)
_SIZE = re.compile(
    r"(?:[-_.]?\d{2,4}x\d{2,4}(?:-\d)?|[-_](?:scaled|thumb|small|medium|large|big|w\d+|h\d+|\d{3}|169|43|11|[sml]))+$",
    re.I,
)
_IMAGE_POST = re.compile(r"/image-post/(?P<name>[A-Za-z0-9_\-+=]{8,})(?:/|$)")
_NEXT_IMAGE = re.compile(r"/_next/image/?\?(?:[^#]*&)?url=(?P<url>[^&#]+)")
_WIDTH = re.compile(r"\s(\d+(?:\.\d+)?)(w|x)\s*$")
_IS_FILE = re.compile(r"\.(?:jpe?g|png|webp|avif|gif)$", re.I)
_OF_SIZE = re.compile(r"(?:w|h|q|width|height|quality|size|resize|fit|crop|auto|fm|format|dpr)=", re.I)
_NO_NAME = re.compile(
    r"(?:image|photo|default|original|index|master|crop|resize|medium|small|large|thumb|full|cover|banner|featured|"
    r"foto[-_]?utama|headline)\w*"
)
"""Names that say nothing of what a picture shows: others have them too."""


def address(image: HtmlElement, base: str) -> str | None:
    """The largest picture that an ``img`` stands for, lazy ones and those of its ``picture`` element included."""
    offers = [offer for _, offer in sorted(_offers(image), key=itemgetter(0), reverse=True)]
    pictures, rest = filterfalse(is_furniture, offers), filter(is_furniture, offers)
    return next((url for offer in chain(pictures, rest) if (url := urls.absolute(base, _served(offer)))), None)


def _served(offer: str) -> str:
    """The picture behind Next.js' own, which is made from it on demand."""
    found = _NEXT_IMAGE.search(offer)
    return unquote(found["url"]) if found else offer


def _offers(image: HtmlElement) -> Iterator[tuple[float, str]]:
    """Every address that it offers, as written, with its size."""
    for element in (image, *_beside(image)):
        for rank, name in enumerate(reversed(_ATTRIBUTES)):
            value = element.get(name)
            if not value or value.startswith("data:") or len(value) > 20_000:
                continue
            for offer in _listed(value) if "srcset" in name else [value]:
                width = _WIDTH.search(offer)
                size = float(width[1]) * (1 if width[2] == "w" else 400) if width else 0.0
                yield size or rank / 100, offer[: width.start()].strip() if width else offer.strip()


def _beside(image: HtmlElement) -> list[HtmlElement]:
    """The ``source`` elements of the picture; a parser that does not know them as empty nests them around the image."""
    found: list[HtmlElement] = []
    for above in image.iterancestors():
        if above.tag == "picture":
            return [*found, *above.iter("source")]
        if above.tag != "source":
            break
        found.append(above)
    return found


def _listed(value: str) -> list[str]:
    return [part.strip() for part in re.split(r",\s+|,(?=https?:|//)|(?<=\d[wx]),", value.strip()) if part.strip()]


def is_furniture(url: str) -> bool:
    """Whether an address is that of a logo, an icon or an empty place rather than a picture of a story."""
    path = _HOST.sub("", url.split("?")[0])
    return bool(_FURNITURE.search(path[-120:]) or _FURNITURE_HOST.match(url))


@lru_cache(maxsize=4096)
def keys(url: str) -> frozenset[str]:
    """What two addresses of one picture have in common: the address without its size, and the bare name of its file.

    >>> keys("https://a.id/x/banjir-bandang-750x500.jpg") & keys("https://cdn.a.id/y/banjir-bandang.webp")
    frozenset({'banjir-bandang'})
    >>> keys("https://a.id/img?id=1&w=300") & keys("https://a.id/img?id=2&w=300")
    frozenset()
    """
    path, _, query = url.split("#")[0].partition("?")
    if query and not _IS_FILE.search(path):
        path += "?" + "&".join(part for part in query.split("&") if not _OF_SIZE.match(part))
    found = {re.sub(r"^https?://(?:www\.)?", "", path).lower()}
    stem = _IS_FILE.sub("", unquote(file_name(url)).lower())
    stem = _SIZE.sub("", stem)
    if len(stem) >= 6 and not _NO_NAME.fullmatch(stem):
        found.add(stem)
    return frozenset(found)


def file_name(url: str) -> str:
    """The name of a picture's file, also where a CMS hides it: ``image-post/<base64>/w/h``.

    >>> file_name("https://cms.gemapos.co.id/image-post/cG9zdHMvRGF1biBTYWxhbSAxLmpwZw/450/280")
    'Daun Salam 1.jpg'
    """
    if hidden := _IMAGE_POST.search(url):
        name = hidden["name"]
        try:
            return base64.urlsafe_b64decode(name + "=" * (-len(name) % 4)).decode("utf-8").rsplit("/", 1)[-1]
        except (binascii.Error, ValueError):
            pass
    return url.split("?")[0].rstrip("/").rsplit("/", 1)[-1]
