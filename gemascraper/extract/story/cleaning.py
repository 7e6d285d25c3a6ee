"""The story's text as blocks: without byline, caption, links to other stories, share text, dateline and initials.

The only place that knows trafilatura.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement

from gemascraper.extract.lines import dateline, related
from gemascraper.extract.lines.byline_labels import is_credits_line
from gemascraper.extract.page.page import Page
from gemascraper.extract.page.text_runs import TextRun
from gemascraper.extract.story.density import is_prose, is_stamp
from gemascraper.extract.story.select import Story
from gemascraper.items import Block, Image
from gemascraper.values.text import fold

_DROPPED = ("script", "style", "noscript", "template", "iframe", "svg", "figcaption")
_DROPPED_TOO = (
    "nav", "footer", "head", "select", "option", "figure", "picture", "video", "img", "source", "input", "link",
)  # fmt: skip
"""What trafilatura would drop itself, after it has looked at every element of it."""
_JUNK = re.compile(
    r"^\W*(?:"
    r"advertisement\b.{0,60}$|(?:advertorial|iklan|adv|ads|scroll (?:(?:to|untuk) (?:continue|resume|melanjutkan|"
    r"membaca)|ke bawah)\b.*|(?:artikel|berita) ini tayang\b.*|loading\W*)$"
    r"|\[gambas:[^\]]*\]?$|saksikan (?:video|live|juga|berita|tayangan)\b|tonton (?:juga|video)\b"
    r"|lihat (?:foto|postingan ini|semua|selengkapnya)\b|klik (?:di sini|tautan)\b|hide ads$|zoom-?in|perbesar$"
    r"|baca berita (?:tanpa|dengan) \w+ ?iklan|dapatkan (?:update )?(?:berita|informasi) \w+|(?:yuk,? )?(?:ikuti|"
    r"follow) (?:terus )?(?:kami|berita|"
    r"saluran)\b|jangan lewatkan video\b|mau berita terbaru\b|(?:yuk|ayo|mari|sila(?:h)?kan|simak|"
    r"ikuti|baca|temukan|cek|klik|gabung|bergabung|follow|update|berita populer)\b.{0,120}\b(?:google news|(?:saluran|"
    r"channel|grup) (?:wa|whatsapp|telegram))\b"
    r"|cek berita dan artikel|gabung (?:grup|di|ke|dan)\b|follow\b.{0,40}(?:whatsapp|instagram|google news)|"
    r"langganan google news"
    r"|catatan: jika anda memiliki|yuk daftarkan|banyak orang hebat di sekitar kita|sebarkan artikel ini|"
    r"bagikan(?: :| ke|$)"
    r"|share(?: :| this|$)|tweet$|\d+ ?shares?$|copyright\b|©|hak cipta|all rights reserved"
    r"|(?:diperbarui|diterbitkan|dipublikasikan|terbit|published|updated)\b.{0,60}\d{4}.{0,20}$|posted by\b|"
    r"liked this post|butuh vpn|(?:sumber|source)(?: berita| tulisan)?\s*[:：].{0,80}$|publisher\s*:|"
    r"halaman\s*(?::|$)|.{0,60}\bhalaman (?:selanjutnya|berikutnya)\W*$|daftar isi\W*$|"
    r"halaman sebelumnya$|selanjutnya$|sebelumnya$|next page|show all$|\d+ of \d+"
    r"|(?:tim )?redaksi\W*$|(?:tags?|topik(?: terkait| pilihan)?|label|kata kunci)\s*:|(?:penulis|editor|reporter|"
    r"pewarta)\s*$"
    r"|(?:artikel|berita|video) (?:terkait|lainnya|pilihan|terpopuler)|(?:berita )?rekomendasi|sponsored|"
    r"konten (?:ini )?(?:dari|produksi|bersponsor)"
    r"|redaksi: redaksi|informasi pemasangan iklan|hubungi sales|berita ini juga dapat dibaca melalui|akses \S+ melalui"
    r"|(?:artikel|konten|berita) (?:ini )?(?:premium|khusus pelanggan)|berlangganan untuk\b|sudah berlangganan\b"
    r"|also read|read (?:also|more|next)\b|see also|sign up (?:for|to)\b|subscribe (?:to|now)\b|follow us|"
    r"share this|related(?: stories| articles)?:?$"
    r"|(?:teilen mit|partager|compartir|compartilhar|condividi|udostępnij)\s*:|wird geladen|view comments|"
    r"(?:letzte (?:änderung|aktualisierung)|aktualisiert am|última actualización|mis à jour le)\b.{0,40}$|"
    r"(?:quelle|fuente|fonte)\s*[:：].{1,80}$|s[ií]gu[ea]nos en\b|suivez-nous\b|folgen sie uns\b|seguici su\b"
    r"|jangan lupa (?:tonton|like|follow)|download aplikasi|unduh aplikasi|update berita|breaking news setiap"
    r")",
    re.I,
)
_NOTICE = re.compile(
    r"^\W*(?:simak breaking news dan berita pilihan|dapatkan update berita pilihan|fakta atau hoaks\?|"
    r"dilarang keras mengambil|ikuti (?:hitung cepat|quick count|ulasan-ulasan)|silakan akses epaper|disadur dari\s*:|"
    r"(?:artikel|berita) ini (?:(?:sebelumnya|telah|sudah|pernah|pertama kali) )+(?:tayang|dimuat|terbit)\b|"
    r"(?:baca|simak|ikuti|temukan|dapatkan|update)\b[^.!?]{0,120}\b(?:google news|(?:channel|saluran|grup) "
    r"(?:whatsapp|telegram))\b|#[a-z]\w+(?: with \w+| #\w+)*$|uploader\s*:)",
    re.I,
)
"""What an outlet says of itself under its stories, whatever its length."""
_SIGNED = re.compile(
    r"author|byl|username|bbl|zuozhe|bianji|xiaobian|channel-name|submitted-by|posted-by|journalist|screenname|writer",
    re.I,
)
"""What trafilatura looks for in names to find an author: where nothing is called so, it need not be asked."""
_SIGNED_OTHERWISE = etree.XPath(
    "boolean(//@rel[.='author'] | //@data-testid[contains(.,'Author')] | //@data-component[contains(.,'Byline')])"
)
_NODES = etree.XPath("count(.//*)")
_LONGEST_JUNK, _LONGEST_NOTICE, _LONGEST_LABEL = 260, 600, 12
_MOST_NODES = 50_000
_DATELINE_ALONE = re.compile(r"^[A-Z][\w'’., ()]{2,50}\s*(?:--+|[-–—:])$")
_ENDS = re.compile(r"[.!?…:;”\"’')\]]\s*$")
_NEXT_PAGE = re.compile(r"^\W*halaman (?:selanjutnya|berikutnya)\W*$", re.I)
_SIGNED_IN_CAPITALS = re.compile(
    r"^[A-Z][A-Z.'’]+(?: [A-Z][A-Z.'’]+)*(?:\s*[|/]\s*[A-Z][A-Z.'’]+(?: [A-Z][A-Z.'’]+)*)+$"
)
"""Names that close a story in capitals, with the agencies it is from."""
_IN_PAGE = re.compile(r"^\d+ dari \d+ halaman$|^halaman \d+ dari \d+$|^\d+\s*/\s*\d+$", re.I)


def trafilatura_text(page: Page, quick: bool = False) -> str:
    """What trafilatura takes for the story, from a copy of the tree, since it changes what it reads; may be empty.

    *quick* leaves out its comparison with other readers, a third of its time.
    """
    import trafilatura

    if _NODES(page.content) > _MOST_NODES:
        return ""  # it takes a minute on a hundred thousand line breaks or links
    tree = copy.deepcopy(page.tree)
    etree.strip_elements(tree, *_DROPPED, *(_DROPPED_TOO if quick else ()), with_tail=False)
    try:
        found = trafilatura.bare_extraction(
            tree, url=page.url or None, include_comments=False, with_metadata=False, fast=quick
        )
    except (ValueError, TypeError, AttributeError, IndexError, KeyError, RecursionError, etree.LxmlError):
        return ""  # somebody else's code on somebody else's page: its failure is no reason to lose the story
    return (found.text or "") if found is not None and not isinstance(found, dict) else ""


def trafilatura_author(page: Page) -> str | None:
    """Whom trafilatura takes for the author: it knows how many other sites mark one."""
    from trafilatura.metadata import extract_author

    if not (page.flow.named(_SIGNED) or _named_author(page) or _SIGNED_OTHERWISE(page.tree)):
        return None
    try:
        found: str | None = extract_author(page.tree)
    except (ValueError, TypeError, AttributeError, IndexError, RecursionError, etree.LxmlError):
        return None
    return found


def _named_author(page: Page) -> bool:
    return any("author" in (element.get("itemprop") or "") for element in page.microdata)


@lru_cache(maxsize=1)
def trafilatura_version() -> str:
    from importlib.metadata import version

    return version("trafilatura")


def prose(
    page: Page, story: Story, headline: str | None, images: Iterable[Image], goes_on: bool = False
) -> list[TextRun]:
    """The runs that are the story's own text; *goes_on* where another page of it follows."""
    shown = {fold(text) for image in images for text in _shown_with(image)}
    pairs = [(fold(image.caption), fold(image.credit_line)) for image in images if image.caption and image.credit_line]
    title = fold(headline)
    kept: list[TextRun] = []
    before: TextRun | None = None
    for run in story.runs:
        key = run.key
        cut = before is not None and run.text.endswith(("...", "…")) and _NEXT_PAGE.match(before.text)
        before = run
        repeated = key == title or (run.type == "heading" and title and key.endswith(title))
        told = not key or key in shown or _is_caption(key, pairs)
        if told or cut or (repeated and len(kept) < 3) or _is_junk(page, run):
            continue
        kept.append(run)
    kept = _between_prose(kept, goes_on) if story.source == "markup" else kept
    return kept if goes_on or story.source == "trafilatura" else _without_loose_ends(kept)


