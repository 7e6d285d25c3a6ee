"""What is printed with a picture, sorted into caption and credit line; where nothing is, what its attributes say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

import attrs
from lxml.html import HtmlElement

from gemascraper.extract.images import addresses
from gemascraper.extract.lines import credit_line
from gemascraper.extract.lines.credit_parts import is_own
from gemascraper.extract.page.document import printed_in
from gemascraper.extract.page.page import Page
from gemascraper.extract.page.text_runs import TextRun
from gemascraper.values.text import clean, fold

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_CALLED = re.compile(
    r"(?P<credit>credit|kredit|copyright|photographer|fotograf|(?<![a-z])(?:source|src|quelle|author|agency|attribution|"
    r"byline|rights|sumber|creator|distributor|cap-foto)(?![a-z]))|caption|desc|info|legend|title|(?<![a-z])cap(?![a-z])",
    re.I,
)
"""What the parts of a caption are called: the last word of ``caption__credit`` or ``credit-caption`` counts."""
NO_CAPTION = re.compile(
    r"^\W*(?:foto|photo|image|gambar|(?:keterangan|sumber) gambar|sumber|klik gambar\b.*|perbesar|zoom.*|lihat foto|"
    r"video|"
    r"\d+(?:\s*(?:/|of|dari)\s*\d+)?)\W*$",
    re.I,
)
_BRACKETED = re.compile(r"\(([^()]{2,60})\)$")


@attrs.define(eq=False)
class Place:
    """One picture of the story, and the runs that are printed with it."""

    url: str
    element: HtmlElement
    position: int
    box: HtmlElement | None
    runs: list[TextRun] = attrs.field(factory=list)


def caption_and_credit(page: Page, place: Place) -> tuple[str | None, str | None]:
    caption, line = _told(page, place)
    if caption is None and line and (behind := _behind_alternative(line, place.element)):
        return clean(place.element.get("alt")), behind
    return caption, line


def _told(page: Page, place: Place) -> tuple[str | None, str | None]:
    texts, lines = list(_chosen_texts(page, place, "caption")), list(_chosen_texts(page, place, "credit"))
    if not texts and not lines:
        texts, lines = _sorted_texts(place)
    line = credit_line.tidy(" / ".join(dict.fromkeys(lines))) if lines else None
    caption = next((text for text in dict.fromkeys(texts) if _is_caption(text) and fold(text) != fold(line)), None)
    if caption and line is None and (named := _BRACKETED.match(caption)) and is_own(named[1], page.brands):
        return None, named[1]
    shorter, inner = credit_line.split(caption)
    if caption and not inner and line is None and (behind := _behind_alternative(caption, place.element)):
        return clean(place.element.get("alt")), behind
    if inner and shorter and line is None:  # Tribun prints the credit twice, once in brackets
        again, first = credit_line.split(shorter)
        if first and fold(first.rpartition("/")[2]) == fold(inner.rpartition("/")[2]):
            return again, first
    if inner and (line is None or fold(inner) in fold(line) or fold(line) in fold(inner)):
        return shorter, line if line and len(line) >= len(inner) else inner
    return caption, line


def _is_caption(text: str) -> bool:
    """Whether a line says what is shown; what ends in a colon only leads to something."""
    return not NO_CAPTION.match(text) and not text.endswith(":")


def _behind_alternative(caption: str, image: HtmlElement) -> str | None:
    """The credit behind a caption that begins with the alternative text: the outlets of PRMN print both in one line."""
    alt = clean(image.get("alt"))
    rest = caption.removeprefix(f"{alt} ") if alt else caption
    return credit_line.tidy(rest) if rest != caption and rest[:1].isupper() and len(rest.split()) <= 5 else None


def _sorted_texts(place: Place) -> tuple[list[str], list[str]]:
    """The runs of a picture as captions and credits: by what their elements are called, else by what they say."""
    texts: list[str] = []
    lines: list[str] = []
    for run in place.runs:
        if parted := _parted(run):
            texts.append(parted[0])
            lines.append(parted[1])
            continue
        inner = credit_within(run, place)
        if inner and inner != run.text:
            lines.append(inner)
            rest = _unclosed(run.text.replace(inner, " ", 1))
            texts += [rest] if rest else []
        elif NO_CAPTION.match(run.text):
            continue
        elif (
            (_is_credit_run(run, place) or inner) and not ("©" in run.text and credit_line.split(run.text)[0])
        ) or whole_credit(run.text):
            lines.append(run.text)
        elif not run.is_link or "/" in run.text or _is_link_of(run, place):
            texts.append(run.text)
    if not texts and len(lines) > 1:
        caption, _ = credit_line.split(lines[0])
        return ([lines[0]], []) if caption else ([], lines)
    return texts, lines


def _parted(run: TextRun) -> tuple[str, str] | None:
    """Caption and credit of a run in which a line break is between them, whichever comes first."""
    first = run.element.find("br")
    if first is None or run.element.find("br[2]") is not None:
        return None
    before = [f"{e.text_content()}{e.tail or ''}" for e in first.itersiblings(preceding=True) if isinstance(e.tag, str)]
    above = clean("".join([run.element.text or "", *reversed(before)]))
    below = clean(run.text.removeprefix(above)) if above and run.text.startswith(above) else None
    if not above or not below:
        return None
    if whole_credit(above) and not whole_credit(below):
        return below, above
    return (above, below) if whole_credit(below) and not whole_credit(above) else None


def _unclosed(text: str) -> str | None:
    """What is left of a caption without its credit: less marks at its edges, and a bracket that lost the other one."""
    text = text.strip(" |/–—-")
    if text.count("(") != text.count(")") or text.endswith("("):
        text = text.strip("() ")
    return clean(re.sub(r"\(\s*\)$", "", text).strip(" |/–—-"))


def _is_link_of(run: TextRun, place: Place) -> bool:
    """Whether one link is around picture and caption."""
    return any(link in run.links for link in place.element.iterancestors("a"))


def in_attributes(image: HtmlElement) -> str | None:
    """A caption that a gallery keeps in an attribute of the picture, or of a box around it alone."""
    for element in (image, *islice(image.iterancestors(), 6)):
        if element is not image and not shows_only(element, image):
            return None
        for name in ("data-caption", "data-short-desc", "data-desc", "data-description", "data-sub-html"):
            said = element.get(name) or ""
            if not said.startswith(("#", ".")) and (text := clean(re.sub(r"<[^>]*>", " ", said))):
                return text  # else it only names the element that holds the caption
    return None


def shows_only(box: HtmlElement, image: HtmlElement) -> bool:
    """Whether a box shows no other picture; what stands in for a lazy one is none."""
    inside = islice(box.iter(*addresses.TAGS), 4)
    return all(each is image or each.getparent().tag == "noscript" for each in inside)


def captioned_by_name(image: HtmlElement) -> tuple[str | None, str | None]:
    """Caption and credit where the alternative text or the title of a picture has a credit.

    What stands before a bar in the title is the alternative text again, for those who point at the picture.
    """
    said = (image.get("alt"), None if " | " in (image.get("title") or "") else image.get("title"))
    return next((found for text in said if (found := credit_line.split(text))[1]), (None, None))


def credit_in_attributes(image: HtmlElement, caption: str | None) -> str | None:
    """The credit that a picture's own title or alternative text has behind the caption."""
    if line := credit_line.tidy(image.get("data-credit")):
        return line
    for text in filter(None, (clean(image.get("title")), clean(image.get("alt")))):
        before, bar, behind = text.partition(" | ")
        shorter, line = (before, credit_line.tidy(behind)) if bar else credit_line.split(text)
        if line and (caption is None or fold(caption) == fold(shorter)):
            return line
    return None


