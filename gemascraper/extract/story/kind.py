"""What a page is: a story of some kind, or one of the things that are no story and never become an article."""

from __future__ import annotations

import re

import attrs

from gemascraper.extract.page import linked_data
from gemascraper.extract.page.page import Page, path_of, printed_in
from gemascraper.extract.story.density import is_prose
from gemascraper.items import Kind
from gemascraper.values.text import fold

_BLOCKED = re.compile(
    r"just a moment|attention required|access denied|are you a robot|verify(?:ing)? you are (?:a )?human|"
    r"checking your browser|cf-chl|"
    r"error 10(?:15|20)|you (?:have been|are being) (?:blocked|rate limited)|internet ?positif|internetbaik|"
    r"unusual traffic|request blocked|"
    r"captcha|scheduled maintenance|sedang (?:dalam )?(?:perbaikan|pemeliharaan)|under maintenance|bad gateway|"
    r"service unavailable",
    re.I,
)
_BLOCKED_BODY = re.compile(
    r"cf-browser-verification|cf-chl|challenge-platform|checking your browser|reference #\d|internetpositif", re.I
)
_CONSENT = re.compile(
    r"before you continue|we value your privacy|cookie(?:s)? (?:consent|settings|policy)|consent|kebijakan privasi|"
    r"(?:menghargai|menghormati) privasi anda|persetujuan (?:cookie|privasi)|menggunakan cookie|sebelum melanjutkan ke",
    re.I,
)
_REMOVED = re.compile(
    r"^(?:page |article |story )?(?:not found|404\b|410\b|error 404)|^(?:oops|maaf|ups)\b.{0,40}|(?:halaman|"
    r"berita|artikel|laman).{0,30}(?:tidak (?:di)?temukan|tidak tersedia|telah dihapus|"
    r"sudah dihapus)|page (?:not found|does not exist|no longer)|no longer available|(?:not found|404)\s*[|–-]",
    re.I,
)
_REMOVED_BODY = re.compile(
    r"page you(?:'re| are) looking for|does not exist|tidak (?:di)?temukan|telah dihapus|no longer (?:available|"
    r"exists)",
    re.I,
)
_LOGIN = re.compile(
    r"^(?:login|log in|masuk|sign ?in|sign ?up|daftar)(?:\s+(?:ke|to|akun|account|member|anggota|pelanggan)\b.*)?\s*"
    r"(?:$|[|–—-])",
    re.I,
)
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
_PARAGRAPHS = 3
_SHORT = 300
_WORDY = 900
_LONG = 1_500


@attrs.frozen
class Judgement:
    """A kind, and why; the code is that of the finding where the page is no story."""

    kind: Kind
    code: str = ""
    why: str = ""


def wall(page: Page) -> Judgement | None:
    """What stands where a story should be, told before anything is read; None where nothing of that kind does."""
    title, text = page.title or "", _visible(page)
    short = len(text) < _WORDY and not (page.story.get("headline") and page.story.get("datePublished"))
    if short and (_BLOCKED.search(title) or (_BLOCKED_BODY.search(page.text[:20_000]) and len(text) < _SHORT)):
        return Judgement("blocked", "page_blocked", f"a wall, no story: {title[:80]}")
    if short and (_CONSENT.search(title) or _CONSENT.search(text[:200])) and not page.story.get("headline"):
        return Judgement("consent", "page_consent", f"a consent wall: {title[:80]}")
    if short and (_REMOVED.search(title) or _REMOVED_BODY.search(text[:400])) and not _is_brief(page):
        return Judgement("removed", "page_removed", f"says that the story is not there: {(title or text)[:80]}")
    if short and _LOGIN.search(title) and not _is_brief(page):
        return Judgement("blocked", "page_login", "asks for a login")
    if len(text) < 20:
        return Judgement("other", "page_empty", "no text")
    if text[:1] in "{[" and text[-1:] in "}]" and not list(page.content.iter("p")):
        return Judgement("other", "page_no_html", "not a page")
    return None


