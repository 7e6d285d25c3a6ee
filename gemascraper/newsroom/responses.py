"""The response to each URL: robots.txt, sitemaps, feeds, lists, stories, pictures, and 404 for everything else."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit

import attrs

from gemascraper.newsroom.generated_pictures import CONTENT_TYPES, picture_bytes
from gemascraper.newsroom.page_renderer import ListedStory, PageRenderer, row
from gemascraper.newsroom.paper import Newsroom, picture_stem
from gemascraper.newsroom.printed_story import IMAGE_HOST, PrintedStory
from gemascraper.newsroom.story import NewsroomEdition, Picture
from gemascraper.values import zones
from gemascraper.values.months import ENGLISH

HTML, XML = "text/html; charset=UTF-8", "application/xml; charset=UTF-8"
PER_PAGE = 10
STUCK = "gaya-hidup"
"""The section whose every page lists the same stories and links to a next one."""
ZIPPED = "olahraga"
"""The section whose sitemap is a .gz file."""


@attrs.frozen(kw_only=True)
class NewsroomResponse:
    """The response to a URL, before it is encoded for a connection."""

    status: int = 200
    body: bytes = b""
    content_type: str = HTML
    headers: tuple[tuple[str, str], ...] = ()
    etag: str | None = None
    last_modified: datetime | None = None


class Responder:
    """Answers requests with what the newsroom has published at that moment."""

    def __init__(self, paper: Newsroom) -> None:
        self.paper = paper
        self._pages = lru_cache(maxsize=2048)(self._respond)
        self._responders = lru_cache(maxsize=len(paper.editions))(self._responder)

    def at(self, host: str, target: str) -> NewsroomResponse:
        return self._pages(host, target, self.paper.version)

    def _responder(self, edition: NewsroomEdition, version: int) -> EditionResponder:
        return EditionResponder(self.paper, edition)

    def _respond(self, host: str, target: str, version: int) -> NewsroomResponse:
        if raw := self.paper.raw(host, target):
            return NewsroomResponse(
                status=raw.status,
                body=raw.body,
                content_type=raw.content_type,
                headers=raw.headers,
            )
        edition = self.paper.edition(host)
        if host == IMAGE_HOST:
            edition = self.paper.editions["pusat"]
        elif edition is None:
            return NewsroomResponse(status=404, body=b"unknown host\n", content_type="text/plain")
        return self._responders(edition, version).answer(target)


class EditionResponder:
    """Answers requests to one edition, as it is at one moment."""

    def __init__(self, paper: Newsroom, edition: NewsroomEdition) -> None:
        self.paper, self.edition = paper, edition
        self.renderer = PageRenderer(paper.now, tuple(paper.editions.values()), paper.sections)

    @cached_property
    def printed_stories(self) -> list[PrintedStory]:
        return self.paper.printed_stories(self.edition.key)

    @cached_property
    def pictures(self) -> Mapping[str, Picture]:
        return self.paper.pictures()

    def answer(self, target: str) -> NewsroomResponse:
        split = urlsplit(target)
        for pattern, method in ROUTES:
            if found := re.fullmatch(pattern, split.path):
                return method(self, target, *found.groups())
        return self.missing()

    def missing(self, status: int = 404) -> NewsroomResponse:
        return NewsroomResponse(status=status, body=self.renderer.missing(self.edition, self.latest))

    @property
    def latest(self) -> list[ListedStory]:
        return [row(each) for each in self._on("section")[:5]]

    def _on(self, surface: Literal["feed", "section", "sitemap", "index"]) -> list[PrintedStory]:
        return [each for each in self.printed_stories if surface in each.story.surfaces]

    def _timed(self, surface: Literal["feed", "sitemap"]) -> list[PrintedStory]:
        """Stories of *surface* whose own page shows the minute of publication."""
        return [each for each in self._on(surface) if each.times.precision in ("minute", "second")]

    # ----------------------------------------------------------------------------- robots.txt, sitemaps, feeds

    def robots(self, target: str) -> NewsroomResponse:
        body = self.renderer.robots(self.edition, self.paper.crawl_delay)
        return NewsroomResponse(body=body, content_type="text/plain; charset=UTF-8")

    def sitemap_index(self, target: str) -> NewsroomResponse:
        names = [section_slug for section_slug, _ in self.paper.sections]
        paths = [f"/{name}/sitemap.xml{'.gz' if name == ZIPPED else ''}" for name in names]
        return NewsroomResponse(body=self.renderer.sitemap_index(self.edition, paths), content_type=XML)

    def sitemap(self, target: str, section_slug: str) -> NewsroomResponse:
        chosen = [each for each in self._on("sitemap") if each.story.section_slug == section_slug]
        return _dated(self.renderer.sitemap(self.edition, chosen), chosen, XML)

    def zipped_sitemap(self, target: str, section_slug: str) -> NewsroomResponse:
        answer = self.sitemap(target, section_slug)
        return attrs.evolve(
            answer,
            body=gzip.compress(answer.body, mtime=0),
            content_type="application/gzip",
        )

    def news(self, target: str) -> NewsroomResponse:
        """The stories of the last two days, as a Google News sitemap."""
        chosen = [each for each in self._timed("sitemap") if (self.paper.now - each.story.published).days < 2]
        return _dated(
            self.renderer.news(self.edition, chosen),
            chosen,
            "text/xml; charset=ISO-8859-1",
        )

    def feed(self, target: str) -> NewsroomResponse:
        chosen = self._timed("feed")
        body = self.renderer.feed(self.edition, self.edition.name, chosen, full=True)
        return _dated(body, chosen, "application/rss+xml; charset=UTF-8")

    def section_feed(self, target: str, section_slug: str) -> NewsroomResponse:
        chosen = [each for each in self._timed("feed") if each.story.section_slug == section_slug]
        body = self.renderer.feed(self.edition, f"{self.edition.name} - {section_slug}", chosen, full=False)
        return _dated(body, chosen, "application/rss+xml; charset=UTF-8")

    # ----------------------------------------------------------------------------------------------- lists

    def _list(
        self, target: str, title: str, chosen: Sequence[PrintedStory], *, stuck: bool = False
    ) -> NewsroomResponse:
        split = urlsplit(target)
        query = parse_qs(split.query)
        asked = query.get("page", ["1"])[0]
        page = max(1, int(asked)) if asked.isdigit() else 1
        start = 0 if stuck else (page - 1) * PER_PAGE
        rows = [row(each) for each in chosen[start : start + PER_PAGE]]
        kept = re.sub(r"(?:^|&)page=[^&]*", "", split.query)
        following = f"{split.path}?{kept + '&' if kept else ''}page={page + 1}"
        more = stuck or start + PER_PAGE < len(chosen)
        return NewsroomResponse(body=self.renderer.listing(self.edition, title, rows, following if more else None))

    def front(self, target: str) -> NewsroomResponse:
        return self._list(target, self.edition.name, self._on("section"))

    def section(self, target: str, section_slug: str) -> NewsroomResponse:
        labels = dict(self.paper.sections)
        if section_slug not in labels:
            return self.missing()
        chosen = [each for each in self._on("section") if each.story.section_slug == section_slug]
        return self._list(target, labels[section_slug], chosen, stuck=section_slug == STUCK)

    def date_index(self, target: str) -> NewsroomResponse:
        """The stories of a range such as ``14 February 2025 - 28 February 2025``; all stories without a range."""
        asked = parse_qs(urlsplit(target).query).get("daterange", [""])[0]
        chosen = self._on("index")
        if days := re.fullmatch(r"\s*(\d+ \w+,? \d{4}) - (\d+ \w+,? \d{4})\s*", asked):
            since, until, zone = _day(days[1]), _day(days[2]), zones.ZONES[self.edition.zone]
            chosen = [s for s in chosen if since <= s.story.published.astimezone(zone).date() <= until]
        return self._list(target, "Indeks Berita", chosen)

    def tag(self, target: str, name: str) -> NewsroomResponse:
        wanted = unquote(name).replace("+", " ")
        return self._list(target, wanted, [s for s in self._on("section") if wanted in s.story.tags])

    def search(self, target: str) -> NewsroomResponse:
        words = parse_qs(urlsplit(target).query).get("q", [""])[0].casefold()
        return self._list(
            target,
            f"Pencarian: {words}",
            [s for s in self.printed_stories if words in s.story.headline.casefold()],
        )

    # --------------------------------------------------------------------------------------------- stories

    def story(self, target: str, section_slug: str, story_id: str, rest: str | None = None) -> NewsroomResponse:
        story, gone = self.paper.known(story_id), self.paper.retracted(story_id)
        if story is None or self.edition.key not in story.editions or gone == "404":
            return self.missing()
        if gone:
            return self.missing(410) if gone == "410" else _moved(self.edition.home + "/", 302)
        split = urlsplit(target)
        if split.path != story.path:
            return _moved(self.edition.home + story.path + (f"?{split.query}" if split.query else ""))
        printed = self.paper.printed(story, self.edition.key)
        page = self._page(parse_qs(split.query).get("page", ["1"])[0], printed)
        if page is None:
            return self.missing()
        body = self.renderer.story(printed, page, target, self.latest)
        content = hashlib.sha256(f"{printed.url} {printed.family} {page} {story!r}".encode()).hexdigest()[:16]
        return attrs.evolve(_dated(body, [printed], HTML), etag=f'"{content}"')

    def _page(self, asked: str, printed: PrintedStory) -> int | Literal["all"] | None:
        if asked == "all" and printed.family == "cms":
            return "all"
        return int(asked) if asked.isdigit() and 1 <= int(asked) <= len(printed.pages) else None

    def picture(self, target: str) -> NewsroomResponse:
        path = urlsplit(target).path
        stem = picture_stem(path)
        found = self.pictures.get(stem) if stem else None
        if found is None:
            return self.missing()
        body = picture_bytes(found)
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        return NewsroomResponse(
            body=body,
            content_type=CONTENT_TYPES[found.format],
            etag=etag,
            last_modified=self.paper.now,
        )


ROUTES: tuple[tuple[str, Callable[..., NewsroomResponse]], ...] = (
    (r"/robots\.txt", EditionResponder.robots),
    (r"/sitemap\.xml", EditionResponder.sitemap_index),
    (r"/sitemap-news\.xml", EditionResponder.news),
    (r"/([a-z-]+)/sitemap\.xml", EditionResponder.sitemap),
    (r"/([a-z-]+)/sitemap\.xml\.gz", EditionResponder.zipped_sitemap),
    (r"/feed/?", EditionResponder.feed),
    (r"/rss/([a-z-]+)", EditionResponder.section_feed),
    (r"/", EditionResponder.front),
    (r"/indeks-berita", EditionResponder.date_index),
    (r"/search", EditionResponder.search),
    (r"/tag/(.+)", EditionResponder.tag),
    (r"/(?:image-post|crop|wp-content)/.+", EditionResponder.picture),
    (r"/([a-z-]+)/(\d{10})(/.*)?", EditionResponder.story),
    (r"/([a-z-]+)", EditionResponder.section),
)


def _dated(body: bytes, printed_stories: Sequence[PrintedStory], content_type: str) -> NewsroomResponse:
    etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    newest = max(
        (max(s.story.published, s.story.modified or s.story.published) for s in printed_stories),
        default=None,
    )
    return NewsroomResponse(body=body, content_type=content_type, etag=etag, last_modified=newest)


def _moved(url: str, status: int = 301) -> NewsroomResponse:
    return NewsroomResponse(status=status, body=b"", headers=(("Location", url),))


def _day(text: str) -> date:
    """The date in *text*, with an English month name, as in the query of the date index.

    >>> _day("14 February 2025")
    datetime.date(2025, 2, 14)
    """
    day, month, year = text.replace(",", "").split()
    return date(int(year), ENGLISH.index(month) + 1, int(day))
