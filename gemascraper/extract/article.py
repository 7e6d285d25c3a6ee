"""Puts an article together, field by field, and says what the page is where there is none."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import attrs

import gemascraper
from gemascraper.extract import headline, section
from gemascraper.extract.byline import byline
from gemascraper.extract.images import images
from gemascraper.extract.lines import related
from gemascraper.extract.page.candidates import Notes
from gemascraper.extract.page.page import Page, printed_in
from gemascraper.extract.page.text_runs import TextRun
from gemascraper.extract.story import cleaning, kind, paging
from gemascraper.extract.story.regions import Part, part_of
from gemascraper.extract.story.text import Texts
from gemascraper.extract.times import times
from gemascraper.items import Article, Block, Extraction, Finding, Image, Provenance, Related
from gemascraper.outlets.profile import Design, Outlet
from gemascraper.values import digests, urls
from gemascraper.values.text import clean, fold

_SOURCE = re.compile(r"^\W*(?:sumber(?: berita| tulisan)?|source)\s*[:：]\s*(?P<who>.{2,90})$", re.I)
_SOURCE_ALONE = re.compile(r"^\W*(?:sumber|source)\s*[:：]?\s*$", re.I)


def extract(pages: Sequence[Page], outlet: Outlet) -> Extraction:
    """Read the story that *pages* show: its first page, then the further ones in order, or one with the whole story.

    Pure: the same pages and profile give the same answer, tomorrow and offline. A page that is no story is not an
    error; `article` is then None and the first finding says why.
    """
    design = _design(pages[0], outlet)
    bound = [page.bind(outlet, design) for page in pages]
    bound, every = list(paging.chosen(bound)), bound
    first, notes = bound[0], Notes()
    if wall := kind.wall(first):
        return _no_story(wall)
    title, printed = headline.headline(first, notes)
    parts = [part_of(page, printed if page is first else headline.place(page, title)) for page in bound]
    shown = [images.images(part.page, part.title.order if part.title else 0, part.story, notes) for part in parts]
    pictures = images.joined(shown)
    counted, further = paging.pages(every)
    texts = Texts.read(parts, title, pictures, notes)
    judged = kind.kind(first, title, len(texts.whole), len(texts.blocks), len(pictures))
    if judged.code:
        return _no_story(judged)
    article = attrs.evolve(_article(parts, outlet, notes, title, pictures, texts), **_of_all(every))
    article = attrs.evolve(
        article,
        kind=judged.kind,
        pages=counted,
        paywalled=kind.paywalled(first),
        provenance=_from_data(first, notes.provenance),
        findings=tuple(notes.findings),
    )
    return Extraction(kind=judged.kind, article=article, findings=article.findings, further=further)


def _from_data(page: Page, said: dict[str, Provenance]) -> dict[str, Provenance]:
    """Where a page shows no text of its own, what reads like its markup was laid out from its data."""
    if not (page.is_laid_out and page.data):
        return said
    shown, where = ("profile", "markup", "printed", "trafilatura"), page.data.where
    return {
        field: attrs.evolve(found, source="page data", rule=f"{where} {found.rule}") if found.source in shown else found
        for field, found in said.items()
    }


def _of_all(pages: Sequence[Page]) -> dict[str, Any]:
    """The story's address is its first page's, also where another page has the whole text."""
    captures = tuple(page.ref for page in pages if page.ref)
    return {"url": pages[0].url, "captured_at": pages[0].captured_at, "captures": captures}


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


# --------------------------------------------------------------------------------------------------- all together


def _article(
    parts: Sequence[Part], outlet: Outlet, notes: Notes, title: str | None, images: tuple[Image, ...], texts: Texts
) -> Article:
    first = parts[0]
    page, near = first.page, [run for part in (parts[0], *parts[1:][-1:]) for run in part.near]
    indonesian = texts.language in ("id", "ms")
    people = byline.byline(parts, indonesian, notes, cleaning.trafilatura_author)
    when = times.times(first, indonesian, notes)
    kicker = headline.kicker(page, first.title, notes)
    standfirst = headline.standfirst(page, first.title, first.story.start, notes)
    edition = outlet.edition_of(page.url)
    end = texts.runs[-1].order if texts.runs else first.title.order if first.title else 0
    return Article(
        id=outlet.story_id(page.url),
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
        section=section.section(page, title, first.title, notes),
        tags=section.tags(page, end, indonesian, notes),
        byline=people,
        authors=byline.authors(people),
        initials=texts.initials,
        dateline=texts.dateline,
        published=when.published,
        published_precision=when.precision,
        modified=when.modified,
        timestamps=when.claims,
        images=images,
        sources=_sources(page, near),
        related=_related(parts, texts.runs),
        text_digest=_digest(kicker, title, standfirst, texts.blocks),
        extractor=f"gemascraper/{gemascraper.__version__} trafilatura/{cleaning.trafilatura_version()}",
    )


def _canonical(page: Page) -> str | None:
    for link in page.tree.iter("link"):
        if link.get("rel") == "canonical" and (href := link.get("href")) is not None:
            return urls.absolute(page.url, href)
    return next((urls.absolute(page.url, c.value) for c in page.meta("og:url")), None)


def _related(parts: Sequence[Part], kept: Iterable[TextRun]) -> tuple[Related, ...]:
    found: dict[str, Related] = {}
    text = set(kept)
    for part in parts:
        mine = [run.order for run in part.story.runs if run in text]
        if mine:
            for link in related.links(part.page, part.page.flow, mine[0], mine[-1], part.story.last):
                found.setdefault(fold(link.text), link)
    return tuple(found.values())


def _sources(page: Page, near: Iterable[TextRun]) -> tuple[str, ...]:
    chosen = [printed_in(element) or "" for element in page.selected("sources")]
    runs = [run for run in near if run.figure is None]
    texts = [run.text for run in runs]
    named = [
        after.text
        for label, after in pairwise(runs)
        if _SOURCE_ALONE.match(label.text) and not after.text.startswith("#")
    ]
    pairs = [f"Sumber: {after.lstrip(' :')}" for after in named]
    lines = chosen or [*texts, *pairs]
    found: dict[str, str] = {}
    for line in lines:
        said = _SOURCE.match(line)
        text = said["who"] if said else line if chosen else ""
        for name in re.split(r"\s*[,;|]\s*", text):
            if clean(name):
                found.setdefault(fold(name), name.strip(" ."))
    return tuple(name if "(" in name else name.rstrip(" )") for name in found.values())


def _digest(kicker: str | None, title: str | None, standfirst: str | None, blocks: Iterable[Block]) -> str:
    covered = [kicker, title, standfirst, [[block.type, block.text] for block in blocks]]
    return digests.sha256(json.dumps(covered, ensure_ascii=False).encode())
