"""Which lines are printed with a picture: those of its box, or the captions right beside it."""

from __future__ import annotations

from collections.abc import Sequence

from lxml.html import HtmlElement

from gemascraper.extract.images import addresses
from gemascraper.extract.images.captions import NO_CAPTION, Place, credit_within, shows_only, whole_credit
from gemascraper.extract.lines import credit_line
from gemascraper.extract.page.page import Page
from gemascraper.extract.page.text_runs import TextRun
from gemascraper.values.text import fold

_LONGEST_CAPTION = 900
_LONGEST_UNBOXED = 320
_LITTLE = 15
_REACH = 3
_MOST_LINES = 4
_NEXT, _NEAR, _FARTHEST = 8, 5, 200


def attach(page: Page, places: Sequence[Place], story: Sequence[TextRun]) -> None:
    """Give each picture the runs of its box; one without a box the captions next to it."""
    text = {run.position: len(run.text) for run in story}
    half = sum(text.values()) / 2
    shown: dict[HtmlElement | None, set[str]] = {}
    for place in places:
        shown.setdefault(place.box, set()).add(place.url)
    for number, place in enumerate(places):
        following = next((n.position for n in places[number + 1 : number + 4] if n.url != place.url), None)
        if place.box is not None:
            place.runs = _boxed(page, place, len(shown[place.box]) > 1, following)
            if len(place.runs) == 1 and not page.selectors.caption:
                place.runs += _under(page, place, text)
        if not place.runs:
            place.runs = _framed(page, place, text, half) or _beside(page, place, following, text)


def _boxed(page: Page, place: Place, shared: bool, following: int | None) -> list[TextRun]:
    """The runs of a picture's box; of one that several share, those up to the following picture."""
    assert place.box is not None
    runs = page.reading_order.within(place.box)
    if shared:
        runs = [
            run for run in runs if run.position >= place.position and (following is None or run.position <= following)
        ]
    return [run for run in runs if len(run.text) <= _LONGEST_CAPTION]


def _framed(page: Page, place: Place, text: dict[int, int], half: float) -> list[TextRun]:
    """A few lines that an element without a telling name has around this picture alone.

    One of them says what the picture's own attributes say, or the first or last of them is a credit.
    """
    frame, runs = page.reading_order.around(place.element)
    size = sum(len(run.text) for run in runs)
    if frame is None or len(runs) > _MOST_LINES or size > _LONGEST_CAPTION or not shows_only(frame, place.element):
        return []
    if any(run.type == "heading" for run in runs):
        return []
    if sum(text.get(run.position, 0) for run in runs) > half:
        return []
    credited = len(runs) > 1 and any(whole_credit(run.text) for run in (runs[-1], runs[0]))
    return runs if credited or any(_says_the_same(run, place) for run in runs) else []


def _says_the_same(run: TextRun, place: Place) -> bool:
    """Whether a line repeats the alternative text or the title of a picture; a heading does so for other reasons."""
    return (
        run.type != "heading"
        and len(run.key) > _LITTLE
        and run.key in (fold(place.element.get("alt")), fold(place.element.get("title")))
    )


def _beside(page: Page, place: Place, following: int | None, text: dict[int, int]) -> list[TextRun]:
    """Captions outside the picture's own box: a credit, a caption or both under it; a caption just before it."""
    end = following if following is not None else place.position + _FARTHEST
    after = [run for run in page.reading_order.between(place.position, end) if run.position != following]
    found: list[TextRun] = []
    for run in [run for run in after if not NO_CAPTION.match(run.text)][:_REACH]:
        if not _goes_with(run, place, found, text):
            break
        found.append(run)
    return found or _just_before(page, place, text)


def _goes_with(run: TextRun, place: Place, found: Sequence[TextRun], text: dict[int, int]) -> bool:
    """Whether a line below a picture belongs to it, and to what was *found* so far."""
    if len(run.text) > _LONGEST_CAPTION:
        return False
    if run.figure is not None and run.aside is None:
        return not _is_of_another(run, place)
    if not found:
        return _reads_as_caption(run, place, text)
    credit_first = len(found) == 1 and whole_credit(found[0].text) is not None  # as Tribun prints it
    credit_next = len(found) == 1 and run.element is found[0].element and whole_credit(run.text) is not None
    return (credit_first or credit_next) and run.position not in text and not run.links


def _is_of_another(run: TextRun, place: Place) -> bool:
    """Whether a line stands in the box of another picture."""
    if run.figure is None or run.figure in place.element.iterancestors():
        return False
    return run.figure.tag == "figure" or next(run.figure.iter(*addresses.TAGS), None) is not None


def _just_before(page: Page, place: Place, text: dict[int, int]) -> list[TextRun]:
    before = page.reading_order.between(place.position - _NEAR, place.position - 1)[-1:]
    return [
        run for run in before if run.figure is not None and run.position not in text and not _is_of_another(run, place)
    ]


def _under(page: Page, place: Place, text: dict[int, int]) -> list[TextRun]:
    """A caption in a box of its own right under the picture's, where that has only the credit."""
    last = page.reading_order.spans[place.box][1] if place.box is not None else place.position
    after = page.reading_order.between(last + 1, last + _NEXT)[:1]
    return [
        run
        for run in after
        if run.figure is not None and run.position not in text and run.aside is None and not _is_of_another(run, place)
    ]


def _reads_as_caption(run: TextRun, place: Place, text: dict[int, int]) -> bool:
    """A line right under the picture that ends in a credit; or one that is no part of the text and has an element that
    is called so, or says what the picture's alternative text says."""
    far = run.position - place.position > _NEXT and run.element not in place.element.iterancestors()
    if far or run.text.endswith(":"):
        return False
    if len(run.text) < _LONGEST_UNBOXED and credit_line.split(run.text)[1] is not None:
        return True
    return run.position not in text and (_says_the_same(run, place) or credit_within(run, place) is not None)
