"""The boxes of pictures: elements that hold a picture, its caption or its credit, by their tags and names.

To add the name of a box that an outlet uses, add it to `_ANYWHERE` if it may stand within a longer name (``caption`` in
``wp-caption-text``), or to `_PARTS` if it counts only as a whole part of one, between ``-`` and ``_`` (``foto`` in
``box-foto``, not in ``fotografer``). For one outlet alone, use `caption` and `picture` in its profile.
"""

from __future__ import annotations

from functools import lru_cache

from gemascraper.extract.page.element_names import name_parts
from gemascraper.values.text import any_of, words

BOX_TAGS = frozenset(["figure", "figcaption"])
"""Tags of boxes, whatever their names."""
_NAMED_TAGS = frozenset(["div", "span", "p", "td", "blockquote", "small", "em", "section", "center"])
"""Tags of elements that are boxes if they are named so."""
_ANYWHERE = any_of(
    "caption photodesc photo-desc fotodesc foto-desc imgdesc img-desc imagedesc image-desc imginfo img-info imageinfo "
    "image-info bildunterschrift pic_artikel wp-block-image photo-gallery--item detail__media img-detail coverimage "
    "cover-image headlineimg headline-img img-source image-source photo-source img-credit image-credit photo-credit "
    "credit-foto"
)
_PARTS = words("photo foto picture gambar figure")
_NOT_WITH = words("date time tanggal")
"""Parts of names that speak against a box: ``photo__date``."""


def is_caption_box(tag: str, names: str) -> bool:
    """Whether an element with this tag, and with these classes and this id, is the box of a picture.

    >>> is_caption_box("div", "box-foto"), is_caption_box("div", "fotografer"), is_caption_box("figure", "")
    (True, False, True)
    """
    return tag in BOX_TAGS or (tag in _NAMED_TAGS and any(map(_names_box, names.split())))


@lru_cache(maxsize=32_768)
def _names_box(name: str) -> bool:
    """Whether one name is that of a box. Pages share names, so each is looked at once."""
    name = name.lower()
    parts = name_parts(name)
    return bool(not parts.isdisjoint(_PARTS) or _ANYWHERE.search(name)) and parts.isdisjoint(_NOT_WITH)
