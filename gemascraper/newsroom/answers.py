"""Which answer stands at which address: robots.txt, announcements, lists, stories, pictures, and nothing at all."""

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

from gemascraper.newsroom.paper import Newsroom, picture_stem
from gemascraper.newsroom.pictures import CONTENT_TYPES, picture_bytes
from gemascraper.newsroom.press import Press, Row, row
from gemascraper.newsroom.sheet import IMAGE_HOST, Sheet
from gemascraper.newsroom.story import Edition, Picture
from gemascraper.values import zones
from gemascraper.values.months import ENGLISH

HTML, XML = "text/html; charset=UTF-8", "application/xml; charset=UTF-8"
PER_PAGE = 10
STUCK = "gaya-hidup"
"""The section whose pages never advance."""
ZIPPED = "olahraga"
"""The section whose sitemap is a .gz file."""


@attrs.frozen(kw_only=True)
class Answer:
    """What stands at an address, before the wire."""

    status: int = 200
    body: bytes = b""
    content_type: str = HTML
    headers: tuple[tuple[str, str], ...] = ()
    etag: str | None = None
    last_modified: datetime | None = None


class Answers:
    """Answers requests from what the newsroom has in print at that moment."""

    def __init__(self, paper: Newsroom) -> None:
        self.paper = paper
        self._pages = lru_cache(maxsize=2048)(self._print)
        self._desks = lru_cache(maxsize=len(paper.editions))(self._desk)

    def at(self, host: str, target: str) -> Answer:
        return self._pages(host, target, self.paper.version)

    def _desk(self, edition: Edition, version: int) -> Desk:
        return Desk(self.paper, edition)

    def _print(self, host: str, target: str, version: int) -> Answer:
        if raw := self.paper.raw(host, target):
            return Answer(
                status=raw.status,
                body=raw.body,
                content_type=raw.content_type,
                headers=raw.headers,
            )
        edition = self.paper.edition(host)
        if host == IMAGE_HOST:
            edition = self.paper.editions["pusat"]
        elif edition is None:
            return Answer(status=404, body=b"unknown host\n", content_type="text/plain")
        return self._desks(edition, version).answer(target)


