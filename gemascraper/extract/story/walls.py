"""Walls: pages that stand where a story should be, such as a block page, a consent page, a login or a soft 404."""

from __future__ import annotations

import re
from collections.abc import Callable

import attrs

from gemascraper.extract.page.page import Page
from gemascraper.extract.story.density import is_prose_run
from gemascraper.extract.story.kind import SHORT, WORDY, NotAStory, visible_text
from gemascraper.items import FindingCode, PageKind

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
_MIN_PARAGRAPHS = 3
_MIN_TEXT = 20
_HEAD = 20_000
"""Characters of the HTML in which the marks of a block page stand."""


@attrs.frozen
class _FirstLook:
    """A page with its title and its visible text, which are looked at first."""

    page: Page
    title: str
    text: str

    @property
    def declares_story(self) -> bool:
        return bool(self.page.document.story.get("headline"))

    @property
    def is_brief(self) -> bool:
        """Whether a short page is a story all the same: it declares one, or prints paragraphs under its heading."""
        headed = any(run.element.tag == "h1" for run in self.page.runs)
        return self.declares_story or (headed and sum(map(is_prose_run, self.page.runs)) >= _MIN_PARAGRAPHS)

    @property
    def is_short(self) -> bool:
        dated = bool(self.page.document.story.get("datePublished"))
        return len(self.text) < WORDY and not (self.declares_story and dated)


def _is_block_page(look: _FirstLook) -> bool:
    if _BLOCKED.search(look.title):
        return True
    return bool(_BLOCKED_BODY.search(look.page.document.text[:_HEAD])) and len(look.text) < SHORT


def _is_consent_page(look: _FirstLook) -> bool:
    return bool(_CONSENT.search(look.title) or _CONSENT.search(look.text[:200])) and not look.declares_story


def _is_soft_404(look: _FirstLook) -> bool:
    return bool(_REMOVED.search(look.title) or _REMOVED_BODY.search(look.text[:400])) and not look.is_brief


def _is_login(look: _FirstLook) -> bool:
    return bool(_LOGIN.search(look.title)) and not look.is_brief


def _is_data(look: _FirstLook) -> bool:
    text = look.text
    return text[:1] in "{[" and text[-1:] in "}]" and next(look.page.document.body.iter("p"), None) is None


_SHORT_WALLS: tuple[tuple[Callable[[_FirstLook], bool], PageKind, FindingCode, Callable[[_FirstLook], str]], ...] = (
    (_is_block_page, "blocked", "page_blocked", lambda look: f"a block page, not a story: {look.title[:80]}"),
    (_is_consent_page, "consent", "page_consent", lambda look: f"a consent page: {look.title[:80]}"),
    (_is_soft_404, "removed", "page_removed", lambda look: f"says the story is gone: {(look.title or look.text)[:80]}"),
    (_is_login, "blocked", "page_login", lambda look: "asks for a login"),
)
"""What a short page may be: a predicate, its kind, the finding's code and message. The first that holds decides."""


def wall(page: Page) -> NotAStory | None:
    """What stands where a story should be, told before anything is read; None where nothing of that kind does."""
    look = _FirstLook(page, page.document.title or "", visible_text(page))
    if look.is_short:
        for holds, kind, code, message in _SHORT_WALLS:
            if holds(look):
                return NotAStory(kind, code, message(look))
    if len(look.text) < _MIN_TEXT:
        return NotAStory("other", "page_empty", "no text")
    return NotAStory("other", "page_no_html", "data, not a page") if _is_data(look) else None
