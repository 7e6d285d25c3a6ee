"""Learns selectors from saved pages: what was understood of them, where it stands on each, what names those places.

A selector is proposed only after all pages were read with it: it has to say, on most of them, what was understood
before, and may take nothing away on any. What was understood wrongly on every page is learned wrongly; so a person
looks at what changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

import attrs
from lxml.html import HtmlElement

from gemascraper.extract.article import extract
from gemascraper.extract.learning import evidence, selectors
from gemascraper.extract.page.document import Document, printed_in
from gemascraper.extract.page.page import Page
from gemascraper.items import Article
from gemascraper.outlets.profile import Design, Outlet, Selectors
from gemascraper.values.text import fold

FEWEST = 3
"""Pages: two may look alike by chance."""
FIELDS = ("body", "byline", "published", "section", "tags", "caption", "credit")
"""In the order in which they are learned: a design is recognised by its body, a credit is none without its caption."""
_LEANS_ON = {"credit": "caption"}
"""Every other field leans on the body."""
_MOST = 2 / 3
_TRIED = 4
"""Selectors of a field that all pages are read with."""
_ALONE = ("body", "published", "section")
"""Fields that stand in one place."""
_REMOVED = 6
_SHORT, _LINE, _LONGEST = 5, 30, 1_000

SHOWN: Mapping[str, Callable[[Article], Any]] = {
    "headline": lambda a: a.headline,
    "kicker": lambda a: a.kicker,
    "standfirst": lambda a: a.standfirst,
    "body": lambda a: a.body,
    "byline": lambda a: [f"{p.name} ({p.role})" for p in a.byline],
    "published": lambda a: a.published and a.published.isoformat(timespec="minutes"),
    "modified": lambda a: a.modified and a.modified.isoformat(timespec="minutes"),
    "section": lambda a: a.section,
    "tags": lambda a: list(a.tags),
    "dateline": lambda a: a.dateline and a.dateline.text,
    "initials": lambda a: a.initials,
    "caption": lambda a: [image.caption for image in a.images if image.caption],
    "credit": lambda a: [image.credit_line for image in a.images if image.credit_line],
    "related": lambda a: [link.text for link in a.related],
}
"""What of an article a selector may change, as it is compared and shown."""
Readings = Sequence[Article | None]


@attrs.frozen(kw_only=True)
class Proposal:
    """A selector for a field, and what it does to the pages that it was learned from."""

    field: str
    selector: str
    agreed: int
    """Pages on which it says what was understood before."""
    of: int
    """Pages on which anything was understood before."""
    helps: bool
    """Whether some page is read otherwise with it; a design is recognised by its body, so that one always helps."""


@attrs.frozen(kw_only=True)
class Change:
    """A field that one page would say otherwise; None is nothing."""

    page: int
    field: str
    before: Any
    after: Any


@attrs.frozen(kw_only=True)
class Learned:
    """What some pages taught."""

    proposals: tuple[Proposal, ...]
    selectors: Selectors
    """Of the proposals those that help: what the reader finds alone on every page needs no selector."""
    before: tuple[Article | None, ...]
    after: tuple[Article | None, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        """What the selectors would change, page by page."""
        return tuple(
            Change(page=number, field=field, before=old, after=new)
            for number, pair in enumerate(zip(self.before, self.after, strict=True))
            for field in SHOWN
            if (old := _value(field, pair[0])) != (new := _value(field, pair[1]))
        )


def learn(documents: Sequence[Document], outlet: Outlet) -> Learned:
    """Selectors for a design that *documents* of *outlet* show. Pages that are no story teach nothing."""
    pages = [Page(document) for document in documents]
    before: Readings = _readings(pages, outlet)
    after = before
    found: dict[str, Proposal] = {}
    helping: dict[str, tuple[str, ...]] = {}
    for field in FIELDS if before else ():
        if field != "body" and _LEANS_ON.get(field, "body") not in found:
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


def _value(field: str, article: Article | None) -> Any:
    return (SHOWN[field](article) if article else None) or None


# ------------------------------------------------------------------------------------------------------- what to try


def _candidates(field: str, pages: Sequence[Page], before: Readings) -> Iterator[str]:
    """Selectors that say the field on most pages, by the page's own text: the surest and shortest first."""
    known = [(page, article) for page, article in zip(pages, before, strict=True) if _value(field, article)]
    counted: Counter[str] = Counter()
    near: dict[str, int] = {}
    for page, article in known:
        assert article
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
    if field in _ALONE and (len(page.select(selector)) != 1 or (field == "body" and ":" in selector)):
        return False
    texts = evidence.texts(page, selector)
    if field != "body" and any(len(text) > _LONGEST for text in texts):
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
    if field == "body" and (removed := _junk(selector, pages, before, after)):
        chosen["remove"] = removed
        after = _readings(pages, _with(outlet, Selectors(**chosen)))
    return _Trial(chosen, after)


