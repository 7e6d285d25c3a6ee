"""The one walk over a page's tree, which serves every field: what is hidden, scripted or a form is left out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree
from lxml.html import HtmlElement

from gemascraper.extract.page.furniture import FURNITURE_TAGS, MARKED_TAGS, marks, words
from gemascraper.extract.page.text_runs import PlacedImage, ReadingOrder, TextRun
from gemascraper.items import BlockType
from gemascraper.values.text import clean

_BLOCKS = words(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody td "
    "tfoot th thead tr ul"
)
_UNSEEN = words(
    "script style noscript template iframe svg button select textarea input object embed canvas audio math head "
    "datalist"
)
_LEFT_OPEN = words("button select svg object")
"""Of those, the ones that a parser fills with the rest of the page where their end is missing."""
_HOLDS_PICTURES = words("noscript button")
"""Of those, the ones around pictures: what a script would put in their place, what makes them larger."""
_SET_OFF = _BLOCKS | {"span"}
"""What has an outside: a place after its end, and before what follows."""
_HEADINGS = words("h1 h2 h3 h4 h5 h6")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_SET_APART = re.compile(r"\b(?:date|time|waktu|tanggal|meta)", re.I)
_TURNED_TO = re.compile(r"paging|page-?content|halaman|read-?more-content|slide", re.I)
_INLINE = words("span a strong b em i small label")
_OPENS = re.compile(r"[A-ZÀ-Þ][a-zß-ÿ]|\d\d?[:.]\d\d\b")
_DEEPEST = 250
_BREAK = "\x0b"
_PARAGRAPHS = re.compile(r"\x0b\s*\x0b\s*")
_OWN_LINE = re.compile(
    r"^[^\w\n]{0,6}(?:baca|simak|tonton|saksikan|lihat juga|gambas\b|sumber\s*:|penulis\s*:|editor\s*:|reporter\s*:|"
    r"pewarta\s*:|foto\s*:)|"
    r"^[ \t]{0,6}[(\[][A-Za-z*]{1,5}(?:/[A-Za-z*]{1,5})*[)\]][ \t]{0,6}$|^[ \t]{0,6}(?-i:[A-Z]{2,4})[ \t]{0,6}$",
    re.I | re.M,
)
_HALF = 0.4
_LONGEST_CAPTION = 1_500


def walk(root: HtmlElement, removed: Iterable[HtmlElement] = (), hidden: bool = False) -> ReadingOrder:
    """Read the tree below *root* once. Elements in *removed* are left out; hidden ones too unless *hidden*."""
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
    """The state of one walk: what surrounds the place where we are."""

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
        self.around: list[tuple[TextRun | PlacedImage, tuple[HtmlElement, ...], tuple[HtmlElement, ...]]] = []

    def close_link(self) -> None:
        self.opened.pop()
        if self.carried > len(self.opened):
            self.carried = len(self.opened)
            if not self.linked:  # all of its text is in the runs before
                self.links = [*self.opened]

    def flush(self) -> None:
        whole = "".join(self.pieces)
        if not whole.isspace():
            parts = list(_parts(whole)) if _BREAK in whole else [whole]
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
            self.around.append((found, tuple(self.asides), tuple(self.figures)))

    def _run(self, printed: str, whole: str, one_of_many: bool) -> TextRun:
        block = self.blocks[-1]
        links = self.links
        if one_of_many and links:
            links = [link for link in links if (clean(link.text_content()) or _BREAK) in printed]
        kind: BlockType = (
            "heading"
            if block.tag in _HEADINGS
            else "quote"
            if self.quotes
            else "list_item"
            if self.items
            else "paragraph"
        )
        return TextRun(
            text=printed,
            element=block,
            position=self.position,
            type=kind,
            links=tuple(links),
            linked=sum(_size(link.text_content()) for link in links) if one_of_many else self.linked,
        )

    def close(self) -> ReadingOrder:
        """Say of each run and picture what it belongs to, now that the sizes of all that is around it are known."""
        if self.pieces:
            self.flush()
        sizes = self._sizes()
        most = _HALF * sum(len(run.text) for run in self.found.runs)
        asides = {e for e in sizes if e.tag in FURNITURE_TAGS or sizes[e] <= most or self._only_links(e)}
        figures = {e for e in sizes if sizes[e] <= _LONGEST_CAPTION and next(e.iter("h1"), None) is None}
        for found, around, pictured in self.around:
            if around:
                found.aside = next((e for e in around if e in asides), None)
            if pictured:
                found.figure = next((e for e in pictured if e in figures), None)
        return self.found

    def _only_links(self, element: HtmlElement) -> bool:
        """Whether a piece has much of the page's text, but little of what is no link: a sidebar beside captions."""
        inside, every = (sum(map(_plain, runs)) for runs in (self.found.within(element), self.found.runs))
        return inside <= _HALF * every

    def _sizes(self) -> dict[HtmlElement, int]:
        """How much text each piece of furniture and each box of a picture has."""
        sizes: dict[HtmlElement, int] = {}
        for found, asides, figures in self.around:
            size = len(found.text) if isinstance(found, TextRun) else 0
            for element in {*asides, *figures}:
                sizes[element] = sizes.get(element, 0) + size
        return sizes


