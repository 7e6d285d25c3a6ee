"""The newsroom: what is published where, and the methods that change it. No pages, no sockets."""

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
from gemascraper.newsroom.printed_story import Link, PrintedStory, printed
from gemascraper.newsroom.story import Family, NewsroomEdition, NewsroomStory, Picture, slug
from gemascraper.newsroom.truth import truth
from gemascraper.newsroom.vocabulary import wording

Retraction = Literal["404", "410", "front"]
Failure = Literal["503", "500", "429", "timeout", "reset", "truncated"]


@attrs.frozen(kw_only=True)
class Fault:
    """A failure that the next matching requests get."""

    pattern: str
    how: Failure
    times: int
    retry_after: str | None = None


@attrs.frozen(kw_only=True)
class RawResponse:
    """A response that a test has set for a URL."""

    body: bytes
    content_type: str = "text/html"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


class Newsroom:
    """An invented outlet with four editions. The same seed gives the same stories.

    Every method may be called while the site is served, from any thread. Stories younger than 36 days are announced
    everywhere, or only in feeds, only in sections, or only in sitemaps; older ones only in the date index, which has
    all stories. A story whose page prints no time, or only a day, is in no feed and no news sitemap: nothing states
    a more exact time than its page.
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
        """Number of changes so far; a page that was made is valid until the next one."""
        self.editions: dict[str, NewsroomEdition] = {edition.key: edition for edition in EDITIONS}
        self._lock = threading.RLock()
        self._desk = Newsdesk(Random(seed))
        self._stories: dict[str, NewsroomStory] = self._desk.backlog(stories, now)
        self._retracted: dict[str, Retraction] = {}
        self._faults: list[Fault] = []
        self._raw: dict[tuple[str, str], RawResponse] = {}
        self._minutes = 0

    # ------------------------------------------------------------------------------------------------ reading

    @property
    def stories(self) -> tuple[NewsroomStory, ...]:
        """All stories that are published and not retracted, newest first."""
        with self._lock:
            alive = [story for story in self._stories.values() if story.id not in self._retracted]
        return tuple(sorted(alive, key=lambda story: (story.published, story.id), reverse=True))

    def story(self, story_id: str) -> NewsroomStory:
        return self._stories[story_id]

    def known(self, story_id: str) -> NewsroomStory | None:
        """The story with this id, retracted or not."""
        return self._stories.get(story_id)

    def retracted(self, story_id: str) -> Retraction | None:
        return self._retracted.get(story_id)

    def edition(self, where: str) -> NewsroomEdition | None:
        """The edition with this key or host."""
        return next(
            (each for each in self.editions.values() if where in (each.key, each.host)),
            None,
        )

    def url(self, story_id: str, where: str | None = None) -> str:
        return self.printed(self.story(story_id), where).url

    def printed(self, story: NewsroomStory, where: str | None = None) -> PrintedStory:
        """The story as an edition prints it: its first edition unless *where* names another by key or host."""
        edition = self.edition(where or story.editions[0])
        if edition is None or edition.key not in story.editions:
            raise LookupError(f"story {story.id} is not in {where}")
        return printed(story, edition, lambda key: self._link(key, edition))

    def printed_stories(self, where: str) -> list[PrintedStory]:
        """All stories of the edition with this key or host, newest first."""
        edition = self.edition(where)
        return [self.printed(story, where) for story in self.stories if edition and edition.key in story.editions]

    def truth(self, story_id: str, where: str | None = None) -> dict[str, Any]:
        """The correct article for the story in its first edition, or in the one that *where* names by key or host."""
        return truth(self.printed(self.story(story_id), where))

    def truths(self) -> Mapping[str, dict[str, Any]]:
        """URL → correct article, for every story in every edition that carries it."""
        printed = [self.printed(story, key) for story in self.stories for key in story.editions]
        return {each.url: truth(each) for each in printed}

    def pictures(self) -> Mapping[str, Picture]:
        """File stem → picture, with those of retracted stories."""
        with self._lock:
            return {picture.stem: picture for story in self._stories.values() for picture in story.pictures}

    @property
    def sections(self) -> tuple[tuple[str, str], ...]:
        return tuple(dict.fromkeys((event["section"], event["label"]) for event in wording()["event"]))

    def _link(self, story_id: str, edition: NewsroomEdition) -> Link | None:
        other = self._stories.get(story_id)
        return Link(edition.home + other.path, other.headline) if other and edition.key in other.editions else None

    # ----------------------------------------------------------------------------------------------- changing

    def publish(self, story: NewsroomStory | None = None) -> NewsroomStory:
        """Publish *story*, or a new one, and return it."""
        with self._change():
            self._minutes += 1
            story = story or self._desk.fresh(self.now + timedelta(minutes=self._minutes, seconds=13))
            self._stories[story.id] = story
            self._retracted.pop(story.id, None)
            return story

    def correct(self, story_id: str, **changes: Any) -> NewsroomStory:
        """Change fields of a story and its time of modification; without changes a correction is added to its text."""
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
        """Retract a story: its URL then answers 404 or 410, or redirects to the front page."""
        with self._change():
            self._retracted[self.story(story_id).id] = how

    def move(self, story_id: str) -> NewsroomStory:
        """Give a story a new URL; the old one redirects there with 301."""
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
        """Let the next *times* requests fail whose target matches the glob *path_pattern*.

        A glob that starts with neither ``/`` nor ``*`` is compared with host and target.
        """
        with self._lock:
            after = None if retry_after is None else str(retry_after)
            self._faults.append(Fault(pattern=path_pattern, how=how, times=times, retry_after=after))

    def fault(self, host: str, target: str) -> Fault | None:
        """The failure that this request gets, counted down by one; None where it gets none."""
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
        """Print an edition in another design from now on."""
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
        """Answer requests to this URL with exactly this response."""
        data = body.encode() if isinstance(body, str) else body
        with self._change():
            self._raw[host, path] = RawResponse(
                body=data,
                content_type=content_type,
                status=status,
                headers=tuple(headers),
            )

    def raw(self, host: str, target: str) -> RawResponse | None:
        return self._raw.get((host, target))

    @contextmanager
    def _change(self) -> Iterator[None]:
        """One change at a time; counted at its end, so that pages made before it are not used after it."""
        with self._lock:
            yield
            self.version += 1


def picture_stem(path: str) -> str | None:
    """The stem of the picture file that a URL path names, in any design; None where it names none.

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
