"""Learns selectors from saved pages: from what was read on them, and where it stands on each.

A selector is proposed only after all pages were read with it: on most of them it must give what was read before, and
it may take nothing away on any. What was read wrongly on every page is learned wrongly; so a person looks at what
changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

import attrs

from gemascraper.extract.article import extract
from gemascraper.extract.learning import evidence, selectors
from gemascraper.extract.learning.comparison import SHOWN, Readings, is_same, loses, value
from gemascraper.extract.learning.removal import removable
from gemascraper.extract.page.document import Document, printed_in
from gemascraper.extract.page.page import Page
from gemascraper.items import Article
from gemascraper.outlets.profile import Design, Outlet, Selectors

MIN_PAGES = 3
"""Two pages may look alike by chance."""
FIELDS = ("body", "byline", "published", "section", "tags", "caption", "credit")
"""In the order in which they are learned: a design is recognised by its body, and a credit needs its caption."""
_NEEDS = {"credit": "caption"}
"""The field that must be learned before; for every other one that is the body."""
_MOST = 2 / 3
"""The share of pages on which a selector has to be right."""
_TRIED = 4
"""Selectors of a field that all pages are read with."""
_SINGLE = ("body", "published", "section")
"""Fields that one element prints."""
_MAX_TEXT = 1_000
"""Characters of a value other than the body."""


@attrs.frozen(kw_only=True)
class Proposal:
    """A selector for a field, and what it does to the pages that it was learned from."""

    field: str
    selector: str
    agreed: int
    """Pages on which it gives what was read before."""
    of: int
    """Pages on which anything was read before."""
    helps: bool
    """Whether some page is read otherwise with it; a design is recognised by its body, so that one always helps."""


@attrs.frozen(kw_only=True)
class Change:
    """A field that is read otherwise on one page; None where nothing is read."""

    page: int
    """Counts from 0."""
    field: str
    before: Any
    after: Any


@attrs.frozen(kw_only=True)
class Learned:
    """What was learned from some pages."""

    proposals: tuple[Proposal, ...]
    selectors: Selectors
    """Those of the proposals that help: what the reader finds without them on every page needs no selector."""
    before: tuple[Article | None, ...]
    after: tuple[Article | None, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        """What the selectors would change, page by page."""
        return tuple(
            Change(page=number, field=field, before=old, after=new)
            for number, pair in enumerate(zip(self.before, self.after, strict=True))
            for field in SHOWN
            if (old := value(field, pair[0])) != (new := value(field, pair[1]))
        )


def learn(documents: Sequence[Document], outlet: Outlet) -> Learned:
    """Selectors for the design that *documents* of *outlet* have. Pages that are not stories teach nothing."""
    pages = [Page(document) for document in documents]
    before: Readings = _readings(pages, outlet)
    after = before
    found: dict[str, Proposal] = {}
    helping: dict[str, tuple[str, ...]] = {}
    for field in FIELDS if before else ():
        if field != "body" and _NEEDS.get(field, "body") not in found:
            continue
        beside = {**helping, **({"caption": (found["caption"].selector,)} if field == "credit" else {})}
        for selector in list(_candidates(field, pages, before))[:_TRIED]:
            trial = _trial(field, selector, pages, outlet, beside, before)
            if proposal := _believed(field, selector, before, trial.after, after):
                found[field] = proposal
                helping, after = (trial.selectors, trial.after) if proposal.helps else (helping, after)
                break
    return Learned(
        proposals=tuple(found.values()), selectors=Selectors(**helping), before=tuple(before), after=tuple(after)
    )


def _readings(pages: Iterable[Page], outlet: Outlet) -> list[Article | None]:
    return [extract([page.document], outlet).article for page in pages]


def _with(outlet: Outlet, selectors: Selectors) -> Outlet:
    return attrs.evolve(outlet, designs=(Design(name="learned", selectors=selectors), *outlet.designs))


# ------------------------------------------------------------------------------------------------------- what to try


def _candidates(field: str, pages: Sequence[Page], before: Readings) -> Iterator[str]:
    """Selectors that say the field on most pages, by the page's own text: the surest and shortest first."""
    known = [(page, article) for page, article in zip(pages, before, strict=True) if article and value(field, article)]
    counted: Counter[str] = Counter()
    near: dict[str, int] = {}
    for page, article in known:
        ranked = [pair for e in evidence.elements(field, page, article) for pair in enumerate(selectors.selectors(e))]
        counted.update(list(dict.fromkeys(selector for _, selector in ranked)))
        near |= {s: min(rank, near.get(s, rank)) for rank, s in ranked}
    singles = [selector for selector, number in counted.most_common(120) if number >= _MOST * len(known) or number > 1]
    says = {s: [_says(field, s, page, article) for page, article in known] for s in singles}
    if field == "byline":  # writers above the story, editors below it
        says |= _pairs(singles, known)
    fit = [s for s in says if sum(says[s]) >= max(2, _MOST * len(known))]
    yield from sorted(fit, key=lambda s: (-sum(says[s]), *_looseness(s, known), near.get(s, 0), len(s)))


