"""Which runs of a page are its story: by the profile's selectors, else by where the prose is.

Two opinions meet where no profile speaks: the element that holds the densest prose, and what trafilatura takes. Where
they agree, the element's own order and paragraphs are kept; where they do not, the better supported one wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import attrs
from lxml.html import HtmlElement

from gemascraper.extract.flow import Flow, Run
from gemascraper.extract.page import Page
from gemascraper.values.text import fold

_NAMED = re.compile(
    r"articlebody|article-?_?(?:body|content|text|detail)|detail_?_?(?:body-?text|text|content)|(?:entry|post|story|news|read|berita|isi)-?_?_?content|"
    r"content_news|txt-article|td-post-content|story-?body|post-?body|body-?text|paragraph|isi-?berita|content-?detail|artikel",
    re.I,
)
_SENTENCE = re.compile(r"[.!?:;,”\"’')\]…](?:\s|$)|[。？！、]")
_PROSE = 45


@attrs.frozen
class Story:
    """The runs of a story, in order, and how they were found."""

    runs: tuple[Run, ...]
    source: str
    rule: str

    @property
    def start(self) -> int:
        return self.runs[0].order if self.runs else 0

    @property
    def last(self) -> int:
        return self.runs[-1].order if self.runs else 0


def after(found: Story, title: Run | None) -> Story:
    """The story without what stands above its headline, where the box holds both, and without what only leads to it."""
    if title is None or found.source == "profile":
        return found
    below = tuple(run for run in found.runs if run.order > title.order)
    return attrs.evolve(found, runs=below) if sum(len(r.text) for r in below) > 0.5 * sum(len(r.text) for r in found.runs) else found


def story(page: Page, headline: Run | None, reader: Callable[[Page], str]) -> Story:
    """The story's runs. *reader* is asked for trafilatura's text only where no selector of the profile finds a body."""
    if chosen := page.selected("body"):
        runs = _inside(page.flow, chosen)
        if sum(len(run.text) for run in runs) > 1:
            return Story(tuple(runs), "profile", _matching(page))
    return _generic(page, headline, reader(page))


def is_prose(run: Run) -> bool:
    """Whether a run reads like sentences rather than like a label, a headline or a link."""
    return len(run.text) >= _PROSE and run.linked < 0.5 * len(run.text) and bool(_SENTENCE.search(run.text))


def _matching(page: Page) -> str:
    return next((s for s in page.selectors.body if page.select(s)), "body")


def _inside(flow: Flow, elements: Iterable[HtmlElement]) -> list[Run]:
    spans = [flow.spans[element] for element in elements if element in flow.spans]
    return [run for run in flow.runs if any(start <= run.order <= end for start, end in spans)]


def _generic(page: Page, headline: Run | None, text: str) -> Story:
    flow = page.flow
    taken = _taken(flow.runs, text)
    box = _densest(flow, headline)
    if box is None:
        return Story(tuple(run for run in taken if is_prose(run) and run.aside is None), "trafilatura", "text")
    box = _grown(flow, box, set(taken))
    inside = [run for run in flow.within(box) if run.figure is None or is_prose(run)]
    inside = [run for run in inside if run.aside is None or run.aside in box.iterancestors() or run in taken]
    if _contradicted(inside, taken, flow, box, headline):
        return Story(tuple(taken), "trafilatura", "text")
    return Story(tuple(inside), "markup", f"densest prose in {_name(box)}")


def _grown(flow: Flow, box: HtmlElement, taken: set[Run]) -> HtmlElement:
    """The box, or one around it, where the story goes on beside it: parts of one story in boxes of their own."""
    outer, size = box, _prose(flow, box)
    for _ in range(4):
        above = outer.getparent()
        if above is None or above.tag in ("body", "html"):
            break
        outer = above
        inside = set(flow.within(box))
        more = [run for run in flow.within(outer) if run not in inside and is_prose(run) and run.aside is None and run.figure is None]
        good = sum(len(run.text) for run in more if run in taken)
        if good >= 0.2 * size and good >= 0.8 * sum(len(run.text) for run in more) and not _teasers(more, flow):
            box, size = outer, _prose(flow, outer)
    return box


def _prose(flow: Flow, box: HtmlElement) -> int:
    return sum(len(run.text) for run in flow.within(box) if is_prose(run) and run.aside is None)


def _contradicted(inside: list[Run], taken: list[Run], flow: Flow, box: HtmlElement, headline: Run | None) -> bool:
    """Whether trafilatura's choice has to be believed: it has prose of the same kind elsewhere, or none of this."""
    ours, theirs = set(inside), [run for run in taken if is_prose(run)]
    common = sum(len(run.text) for run in theirs if run in ours)
    size = sum(len(run.text) for run in ours if is_prose(run))
    outside = [run for run in theirs if run not in ours]
    extra = sum(len(run.text) for run in outside)
    if not theirs:
        return False
    if common < 0.5 * size:
        return not _NAMED.search(_name(box))
    if extra <= 0.25 * common:
        return False
    return not _teasers(outside, flow) and not _NAMED.search(_name(box))


def _teasers(runs: list[Run], flow: Flow) -> bool:
    """Whether runs are summaries of other stories: each beside a headline that is a link."""
    near = {id(run): number for number, run in enumerate(flow.runs)}
    beside = 0
    for run in runs:
        at = near[id(run)]
        neighbours = flow.runs[max(0, at - 2) : at] + flow.runs[at + 1 : at + 3]
        beside += any(n.is_link and len(n.text) > 15 for n in neighbours) or run.linked > 0.2 * len(run.text)
    return beside >= 0.5 * len(runs)


def _taken(runs: list[Run], text: str) -> list[Run]:
    """The runs whose words trafilatura's text has, in the order of the page."""
    whole = _key(text)
    return [run for run in runs if len(run.text) > 1 and _key(run.text)[:120] in whole] if whole else []


def _densest(flow: Flow, headline: Run | None) -> HtmlElement | None:
    scores: dict[HtmlElement, float] = {}
    after = headline.order if headline is not None else 0
    for run in flow.runs:
        if run.aside is not None or run.figure is not None or not is_prose(run):
            continue
        weight = len(run.text) * (1.0 if run.order >= after else 0.3)
        element: HtmlElement | None = run.element
        if run.type == "list_item" and run.element.tag == "li":
            weight *= 0.5
        for share in (1.0, 0.6, 0.3):
            if element is None or element.tag in ("html",):
                break
            scores[element] = scores.get(element, 0) + weight * share
            element = element.getparent()
    best, found = 0.0, None
    for element, score in scores.items():
        if element.tag == "p":
            continue
        worth = score * _purity(flow, element) * (1.5 if _NAMED.search(_name(element)) else 1.0)
        if worth > best:
            best, found = worth, element
    return found


def _purity(flow: Flow, element: HtmlElement) -> float:
    runs = flow.within(element)
    whole = sum(len(run.text) for run in runs if run.aside is None) or 1
    return max(0.05, 1 - 1.6 * sum(run.linked for run in runs if run.aside is None) / whole)


def _name(element: HtmlElement) -> str:
    names = " ".join(filter(None, (element.get("itemprop"), element.get("class"), element.get("id"))))[:80]
    return f"{element.tag} {names}".strip()


def _key(text: str) -> str:
    return "".join(text.split()).casefold()


def same(one: str, other: str) -> bool:
    """Whether two texts are the same, case and punctuation apart."""
    return fold(one) == fold(other)
