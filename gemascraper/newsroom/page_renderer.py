"""Renders stories and lists as HTML, sitemaps and feeds as XML, with the templates of this package."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from email.utils import format_datetime
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import attrs
from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup, escape

from gemascraper.newsroom import dates
from gemascraper.newsroom.printed_story import PrintedStory
from gemascraper.newsroom.story import NewsroomEdition
from gemascraper.values.zones import ZONES

BRAND = "Gemapos.ID"


@attrs.frozen
class ListedStory:
    """A story as one row of a list."""

    url: str
    path: str
    title: str
    date: str | None
    section: str
    section_slug: str


def row(printed: PrintedStory) -> ListedStory:
    """The row of a story in a list; its time is as exact as on the story's page."""
    story = printed.story
    return ListedStory(
        printed.url,
        story.path,
        story.headline,
        printed.times.date and printed.times.date.removeprefix("- "),
        story.label,
        story.section_slug,
    )


@attrs.frozen
class PageRenderer:
    """Renders the pages of one day, with the navigation that all pages have."""

    now: datetime
    editions: Sequence[NewsroomEdition]
    sections: Sequence[tuple[str, str]]

    def _rendered(self, template: str, edition: NewsroomEdition, **given: Any) -> bytes:
        today = self.now.astimezone(ZONES[edition.zone])
        around = {
            "edition": edition,
            "editions": self.editions,
            "sections": self.sections,
            "brand": BRAND if edition.key == "pusat" else edition.name,
            "today": dates.printed(today, dates.DAY_SHAPES[0]),
        }
        return _environment().get_template(template).render(around | given).encode()

    def story(
        self,
        printed: PrintedStory,
        page: int | Literal["all"],
        target: str,
        latest: Sequence[ListedStory],
    ) -> bytes:
        """One page of a story, or all of its pages as one."""
        wanted = printed.pages if page == "all" else printed.pages[page - 1 : page]
        return self._rendered(
            f"{printed.family}_story.html.j2",
            printed.edition,
            s=printed,
            page=page,
            count=len(printed.pages),
            pieces=[piece for each in wanted for piece in each],
            target=target,
            latest=latest,
        )

    def listing(
        self, edition: NewsroomEdition, title: str, rows: Sequence[ListedStory], following: str | None
    ) -> bytes:
        """A page of a section, a tag, a search or the date index."""
        return self._rendered(
            f"{edition.family}_list.html.j2",
            edition,
            title=title,
            rows=rows,
            next=following,
        )

    def missing(self, edition: NewsroomEdition, latest: Sequence[ListedStory]) -> bytes:
        return self._rendered("missing.html.j2", edition, latest=latest)

    def robots(self, edition: NewsroomEdition, crawl_delay: float) -> bytes:
        return self._rendered("robots.txt.j2", edition, crawl_delay=crawl_delay)

    def sitemap_index(self, edition: NewsroomEdition, paths: Sequence[str]) -> bytes:
        return self._rendered("sitemap_index.xml.j2", edition, paths=paths)

    def sitemap(self, edition: NewsroomEdition, stories: Iterable[PrintedStory]) -> bytes:
        return self._rendered("sitemap.xml.j2", edition, stories=list(stories))

    def news(self, edition: NewsroomEdition, stories: Iterable[PrintedStory]) -> bytes:
        """A Google News sitemap as small outlets write it: without XML declaration, with spaces in CDATA."""
        return self._rendered("news.xml.j2", edition, stories=list(stories))

    def feed(self, edition: NewsroomEdition, title: str, stories: Iterable[PrintedStory], *, full: bool) -> bytes:
        return self._rendered("feed.xml.j2", edition, title=title, stories=list(stories), full=full)


@cache
def _environment() -> Environment:
    folder = files(__package__).joinpath("templates")
    texts = {each.name: each.read_text("utf-8") for each in folder.iterdir() if each.name.endswith(".j2")}
    made = Environment(
        loader=DictLoader(texts),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    made.filters |= {
        "gap": lambda gap: Markup(gap.replace("\xa0", "&nbsp;")),  # noqa: S704  only spaces
        "linked": _linked,
        "lastmod": _lastmod,
        "rfc822": format_datetime,
    }
    return made


def _linked(text: str, printed: PrintedStory) -> Markup:
    """The text with the first mention of each tag as a link, as Promedia's system does."""
    safe = str(escape(text))
    for tag in printed.story.tags:
        mention = re.search(rf"\b{re.escape(str(escape(tag)))}\b", safe)
        if mention and "<" not in safe:
            safe = f'{safe[: mention.start()]}<a href="/tag/{tag}">{mention[0]}</a>{safe[mention.end() :]}'
    return Markup(safe)  # noqa: S704  escaped above


def _lastmod(printed: PrintedStory) -> str | None:
    """``lastmod`` in a sitemap, as exact as the time on the page; None where the page has none."""
    moment = printed.times.modified or printed.times.published
    if moment is None:
        return None
    return moment.isoformat() if printed.times.modified or printed.times.precision != "day" else f"{moment:%Y-%m-%d}"
