"""Decides which stories there are: for which editions, when, where they are announced, and what they link to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

import attrs

from gemascraper.items import Block
from gemascraper.newsroom.story import NewsroomEdition, NewsroomStory
from gemascraper.newsroom.vocabulary import wording
from gemascraper.newsroom.writer import Writer, surfaces
from gemascraper.values.zones import WIB

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=WIB)
SPREAD = timedelta(days=40)
RELATED = ("Baca juga:", "Baca Juga:", "BACA JUGA:", "Baca juga :", "Simak juga:", "Lihat juga:")

EDITIONS = (
    NewsroomEdition("pusat", "Gemapos", "www.gemapos.id", "WIB", "cms"),
    NewsroomEdition("bali", "Gema Bali", "bali.gemapos.id", "WITA", "promedia"),
    NewsroomEdition("lampung", "Gema Lampung", "lampung.gemapos.id", "WIB", "wordpress"),
    NewsroomEdition("kalteng", "Gema Kalteng", "kalteng.gemapos.id", "WIB", "cms"),
)


RARE = 40
"""One story in this many is a video, one a live report, one for subscribers only."""


class Newsdesk:
    """Makes stories: each with a number of its own, those of the backlog also with a headline of their own."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self._numbers: set[int] = set()

    def fresh(self, published: datetime) -> NewsroomStory:
        """A new story, published at this moment."""
        edition = self.rng.choice(EDITIONS)
        writer = Writer(self.rng, edition, published)
        return attrs.evolve(writer.write(self._number(), (edition.key,)), modified=None, stamp="minute")

    def backlog(self, count: int, now: datetime) -> dict[str, NewsroomStory]:
        """Id → story: *count* stories of the forty days before *now*."""
        stories: dict[str, NewsroomStory] = {}
        seen: set[str] = set()
        events = wording()["event"]
        for number in range(count):
            published = now - SPREAD * (number / count) - timedelta(minutes=self.rng.randrange(5, 200))
            published = published.replace(second=self.rng.randrange(1, 60), microsecond=0)
            story = self._older(published, now, events[(number * 7 + self.rng.randrange(3)) % len(events)], seen)
            seen.add(story.headline)
            stories[story.id] = story
        linked = {key: attrs.evolve(each, related=tuple(self._related(each, stories))) for key, each in stories.items()}
        return linked | {story.id: story for story in _others(list(linked.values()))}

    def _older(self, published: datetime, now: datetime, event: dict[str, Any], seen: set[str]) -> NewsroomStory:
        home = self.rng.choices(EDITIONS, [4, 3, 2, 2])[0]
        carried = self._carried(home)
        announced = surfaces(self.rng, now - published)
        number = self._number()
        for _ in range(50):  # from about seven hundred stories on, headlines repeat
            story = Writer(self.rng, home, published, event).write(number, carried, announced)
            if story.headline not in seen:
                break
        return story

    def _carried(self, home: NewsroomEdition) -> tuple[str, ...]:
        """Keys of the editions that carry a story: most have one edition, an agency story has several."""
        if self.rng.random() > 0.15:
            return (home.key,)
        others = [edition.key for edition in EDITIONS if edition is not home]
        return (home.key, *self.rng.sample(others, self.rng.randint(1, 3)))

    def _number(self) -> int:
        while (number := 2780000000 + self.rng.randrange(10_000_000)) in self._numbers:
            pass
        self._numbers.add(number)
        return number

    def _related(self, story: NewsroomStory, stories: dict[str, NewsroomStory]) -> Iterator[tuple[int, str, str]]:
        """Links inside a longer text to other stories, which all editions of *story* carry."""
        if story.kind == "photo" or len(story.blocks) < 4 or self.rng.random() < 0.4:
            return
        carried = set(story.editions)
        others = [s for s in stories.values() if s.id != story.id and carried <= set(s.editions)]
        room = range(2, len(story.blocks) - 1)
        places = self.rng.sample(room, min(self.rng.randint(1, 2), len(story.blocks) - 3))
        for after, other in zip(sorted(places), self.rng.sample(others, min(len(places), len(others))), strict=False):
            if story.blocks[after - 1].type == "paragraph":
                yield after, self.rng.choice(RELATED), other.id


def _others(stories: Sequence[NewsroomStory]) -> Iterator[NewsroomStory]:
    """Some of the articles, changed to videos, live reports and stories for subscribers only."""
    plain = [each for each in stories if each.kind == "article" and each.section_slug not in ("opini", "advertorial")]
    count = len(stories) // RARE
    for number, story in enumerate(plain[5 :: max(1, len(plain) // (3 * count + 1))][: 3 * count] if count else ()):
        yield (_video, _live, _walled)[number % 3](story)


def _video(story: NewsroomStory) -> NewsroomStory:
    return _short(story, 3, kind="video", headline=f"VIDEO: {story.headline}")


def _live(story: NewsroomStory) -> NewsroomStory:
    """A live report: the latest entry under its time, the rest of the text below."""
    entry = Block(type="heading", text=f"Pukul {story.published:%H.%M} - Perkembangan Terbaru")
    blocks = (story.blocks[0], entry, *story.blocks[1:])
    headline = f"LIVE REPORT: {story.headline}"
    return attrs.evolve(story, kind="live", headline=headline, blocks=blocks, breaks=(), related=())


def _walled(story: NewsroomStory) -> NewsroomStory:
    """A story for subscribers: others see two blocks and the pictures above them."""
    return _short(story, 2, kind="paywalled", initials=None)


def _short(story: NewsroomStory, blocks: int, **changes: Any) -> NewsroomStory:
    above = tuple(picture for picture in story.pictures if picture.after == 0)
    return attrs.evolve(story, blocks=story.blocks[:blocks], pictures=above, breaks=(), related=(), **changes)
