"""`outlet new`: what a site says of itself, asked politely, and the profile that can be written of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

import attrs

from gemascraper import discover, outlets
from gemascraper.cli.visiting import Visit, visit
from gemascraper.discover import frontpage
from gemascraper.discover.frontpage import FrontPage
from gemascraper.discover.patterns import Patterns, patterns
from gemascraper.items import Entry
from gemascraper.outlets.writing import Fact, profile
from gemascraper.values import urls, zones
from gemascraper.values.text import fold

_ARTICLES = re.compile(r"news|post|artikel|article|berita|terkini", re.I)
_GUESSES = {"sitemap": ("/sitemap.xml",), "feed": ("/feed/", "/rss")}
_MOST_SITEMAPS, _MOST_FEEDS, _MOST_CHILDREN = 4, 3, 2


@attrs.frozen(kw_only=True)
class Survey:
    """What a visit found out about a site."""

    home: str
    front: FrontPage
    story: FrontPage
    """What one of its stories says of itself."""
    sitemaps: Mapping[str, tuple[Entry, ...]]
    """Address → what it announces, for those that could be read."""
    feeds: Mapping[str, tuple[Entry, ...]]
    refused: Mapping[str, str]

    @property
    def announced(self) -> list[str]:
        """Addresses of stories, as feeds and sitemaps name them; as the front page links them where those do not."""
        lists = (*self.feeds.values(), *self.sitemaps.values())
        found = dict.fromkeys(entry.url for entries in lists for entry in entries if entry.kind == "story")
        return list(found) or list(self.front.stories)

    @property
    def patterns(self) -> Patterns | None:
        return patterns(self.announced)


def survey(url: str, options: Mapping[str, Any]) -> Survey:
    """Ask the site at *url* for its front page, its sitemaps and feeds, and one story. Raises `NothingFetched`."""
    generic = outlets.generic()

    def follow(seen: Visit, asked: str) -> Iterator[str]:
        yield from _leads(seen, asked, url)

    seen = visit([url], options, follow)
    front = seen.pages[url]
    page = frontpage.read(front.body, front.content_type, front.url, generic)
    read = {asked: found for asked in seen.pages if asked != url and (found := _announces(seen, asked))}
    kinds = {asked: found.kind for asked, found in read.items()}
    story = next((asked for asked in seen.pages if asked != url and asked not in kinds), None)
    told = seen.pages[story] if story else None
    return Survey(
        home=front.url,
        front=page,
        story=frontpage.read(told.body, told.content_type, told.url, generic) if told else FrontPage(),
        sitemaps={asked: read[asked].entries for asked in read if kinds[asked] == "sitemap"},
        feeds={asked: read[asked].entries for asked in read if kinds[asked] == "feed"},
        refused=seen.refused,
    )


def _leads(seen: Visit, asked: str, url: str) -> Iterator[str]:
    """The front page leads to sitemaps and feeds, a sitemap to some of those that it names, any of them to a story."""
    if asked == url and url in seen.pages:
        front = seen.pages[url]
        page = frontpage.read(front.body, front.content_type, front.url, outlets.generic())
        yield from seen.sitemaps[:_MOST_SITEMAPS] or _at(front.url, _GUESSES["sitemap"])
        yield from page.feeds[:_MOST_FEEDS] or _at(front.url, _GUESSES["feed"])
        yield from page.stories[:1]
    elif found := _announces(seen, asked):
        children = [entry.url for entry in found.entries if entry.kind == "sitemap"]
        yield from sorted(children, key=lambda child: not _ARTICLES.search(child))[:_MOST_CHILDREN]
        if not any(_announces(seen, other) is None for other in seen.pages if other != url):
            yield from [entry.url for entry in found.entries if entry.kind == "story"][:1]


def _announces(seen: Visit, asked: str) -> discover.Found | None:
    """What a page announces; None where it is no sitemap and no feed."""
    page = seen.pages.get(asked)
    if page is None:
        return None
    for kind in ("sitemap", "feed"):
        found = discover.read(page.body, page.content_type, Entry(url=asked, kind=kind), page.url, outlets.generic())
        if found.kind == kind:
            return found
    return None


def _at(url: str, paths: Sequence[str]) -> Iterator[str]:
    yield from (f"{urls.origin(url)}{path}" for path in paths)


# ------------------------------------------------------------------------------------------------- what is written


def written(found: Survey, key: str, today: date) -> str:
    """The profile of the outlet called *key*, with a reason beside every guess."""
    opening = [
        f"{_name(found, key)}: written by `gemascraper outlet new` on {today}, from what the site says of itself.",
        "Every key is explained in docs/reference/profile.md.",
    ]
    return profile(opening, list(_facts(found, key)))


def _facts(found: Survey, key: str) -> Iterator[Fact]:
    name, zone, why = _name(found, key), *_zone(found)
    site = urls.host(found.home).removeprefix("www.")
    yield Fact(
        "name", name, _named_by(found) or "of the file's name: the front page does not say", bool(not _named_by(found))
    )
    yield Fact("home", found.home, "", guessed=False)
    yield Fact("timezone", zone, why)
    brands = list({fold(each): each for each in (site, *found.story.names, name)}.values())[::-1]
    yield Fact("brands", brands, "how it names itself in titles, datelines and credits; add what you see there")
    yield Fact("hosts", _hosts(found), "add others that are its own; a leading dot takes sub-domains in")
    known = found.patterns
    if known:
        yield Fact("stories", list(known.stories), f"{known.matched} of {known.of} announced addresses look so")
        if known.article_id:
            yield Fact("article_id", known.article_id, "a number that is another one in each of those addresses")
    else:
        yield Fact("stories", list(outlets.generic().stories), "no story was announced; these are any site's shapes")
    yield from _discovery(found)


def _discovery(found: Survey) -> Iterator[Fact]:
    for key, read in (("sitemaps", found.sitemaps), ("feeds", found.feeds)):
        first = [_place(url, found.home) for url, entries in read.items() if entries and not _is_child(url, read)]
        count = sum(entry.kind == "story" for entries in read.values() for entry in entries)
        if first:
            yield Fact(f"discovery.{key}", first, f"read: {count} stories", guessed=False)
    if found.front.sections:
        yield Fact("discovery.sections", ["/", *found.front.sections], "where the menus of the front page lead to")


def _is_child(url: str, read: Mapping[str, tuple[Entry, ...]]) -> bool:
    return any(entry.url == url and entry.kind == "sitemap" for entries in read.values() for entry in entries)


def _place(url: str, home: str) -> str:
    parts = urlsplit(url)
    return parts._replace(scheme="", netloc="").geturl() if urls.origin(url) == urls.origin(home) else url


def _name(found: Survey, key: str) -> str:
    return next(iter((*found.front.names, *found.story.names)), key)


def _named_by(found: Survey) -> str:
    return found.front.named_by or found.story.named_by


def _hosts(found: Survey) -> list[str]:
    own = urls.host(found.home)
    bare = own.removeprefix("www.")
    is_registered = not urls.same_site(f"https://{bare}/", f"https://{bare.partition('.')[2]}/")
    twins = [bare if own != bare else f"www.{bare}"] if is_registered else []
    announced = Counter(urls.host(url) for url in found.announced)
    return list(dict.fromkeys([own, *twins, *announced]))


def _zone(found: Survey) -> tuple[str, str]:
    """The time zone, and what speaks for it: printed letters, then the feed's offset, then the region in the name."""
    letters = (*found.story.zones, *found.front.zones)
    if zone := frontpage.zone_of(letters):
        return zone, f"{Counter(letters).most_common(1)[0][0]} stands beside the times of its pages"
    times = [entry.published for entries in found.feeds.values() for entry in entries if entry.published]
    offset, _ = (Counter(time.utcoffset() or timedelta() for time in times).most_common(1) or [(timedelta(), 0)])[0]
    if abbreviation := zones.abbreviation(offset):
        return zones.IANA_NAMES[abbreviation], f"the offset of the times in its feed, {offset / timedelta(hours=1):+g}"
    if named := zones.region(f"{urls.host(found.home)} {' '.join(found.front.names)}"):
        return zones.IANA_NAMES[named[0]], f'of the region in its name, "{named[1]}"'
    return zones.DEFAULT, "nothing says it; most of the country's outlets are in Jakarta's zone"


