"""Puts an article together, field by field; where a page is not a story, says what it is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

import attrs

from gemascraper.extract import section, sources, tags
from gemascraper.extract.byline import byline
from gemascraper.extract.headline import headline
from gemascraper.extract.headline import kicker as kickers
from gemascraper.extract.images import images
from gemascraper.extract.page import reader
from gemascraper.extract.page.candidates import Notes
from gemascraper.extract.page.document import Document
from gemascraper.extract.page.page import Page
from gemascraper.extract.page.text_runs import TextRun
from gemascraper.extract.story import kind, paging, related, walls
from gemascraper.extract.story.regions import Regions, regions_of
from gemascraper.extract.story.text import StoryText
from gemascraper.extract.times import times
from gemascraper.items import Article, Block, Extraction, Finding, Image, Provenance
from gemascraper.outlets.profile import Design, Outlet
from gemascraper.values import digests
from gemascraper.version import __version__


def extract(documents: Sequence[Document], outlet: Outlet) -> Extraction:
    """The story that *documents* show: its first page, then the further ones in order, or one with the whole story.

    Pure: the same documents and profile give the same answer, tomorrow and offline. A page that is not a story is not
    an error; `article` is then None and the first finding says why.
    """
    design = _design(documents[0], outlet)
    every = [Page(document, outlet, design) for document in documents]
    pages = paging.chosen(every)
    first, notes = pages[0], Notes()
    if wall := walls.wall(first):
        return _not_a_story(wall)
    title, printed = headline.headline(first, notes)
    regions = [regions_of(page, printed if page is first else headline.place(page, title)) for page in pages]
    pictures = images.joined(images.images(each, notes) for each in regions)
    text = StoryText.read(regions, title, pictures, notes)
    signs = kind.Signs(first, title, len(text.whole), len(pictures))
    if other := kind.not_a_story(signs):
        return _not_a_story(other)
    counted, further = paging.pages(every)
    article = attrs.evolve(
        _article(regions, outlet, notes, title, pictures, text),
        url=every[0].url,  # also where another page has the whole text
        kind=kind.story_kind(signs),
        paywalled=signs.paywalled,
        pages=counted,
        captured_at=every[0].captured_at,
        captures=tuple(page.document.ref for page in every if page.document.ref),
        provenance=_with_app_state(first, notes.provenance),
        findings=tuple(notes.findings),
    )
    return Extraction(kind=article.kind, article=article, findings=article.findings, further=further)


def _not_a_story(page: kind.NotAStory) -> Extraction:
    return Extraction(kind=page.kind, findings=(Finding(code=page.code, message=page.why),))


def _with_app_state(page: Page, provenance: Mapping[str, Provenance]) -> Mapping[str, Provenance]:
    """Where a page shows no text of its own, what reads like its markup was laid out from its app state."""
    state = page.document.app_state
    if not (page.document.is_laid_out and state):
        return provenance
    shown = ("profile", "markup", "printed", "trafilatura")
    return {
        field: attrs.evolve(found, source="page data", rule=f"{state.where} {found.rule}")
        if found.source in shown
        else found
        for field, found in provenance.items()
    }


def _design(document: Document, outlet: Outlet) -> Design | None:
    """The design of the capture's day, if its selectors match; else the one, newest first, that most of them match."""
    day = document.captured_at.date() if document.captured_at else None
    dated = sorted((d for d in outlet.designs if d.valid_until), key=lambda d: str(d.valid_until))
    of_the_day = next((d for d in dated if day and d.valid_until and day <= d.valid_until), None)
    current = next((d for d in outlet.designs if d.valid_until is None), None)
    ordered = [d for d in (of_the_day, current, *outlet.designs) if d] if day else list(outlet.designs)
    matches = [(_matches(document, outlet, design), design) for design in ordered]
    best = max(matches, key=lambda match: match[0], default=(0, None))
    return best[1] if best[0] else None


def _matches(document: Document, outlet: Outlet, design: Design) -> int:
    page = Page(document, outlet, design)
    return 2 * bool(page.selected("body")) + bool(page.selected("headline"))


def _article(
    regions: Sequence[Regions],
    outlet: Outlet,
    notes: Notes,
    title: str | None,
    pictures: tuple[Image, ...],
    text: StoryText,
) -> Article:
    """The article as its first page shows it."""
    first = regions[0]
    page, start = first.page, first.title.position if first.title else 0
    people = byline.byline(regions, text.is_indonesian, notes)
    when = times.times(first, text.is_indonesian, notes)
    kicker = kickers.kicker(page, first.title, notes)
    standfirst = kickers.standfirst(page, first.title, first.story.start, notes)
    edition = outlet.edition_of(page.url)
    return Article(
        id=outlet.story_id(page.url),
        outlet=outlet.key,
        edition=edition,
        editions=(edition,) if edition else (),
        url=page.url,
        canonical_url=page.document.canonical_url,
        language=text.language,
        kicker=kicker,
        headline=title,
        standfirst=standfirst,
        body=text.whole or None,
        blocks=text.blocks,
        section=section.section(page, title, first.title, notes),
        tags=tags.tags(page, text.runs[-1].position if text.runs else start, text.is_indonesian, notes),
        byline=people,
        authors=byline.authors(people),
        initials=text.initials,
        dateline=text.dateline,
        published=when.published,
        published_precision=when.precision,
        modified=when.modified,
        timestamps=when.claims,
        images=pictures,
        sources=sources.sources(page, _near(regions)),
        related=related.related(regions, text.runs),
        text_digest=_digest(kicker, title, standfirst, text.blocks),
        extractor=f"gemascraper/{__version__} trafilatura/{reader.version()}",
    )


def _near(regions: Sequence[Regions]) -> list[TextRun]:
    """The runs around the text of the first page and of the last."""
    return [run for each in (regions[0], *regions[1:][-1:]) for run in each.near]


def _digest(kicker: str | None, title: str | None, standfirst: str | None, blocks: Iterable[Block]) -> str:
    covered = [kicker, title, standfirst, [[block.type, block.text] for block in blocks]]
    return digests.sha256(json.dumps(covered, ensure_ascii=False).encode())
