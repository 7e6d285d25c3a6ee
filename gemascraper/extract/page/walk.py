"""The one walk over a page's tree, which serves every field: what is hidden, scripted or a form is left out.

It visits every element of a page: the loops here are written for speed, with few calls for each element.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement

from gemascraper.extract.page.caption_boxes import BOX_TAGS, is_caption_box
from gemascraper.extract.page.element_kinds import (
    BLOCKS,
    BREAK,
    HEADINGS,
    HOLD_PICTURES,
    INLINE,
    LEFT_OPEN,
    SET_OFF,
    UNSEEN,
    is_glued,
    is_hidden,
    is_set_apart,
    paragraphs,
)
from gemascraper.extract.page.furniture import FURNITURE_TAGS, is_furniture
from gemascraper.extract.page.surroundings import Surroundings, set_surroundings
from gemascraper.extract.page.text_runs import PlacedImage, ReadingOrder, TextRun
from gemascraper.items import BlockType
from gemascraper.values.text import clean

_MAX_DEPTH = 250
"""Blocks within blocks; what is nested deeper is not read."""
_MAX_NAMES = 500
_MARKED_TAGS = FURNITURE_TAGS | BOX_TAGS


def walk(root: HtmlElement, removed: Iterable[HtmlElement] = (), hidden: bool = False) -> ReadingOrder:
    """The text runs and pictures below *root*. Elements in *removed* are left out; hidden ones too unless *hidden*."""
    state = _Walk(root, set(removed), hidden)
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "start":
            if _enter(state, element):
                walker.skip_subtree()
        else:
            _leave(state, element)
    return state.close()


class _Walk:
    """The state of one walk: what has been found, and the elements that are open at this point."""

    __slots__ = (
        "around", "asides", "blocks", "carried", "figures", "found", "hidden", "items", "linked",
        "links", "opened", "pieces", "position", "quotes", "removed", "root", "skipped", "starts",
    )  # fmt: skip

    def __init__(self, root: HtmlElement, removed: set[HtmlElement], hidden: bool) -> None:
        self.found = ReadingOrder()
        self.root, self.removed, self.hidden = root, removed, hidden
        self.position = 0
        self.starts: list[int] = []
        self.blocks: list[HtmlElement] = [root]
        self.asides: list[HtmlElement] = []
        self.figures: list[HtmlElement] = []
        self.skipped: HtmlElement | None = None
        self.quotes = self.items = self.carried = 0
        self.pieces: list[str] = []
        self.opened: list[HtmlElement] = []
        self.links: list[HtmlElement] = []
        self.linked = 0
        self.around: list[Surroundings] = []

    def close_link(self) -> None:
        self.opened.pop()
        if self.carried > len(self.opened):
            self.carried = len(self.opened)
            if not self.linked:  # all of its text is in the runs before
                self.links = [*self.opened]

    def flush(self) -> None:
        whole = "".join(self.pieces)
        if not whole.isspace():
            parts = list(paragraphs(whole)) if BREAK in whole else [whole]
            for part in parts:
                if printed := clean(part):
                    self.keep(self._run(printed, whole, len(parts) > 1))
        self.pieces, self.links, self.linked = [], [*self.opened], 0
        self.carried = len(self.opened)

    def keep(self, found: TextRun | PlacedImage) -> None:
        if isinstance(found, TextRun):
            self.found.runs.append(found)
        else:
            self.found.pictures.append(found)
        if self.asides or self.figures:
            self.around.append(Surroundings(found, tuple(self.asides), tuple(self.figures)))

    def _run(self, printed: str, whole: str, one_of_many: bool) -> TextRun:
        block = self.blocks[-1]
        links = self.links
        if one_of_many and links:
            links = [link for link in links if (clean(link.text_content()) or BREAK) in printed]
        return TextRun(
            text=printed,
            element=block,
            position=self.position,
            type="heading" if block.tag in HEADINGS else self._type(),
            links=tuple(links),
            linked=sum(_size(link.text_content()) for link in links) if one_of_many else self.linked,
        )

    def _type(self) -> BlockType:
        """What a run is that is not a heading, by the elements around it."""
        return "quote" if self.quotes else "list_item" if self.items else "paragraph"

    def close(self) -> ReadingOrder:
        """What was found, each run and picture with its furniture and box."""
        if self.pieces:
            self.flush()
        set_surroundings(self.found, self.around)
        return self.found


def _enter(walk: _Walk, element: HtmlElement) -> bool:
    """Note that an element begins; True where its inside is not to be read."""
    tag = element.tag
    if walk.pieces and tag in BLOCKS:
        walk.flush()
    walk.position += 1
    walk.starts.append(walk.position)
    given = element.keys()  # most attributes that are asked for are not there, and asking takes long
    seldom = tag in UNSEEN or walk.removed or "style" in given or "hidden" in given
    if (seldom or not isinstance(tag, str)) and _is_unseen(walk, element, tag):
        walk.skipped = element
        return True
    if tag == "br":
        walk.pieces.append(BREAK)
    elif tag == "img":
        if walk.pieces and walk.pieces[-1] in (BREAK, "\n"):
            walk.flush()  # a picture on a line of its own
        walk.keep(PlacedImage(element, walk.position))
    else:
        _open(walk, element, tag, _names(element, tag) if given else "")
        if text := element.text:
            walk.pieces.append(text)
            if walk.opened:
                walk.linked += _size(text)
    return len(walk.blocks) > _MAX_DEPTH


def _is_unseen(walk: _Walk, element: HtmlElement, tag: object) -> bool:
    if not isinstance(tag, str):
        return True
    if tag in UNSEEN and not (tag in LEFT_OPEN and next(element.iter("p"), None) is not None):
        if tag in HOLD_PICTURES:
            for image in element.iter("img"):
                walk.found.spans[image] = (walk.position, walk.position)
                walk.keep(PlacedImage(image, walk.position))
        return True
    if walk.removed and element in walk.removed:
        return True
    return not walk.hidden and element is not walk.root and is_hidden(element)


def _open(walk: _Walk, element: HtmlElement, tag: str, names: str) -> None:
    """Put an element that is seen among those that are open."""
    if names:
        walk.found.named_elements.setdefault(names, []).append(element)
    if names or tag in _MARKED_TAGS:
        furniture, box = _marks(tag, names)
        if furniture:
            walk.asides.append(element)
        if box:
            if walk.pieces:
                walk.flush()
            walk.figures.append(element)
    if tag in BLOCKS:
        walk.blocks.append(element)
        if tag == "blockquote":
            walk.quotes += 1
        elif tag == "li":
            walk.items += 1
    elif tag == "a":
        _open_link(walk, element)
    elif walk.pieces and is_set_apart(tag, names):
        walk.pieces.append(" ")
    if tag in INLINE and walk.pieces and is_glued(walk.pieces[-1], element):
        walk.pieces.append(" ")


@lru_cache(maxsize=8192)
def _marks(tag: str, names: str) -> tuple[bool, bool]:
    """Whether an element is furniture, and whether it is the box of a picture: one look-up for both."""
    return is_furniture(tag, names), is_caption_box(tag, names)


def _open_link(walk: _Walk, element: HtmlElement) -> None:
    walk.opened.append(element)
    walk.links.append(element)
    if "sponsored" in (element.get("rel") or "") and walk.asides[-1:] != [element]:
        walk.asides.append(element)


def _names(element: HtmlElement, tag: str) -> str:
    """The names of an element: its classes and id; of navigation the label too."""
    names, number = element.get("class"), element.get("id")
    if tag == "nav" and (label := element.get("aria-label")):
        names = f"{names or ''} {label}"
    return f"{names or ''} {number or ''}"[:_MAX_NAMES] if names or number else ""


def _leave(walk: _Walk, element: HtmlElement) -> None:
    """Note that an element ends."""
    tag = element.tag
    if element is walk.skipped:
        walk.skipped = None
    elif tag not in ("br", "img"):
        _close(walk, element, tag)
    walk.found.spans[element] = (walk.starts.pop(), walk.position)
    if tag in SET_OFF:
        walk.position += 1  # what follows is outside
    if element is not walk.root and (tail := element.tail):  # the root's is outside of what is read
        walk.pieces.append(tail)
        if walk.opened:
            walk.linked += _size(tail)


def _close(walk: _Walk, element: HtmlElement, tag: str) -> None:
    """Take an element from among those that are open."""
    asides, figures = walk.asides, walk.figures
    if tag in BLOCKS:
        if walk.pieces:
            walk.flush()
        if walk.blocks:
            walk.blocks.pop()
        if tag == "blockquote":
            walk.quotes -= 1
        elif tag == "li":
            walk.items -= 1
    elif walk.pieces and figures and figures[-1] is element:
        walk.blocks.append(element)  # a part of a caption, whose own name says what it is
        walk.flush()
        walk.blocks.pop()
    if tag == "a":
        walk.close_link()
    if asides and asides[-1] is element:
        asides.pop()
    if figures and figures[-1] is element:
        figures.pop()


def _size(text: str) -> int:
    return len("".join(text.split()))
