"""What an element is by its tag and names: furniture of the page, or the box of a picture."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml.html import HtmlElement

from gemascraper.values.text import words


def _any_of(text: str) -> re.Pattern[str]:
    """A pattern for any word of a line of words, also within other words. It matches lower case."""
    return re.compile("|".join(text.split()))


FURNITURE_TAGS = frozenset(["nav", "footer", "form"])
MARKED_TAGS = FURNITURE_TAGS | {"figure", "figcaption"}
"""Tags that are furniture or the box of a picture, whatever their names."""
_FURNITURE = _any_of(
    "related recommend terkait bacajuga baca-juga readalso read-also readmore read-more readnext read-next readtoo "
    "read-too linksisip lihatjg newsletter sidebar side-bar comment(?!ary) komentar disqus mostread most-read "
    "mostpopular mostviewed most-viewed populer popular trending terbaru terkini latest outbrain taboola mgid advert "
    "iklan prads sponsor addthis sharedaddy upnext up-next paywall subscribe ctatext inlinepromo inline-promo promobox "
    "promo-box recirc rekomendasi pilihan polling"
)
"""What is in the names of a page's furniture, anywhere in them; below, what is a whole part of one."""
_FURNITURE_PARTS = words(
    "nav navbar menu breadcrumb breadcrumbs footer headernav cookie ad ads share sharing social sosmed"
)
_NEVER_FURNITURE = frozenset(["html", "body", "main", "article", "h1"])
_FIGURE = _any_of(
    "caption photodesc photo-desc fotodesc foto-desc imgdesc img-desc imagedesc image-desc imginfo img-info imageinfo "
    "image-info bildunterschrift pic_artikel wp-block-image photo-gallery--item detail__media img-detail coverimage "
    "cover-image headlineimg headline-img img-source image-source photo-source img-credit image-credit photo-credit "
    "credit-foto"
)
"""The same for the boxes of pictures."""
_FIGURE_PARTS = words("photo foto picture gambar figure")
_NO_FIGURE_PARTS = words("date time tanggal")
"""Parts of names that speak against the box of a picture: ``photo__date``."""
_BANNER = re.compile(r"(?:^|[\s_-])banner")
_PARTED = re.compile(r"[\s_-]+")
_FIGURE_TAGS = frozenset(["div", "span", "p", "td", "blockquote", "small", "em", "section", "center"])


@lru_cache(maxsize=8192)
def marks(tag: str, names: str) -> tuple[bool, bool]:
    """Whether an element is furniture, and whether it is the box of a picture, by what it is and is called."""
    called = [_called(name) for name in names.split()]
    furniture = tag in FURNITURE_TAGS or (tag not in _NEVER_FURNITURE and any(kind[0] for kind in called))
    figure = tag in ("figure", "figcaption") or (tag in _FIGURE_TAGS and any(kind[1] for kind in called))
    return furniture, figure


@lru_cache(maxsize=32_768)
def _called(name: str) -> tuple[bool, bool]:
    """The same of one name: pages share names, and each is looked at once."""
    name = name.lower()
    parts = frozenset(_PARTED.split(name))
    furniture = not parts.isdisjoint(_FURNITURE_PARTS) or _FURNITURE.search(name) or _BANNER.search(name)
    figure = (not parts.isdisjoint(_FIGURE_PARTS) or _FIGURE.search(name)) and parts.isdisjoint(_NO_FIGURE_PARTS)
    return bool(furniture), bool(figure)


def names_of(element: HtmlElement) -> str:
    """All that an element is called, by whatever attribute says it."""
    return " ".join(filter(None, map(element.get, ("class", "id", "itemprop", "rel"))))


def class_and_id(element: HtmlElement) -> str:
    """The classes and the id of an element, as written; empty where it has neither."""
    return " ".join(filter(None, (element.get("class"), element.get("id"))))