def credit_within(run: TextRun, place: Place) -> str | None:
    """The text of an inline element in a caption that is called credit, or stands at its edge and reads like one."""
    called: list[str] = []
    for element in run.element.iterdescendants("span", "em", "i", "small", "cite", "b", "strong", "a"):
        text = printed_in(element) if len(element) or element.text else None
        if not text or len(text) > 120 or text not in run.text:
            continue
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if is_called_credit(names):
            called.append(text)
            continue
        edge = run.text.startswith(text) or run.text.rstrip(" .)").endswith(text)
        if edge and text != run.text and whole_credit(text):
            called.append(text)
            break
    return _from_first_to_last(run.text, called) if called else None


def _from_first_to_last(whole: str, parts: Sequence[str]) -> str:
    """What stands between the first and the last of some parts of a text, both included."""
    return whole[min(map(whole.index, parts)) : max(whole.index(part) + len(part) for part in parts)]


def is_called_credit(names: str) -> bool:
    """Whether one of an element's names says that it holds a credit.

    >>> is_called_credit("caption__credit"), is_called_credit("mediaRights"), is_called_credit("credit-caption")
    (True, True, False)
    """
    last = ([*_CALLED.finditer(_CAMEL.sub("-", name))][-1:] for name in names.split())
    return any(found[0]["credit"] for found in last if found)


def whole_credit(text: str) -> str | None:
    caption, line = credit_line.split(text)
    return line if caption is None else None


def _chosen_texts(page: Page, place: Place, field: str) -> Iterator[str]:
    box = place.box
    if box is None:
        return
    for selector in getattr(page.selectors, field):
        inside = [element for element in page.select(selector) if element is box or box in element.iterancestors()]
        for element in inside:
            if text := printed_in(element):
                yield text
        if inside:
            return


def _is_credit_run(run: TextRun, place: Place) -> bool:
    if len(run.text) > 160:
        return False
    for element in (run.element, *run.element.iterancestors()):
        if element is place.box or element.tag in ("figure", "figcaption", "body", "article"):
            break
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if is_called_credit(names):
            return True
    return False