def blocks(runs: Iterable[TextRun], texts: Iterable[str]) -> tuple[Block, ...]:
    """Typed blocks of the runs, with the texts that are left of them."""
    return tuple(Block(type=run.type, text=text) for run, text in zip(runs, texts, strict=True) if text)


def _is_junk(page: Page, run: TextRun) -> bool:
    if run.figure is not None and (run.figure.tag in ("figure", "figcaption") or run.figure.find(".//img") is not None):
        return True
    if _IN_PAGE.match(run.text) or (len(run.text) <= _LONGEST_JUNK and _JUNK.match(run.text)):
        return True
    if len(run.text) <= _LONGEST_NOTICE and _NOTICE.match(run.text):
        return True
    if related.is_related(run) or is_credits_line(run.text) or is_stamp(run.text):
        return True
    return _embedded(run.element) or _is_contents(run)


def _is_contents(run: TextRun) -> bool:
    """Whether it is an item of a table of contents: a link to a place on the same page."""
    return run.type == "list_item" and run.is_link and all((a.get("href") or "").startswith("#") for a in run.links)


def _embedded(element: HtmlElement) -> bool:
    """Whether it stands in somebody else's post."""
    for above in (element, *element.iterancestors("blockquote")):
        if re.search(r"twitter-tweet|instagram-media|tiktok-embed|fb-post|twitter-video", above.get("class") or ""):
            return True
    return False