def _enter(walk: _Walk, element: HtmlElement) -> bool:
    """Take an element in; True where its inside is not to be read."""
    tag = element.tag
    if walk.pieces and tag in _BLOCKS:
        walk.flush()
    walk.position += 1
    walk.starts.append(walk.position)
    given = element.keys()  # most attributes that are asked for are not there, and asking takes long
    seldom = tag in _UNSEEN or walk.removed or "style" in given or "hidden" in given
    if (seldom or not isinstance(tag, str)) and _is_unseen(walk, element, tag):
        walk.skipped = element
        return True
    if tag == "br":
        walk.pieces.append(_BREAK)
    elif tag == "img":
        if walk.pieces and walk.pieces[-1] in (_BREAK, "\n"):
            walk.flush()  # a picture on a line of its own
        walk.keep(PlacedImage(element, walk.position))
    else:
        _surround(walk, element, tag, _called(element, tag) if given else "")
        if text := element.text:
            walk.pieces.append(text)
            if walk.opened:
                walk.linked += _size(text)
    return len(walk.blocks) > _DEEPEST


def _is_unseen(walk: _Walk, element: HtmlElement, tag: object) -> bool:
    if not isinstance(tag, str):
        return True
    if tag in _UNSEEN and not (tag in _LEFT_OPEN and next(element.iter("p"), None) is not None):
        if tag in _HOLDS_PICTURES:
            for image in element.iter("img"):
                walk.found.spans[image] = (walk.position, walk.position)
                walk.keep(PlacedImage(image, walk.position))
        return True
    if walk.removed and element in walk.removed:
        return True
    return not walk.hidden and element is not walk.root and _hidden(element)


def _surround(walk: _Walk, element: HtmlElement, tag: str, called: str) -> None:
    if called:
        walk.found.called.setdefault(called, []).append(element)
    if called or tag in MARKED_TAGS:
        furniture, figure = marks(tag, called)
        if furniture:
            walk.asides.append(element)
        if figure:
            if walk.pieces:
                walk.flush()
            walk.figures.append(element)
    if tag in _BLOCKS:
        walk.blocks.append(element)
        if tag == "blockquote":
            walk.quotes += 1
        elif tag == "li":
            walk.items += 1
    elif tag == "a":
        walk.opened.append(element)
        walk.links.append(element)
        if "sponsored" in (element.get("rel") or "") and walk.asides[-1:] != [element]:
            walk.asides.append(element)
    elif walk.pieces and (tag == "time" or (tag == "span" and called and _SET_APART.search(called))):
        walk.pieces.append(" ")  # from the name before it, by style alone
    if tag in _INLINE and walk.pieces and _is_glued(walk.pieces[-1], element):
        walk.pieces.append(" ")


def _is_glued(before: str, element: HtmlElement) -> bool:
    """Whether style alone parts an element from the one right before it: ``<span>Rina</span><span>Rabu</span>``."""
    last = before[-1:]
    if not last.isalnum():
        return False
    sibling = element.getprevious()
    if sibling is None or sibling.tail or sibling.tag not in _INLINE:
        return False
    text = element.text or next(element.itertext(), "")
    return len(before) > 2 and (text[:1].isdigit() != last.isdigit() or bool(_OPENS.match(text))) and text[:1].isalnum()


def _called(element: HtmlElement, tag: str) -> str:
    """What an element is called: its classes, and its id; of navigation the label too."""
    names, number = element.get("class"), element.get("id")
    if tag == "nav" and (label := element.get("aria-label")):
        names = f"{names or ''} {label}"
    return f"{names or ''} {number or ''}"[:500] if names or number else ""


def _leave(walk: _Walk, element: HtmlElement) -> None:
    tag = element.tag
    if element is walk.skipped:
        walk.skipped = None
    elif tag not in ("br", "img"):
        _surface(walk, element, tag)
    walk.found.spans[element] = (walk.starts.pop(), walk.position)
    if tag in _SET_OFF:
        walk.position += 1  # what follows is outside
    if element is not walk.root and (tail := element.tail):  # the root's is outside of what is read
        walk.pieces.append(tail)
        if walk.opened:
            walk.linked += _size(tail)


def _surface(walk: _Walk, element: HtmlElement, tag: str) -> None:
    asides, figures = walk.asides, walk.figures
    if tag in _BLOCKS:
        if walk.pieces:
            walk.flush()
        if walk.blocks:
            walk.blocks.pop()
        if tag == "blockquote":
            walk.quotes -= 1
        elif tag == "li":
            walk.items -= 1
    else:
        if walk.pieces and figures and figures[-1] is element:
            walk.blocks.append(element)  # a part of a caption, whose own name says what it is
            walk.flush()
            walk.blocks.pop()
        if tag == "a":
            walk.close_link()
    if asides and asides[-1] is element:
        asides.pop()
    if figures and figures[-1] is element:
        figures.pop()


def _parts(whole: str) -> Iterable[str]:
    """Paragraphs: two line breaks part them; one does where a line of another kind (a signature) stands."""
    for part in _PARAGRAPHS.split(whole):
        if _BREAK in part and _OWN_LINE.search(part.replace("\n", " ").replace(_BREAK, "\n")):
            yield from part.split(_BREAK)
        else:
            yield part.replace(_BREAK, " ")


def _plain(run: TextRun) -> int:
    return max(0, len(run.text) - run.linked)


def _size(text: str) -> int:
    return len("".join(text.split()))


def _hidden(element: HtmlElement) -> bool:
    """Whether nobody sees it; a page of a story that a script turns to is seen all the same."""
    style = element.get("style")
    if element.get("hidden") is None and not (style and len(style) < 2_000 and _HIDDEN.search(style)):
        return False
    return not _TURNED_TO.search(element.get("class") or "")
