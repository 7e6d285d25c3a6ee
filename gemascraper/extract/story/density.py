"""The element that holds the story: where the prose is densest, and where it goes on in the elements around."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from gemascraper.extract.lines.prose import is_prose
from gemascraper.extract.page.element_names import class_and_id
from gemascraper.extract.page.text_runs import ReadingOrder, TextRun

NAMED = re.compile(
    r"articlebody|article-?_?(?:body|content|text|detail)|detail_?_?(?:body-?text|text|content)|(?:entry|post|"
    r"story|news|read|berita|isi)-?_?_?content|"
    r"content_news|txt-article|td-post-content|story-?body|post-?body|body-?text|paragraph|isi-?berita|"
    r"content-?detail|(?:read|news|berita|artikel)-?_?text|text_?-?detail|news-?body|artikel",
    re.I,
)
"""Names of elements that hold a story's text."""
_SHARES = (1.0, 0.6, 0.3)
"""How much of a paragraph's weight goes to its own element, to the one around it, and to the one around that."""
_ABOVE_HEADLINE, _LIST_ITEM, _NAMED_WELL = 0.3, 0.5, 1.5
"""Factors of that weight."""
_MAX_GROWTH = 4


def densest(order: ReadingOrder, headline: TextRun | None) -> HtmlElement | None:
    """The element with the densest prose below the headline; None where there is no prose."""
    scores = _scores(order, headline.position if headline is not None else 0)
    best, found = 0.0, None
    for element, score in scores.items():
        if element.tag == "p":
            continue
        worth = score * _purity(order, element) * (_NAMED_WELL if NAMED.search(described(element)) else 1.0)
        if worth > best:
            best, found = worth, element
    return found


def _scores(order: ReadingOrder, after: int) -> dict[HtmlElement, float]:
    """The weight of the prose in each element that holds some, in the order of the page."""
    scores: dict[HtmlElement, float] = {}
    for run in order.runs:
        if run.aside is not None or run.figure is not None or run.type == "heading" or not is_prose_run(run):
            continue
        weight = len(run.text) * (1.0 if run.position >= after else _ABOVE_HEADLINE)
        if run.type == "list_item" and run.element.tag == "li":
            weight *= _LIST_ITEM
        for share, element in zip(_SHARES, _up(run.element), strict=False):
            scores[element] = scores.get(element, 0) + weight * share
    return scores


def _up(element: HtmlElement) -> Iterator[HtmlElement]:
    """The element and those around it, below the root."""
    above: HtmlElement | None = element
    while above is not None and above.tag != "html":
        yield above
        above = above.getparent()


def _purity(order: ReadingOrder, element: HtmlElement) -> float:
    """How little of an element's text is links, from 0.05 to 1."""
    runs = [run for run in order.within(element) if run.aside is None]
    whole = sum(len(run.text) for run in runs) or 1
    return max(0.05, 1 - 1.6 * sum(run.linked for run in runs) / whole)


def grown(order: ReadingOrder, box: HtmlElement, taken: set[TextRun] | None) -> HtmlElement:
    """The box, or one around it, where the story goes on beside it: parts of one story in boxes of their own.

    What goes on is what trafilatura took too; where it was not asked (*taken* is None), what stands in boxes of the
    same name.
    """
    outer, size = box, _prose_size(order, box)
    for _ in range(_MAX_GROWTH):
        above = outer.getparent()
        if above is None or above.tag in ("body", "html"):
            break
        outer, inside = above, set(order.within(box))
        beside = (run for run in order.within(outer) if run not in inside and is_prose_run(run))
        more = [run for run in beside if run.aside is None and run.figure is None]
        good = sum(len(r.text) for r in more if (r in taken if taken is not None else _same_name(r, box, outer)))
        if good >= 0.2 * size and good >= 0.8 * sum(len(run.text) for run in more) and not are_teasers(more, order):
            box, size = outer, _prose_size(order, outer)
    return box


def _same_name(run: TextRun, box: HtmlElement, outer: HtmlElement) -> bool:
    """Whether a run stands in a sibling of the box that has a class in common with it."""
    names = set((box.get("class") or "").split())
    for element in (run.element, *run.element.iterancestors()):
        if element is outer:
            return False
        if names & set((element.get("class") or "").split()):
            return True
    return False


def _prose_size(order: ReadingOrder, box: HtmlElement) -> int:
    return sum(len(run.text) for run in order.within(box) if run.aside is None and is_prose_run(run))


def are_teasers(runs: list[TextRun], order: ReadingOrder) -> bool:
    """Whether runs are summaries of other stories: each beside a headline that is a link."""
    near = {id(run): number for number, run in enumerate(order.runs)}
    beside = 0
    for run in runs:
        at = near[id(run)]
        neighbours = order.runs[max(0, at - 2) : at] + order.runs[at + 1 : at + 3]
        beside += any(n.is_link and len(n.text) > 15 for n in neighbours) or run.linked > 0.2 * len(run.text)
    return beside >= 0.5 * len(runs)


def described(element: HtmlElement) -> str:
    """An element's tag and names, for a rule of the provenance: ``div articleBody post-content``."""
    names = " ".join(filter(None, (element.get("itemprop"), class_and_id(element))))[:80]
    return f"{element.tag} {names}".strip()


def is_prose_run(run: TextRun) -> bool:
    """Whether a run reads like sentences."""
    return is_prose(run.text, run.linked)
