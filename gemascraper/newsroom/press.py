"""Prints: stories and lists into HTML, announcements into XML, through the templates of this room."""

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
from gemascraper.newsroom.sheet import Sheet
from gemascraper.newsroom.story import Edition
from gemascraper.values.zones import zone

BRAND = "Gemapos.ID"


@attrs.frozen
class Row:
    """A story as a list announces it."""

    url: str
    path: str
    title: str
    date: str | None
    section: str
    rubrik: str


def row(sheet: Sheet) -> Row:
    """The line of a list; it says no more of the time than the page does."""
    story = sheet.story
    return Row(
        sheet.url,
        story.path,
        story.headline,
        sheet.times.date and sheet.times.date.removeprefix("- "),
        story.label,
        story.rubrik,
    )


@attrs.frozen
class Press:
    """The printing press of one day: what every page of the house has around its story."""

    now: datetime
    editions: Sequence[Edition]
    rubrics: Sequence[tuple[str, str]]

    def _print(self, template: str, edition: Edition, **given: Any) -> bytes:
        today = self.now.astimezone(zone(edition.timezone))
        around = {
            "edition": edition,
            "editions": self.editions,
            "rubrics": self.rubrics,
            "brand": BRAND if edition.key == "pusat" else edition.name,
            "today": dates.printed(today, dates.DAY_SHAPES[0]),
        }
        return _environment().get_template(template).render(around | given).encode()

    def story(
        self,
        sheet: Sheet,
        page: int | Literal["all"],
        target: str,
        latest: Sequence[Row],
    ) -> bytes:
        """One page of a story, or all of it."""
        wanted = sheet.pages if page == "all" else sheet.pages[page - 1 : page]
        return self._print(
            f"{sheet.family}_story.html.j2",
            sheet.edition,
            s=sheet,
            page=page,
            count=len(sheet.pages),
            pieces=[piece for each in wanted for piece in each],
            target=target,
            latest=latest,
        )

    def listing(self, edition: Edition, title: str, rows: Sequence[Row], following: str | None) -> bytes:
        """A page of a section, a tag, a search or the date index."""
        return self._print(
            f"{edition.family}_list.html.j2",
            edition,
            title=title,
            rows=rows,
            next=following,
        )

    def missing(self, edition: Edition, latest: Sequence[Row]) -> bytes:
        return self._print("missing.html.j2", edition, latest=latest)

    def robots(self, edition: Edition, crawl_delay: float) -> bytes:
        return self._print("robots.txt.j2", edition, crawl_delay=crawl_delay)

    def sitemap_index(self, edition: Edition, paths: Sequence[str]) -> bytes:
        return self._print("sitemap_index.xml.j2", edition, paths=paths)

    def sitemap(self, edition: Edition, sheets: Iterable[Sheet]) -> bytes:
        return self._print("sitemap.xml.j2", edition, sheets=list(sheets))

    def news(self, edition: Edition, sheets: Iterable[Sheet]) -> bytes:
        """A Google News sitemap as small outlets write it: no declaration, padded CDATA."""
        return self._print("news.xml.j2", edition, sheets=list(sheets))

    def feed(self, edition: Edition, title: str, sheets: Iterable[Sheet], *, full: bool) -> bytes:
        return self._print("feed.xml.j2", edition, title=title, sheets=list(sheets), full=full)


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
        "gap": lambda gap: Markup(gap.replace("\xa0", "&nbsp;")),  # noqa: S704  our own blanks
        "linked": _linked,
        "lastmod": _lastmod,
        "rfc822": format_datetime,
    }
    return made


def _linked(text: str, sheet: Sheet) -> Markup:
    """The text with the first mention of a tag made a link, as Promedia does by itself."""
    safe = str(escape(text))
    for tag in sheet.story.tags:
        mention = re.search(rf"\b{re.escape(str(escape(tag)))}\b", safe)
        if mention and "<" not in safe:
            safe = f'{safe[: mention.start()]}<a href="/tag/{tag}">{mention[0]}</a>{safe[mention.end() :]}'
    return Markup(safe)  # noqa: S704  escaped above


def _lastmod(sheet: Sheet) -> str | None:
    """What a sitemap says of the last change: a day where the page has no more, nothing where it has nothing."""
    moment = sheet.times.modified or sheet.times.published
    if moment is None:
        return None
    return moment.isoformat() if sheet.times.modified or sheet.times.precision != "day" else f"{moment:%Y-%m-%d}"