class Desk:
    """One edition at one moment, answering requests."""

    def __init__(self, paper: Newsroom, edition: Edition) -> None:
        self.paper, self.edition = paper, edition
        self.press = Press(paper.now, tuple(paper.editions.values()), paper.rubrics)

    @cached_property
    def sheets(self) -> list[Sheet]:
        return self.paper.sheets(self.edition.key)

    @cached_property
    def pictures(self) -> Mapping[str, Picture]:
        return self.paper.pictures()

    def answer(self, target: str) -> Answer:
        split = urlsplit(target)
        for pattern, method in ROUTES:
            if found := re.fullmatch(pattern, split.path):
                return method(self, target, *found.groups())
        return self.missing()

    def missing(self, status: int = 404) -> Answer:
        return Answer(status=status, body=self.press.missing(self.edition, self.latest))

    @property
    def latest(self) -> list[Row]:
        return [row(each) for each in self._on("section")[:5]]

    def _on(self, surface: Literal["feed", "section", "sitemap", "index"]) -> list[Sheet]:
        return [each for each in self.sheets if surface in each.story.surfaces]

    def _timed(self, surface: Literal["feed", "sitemap"]) -> list[Sheet]:
        """Those whose page itself tells the minute."""
        return [each for each in self._on(surface) if each.times.precision in ("minute", "second")]

    # --------------------------------------------------------------------------------------- announcements

    def robots(self, target: str) -> Answer:
        body = self.press.robots(self.edition, self.paper.crawl_delay)
        return Answer(body=body, content_type="text/plain; charset=UTF-8")

    def sitemap_index(self, target: str) -> Answer:
        names = [rubrik for rubrik, _ in self.paper.rubrics]
        paths = [f"/{name}/sitemap.xml{'.gz' if name == ZIPPED else ''}" for name in names]
        return Answer(body=self.press.sitemap_index(self.edition, paths), content_type=XML)

    def sitemap(self, target: str, rubrik: str) -> Answer:
        chosen = [each for each in self._on("sitemap") if each.story.rubrik == rubrik]
        return _dated(self.press.sitemap(self.edition, chosen), chosen, XML)

    def zipped_sitemap(self, target: str, rubrik: str) -> Answer:
        answer = self.sitemap(target, rubrik)
        return attrs.evolve(
            answer,
            body=gzip.compress(answer.body, mtime=0),
            content_type="application/gzip",
        )

    def news(self, target: str) -> Answer:
        """The last two days, as Google News wants it."""
        chosen = [each for each in self._timed("sitemap") if (self.paper.now - each.story.published).days < 2]
        return _dated(
            self.press.news(self.edition, chosen),
            chosen,
            "text/xml; charset=ISO-8859-1",
        )

    def feed(self, target: str) -> Answer:
        chosen = self._timed("feed")
        body = self.press.feed(self.edition, self.edition.name, chosen, full=True)
        return _dated(body, chosen, "application/rss+xml; charset=UTF-8")

    def section_feed(self, target: str, rubrik: str) -> Answer:
        chosen = [each for each in self._timed("feed") if each.story.rubrik == rubrik]
        body = self.press.feed(self.edition, f"{self.edition.name} - {rubrik}", chosen, full=False)
        return _dated(body, chosen, "application/rss+xml; charset=UTF-8")

    # ----------------------------------------------------------------------------------------------- lists

    def _list(self, target: str, title: str, chosen: Sequence[Sheet], *, stuck: bool = False) -> Answer:
        split = urlsplit(target)
        query = parse_qs(split.query)
        asked = query.get("page", ["1"])[0]
        page = max(1, int(asked)) if asked.isdigit() else 1
        start = 0 if stuck else (page - 1) * PER_PAGE
        rows = [row(each) for each in chosen[start : start + PER_PAGE]]
        kept = re.sub(r"(?:^|&)page=[^&]*", "", split.query)
        following = f"{split.path}?{kept + '&' if kept else ''}page={page + 1}"
        more = stuck or start + PER_PAGE < len(chosen)
        return Answer(body=self.press.listing(self.edition, title, rows, following if more else None))

    def front(self, target: str) -> Answer:
        return self._list(target, self.edition.name, self._on("section"))

    def section(self, target: str, rubrik: str) -> Answer:
        labels = dict(self.paper.rubrics)
        if rubrik not in labels:
            return self.missing()
        chosen = [each for each in self._on("section") if each.story.rubrik == rubrik]
        return self._list(target, labels[rubrik], chosen, stuck=rubrik == STUCK)

    def date_index(self, target: str) -> Answer:
        """Every story of the days asked for, written ``14 February 2025 - 28 February 2025``; of all days without."""
        asked = parse_qs(urlsplit(target).query).get("daterange", [""])[0]
        chosen = self._on("index")
        if days := re.fullmatch(r"\s*(\d+ \w+,? \d{4}) - (\d+ \w+,? \d{4})\s*", asked):
            since, until, zone = _day(days[1]), _day(days[2]), zones.zone(self.edition.timezone)
            chosen = [s for s in chosen if since <= s.story.published.astimezone(zone).date() <= until]
        return self._list(target, "Indeks Berita", chosen)

    def tag(self, target: str, name: str) -> Answer:
        wanted = unquote(name).replace("+", " ")
        return self._list(target, wanted, [s for s in self._on("section") if wanted in s.story.tags])

    def search(self, target: str) -> Answer:
        words = parse_qs(urlsplit(target).query).get("q", [""])[0].casefold()
        return self._list(
            target,
            f"Pencarian: {words}",
            [s for s in self.sheets if words in s.story.headline.casefold()],
        )

    # --------------------------------------------------------------------------------------------- stories

    def story(self, target: str, rubrik: str, story_id: str, rest: str | None = None) -> Answer:
        story, gone = self.paper.known(story_id), self.paper.retracted(story_id)
        if story is None or self.edition.key not in story.editions or gone == "404":
            return self.missing()
        if gone:
            return self.missing(410) if gone == "410" else _moved(self.edition.home + "/", 302)
        split = urlsplit(target)
        if split.path != story.path:
            return _moved(self.edition.home + story.path + (f"?{split.query}" if split.query else ""))
        sheet = self.paper.sheet(story, self.edition.key)
        page = self._page(parse_qs(split.query).get("page", ["1"])[0], sheet)
        if page is None:
            return self.missing()
        body = self.press.story(sheet, page, target, self.latest)
        content = hashlib.sha256(f"{sheet.url} {sheet.family} {page} {story!r}".encode()).hexdigest()[:16]
        return attrs.evolve(_dated(body, [sheet], HTML), etag=f'"{content}"')

    def _page(self, asked: str, sheet: Sheet) -> int | Literal["all"] | None:
        if asked == "all" and sheet.family == "cms":
            return "all"
        return int(asked) if asked.isdigit() and 1 <= int(asked) <= len(sheet.pages) else None

    def picture(self, target: str) -> Answer:
        path = urlsplit(target).path
        stem = picture_stem(path)
        found = self.pictures.get(stem) if stem else None
        if found is None:
            return self.missing()
        body = picture_bytes(found)
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        return Answer(
            body=body,
            content_type=CONTENT_TYPES[found.format],
            etag=etag,
            last_modified=self.paper.now,
        )


ROUTES: tuple[tuple[str, Callable[..., Answer]], ...] = (
    (r"/robots\.txt", Desk.robots),
    (r"/sitemap\.xml", Desk.sitemap_index),
    (r"/sitemap-news\.xml", Desk.news),
    (r"/([a-z-]+)/sitemap\.xml", Desk.sitemap),
    (r"/([a-z-]+)/sitemap\.xml\.gz", Desk.zipped_sitemap),
    (r"/feed/?", Desk.feed),
    (r"/rss/([a-z-]+)", Desk.section_feed),
    (r"/", Desk.front),
    (r"/indeks-berita", Desk.date_index),
    (r"/search", Desk.search),
    (r"/tag/(.+)", Desk.tag),
    (r"/(?:image-post|crop|wp-content)/.+", Desk.picture),
    (r"/([a-z-]+)/(\d{10})(/.*)?", Desk.story),
    (r"/([a-z-]+)", Desk.section),
)


def _dated(body: bytes, sheets: Sequence[Sheet], content_type: str) -> Answer:
    etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    newest = max(
        (max(s.story.published, s.story.modified or s.story.published) for s in sheets),
        default=None,
    )
    return Answer(body=body, content_type=content_type, etag=etag, last_modified=newest)


def _moved(url: str, status: int = 301) -> Answer:
    return Answer(status=status, body=b"", headers=(("Location", url),))


def _day(text: str) -> date:
    """A day with an English month, as the date index is asked for it.

    >>> _day("14 February 2025")
    datetime.date(2025, 2, 14)
    """
    day, month, year = text.replace(",", "").split()
    return date(int(year), ENGLISH.index(month) + 1, int(day))
