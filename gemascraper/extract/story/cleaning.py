"""The story's runs without captions, bylines, links to other stories, embedded posts and what pages print between."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lxml.html import HtmlElement

from gemascraper.extract.lines import dateline
from gemascraper.extract.lines.boilerplate import is_boilerplate, leads_to_next_page
from gemascraper.extract.lines.byline_labels import is_credits_line
from gemascraper.extract.lines.prose import is_stamp
from gemascraper.extract.page.text_runs import TextRun
from gemascraper.extract.story.density import is_prose_run
from gemascraper.extract.story.related import is_related
from gemascraper.extract.story.select import StoryRuns
from gemascraper.items import Image
from gemascraper.values.text import fold

_DATELINE_ALONE = re.compile(r"^[A-Z][\w'’., ()]{2,50}\s*(?:--+|[-–—:])$")
_ENDS = re.compile(r"[.!?…:;”\"’')\]]\s*$")
_SIGNED_IN_CAPITALS = re.compile(
    r"^[A-Z][A-Z.'’]+(?: [A-Z][A-Z.'’]+)*(?:\s*[|/]\s*[A-Z][A-Z.'’]+(?: [A-Z][A-Z.'’]+)*)+$"
)
"""Names that close a story in capitals, with the agencies it is from."""
_EMBEDDED = re.compile(r"twitter-tweet|instagram-media|tiktok-embed|fb-post|twitter-video")
_MAX_LABEL = 12
"""Letters between a caption and its credit on one line."""
_MIN_CAPTION = 3
_OPENING = 3
"""Runs at the beginning of a story in which its headline may be repeated."""


def cleaned(story: StoryRuns, headline: str | None, images: Sequence[Image], goes_on: bool = False) -> list[TextRun]:
    """The runs that are the story's own text; *goes_on* where another page of it follows."""
    captions = {fold(text) for image in images for text in _texts_of(image)}
    pairs = [(fold(image.caption), fold(image.credit_line)) for image in images if image.caption and image.credit_line]
    title = fold(headline)
    kept: list[TextRun] = []
    for before, run in zip((None, *story.runs), story.runs, strict=False):
        is_caption = not run.key or run.key in captions or _is_captioned(run.key, pairs)
        if is_caption or _is_cut(run, before) or _is_noise(run):
            continue
        if len(kept) >= _OPENING or not _repeats(run, title):
            kept.append(run)
    kept = _between_prose(kept, goes_on) if story.source == "markup" else kept
    return kept if goes_on or story.source == "trafilatura" else _without_loose_ends(kept)


def _texts_of(image: Image) -> list[str]:
    """The ways in which a picture's caption and credit may be printed on one line."""
    caption, line = image.caption or "", image.credit_line or ""
    texts = [caption, line, image.alt or "", f"{line} {caption}", f"Foto {line}"]
    return [text for text in texts if len(fold(text)) > _MIN_CAPTION]


def _is_captioned(key: str, pairs: Iterable[tuple[str, str]]) -> bool:
    """Whether a run is a picture's caption, a label and its credit."""
    return any(
        key.startswith(caption) and key.endswith(line) and len(key) <= len(caption) + len(line) + _MAX_LABEL
        for caption, line in pairs
    )


def _is_cut(run: TextRun, before: TextRun | None) -> bool:
    """Whether it is the beginning of the next page's text, cut short under "Halaman selanjutnya"."""
    return before is not None and run.text.endswith(("...", "…")) and leads_to_next_page(before.text)


def _repeats(run: TextRun, title: str) -> bool:
    return run.key == title or (run.type == "heading" and title != "" and run.key.endswith(title))


def _is_noise(run: TextRun) -> bool:
    if run.figure is not None and (run.figure.tag in ("figure", "figcaption") or run.figure.find(".//img") is not None):
        return True
    if is_boilerplate(run.text) or is_related(run) or is_credits_line(run.text) or is_stamp(run.text):
        return True
    return _is_embedded(run.element) or _is_contents(run)


def _is_contents(run: TextRun) -> bool:
    """Whether it is an item of a table of contents: a link to a place on the same page."""
    return run.type == "list_item" and run.is_link and all((a.get("href") or "").startswith("#") for a in run.links)


def _is_embedded(element: HtmlElement) -> bool:
    """Whether it stands in a post of a social medium."""
    around = (element, *element.iterancestors("blockquote"))
    return any(_EMBEDDED.search(above.get("class") or "") for above in around)


# --------------------------------------------------------------------------------------------------------- the edges


def _between_prose(runs: list[TextRun], goes_on: bool) -> list[TextRun]:
    """From the first sentence to the last: dates, names and counts around them are not the story's, a dateline is.

    After the last sentence only short ones stay, and what may be a signature.
    """
    at = [n for n, run in enumerate(runs) if is_prose_run(run)]
    if not at:
        return runs
    first, last = at[0], at[-1]
    if first and (_DATELINE_ALONE.match(runs[first - 1].text) or dateline.whole_paragraph(runs[first - 1].text)):
        first -= 1
    beside = runs[last].element.getparent()
    after = (run for run in runs[last + 1 :] if _may_follow(run, beside) or (goes_on and _is_heading(run)))
    return [run for run in (*runs[first : last + 1], *after) if not _is_teaser(run)]


def _may_follow(run: TextRun, beside: HtmlElement | None) -> bool:
    """Whether a short line after the last prose is the story's: a sentence, an item of a list, or a paragraph there."""
    if run.links:
        return False
    if _ENDS.search(run.text) or (run.type == "list_item" and not run.text.isdigit()):
        return True
    return run.element.tag == "p" and run.element.getparent() is beside


def _is_heading(run: TextRun) -> bool:
    return run.type == "heading" and not run.links


def _is_teaser(run: TextRun) -> bool:
    """Whether a paragraph is nothing but a link, and no sentence: a way to another story."""
    titled = run.text.endswith("?") or not _ENDS.search(run.text)
    return run.is_link and len(run.links) == 1 and len(run.text) > 15 and titled


def _without_loose_ends(runs: list[TextRun]) -> list[TextRun]:
    """Headings with nothing under them, and links that end the text, belong to what follows the story."""
    while runs and _is_loose(runs[-1]):
        runs = runs[:-1]
    return runs


def _is_loose(run: TextRun) -> bool:
    if run.type == "heading" or _SIGNED_IN_CAPITALS.match(run.text):
        return True
    return run.is_link and not _ENDS.search(run.text)
