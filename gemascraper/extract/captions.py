"""What is printed with a picture: the runs of its box or beside it, sorted into caption and credit line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

import attrs
from lxml.html import HtmlElement

from gemascraper.extract import creditline
from gemascraper.extract.flow import Run
from gemascraper.extract.page import Page, printed_in
from gemascraper.values.text import clean, fold

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_CALLED = re.compile(
    r"(?P<credit>credit|kredit|copyright|photographer|fotograf|(?<![a-z])(?:source|src|quelle|author|agency|attribution|"
    r"byline|rights|sumber|creator|distributor|cap-foto)(?![a-z]))|caption|desc|info|legend|title|(?<![a-z])cap(?![a-z])",
    re.I,
)
"""What the parts of a caption are called: the last word of ``caption__credit`` or ``credit-caption`` counts."""


NO_CAPTION = re.compile(
    r"^\W*(?:foto|photo|image|gambar|sumber|klik gambar\b.*|perbesar|zoom.*|lihat foto|video|"
    r"\d+(?:\s*(?:/|of|dari)\s*\d+)?)\W*$",
    re.I,
)


_LONGEST_CAPTION = 900


_LONGEST_UNBOXED = 320


_LITTLE = 15


_REACH = 3


_NEXT, _NEAR, _FARTHEST = 8, 5, 200


@attrs.define(eq=False)
class Place:
    """One picture of the story, and the runs that are printed with it."""

    url: str
    element: HtmlElement
    order: int
    box: HtmlElement | None
    runs: list[Run] = attrs.field(factory=list)


def attach(page: Page, places: Sequence[Place], story: Sequence[Run]) -> None:
    """Give each picture the runs of its box; one without a box the captions next to it."""
    text = {run.order for run in story}
    for number, place in enumerate(places):
        following = places[number + 1].order if number + 1 < len(places) else None
        if place.box is not None:
            runs = page.flow.within(place.box)
            shared = [other for other in places if other.box is place.box]
            if len(shared) > 1:
                runs = [
                    run for run in runs if run.order >= place.order and (following is None or run.order <= following)
                ]
            place.runs = [run for run in runs if len(run.text) <= _LONGEST_CAPTION]
            if len(place.runs) < 2 and not page.selectors.caption:
                place.runs += _under(page, place, text)
        if not place.runs:
            place.runs = _beside(page, place, following, text)


def _beside(page: Page, place: Place, following: int | None, text: set[int]) -> list[Run]:
    """Captions outside the picture's own box: a credit, a caption or both under it; a caption just before it."""
    end = following if following is not None else place.order + _FARTHEST
    after = [run for run in page.flow.between(place.order, end) if run.order != following]
    found: list[Run] = []
    for run in [run for run in after if not NO_CAPTION.match(run.text)][:_REACH]:
        if not _goes_with(run, place, found, text):
            break
        found.append(run)
    return found or _just_before(page, place, text)


def _goes_with(run: Run, place: Place, found: Sequence[Run], text: set[int]) -> bool:
    """Whether a line below a picture belongs to it, and to what was *found* so far."""
    if len(run.text) > _LONGEST_CAPTION:
        return False
    if run.figure is not None and run.aside is None:
        return True
    if not found:
        return _reads_as_caption(run, place, text)
    credit_first = len(found) == 1 and _whole_credit(found[0].text) is not None  # as Tribun prints it
    return credit_first and run.order not in text and not run.links


def _just_before(page: Page, place: Place, text: set[int]) -> list[Run]:
    before = page.flow.between(place.order - _NEAR, place.order - 1)[-1:]
    return [run for run in before if run.figure is not None and run.order not in text]


def _under(page: Page, place: Place, text: set[int]) -> list[Run]:
    """A caption in a box of its own right under the picture's, where that has only the credit."""
    last = page.flow.spans[place.box][1] if place.box is not None else place.order
    after = page.flow.between(last + 1, last + _NEXT)[:1]
    return [run for run in after if run.figure is not None and run.order not in text and run.aside is None]


def _reads_as_caption(run: Run, place: Place, text: set[int]) -> bool:
    """A line right under the picture that ends in a credit; or one that is no part of the text and has an element that
    is called so, or says what the picture's alternative text says."""
    if run.order - place.order > _NEXT or run.text.endswith(":"):
        return False
    if len(run.text) < _LONGEST_UNBOXED and creditline.split(run.text)[1] is not None:
        return True
    same = len(run.key) > _LITTLE and run.key == fold(place.element.get("alt"))
    return run.order not in text and (same or _credit_within(run, place) is not None)


