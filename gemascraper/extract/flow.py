"""A page as a reader meets it, top to bottom: runs of text and pictures, in the order of the page.

One walk over the tree serves every field. What is hidden, scripted or a form is left out; what belongs to the page's
furniture is marked `aside`, what belongs to a picture knows its `figure`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from operator import attrgetter

import attrs
from lxml import etree
from lxml.html import HtmlElement

from gemascraper.extract.marks import FURNITURE_TAGS, marks, words
from gemascraper.items import BlockType
from gemascraper.values.text import clean, fold

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
_HEADINGS = words("h1 h2 h3 h4 h5 h6")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_TURNED_TO = re.compile(r"paging|page-?content|halaman|read-?more-content|slide", re.I)
_DEEPEST = 250


@attrs.define(eq=False)
class Run:
    """Text between two block boundaries, as printed."""

    text: str
    element: HtmlElement
    """The innermost block element around it."""
    order: int
    type: BlockType = "paragraph"
    links: Sequence[HtmlElement] = ()
    linked: int = 0
    """How many of its characters are link text."""
    strong: bool = False
    """All of it is bold or a heading."""
    aside: HtmlElement | None = None
    """The outermost piece of furniture around it."""
    figure: HtmlElement | None = None

    @cached_property
    def key(self) -> str:
        """Its letters and digits alone, for comparing."""
        return fold(self.text)

    @property
    def is_link(self) -> bool:
        """Nearly all of it is a link."""
        return self.linked >= 0.8 * len(self.text.replace(" ", ""))


_order = attrgetter("order")


@attrs.define(eq=False)
class Spot:
    """A picture where it stands."""

    element: HtmlElement
    order: int
    aside: HtmlElement | None = None
    figure: HtmlElement | None = None


@attrs.define(eq=False)
class Flow:
    """The runs and pictures of a page, and where each element begins and ends among them."""

    runs: list[Run] = attrs.field(factory=list)
    pictures: list[Spot] = attrs.field(factory=list)
    spans: dict[HtmlElement, tuple[int, int]] = attrs.field(factory=dict)
    called: dict[str, list[HtmlElement]] = attrs.field(factory=dict)
    """The elements by what they are called: their classes and their id, as written."""

    def within(self, element: HtmlElement) -> list[Run]:
        """The runs inside an element."""
        start, end = self.spans.get(element, (0, -1))
        return self.between(start, end)

    def named(self, pattern: re.Pattern[str]) -> list[HtmlElement]:
        """The elements whose names the pattern finds, in the order of the page."""
        found = (element for names, them in self.called.items() if pattern.search(names) for element in them)
        return sorted(found, key=lambda element: self.spans[element])

    def between(self, start: int, end: int) -> list[Run]:
        """The runs from one place to another, both included."""
        return self.runs[bisect_left(self.runs, start, key=_order) : bisect_right(self.runs, end, key=_order)]


class _Walk:
    """The state of one walk: what surrounds the place where we are."""

    __slots__ = (
        "anchors", "around", "asides", "blocks", "bold", "bolded", "figures", "flow", "hidden", "items", "linked",
        "links",
        "order", "pieces", "quotes", "removed", "root", "skipped", "starts",
    )  # fmt: skip

    def __init__(self, root: HtmlElement, removed: set[HtmlElement], hidden: bool) -> None:
        self.flow = Flow()
        self.root, self.removed, self.hidden = root, removed, hidden
        self.order = 0
        self.starts: list[int] = []
        self.blocks: list[HtmlElement] = [root]
        self.asides: list[HtmlElement] = []
        self.figures: list[HtmlElement] = []
        self.skipped: HtmlElement | None = None
        self.quotes = self.items = self.anchors = self.bold = 0
        self.pieces: list[str] = []
        self.links: list[HtmlElement] = []
        self.linked = self.bolded = 0
        self.around: list[tuple[Run | Spot, tuple[HtmlElement, ...], tuple[HtmlElement, ...]]] = []

    def text(self, text: str) -> None:
        self.pieces.append(text)
        if self.anchors:
            self.linked += _size(text)
        if self.bold:
            self.bolded += _size(text)

    def flush(self) -> None:
        whole = "".join(self.pieces)
        if not whole.isspace():
            parts = list(_parts(whole)) if _BREAK in whole else [whole]
            for part in parts:
                if printed := clean(part):
                    self.keep(self._run(printed, _size(whole), len(parts) > 1))
        self.pieces, self.links, self.linked, self.bolded = [], [], 0, 0

    def keep(self, found: Run | Spot) -> None:
        if isinstance(found, Run):
            self.flow.runs.append(found)
        else:
            self.flow.pictures.append(found)
        self.around.append((found, tuple(self.asides), tuple(self.figures)))

    def _run(self, printed: str, size: int, one_of_many: bool) -> Run:
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
        return Run(
            text=printed,
            element=block,
            order=self.order,
            type=kind,
            links=tuple(links),
            linked=sum(_size(link.text_content()) for link in links) if one_of_many else self.linked,
            strong=block.tag in _HEADINGS or self.bolded >= 0.9 * size,
        )

    def close(self) -> Flow:
        """Say of each run and picture what it belongs to, now that the sizes of all that is around it are known."""
        if self.pieces:
            self.flush()
        sizes = self._sizes()
        most = _HALF * sum(len(run.text) for run in self.flow.runs)
        asides = {e for e in sizes if e.tag in FURNITURE_TAGS or sizes[e] <= most}
        figures = {e for e in sizes if sizes[e] <= _LONGEST_CAPTION and e.find(".//h1") is None}
        for found, around, pictured in self.around:
            if around:
                found.aside = next((e for e in around if e in asides), None)
            if pictured:
                found.figure = next((e for e in pictured if e in figures), None)
        return self.flow

    def _sizes(self) -> dict[HtmlElement, int]:
        """How much text each piece of furniture and each box of a picture has."""
        sizes: dict[HtmlElement, int] = {}
        for found, asides, figures in self.around:
            size = len(found.text) if isinstance(found, Run) else 0
            for element in {*asides, *figures} if asides or figures else ():
                sizes[element] = sizes.get(element, 0) + size
        return sizes


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


def flow(root: HtmlElement, removed: Iterable[HtmlElement] = (), hidden: bool = False) -> Flow:
    """Read the tree below *root* once. Elements in *removed* are left out; hidden ones too unless *hidden*."""
    walk = _Walk(root, set(removed), hidden)
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "start":
            if _enter(walk, element):
                walker.skip_subtree()
        else:
            _leave(walk, element)
    return walk.close()


def _enter(walk: _Walk, element: HtmlElement) -> bool:
    """Take an element in; True where its inside is not to be read."""
    tag = element.tag
    if walk.pieces and tag in _BLOCKS:
        walk.flush()
    walk.order += 1
    walk.starts.append(walk.order)
    if _is_unseen(walk, element, tag):
        walk.skipped = element
        return True
    if tag == "br":
        walk.pieces.append(_BREAK)
    elif tag == "img":
        walk.keep(Spot(element, walk.order))
    else:
        _surround(walk, element, tag)
        if text := element.text:
            walk.text(text)
    return len(walk.blocks) > _DEEPEST


def _is_unseen(walk: _Walk, element: HtmlElement, tag: object) -> bool:
    if not isinstance(tag, str):
        return True
    if tag in _UNSEEN and not (tag in _LEFT_OPEN and element.find(".//p") is not None):
        if tag in _HOLDS_PICTURES:
            for image in element.iter("img"):
                walk.flow.spans[image] = (walk.order, walk.order)
                walk.keep(Spot(image, walk.order))
        return True
    if walk.removed and element in walk.removed:
        return True
    return not walk.hidden and element is not walk.root and _hidden(element)


def _surround(walk: _Walk, element: HtmlElement, tag: str) -> None:
    names, number = element.get("class"), element.get("id")
    called = f"{names or ''} {number or ''}"[:500] if names or number else ""
    if called:
        walk.flow.called.setdefault(called, []).append(element)
    furniture, figure = marks(tag, called)
    if furniture or (tag == "a" and "sponsored" in (element.get("rel") or "")):
        walk.asides.append(element)
    if figure:
        if walk.pieces:
            walk.flush()
        walk.figures.append(element)
    if tag in _BLOCKS:
        walk.blocks.append(element)
    elif tag == "a":
        walk.anchors += 1
        walk.links.append(element)
    elif tag in ("b", "strong"):
        walk.bold += 1
    if tag == "blockquote":
        walk.quotes += 1
    elif tag == "li":
        walk.items += 1


def _leave(walk: _Walk, element: HtmlElement) -> None:
    tag = element.tag
    if element is walk.skipped:
        walk.skipped = None
    elif tag not in ("br", "img"):
        _surface(walk, element, tag)
    walk.flow.spans[element] = (walk.starts.pop(), walk.order)
    if tag in _BLOCKS or tag == "span":
        walk.order += 1  # what follows is outside
    if element is not walk.root and (tail := element.tail):  # the root's is outside of what is read
        walk.text(tail)


def _surface(walk: _Walk, element: HtmlElement, tag: str) -> None:
    if tag in _BLOCKS:
        if walk.pieces:
            walk.flush()
        if walk.blocks:
            walk.blocks.pop()
    elif walk.pieces and walk.figures and walk.figures[-1] is element:
        walk.flush()
    for open_ones in (walk.asides, walk.figures):
        if open_ones and open_ones[-1] is element:
            open_ones.pop()
    if tag == "a":
        walk.anchors -= 1
    elif tag in ("b", "strong"):
        walk.bold -= 1
    elif tag == "blockquote":
        walk.quotes -= 1
    elif tag == "li":
        walk.items -= 1


def _parts(whole: str) -> Iterable[str]:
    """Paragraphs: two line breaks part them; one does where a line of another kind (a signature) stands."""
    for part in _PARAGRAPHS.split(whole):
        if _BREAK in part and _OWN_LINE.search(part.replace("\n", " ").replace(_BREAK, "\n")):
            yield from part.split(_BREAK)
        else:
            yield part.replace(_BREAK, " ")


def _size(text: str) -> int:
    return len("".join(text.split()))


def _hidden(element: HtmlElement) -> bool:
    """Whether nobody sees it; a page of a story that a script turns to is seen all the same."""
    style = element.get("style")
    if element.get("hidden") is None and not (style and len(style) < 2_000 and _HIDDEN.search(style)):
        return False
    return not _TURNED_TO.search(element.get("class") or "")