# ------------------------------------------------------------------------------------------------- what is said of it


def told(found: Survey) -> Iterator[tuple[str, str]]:
    """What was found, as pairs of a word and a line."""
    yield "name", ", ".join(found.front.names or found.story.names) or "-"
    yield "zone", "{} ({})".format(*_zone(found))
    for word, read in (("sitemap", found.sitemaps), ("feed", found.feeds)):
        for url, entries in read.items():
            kinds = Counter("stories" if entry.kind == "story" else "sitemaps" for entry in entries)
            yield word, f"{url}  {', '.join(f'{n} {kind}' for kind, n in kinds.items()) or 'empty'}"
    if known := found.patterns:
        yield "stories", f"{known.matched} of {known.of} addresses are like {' or '.join(known.stories)}"
        yield "id", known.article_id or "no number in the addresses: ids are made of the address"
    yield "sections", " ".join(found.front.sections) or "-"


def missing(found: Survey) -> Iterator[str]:
    """What could not be found, and what a person has to decide."""
    if not found.front.names and not found.story.names:
        yield "the outlet's name: put it into `name` and `brands`"
    if not found.feeds:
        yield "a feed"
    if not found.sitemaps:
        yield "a sitemap"
    if not found.patterns:
        yield "what an address of a story looks like: put a pattern into `stories`"
    yield from (f"{url} ({why})" for url, why in found.refused.items())
    if others := [host for host in found.front.hosts if host not in _hosts(found)]:
        yield f"whether these are editions, rubrics or something else: {', '.join(others[:8])}"