def caption_and_credit(page: Page, place: Place) -> tuple[str | None, str | None]:
    texts, lines = list(_chosen_texts(page, place, "caption")), list(_chosen_texts(page, place, "credit"))
    if not texts and not lines:
        texts, lines = _sorted_texts(place)
    line = creditline.tidy(" / ".join(dict.fromkeys(lines))) if lines else None
    caption = next(
        (text for text in dict.fromkeys(texts) if fold(text) != fold(line) and not NO_CAPTION.match(text)), None
    )
    shorter, inner = creditline.split(caption)
    if caption and not inner and line is None and (behind := _behind_alternative(caption, place.element)):
        return clean(place.element.get("alt")), behind
    if inner and shorter and line is None:  # Tribun prints the credit twice, once in brackets
        again, first = creditline.split(shorter)
        if first and fold(first.rpartition("/")[2]) == fold(inner.rpartition("/")[2]):
            return again, first
    if inner and (line is None or fold(inner) in fold(line) or fold(line) in fold(inner)):
        return shorter, line if line and len(line) >= len(inner) else inner
    return caption, line


def _behind_alternative(caption: str, image: HtmlElement) -> str | None:
    """The credit behind a caption that begins with the alternative text: the outlets of PRMN print both in one line."""
    alt = clean(image.get("alt"))
    rest = caption.removeprefix(f"{alt} ") if alt else caption
    return creditline.tidy(rest) if rest != caption and rest[:1].isupper() and len(rest.split()) <= 5 else None


def _sorted_texts(place: Place) -> tuple[list[str], list[str]]:
    """The runs of a picture as captions and credits: by what their elements are called, else by what they say."""
    texts: list[str] = []
    lines: list[str] = []
    for run in place.runs:
        inner = _credit_within(run, place)
        if inner and inner != run.text:
            lines.append(inner)
            rest = clean(run.text.replace(inner, " ", 1).strip(" |/–—-()"))
            texts += [rest] if rest else []
        elif (
            (_is_credit_run(run, place) or inner) and not ("©" in run.text and creditline.split(run.text)[0])
        ) or _whole_credit(run.text):
            lines.append(run.text)
        elif not run.is_link or "/" in run.text or _is_link_of(run, place):
            texts.append(run.text)
    if not texts and len(lines) > 1:
        caption, _ = creditline.split(lines[0])
        return ([lines[0]], []) if caption else ([], lines)
    return texts, lines


def _is_link_of(run: Run, place: Place) -> bool:
    """Whether one link is around picture and caption."""
    return any(link in run.links for link in place.element.iterancestors("a"))


def in_attributes(image: HtmlElement) -> str | None:
    """A caption that a gallery keeps in an attribute of the picture or of the box around it."""
    for element in (image, *islice(image.iterancestors(), 6)):
        for name in ("data-caption", "data-short-desc", "data-desc", "data-description", "data-sub-html"):
            if text := clean(re.sub(r"<[^>]*>", " ", element.get(name) or "")):
                return text
    return None


def credit_in_attributes(image: HtmlElement, caption: str | None) -> str | None:
    """The credit that a picture's own title or alternative text has behind the caption."""
    if line := creditline.tidy(image.get("data-credit")):
        return line
    for text in filter(None, (clean(image.get("title")), clean(image.get("alt")))):
        before, bar, behind = text.partition(" | ")
        shorter, line = (before, creditline.tidy(behind)) if bar else creditline.split(text)
        if line and (caption is None or fold(caption) == fold(shorter)):
            return line
    return None


def _credit_within(run: Run, place: Place) -> str | None:
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
        if edge and text != run.text and _whole_credit(text):
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


def _whole_credit(text: str) -> str | None:
    caption, line = creditline.split(text)
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


def _is_credit_run(run: Run, place: Place) -> bool:
    if len(run.text) > 160:
        return False
    for element in (run.element, *run.element.iterancestors()):
        if element is place.box or element.tag in ("figure", "figcaption", "body", "article"):
            break
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if is_called_credit(names):
            return True
    return False