def _shown_with(image: Image) -> list[str]:
    caption, line = image.caption or "", image.credit_line or ""
    texts = [caption, line, image.alt or "", f"{line} {caption}", f"Foto {line}"]
    return [text for text in texts if len(fold(text)) > 3]


def _is_caption(key: str, pairs: Iterable[tuple[str, str]]) -> bool:
    """Whether a run is a picture's caption, a label and its credit."""
    return any(
        key.startswith(caption) and key.endswith(line) and len(key) <= len(caption) + len(line) + _LONGEST_LABEL
        for caption, line in pairs
    )


def _without_loose_ends(runs: list[TextRun]) -> list[TextRun]:
    """Headings with nothing under them, and links that end the text, belong to what follows the story."""
    while runs and (
        runs[-1].type == "heading"
        or (runs[-1].is_link and not _ENDS.search(runs[-1].text))
        or _SIGNED_IN_CAPITALS.match(runs[-1].text)
    ):
        runs = runs[:-1]
    return runs


def _between_prose(runs: list[TextRun], goes_on: bool) -> list[TextRun]:
    """From the first sentence to the last: dates, names and counts around them are not the story's, a dateline is.

    After the last sentence only short ones stay, and what may be a signature.
    """
    at = [n for n, run in enumerate(runs) if is_prose(run)]
    if not at:
        return runs
    first, last = at[0], at[-1]
    if first and (_DATELINE_ALONE.match(runs[first - 1].text) or dateline.alone(runs[first - 1].text)):
        first -= 1
    beside = runs[last].element.getparent()
    after = [
        run
        for run in runs[last + 1 :]
        if not run.links and (_ENDS.search(run.text) or _same_kind(run, beside) or (goes_on and run.type == "heading"))
    ]
    return [run for run in (*runs[first : last + 1], *after) if not _leads_away(run)]


def _same_kind(run: TextRun, beside: HtmlElement | None) -> bool:
    """Whether a short line stands among the paragraphs, or is an item of a list."""
    return (run.type == "list_item" and not run.text.isdigit()) or (
        run.element.tag == "p" and run.element.getparent() is beside
    )


def _leads_away(run: TextRun) -> bool:
    """A paragraph that is nothing but a link, and no sentence, is a way to another story."""
    titled = run.text.endswith("?") or not _ENDS.search(run.text)
    return run.is_link and len(run.links) == 1 and len(run.text) > 15 and titled