def _says(field: str, selector: str, page: Page, article: Article | None) -> bool:
    if field in _SINGLE and (len(page.select(selector)) != 1 or (field == "body" and ":" in selector)):
        return False
    texts = evidence.texts(page, selector)
    if field != "body" and any(len(text) > _MAX_TEXT for text in texts):
        return False  # it has the story in it
    return bool(texts and article and evidence.SAYS[field](page, article, texts))


def _pairs(singles: Sequence[str], known: Sequence[tuple[Page, Article | None]]) -> dict[str, list[bool]]:
    plain = [s for s in singles if " " not in s][:12]
    pairs = [f"{one}, {other}" for one, other in combinations(plain, 2)]
    return {pair: [_says("byline", pair, page, article) for page, article in known] for pair in pairs}


def _looseness(selector: str, known: Sequence[tuple[Page, Article | None]]) -> tuple[int, float]:
    """How much text it finds on all pages, and how far up: of two that say the value, the tighter one is meant."""
    found = [element for page, _ in known for element in page.select(selector)]
    text = sum(len(printed_in(element) or "") for element in found)
    return text // 20, -sum(sum(1 for _ in element.iterancestors()) for element in found) / len(found)


# --------------------------------------------------------------------------------------------------- what is believed


@attrs.frozen
class _Trial:
    """All pages, read with some selectors."""

    selectors: dict[str, tuple[str, ...]]
    after: Readings


def _trial(
    field: str,
    selector: str,
    pages: Sequence[Page],
    outlet: Outlet,
    beside: Mapping[str, tuple[str, ...]],
    before: Readings,
) -> _Trial:
    """All pages read with one selector more; with that of the body, without the junk that its element has."""
    chosen = {**beside, field: (selector,)}
    after = _readings(pages, _with(outlet, Selectors(**chosen)))
    if field == "body" and (removed := removable(selector, pages, before, after)):
        chosen["remove"] = removed
        after = _readings(pages, _with(outlet, Selectors(**chosen)))
    return _Trial(chosen, after)


def _believed(field: str, selector: str, before: Readings, after: Readings, without: Readings) -> Proposal | None:
    """A proposal, if the pages say on most of them what they said *before*, and nothing less on any.

    A page whose text was something else before is no witness of anything around it.
    """
    pairs = list(zip(before, after, strict=True))
    same = [is_same(field, old, new) for old, new in pairs if value(field, old)]
    is_worse = any(loses(old, new) for old, new in pairs if new is None or is_same("body", old, new))
    if is_worse or sum(same) < _MOST * len(same):
        return None
    helps = field == "body" or any(
        not is_same(each, old, new) for each in SHOWN for old, new in zip(without, after, strict=True)
    )
    return Proposal(field=field, selector=selector, agreed=sum(same), of=len(same), helps=helps)
