"""Which URLs show the same picture: in other sizes, on other hosts, under a coded name."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Protocol, TypeVar
from urllib.parse import unquote

_WEB_HOST = re.compile(r"^https?://(?:www\.)?")
_IMAGE_SUFFIX = re.compile(r"\.(?:jpe?g|png|webp|avif|gif)$", re.I)
_SIZE_SUFFIX = re.compile(
    r"(?:[-_.]?\d{2,4}x\d{2,4}(?:-\d)?|[-_](?:scaled|thumb|small|medium|large|big|w\d+|h\d+|\d{3}|169|43|11|[sml]))+$",
    re.I,
)
"""Sizes and shapes at the end of a file name: ``-750x500``, ``_169`` (16 to 9)."""
_SIZE_PARAMETER = re.compile(r"(?:w|h|q|width|height|quality|size|resize|fit|crop|auto|fm|format|dpr)=", re.I)
_COMMON_NAME = re.compile(
    r"(?:image|photo|default|original|index|master|crop|resize|medium|small|large|thumb|full|cover|banner|featured|"
    r"foto[-_]?utama|headline)\w*"
)
"""File names that many pictures have."""
_MIN_NAME = 6
"""Letters of a file name that stands for its picture."""
_CODED_NAME = re.compile(r"/image-post/(?P<name>[A-Za-z0-9_\-+=]{8,})(?:/|$)")


class _HasUrl(Protocol):
    @property
    def url(self) -> str: ...


_Shown = TypeVar("_Shown", bound=_HasUrl)


@lru_cache(maxsize=4096)
def identity_keys(url: str) -> frozenset[str]:
    """Keys of the picture behind a URL: two URLs with a key in common show the same picture.

    The keys are the URL without what says its size, and the file name, where it is telling.

    >>> identity_keys("https://a.id/x/banjir-bandang-750x500.jpg") & identity_keys("https://b.id/y/banjir-bandang.webp")
    frozenset({'banjir-bandang'})
    >>> identity_keys("https://a.id/img?id=1&w=300") & identity_keys("https://a.id/img?id=2&w=300")
    frozenset()
    """
    path, _, query = url.split("#")[0].partition("?")
    if query and not _IMAGE_SUFFIX.search(path):
        path += "?" + "&".join(part for part in query.split("&") if not _SIZE_PARAMETER.match(part))
    found = {_WEB_HOST.sub("", path).lower()}
    name = _SIZE_SUFFIX.sub("", _IMAGE_SUFFIX.sub("", unquote(file_name(url)).lower()))
    if len(name) >= _MIN_NAME and not _COMMON_NAME.fullmatch(name):
        found.add(name)
    return frozenset(found)


def file_name(url: str) -> str:
    """The file name of a picture; the CMS of Gemapos codes it in Base64 within the path.

    >>> file_name("https://cms.gemapos.co.id/image-post/cG9zdHMvRGF1biBTYWxhbSAxLmpwZw/450/280")
    'Daun Salam 1.jpg'
    """
    if coded := _CODED_NAME.search(url):
        name = coded["name"]
        try:
            return base64.urlsafe_b64decode(name + "=" * (-len(name) % 4)).decode("utf-8").rsplit("/", 1)[-1]
        except (binascii.Error, ValueError):
            pass
    return url.split("?")[0].rstrip("/").rsplit("/", 1)[-1]


def each_once(images: Iterable[_Shown], rank: Callable[[_Shown], int]) -> list[_Shown]:
    """One entry for each picture, in the place where it is first shown; of two, the one of higher *rank*."""
    kept: list[_Shown] = []
    seen: dict[str, int] = {}
    for image in images:
        keys = identity_keys(image.url)
        number = next((seen[key] for key in keys if key in seen), len(kept))
        seen.update(dict.fromkeys(keys, number))
        if number == len(kept):
            kept.append(image)
        elif rank(image) > rank(kept[number]):
            kept[number] = image
    return kept
