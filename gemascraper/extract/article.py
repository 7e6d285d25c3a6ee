"""Puts an article together, field by field, and says what the page is where there is none."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence

import attrs

import gemascraper
from gemascraper.extract import (
    body,
    byline,
    container,
    dateline,
    headline,
    initials,
    kind,
    language,
    paging,
    pictures,
    published,
    related,
    section,
)
from gemascraper.extract.candidates import Candidate, Notes
from gemascraper.extract.flow import Run
from gemascraper.extract.page import Page, printed_in
from gemascraper.items import Article, Block, Dateline, Extraction, Finding, Image, Related
from gemascraper.outlets.profile import Design, Outlet
from gemascraper.values import digests, urls
from gemascraper.values.text import clean, fold

_SOURCE = re.compile(r"^\W*(?:sumber(?: berita| tulisan)?|source)\s*[:：]\s*(?P<who>.{2,90})$", re.I)
_SOURCE_ALONE = re.compile(r"^\W*(?:sumber|source)\s*[:：]?\s*$", re.I)
_ABOVE, _BELOW, _EDGE = 6, 16, 6


@attrs.define
class _Part:
    """One page of a story: where its headline stands, which runs are its text, which are around them."""

    page: Page
    title: Run | None
    story: container.Story
    above: list[Run]
    below: list[Run]

    @property
    def near(self) -> list[Run]:
        """The runs in which a byline stands: above the text, at its edges, below it."""
        edges = [run for run in (*self.story.runs[:2], *self.story.runs[-_EDGE:]) if run.figure is None]
        return sorted({*self.above, *edges, *self.below}, key=lambda run: run.order)


def extract(pages: Sequence[Page], outlet: Outlet) -> Extraction:
    """Read the story that *pages* show: its first page, then the further ones in order, or one with the whole story.

    Pure: the same pages and profile give the same answer, tomorrow and offline. A page that is no story is not an
    error; `article` is then None and the first finding says why.
    """
    design = _design(pages[0], outlet)
    bound = [page.bind(outlet, design) for page in pages]
    first, notes = bound[0], Notes()
    if wall := kind.wall(first):
        return _no_story(wall)
    title, printed = headline.headline(first, notes)
    parts = [_part(page, printed if page is first else headline.place(page, title)) for page in bound]
    shown = [pictures.images(part.page, part.title.order if part.title else 0, part.story.runs, notes) for part in parts]
    images = pictures.joined(shown)
    counted, further = paging.pages(bound)
    texts = _Texts.read(parts, title, images, notes)
    judged = kind.kind(first, title, len(texts.whole), len(texts.blocks), len(images))
    if judged.code:
        return _no_story(judged)
    article = _article(parts, outlet, notes, title, images, texts)
    article = attrs.evolve(article, kind=judged.kind, pages=counted, paywalled=kind.paywalled(first), provenance=notes.provenance, findings=tuple(notes.findings))
    return Extraction(kind=judged.kind, article=article, findings=article.findings, further=further)


def _no_story(judged: kind.Judgement) -> Extraction:
    return Extraction(kind=judged.kind, findings=(Finding(code=judged.code, message=judged.why),))


# ------------------------------------------------------------------------------------------------ where things are


def _design(page: Page, outlet: Outlet) -> Design | None:
    """The design of the capture's day, if its selectors match; else the one, newest first, that most of them match."""
    day = page.captured_at.date() if page.captured_at else None
    dated = sorted((d for d in outlet.designs if d.valid_until), key=lambda d: str(d.valid_until))
    of_the_day = next((d for d in dated if day and d.valid_until and day <= d.valid_until), None)
    current = next((d for d in outlet.designs if d.valid_until is None), None)
    ordered = [d for d in (of_the_day, current, *outlet.designs) if d] if day else list(outlet.designs)
    best = max(ordered, key=lambda d: _matches(page, outlet, d), default=None)
    return best if best and _matches(page, outlet, best) else None


def _matches(page: Page, outlet: Outlet, design: Design) -> int:
    bound = page.bind(outlet, design)
    return 2 * bool(bound.selected("body")) + bool(bound.selected("headline"))


def _part(page: Page, title: Run | None) -> _Part:
    story = container.story(page, title, body.trafilatura_text)
    runs = page.flow.runs
    number = {run: n for n, run in enumerate(runs)}
    inside = [number[run] for run in story.runs if run in number]
    at = number[title] if title is not None else max(0, min(inside, default=0) - _ABOVE)
    begin = next((number[r] for r in story.runs if r in number and number[r] > at and container.is_prose(r)), min(inside, default=at + 1))
    end = max(inside, default=at)
    above = [*runs[at + 1 : max(begin, at + 1)][:30], *reversed(runs[max(0, at - _ABOVE) : at])] if begin > at else list(runs[max(0, begin - _ABOVE) : at + 4])
    below = runs[end + 1 : end + 1 + _BELOW]
    story = container.after(story, title)
    return _Part(page, title, story, [r for r in above if r.aside is None or not r.linked], [r for r in below if r.aside is None or not r.linked])


# ------------------------------------------------------------------------------------------------------ the text


