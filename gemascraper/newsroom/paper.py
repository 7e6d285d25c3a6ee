"""The newsroom itself: what has been published where, and the verbs that change it. No bytes, no sockets."""

from __future__ import annotations

import base64
import fnmatch
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import Random
from typing import Any, Literal

import attrs

from gemascraper.items import Block
from gemascraper.newsroom.newsdesk import EDITIONS, NOW, Newsdesk
from gemascraper.newsroom.sheet import Link, Sheet, sheet
from gemascraper.newsroom.story import Edition, Family, Picture, Story, slug
from gemascraper.newsroom.truth import truth
from gemascraper.newsroom.writer import wording

Retraction = Literal["404", "410", "front"]
Failure = Literal["503", "500", "429", "timeout", "reset", "truncated"]


@attrs.frozen(kw_only=True)
class Fault:
    """A failure that waits for requests."""

    pattern: str
    how: Failure
    times: int
    retry_after: str | None = None


@attrs.frozen(kw_only=True)
class Raw:
    """A page that a test put there itself."""

    body: bytes
    content_type: str = "text/html"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


class Newsroom:
    """A pretend outlet with four editions: the same seed writes the same papers.

    Every verb may be used while the site runs, from any thread. Stories younger than 36 days are announced
    everywhere, or only in feeds, only in sections, or only in sitemaps; the older ones only in the date index,
    which has them all. A page that prints no time, or only a day, is in no feed and no news sitemap, so that
    nobody knows more than it says.
    """

    def __init__(
        self,
        seed: int = 1,
        stories: int = 240,
        now: datetime = NOW,
        crawl_delay: float = 0,
    ) -> None:
        self.seed, self.now, self.crawl_delay = seed, now, crawl_delay
        self.version = 0
        """Counts the changes; a printed page is good for one of them."""
        self.editions: dict[str, Edition] = {edition.key: edition for edition in EDITIONS}
        self._lock = threading.RLock()
        self._desk = Newsdesk(Random(seed))
        self._stories: dict[str, Story] = self._desk.backlog(stories, now)
        self._retracted: dict[str, Retraction] = {}
        self._faults: list[Fault] = []
        self._raw: dict[tuple[str, str], Raw] = {}
        self._minutes = 0

    # ------------------------------------------------------------------------------------------------ looking

    @property
    def stories(self) -> tuple[Story, ...]:
        """Everything in print, newest first."""
        with self._lock:
            alive = [story for story in self._stories.values() if story.id not in self._retracted]
        return tuple(sorted(alive, key=lambda story: (story.published, story.id), reverse=True))

    def story(self, story_id: str) -> Story:
        return self._stories[story_id]

    def known(self, story_id: str) -> Story | None:
        """The story with this id, retracted or not."""
        return self._stories.get(story_id)

    def retracted(self, story_id: str) -> Retraction | None:
        return self._retracted.get(story_id)

    def edition(self, where: str) -> Edition | None:
        """The edition with this key or host."""
        return next(
            (each for each in self.editions.values() if where in (each.key, each.host)),
            None,
        )

    def url(self, story_id: str, where: str | None = None) -> str:
        return self.sheet(self.story(story_id), where).url

    def sheet(self, story: Story, where: str | None = None) -> Sheet:
        """The story as an edition prints it: its home unless another one is named."""
        edition = self.edition(where or story.editions[0])
        if edition is None or edition.key not in story.editions:
            raise LookupError(f"story {story.id} is not in {where}")
        return sheet(story, edition, lambda key: self._link(key, edition))

    def sheets(self, where: str) -> list[Sheet]:
        """Everything that an edition carries, newest first."""
        edition = self.edition(where)
        return [self.sheet(story, where) for story in self.stories if edition and edition.key in story.editions]

    def truth(self, story_id: str, where: str | None = None) -> dict[str, Any]:
        """What a perfect reader says of the story in an edition, by key or host: its home unless another is named."""
        return truth(self.sheet(self.story(story_id), where))

    def truths(self) -> Mapping[str, dict[str, Any]]:
        """Address → truth, for every story in every edition that carries it."""
        printed = [self.sheet(story, key) for story in self.stories for key in story.editions]
        return {each.url: truth(each) for each in printed}

    def pictures(self) -> Mapping[str, Picture]:
        """File stem → picture, retracted stories' too."""
        with self._lock:
            return {picture.stem: picture for story in self._stories.values() for picture in story.pictures}

    @property
    def rubrics(self) -> tuple[tuple[str, str], ...]:
        return tuple(dict.fromkeys((event["rubrik"], event["label"]) for event in wording()["event"]))

    def _link(self, story_id: str, edition: Edition) -> Link | None:
        other = self._stories.get(story_id)
        return Link(edition.home + other.path, other.headline) if other and edition.key in other.editions else None

    # ------------------------------------------------------------------------------------------------- verbs

    def publish(self, story: Story | None = None) -> Story:
        """Bring a story, or a newly written one, into print everywhere."""
        with self._change():
            self._minutes += 1
            story = story or self._desk.fresh(self.now + timedelta(minutes=self._minutes, seconds=13))
            self._stories[story.id] = story
            self._retracted.pop(story.id, None)
            return story

    def correct(self, story_id: str, **changes: Any) -> Story:
        """Change a story and the time of its modification; without changes a correction is added to its text."""
        with self._change():
            self._minutes += 1
            story = self.story(story_id)
            edits = story.edits + 1
            note = Block(
                type="paragraph",
                text=f"Ralat ke-{edits}: ejaan nama dan angka dalam berita ini telah diperbaiki.",
            )
            changed: dict[str, Any] = changes or {"blocks": (*story.blocks[:-1], note, story.blocks[-1])}
            stamp: dict[str, Any] = {
                "modified": self.now + timedelta(minutes=self._minutes),
                "edits": edits,
            }
            self._stories[story_id] = attrs.evolve(story, **(stamp | changed))
            return self._stories[story_id]

    def retract(self, story_id: str, how: Retraction = "404") -> None:
        """Take a story out of print; its address then says 404, 410, or leads to the front page."""
        with self._change():
            self._retracted[self.story(story_id).id] = how

    def move(self, story_id: str) -> Story:
        """Give a story a new address; the old one leads there with 301."""
        with self._change():
            story = self.story(story_id)
            self._stories[story_id] = attrs.evolve(story, slug=f"{story.slug}-baru")
            return self._stories[story_id]

    def fail(
        self,
        path_pattern: str,
        how: Failure = "503",
        times: int = 1,
        retry_after: str | int | None = None,
    ) -> None:
        """Fail the next requests whose target the glob matches; one that starts with a host sees host and target."""
        with self._lock:
            after = None if retry_after is None else str(retry_after)
            self._faults.append(Fault(pattern=path_pattern, how=how, times=times, retry_after=after))

    def fault(self, host: str, target: str) -> Fault | None:
        """The failure that this request meets, used up once."""
        with self._lock:
            for number, fault in enumerate(self._faults):
                name = target if fault.pattern.startswith(("/", "*")) else host + target
                if fnmatch.fnmatchcase(name, fault.pattern):
                    self._faults[number : number + 1] = (
                        [attrs.evolve(fault, times=fault.times - 1)] if fault.times > 1 else []
                    )
                    return fault
        return None

    def switch(self, where: str, family: Family) -> None:
        """Print an edition in another look from now on."""
        with self._change():
            edition = self.editions[where]
            self.editions[where] = attrs.evolve(edition, family=family)

    def put(
        self,
        host: str,
        path: str,
        body: bytes | str,
        content_type: str = "text/html",
        status: int = 200,
        headers: tuple[tuple[str, str], ...] = (),
    ) -> None:
        """Serve exactly this at an address, before anything else that stands there."""
        data = body.encode() if isinstance(body, str) else body
        with self._change():
            self._raw[host, path] = Raw(
                body=data,
                content_type=content_type,
                status=status,
                headers=tuple(headers),
            )

    def raw(self, host: str, target: str) -> Raw | None:
        return self._raw.get((host, target))

    @contextmanager
    def _change(self) -> Iterator[None]:
        """One change at a time; counted when it is done, so that no page of before is good for after."""
        with self._lock:
            yield
            self.version += 1


def picture_stem(path: str) -> str | None:
    """The stem of the picture file that an address names, in any of the looks.

    >>> picture_stem("/image-post/cG9zdHMvRGF1biBTYWxhbSAxLmpwZw==/900/580")
    'daun-salam-1'
    """
    parts = path.split("/")
    if path.startswith("/image-post/") and len(parts) == 5:
        try:
            return slug(base64.b64decode(parts[2]).decode().removeprefix("posts/").rpartition(".")[0])
        except ValueError:
            return None
    stem = parts[-1].rpartition(".")[0]
    return stem.rpartition("-")[0] if path.startswith("/crop/") else stem
