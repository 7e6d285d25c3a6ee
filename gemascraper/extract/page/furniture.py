"""Furniture of a page: navigation, advertising, comments and lists of other stories, by tags and names of elements.

To add a name, add it to `_ANYWHERE` if it may stand within a longer name (``related`` in ``box-related-news``), or to
`_PARTS` if it counts only as a whole part of one, between ``-`` and ``_`` (``ads`` in ``top-ads``, not in ``loads``).
"""

from __future__ import annotations

import re
from functools import lru_cache

from gemascraper.extract.page.element_names import name_parts
from gemascraper.values.text import any_of, words

FURNITURE_TAGS = frozenset(["nav", "footer", "form"])
"""Tags of furniture, whatever their names."""
_NEVER = frozenset(["html", "body", "main", "article", "h1"])
"""Tags of elements that are not furniture, whatever their names."""
_ANYWHERE = any_of(
    "related recommend terkait bacajuga baca-juga readalso read-also readmore read-more readnext read-next readtoo "
    "read-too linksisip lihatjg newsletter sidebar side-bar comment(?!ary) komentar disqus mostread most-read "
    "mostpopular mostviewed most-viewed populer popular trending terbaru terkini latest outbrain taboola mgid advert "
    "iklan prads sponsor addthis sharedaddy upnext up-next paywall subscribe ctatext inlinepromo inline-promo promobox "
    "promo-box recirc rekomendasi pilihan polling"
)
_PARTS = words("nav navbar menu breadcrumb breadcrumbs footer headernav cookie ad ads share sharing social sosmed")
_BANNER = re.compile(r"(?:^|[\s_-])banner")


def is_furniture(tag: str, names: str) -> bool:
    """Whether an element with this tag, and with these classes and this id, is furniture.

    >>> is_furniture("div", "top-ads"), is_furniture("div", "loads"), is_furniture("nav", "")
    (True, False, True)
    """
    return tag in FURNITURE_TAGS or (tag not in _NEVER and any(map(_names_furniture, names.split())))


@lru_cache(maxsize=32_768)
def _names_furniture(name: str) -> bool:
    """Whether one name is that of furniture. Pages share names, so each is looked at once."""
    name = name.lower()
    if _ANYWHERE.search(name) or _BANNER.search(name):
        return True
    return not _PARTS.isdisjoint(name_parts(name))