@attrs.frozen
class _Texts:
    """The text of a story with what opens and closes it taken out."""

    blocks: tuple[Block, ...]
    dateline: Dateline | None
    initials: str | None
    language: str | None
    runs: tuple[Run, ...]

    @property
    def whole(self) -> str:
        return "\n\n".join(block.text for block in self.blocks)

    @classmethod
    def read(cls, parts: Sequence[_Part], title: str | None, images: Sequence[Image], notes: Notes) -> _Texts:
        runs = [run for part in parts for run in body.prose(part.page, part.story, title, images)]
        texts = [run.text for run in runs]
        spoken = language.language(parts[0].page, " ".join(texts), notes)
        opening = None
        if spoken in ("id", "ms") and texts:
            opening, texts = _opening(texts, parts[0].page.brands)
        signature, texts = _signature(texts) if spoken in ("id", "ms") else (None, texts)
        if opening:
            notes.settled("dateline", Candidate(opening.text, "printed", "first paragraph"))
        if signature:
            notes.settled("initials", Candidate(signature, "printed", "end of the text"))
        if any(texts):
            notes.settled("body", Candidate("", parts[0].story.source, parts[0].story.rule))
        return cls(body.blocks(runs, texts), opening, signature, spoken, tuple(runs))


def _opening(texts: list[str], brands: Sequence[str]) -> tuple[Dateline | None, list[str]]:
    """The dateline of the first paragraph, also where it is a paragraph of its own."""
    found, rest = dateline.dateline(texts[0], brands)
    if found:
        return found, [rest, *texts[1:]]
    if len(texts) > 1 and len(texts[0]) < 60:
        found, rest = dateline.dateline(f"{texts[0]} {texts[1]}", brands)
        if found and rest == texts[1]:
            return found, ["", *texts[1:]]
    return None, texts


def _signature(texts: list[str]) -> tuple[str | None, list[str]]:
    """The signature in the last paragraph, or in one of the short lines that end the text."""
    left = list(texts)
    for at in range(len(left) - 1, max(-1, len(left) - 4), -1):
        letters, rest = initials.closing(left[at], alone=at > 0)
        if letters or rest != left[at]:
            left[at] = rest
            return letters, left
    return None, left


# --------------------------------------------------------------------------------------------------- all together


def _article(parts: Sequence[_Part], outlet: Outlet, notes: Notes, title: str | None, images: tuple[Image, ...], texts: _Texts) -> Article:
    first = parts[0]
    page, near = first.page, [run for part in (parts[0], *parts[1:][-1:]) for run in part.near]
    people = byline.byline(page, near, notes)
    when = published.times(page, [*first.above, *first.below[:8]], texts.language in ("id", "ms"), notes)
    kicker = headline.kicker(page, first.title, notes)
    standfirst = headline.standfirst(page, first.title, first.story.start, notes)
    edition = outlet.edition_of(page.url)
    return Article(
        id=outlet.id_of(page.url) or "u" + hashlib.sha256(urls.identity(page.url).encode()).hexdigest()[:12],
        outlet=outlet.key,
        edition=edition,
        editions=(edition,) if edition else (),
        url=page.url,
        canonical_url=_canonical(page),
        language=texts.language,
        kicker=kicker,
        headline=title,
        standfirst=standfirst,
        body=texts.whole or None,
        blocks=texts.blocks,
        section=section.section(page, title, first.title, kicker, notes),
        tags=section.tags(page, first.title, notes),
        byline=people,
        authors=byline.authors(people),
        initials=texts.initials,
        dateline=texts.dateline,
        published=when.published,
        published_precision=when.precision,  # type: ignore[arg-type]
        modified=when.modified,
        timestamps=when.claims,
        images=images,
        sources=_sources(page, near),
        related=_related(parts),
        captured_at=page.captured_at,
        captures=tuple(part.page.ref for part in parts if part.page.ref),
        text_digest=_digest(kicker, title, standfirst, texts.blocks),
        extractor=f"gemascraper/{gemascraper.__version__} trafilatura/{body.trafilatura_version()}",
    )


def _canonical(page: Page) -> str | None:
    for link in page.tree.xpath("//link[@rel='canonical'][@href]")[:1]:
        return urls.absolute(page.url, link.get("href"))
    return next((urls.absolute(page.url, c.value) for c in page.meta("og:url")), None)


def _related(parts: Sequence[_Part]) -> tuple[Related, ...]:
    found = {}
    for part in parts:
        if part.story.runs:
            for link in related.links(part.page, part.page.flow, part.story.start, part.story.last):
                found.setdefault(fold(link.text), link)
    return tuple(found.values())


def _sources(page: Page, near: Iterable[Run]) -> tuple[str, ...]:
    chosen = [printed_in(element) or "" for element in page.selected("sources")]
    texts = [run.text for run in near if run.figure is None]
    pairs = [f"Sumber: {after.lstrip(' :')}" for label, after in zip(texts, texts[1:], strict=False) if _SOURCE_ALONE.match(label)]
    lines = chosen or [*texts, *pairs]
    found: dict[str, str] = {}
    for line in lines:
        said = _SOURCE.match(line)
        text = said["who"] if said else line if chosen else ""
        for name in re.split(r"\s*[,;|]\s*", text):
            if clean(name):
                found.setdefault(fold(name), name.strip(" ."))
    return tuple(found.values())


def _digest(kicker: str | None, title: str | None, standfirst: str | None, blocks: Iterable[Block]) -> str:
    covered = [kicker, title, standfirst, [[block.type, block.text] for block in blocks]]
    return digests.sha256(json.dumps(covered, ensure_ascii=False).encode())