def _is_brief(page: Page) -> bool:
    """Whether a short page is a story all the same: it declares one, or prints some paragraphs under its heading."""
    prose = sum(is_prose(run) for run in page.flow.runs)
    headed = any(run.element.tag == "h1" for run in page.flow.runs)
    return bool(page.story.get("headline")) or (headed and prose >= _PARAGRAPHS)


def kind(page: Page, headline: str | None, characters: int, paragraphs: int, pictures: int) -> Judgement:
    """What a page is, once its headline, the size of its text and its pictures are known."""
    path = path_of(page.url)
    declared = linked_data.types(page.story) + " " + " ".join(page.metas.get("og:type", ()))
    if path in ("", "/") and page.url and not re.search(r"[?&]p=\d", page.url) and not page.story.get("headline"):
        return Judgement("index", "page_index", "the front page")
    if _TAG.match(path) and not page.story and characters < _LONG:
        return Judgement("tag", "page_tag", "a tag's page")
    if _INDEX.match(path) and not page.story and characters < _LONG and not page.outlet.is_story(page.url):
        return Judgement("index", "page_index", "an index")
    if not characters and not pictures:
        return Judgement("other", "page_no_text", "neither text nor pictures of a story")
    if not headline:
        return Judgement("other", "page_no_headline", "no headline")
    if _is_list(page, declared, characters):
        return Judgement("index", "page_index", "a list of stories")
    return _story(page, path, headline, declared, characters, pictures)


def says_photos(page: Page) -> bool:
    """Whether a page calls itself one of photos, by its address or its title."""
    return bool(_PHOTO.match(path_of(page.url)) or _PHOTO_HEADLINE.match(page.title or ""))


def _story(page: Page, path: str, headline: str, declared: str, characters: int, pictures: int) -> Judgement:
    if paywalled(page):
        return Judgement("paywalled", "", "says that it is for subscribers")
    if _LIVE.match(headline) or "LiveBlog" in declared:
        return Judgement("live")
    if (
        _PHOTO_HEADLINE.match(headline)
        or "ImageGallery" in declared
        or (_PHOTO.match(path) and pictures > 1 and characters < 1_500)
    ):
        return Judgement("photo")
    if (
        _VIDEO_HEADLINE.match(headline)
        or (_VIDEO.match(path) and characters < _WORDY)
        or ("VideoObject" in declared and characters < _SHORT)
    ):
        return Judgement("video")
    return Judgement("article")


def paywalled(page: Page) -> bool | None:
    """Whether the page says that the story is for subscribers; None where it does not say."""
    said = page.story.get("isAccessibleForFree")
    if said is not None and fold(str(said)) in ("false", "true"):
        return fold(str(said)) == "false"
    if page.data and any(page.data.given.get(key) is True for key in ("is_premium", "isPremium", "premium")):
        return True
    if any(fold(c.value) in ("locked", "metered", "premium") for c in page.meta("article:content_tier")):
        return True
    text = _visible(page)
    if len(text) >= 6_000:
        return None
    removed = " ".join(printed_in(element) or "" for element in page.selected("remove"))
    shown = f"{text} {removed}".lower()
    return True if any(word in shown for word in _PAYWALL_WORDS) and _PAYWALL.search(shown) else None


def _is_list(page: Page, declared: str, characters: int) -> bool:
    """A page whose text is mostly links to stories, and that does not declare itself a story."""
    if page.story.get("headline") or "article" in declared.lower():
        return False
    links = sum(run.linked for run in page.flow.runs)
    plain = sum(len(run.text) for run in page.flow.runs) - links
    return characters < 600 and links > 2 * plain and not page.outlet.is_story(page.url)


def _visible(page: Page) -> str:
    return " ".join(run.text for run in page.flow.runs[:400])[:8_000]
