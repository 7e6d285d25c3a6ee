"""What kind of page it is: a story of some kind, or an index or another page that never becomes an article."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

import attrs

from gemascraper.extract.page import linked_data
from gemascraper.extract.page.document import printed_in
from gemascraper.extract.page.page import Page, path_of
from gemascraper.items import FindingCode, PageKind, StoryKind
from gemascraper.values.text import fold

_PAYWALL = re.compile(
    r"(?:for|untuk) (?:subscribers?|pelanggan)(?: only)?|subscribe to (?:read|continue)|"
    r"langganan untuk (?:membaca|melanjutkan)|konten (?:ini )?(?:premium|khusus pelanggan)|"
    r"lanjutkan membaca dengan berlangganan|artikel (?:ini )?(?:premium|khusus pelanggan)|"
    r"berlangganan untuk (?:membaca|melanjutkan)",
    re.I,
)
_PAYWALL_WORDS = ("subscri", "langgan", "premium")
"""One of them is in whatever that finds, and a page without them is soon looked through."""
_TAG = re.compile(r"^/(?:tags?|topik|topic|label)/", re.I)
_INDEX = re.compile(
    r"^/(?:indeks|index|search|cari|kategori|category|rubrik|kanal|terpopuler|terkini|latest|archive|arsip|author|"
    r"penulis|page)(?:[-/?.]|$)",
    re.I,
)
_PHOTO = re.compile(r"^/?(?:.*/)?(?:foto|photo|photos|galeri|gallery|galleries|infografis)/", re.I)
_VIDEO = re.compile(r"^/?(?:.*/)?(?:video|videos|tv|watch)/", re.I)
_LIVE = re.compile(r"^(?:live(?: update| report| streaming)?\b|langsung\b)\s*:|^\[live", re.I)
_PHOTO_HEADLINE = re.compile(r"^(?:foto|photo|in picture|galeri|potret foto)\s*:", re.I)
_VIDEO_HEADLINE = re.compile(r"^video\s*:", re.I)
_POST_ID = re.compile(r"[?&]p=\d")
"""A WordPress story whose path is that of the front page."""
SHORT, WORDY, _LONG = 300, 900, 1_500
"""Characters of visible text: of a wall or a video's description, of a short story, of a story that is no index."""
_MAX_GALLERY = 1_500
_MAX_LIST = 600


@attrs.frozen
class NotAStory:
    """What a page is that is not a story: its kind, and the code and the message of the finding that says so."""

    kind: PageKind
    code: FindingCode
    why: str


@attrs.define(eq=False)
class Signs:
    """What is known of a page when its kind is decided."""

    page: Page
    headline: str | None
    characters: int
    """Of the story's text."""
    pictures: int
    """Of the story."""

    @property
    def path(self) -> str:
        return path_of(self.page.url)

    @property
    def declared(self) -> str:
        """The types that linked data and ``og:type`` declare."""
        document = self.page.document
        return linked_data.types(document.story) + " " + " ".join(document.metas.get("og:type", ()))

    @cached_property
    def paywalled(self) -> bool | None:
        """Whether the page says that the story is for subscribers; None where it does not say."""
        return _paywalled(self.page)

    @property
    def may_be_index(self) -> bool:
        return not self.page.document.story and self.characters < _LONG


def _is_front_page(signs: Signs) -> bool:
    page = signs.page
    if signs.path not in ("", "/") or not page.url or _POST_ID.search(page.url):
        return False
    return not page.document.story.get("headline")


def _is_tag_page(signs: Signs) -> bool:
    return bool(_TAG.match(signs.path)) and signs.may_be_index


def _is_index(signs: Signs) -> bool:
    return bool(_INDEX.match(signs.path)) and signs.may_be_index and not signs.page.outlet.is_story(signs.page.url)


def _is_list(signs: Signs) -> bool:
    """Whether its text is mostly links to stories, and it does not declare itself a story."""
    page = signs.page
    if page.document.story.get("headline") or "article" in signs.declared.lower():
        return False
    links = sum(run.linked for run in page.runs)
    plain = sum(len(run.text) for run in page.runs) - links
    return signs.characters < _MAX_LIST and links > 2 * plain and not page.outlet.is_story(page.url)


_NOT_STORIES: tuple[tuple[Callable[[Signs], bool], NotAStory], ...] = (
    (_is_front_page, NotAStory("index", "page_index", "the front page")),
    (_is_tag_page, NotAStory("tag", "page_tag", "the page of a tag")),
    (_is_index, NotAStory("index", "page_index", "an index")),
    (
        lambda signs: not signs.characters and not signs.pictures,
        NotAStory("other", "page_no_text", "neither text nor pictures of a story"),
    ),
    (lambda signs: not signs.headline, NotAStory("other", "page_no_headline", "no headline")),
    (_is_list, NotAStory("index", "page_index", "a list of stories")),
)
"""What a page may be that is not a story; the first predicate that holds decides."""


def not_a_story(signs: Signs) -> NotAStory | None:
    """What a page is that is not a story; None where it is one."""
    return next((other for holds, other in _NOT_STORIES if holds(signs)), None)


def story_kind(signs: Signs) -> StoryKind:
    """What kind of story a page is."""
    if signs.paywalled:
        return "paywalled"
    if _LIVE.match(signs.headline or "") or "LiveBlog" in signs.declared:
        return "live"
    if _is_photo_story(signs):
        return "photo"
    return "video" if _is_video(signs) else "article"


def says_photos(page: Page) -> bool:
    """Whether a page says that it is one of photos, by its URL or its title."""
    return bool(_PHOTO.match(path_of(page.url)) or _PHOTO_HEADLINE.match(page.document.title or ""))


def _is_photo_story(signs: Signs) -> bool:
    if _PHOTO_HEADLINE.match(signs.headline or "") or "ImageGallery" in signs.declared:
        return True
    return bool(_PHOTO.match(signs.path)) and signs.pictures > 1 and signs.characters < _MAX_GALLERY


def _is_video(signs: Signs) -> bool:
    if _VIDEO_HEADLINE.match(signs.headline or ""):
        return True
    if _VIDEO.match(signs.path) and signs.characters < WORDY:
        return True
    return "VideoObject" in signs.declared and signs.characters < SHORT


def _paywalled(page: Page) -> bool | None:
    said = page.document.story.get("isAccessibleForFree")
    if said is not None and fold(str(said)) in ("false", "true"):
        return fold(str(said)) == "false"
    state = page.document.app_state
    if state and any(state.given.get(key) is True for key in ("ispremium", "premium")):
        return True
    if any(fold(c.value) in ("locked", "metered", "premium") for c in page.meta("article:content_tier")):
        return True
    text = visible_text(page)
    if len(text) >= 6_000:
        return None
    removed = " ".join(printed_in(element) or "" for element in page.selected("remove"))
    shown = f"{text} {removed}".lower()
    return True if any(word in shown for word in _PAYWALL_WORDS) and _PAYWALL.search(shown) else None


def visible_text(page: Page) -> str:
    """The first 8,000 characters that the page shows."""
    return " ".join(run.text for run in page.runs[:400])[:8_000]