def _believed(field: str, selector: str, before: Readings, after: Readings, without: Readings) -> Proposal | None:
    """A proposal, if the pages say on most of them what they said *before*, and nothing less on any.

    A page whose text was something else before is no witness of anything around it.
    """
    pairs = list(zip(before, after, strict=True))
    same = [_same(field, old, new) for old, new in pairs if _value(field, old)]
    loses = any(_loses(old, new) for old, new in pairs if new is None or _same("body", old, new))
    if loses or sum(same) < _MOST * len(same):
        return None
    helps = field == "body" or any(
        not _same(each, old, new) for each in SHOWN for old, new in zip(without, after, strict=True)
    )
    return Proposal(field=field, selector=selector, agreed=sum(same), of=len(same), helps=helps)


def _same(field: str, old: Article | None, new: Article | None) -> bool:
    return fold(str(_value(field, old))) == fold(str(_value(field, new)))


def _loses(old: Article | None, new: Article | None) -> bool:
    """Whether a field says less than it said."""
    return any(_is_less(_value(field, old), _value(field, new)) for field in SHOWN)


def _is_less(old: Any, new: Any) -> bool:
    """Whether nothing is left, or of a list only a part and nothing else."""
    return bool(old and not new) or (isinstance(old, list) and set(new) < set(old))


def _junk(selector: str, pages: Sequence[Page], before: Readings, after: Readings) -> tuple[str, ...]:
    """Selectors for what the container holds and is not the story: furniture, and what was not read before."""
    counted: Counter[str] = Counter()
    for page, old, new in zip(pages, before, after, strict=True):
        if old and new:
            kept = {fold(block.text) for block in old.blocks}
            counted.update(_names_inside(page, selector, {fold(block.text) for block in new.blocks} - kept))
    harmless = [name for name, _ in counted.most_common() if not _says_anything(name, pages, before)]
    return tuple(harmless[:_REMOVED])


def _names_inside(page: Page, selector: str, strange: set[str]) -> list[str]:
    boxes = set(page.select(selector))
    found: dict[str, None] = {}
    for run in page.runs:
        inside = boxes & set(run.element.iterancestors())
        if inside and fold(run.text) in strange:
            found |= dict.fromkeys(_names_up_to(run.element, boxes))
        elif inside and run.aside is not None and boxes & set(run.aside.iterancestors()):
            found |= dict.fromkeys(selectors.own(run.aside))
    return [name for name in found if name not in selectors.BARE]


def _names_up_to(element: HtmlElement, boxes: set[HtmlElement]) -> Iterator[str]:
    for each in (element, *element.iterancestors()):
        if each in boxes:
            return
        yield from selectors.own(each)


def _says_anything(selector: str, pages: Sequence[Page], before: Readings) -> bool:
    """Whether what a selector finds is anything of an article, or of the text on more than a page or two.

    An advertisement may have been taken for a paragraph where it stands among short ones.
    """
    as_text = 0
    for page, article in zip(pages, before, strict=True):
        whole = fold(" ".join(evidence.texts(page, selector)))
        if whole and article:
            if any(value in whole for value in _around(article)):
                return True
            as_text += any(fold(block.text) in whole for block in article.blocks if len(block.text) > _LINE)
    return as_text > (1 - _MOST) * len(pages) + 0.01


def _around(article: Article) -> Iterator[str]:
    """What an article has besides its text."""
    lines = [*(person.name for person in article.byline), *(link.text for link in article.related)]
    lines += [text for image in article.images for text in (image.caption, image.credit_line) if text]
    folded = map(fold, [*lines, *article.tags, *article.sources])
    yield from (value for value in folded if len(value) > _SHORT)  # "ist" is in "advertisement" too
