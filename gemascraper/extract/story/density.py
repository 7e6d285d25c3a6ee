"""The element that holds the story: where the prose is densest, and where it goes on beside it."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from gemascraper.extract.page.text_runs import ReadingOrder, TextRun

NAMED = re.compile(
    r"articlebody|article-?_?(?:body|content|text|detail)|detail_?_?(?:body-?text|text|content)|(?:entry|post|"
    r"story|news|read|berita|isi)-?_?_?content|"
    r"content_news|txt-article|td-post-content|story-?body|post-?body|body-?text|paragraph|isi-?berita|"
    r"content-?detail|(?:read|news|berita|artikel)-?_?text|text_?-?detail|news-?body|artikel",
    re.I,
)
_SENTENCE = re.compile(r"[.!?:;,”\"’')\]…](?:\s|$)|[。？！、]")
_PROSE = 45
_STAMP = re.compile(r"(?:[a-z]{3,}|\d\d?[/-]\d\d?[/-])\s*(?:19|20)\d\d\W{1,4}\d\d?[:.]\d\d", re.I)
_LONGEST_STAMP = 140


def is_prose(run: TextRun) -> bool:
    """Whether a run reads like sentences rather than like a label, a headline, a link or the line with the date."""
    text = run.text
    if len(text) < _PROSE or run.linked >= 0.5 * len(text) or not _SENTENCE.search(text):
        return False
    return not is_stamp(text)


def is_stamp(text: str) -> bool:
    """Whether a line is the one that prints when a story was published, and perhaps by whom."""
    return len(text) <= _LONGEST_STAMP and text[-1] not in '.!?”"' and bool(_STAMP.search(text))


def grown(flow: ReadingOrder, box: HtmlElement, taken: set[TextRun] | None) -> HtmlElement:
    """The box, or one around it, where the story goes on beside it: parts of one story in boxes of their own.

    What goes on is what trafilatura took too; where it was not asked, what stands in boxes of the same name.
    """
    outer, size = box, _prose(flow, box)
    for _ in range(4):
        above = outer.getparent()
        if above is None or above.tag in ("body", "html"):
            break
        outer, inside = above, set(flow.within(box))
        beside = (run for run in flow.within(outer) if run not in inside and is_prose(run))
        more = [run for run in beside if run.aside is None and run.figure is None]
        good = sum(len(r.text) for r in more if (r in taken if taken is not None else _same_name(r, box, outer)))
        if good >= 0.2 * size and good >= 0.8 * sum(len(run.text) for run in more) and not teasers(more, flow):
            box, size = outer, _prose(flow, outer)
    return box


def _same_name(run: TextRun, box: HtmlElement, outer: HtmlElement) -> bool:
    """Whether a run stands in a sibling of the box that is called like it."""
    names = set((box.get("class") or "").split())
    for element in (run.element, *run.element.iterancestors()):
        if element is outer:
            return False
        if names & set((element.get("class") or "").split()):
            return True
    return False


def _prose(flow: ReadingOrder, box: HtmlElement) -> int:
    return sum(len(run.text) for run in flow.within(box) if is_prose(run) and run.aside is None)


def teasers(runs: list[TextRun], flow: ReadingOrder) -> bool:
    """Whether runs are summaries of other stories: each beside a headline that is a link."""
    near = {id(run): number for number, run in enumerate(flow.runs)}
    beside = 0
    for run in runs:
        at = near[id(run)]
        neighbours = flow.runs[max(0, at - 2) : at] + flow.runs[at + 1 : at + 3]
        beside += any(n.is_link and len(n.text) > 15 for n in neighbours) or run.linked > 0.2 * len(run.text)
    return beside >= 0.5 * len(runs)


def densest(flow: ReadingOrder, headline: TextRun | None) -> HtmlElement | None:
    scores: dict[HtmlElement, float] = {}
    after = headline.order if headline is not None else 0
    for run in flow.runs:
        if run.aside is not None or run.figure is not None or run.type == "heading" or not is_prose(run):
            continue
        weight = len(run.text) * (1.0 if run.order >= after else 0.3)
        element: HtmlElement | None = run.element
        if run.type == "list_item" and run.element.tag == "li":
            weight *= 0.5
        for share in (1.0, 0.6, 0.3):
            if element is None or element.tag == "html":
                break
            scores[element] = scores.get(element, 0) + weight * share
            element = element.getparent()
    best, found = 0.0, None
    for element, score in scores.items():
        if element.tag == "p":
            continue
        worth = score * _purity(flow, element) * (1.5 if NAMED.search(name_of(element)) else 1.0)
        if worth > best:
            best, found = worth, element
    return found


def _purity(flow: ReadingOrder, element: HtmlElement) -> float:
    runs = flow.within(element)
    whole = sum(len(run.text) for run in runs if run.aside is None) or 1
    return max(0.05, 1 - 1.6 * sum(run.linked for run in runs if run.aside is None) / whole)


def name_of(element: HtmlElement) -> str:
    names = " ".join(filter(None, (element.get("itemprop"), element.get("class"), element.get("id"))))[:80]
    return f"{element.tag} {names}".strip()
