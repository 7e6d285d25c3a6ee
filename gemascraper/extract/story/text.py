"""The text of a story, all pages of it: blocks, and the dateline and initials that open and close it."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from gemascraper.extract.lines import initials
from gemascraper.extract.lines.dateline import dateline, whole_paragraph
from gemascraper.extract.page.candidates import Candidate, Notes
from gemascraper.extract.page.text_runs import TextRun
from gemascraper.extract.story.cleaning import cleaned
from gemascraper.extract.story.language import language
from gemascraper.extract.story.regions import Regions
from gemascraper.items import Block, Dateline, Image

_SUMMARY, _MAX_LABEL, _MAX_DATELINE = 8, 40, 60
_CLOSING = 3
"""Lines at the end of a text in which the initials may stand."""


@attrs.frozen
class StoryText:
    """The text of a story; dateline and initials are taken out of the blocks."""

    blocks: tuple[Block, ...]
    dateline: Dateline | None
    initials: str | None
    language: str | None
    runs: tuple[TextRun, ...]
    """The runs that the text was printed in."""

    @property
    def whole(self) -> str:
        """The texts of the blocks, joined by blank lines."""
        return "\n\n".join(block.text for block in self.blocks)

    @property
    def is_indonesian(self) -> bool:
        """Whether it is in Indonesian or Malay, whose newsrooms print datelines, initials and labels alike."""
        return self.language in ("id", "ms")

    @classmethod
    def read(cls, pages: Sequence[Regions], title: str | None, images: Sequence[Image], notes: Notes) -> StoryText:
        """The text of a story on *pages*, without its headline *title* and the captions of *images*."""
        last = pages[-1]
        runs = [run for page in pages for run in cleaned(page.story, title, images, goes_on=page is not last)]
        texts = [run.text for run in runs]
        spoken = language(pages[0].page, " ".join(texts), notes)
        opening, signature = None, None
        if spoken in ("id", "ms"):
            at = _summary(runs)
            opening, rest = _opening(texts[at:], pages[0].page.brands)
            signature, texts = _signature(texts[:at] + rest, last.after(runs))
        if opening:
            notes.settled("dateline", Candidate(opening.text, "printed", "first paragraph"))
        if signature:
            notes.settled("initials", Candidate(signature, "printed", "end of the text"))
        if any(texts):
            notes.settled("body", Candidate("", pages[0].story.source, pages[0].story.rule))
        return cls(_blocks(runs, texts), opening, signature, spoken, tuple(runs))


def _blocks(runs: Sequence[TextRun], texts: Sequence[str]) -> tuple[Block, ...]:
    """The blocks of the runs, with the texts that are left of them."""
    return tuple(Block(type=run.type, text=text) for run, text in zip(runs, texts, strict=True) if text)


def _summary(runs: Sequence[TextRun]) -> int:
    """How many runs stand before the story itself: some outlets list first what is in it."""
    listed = [n for n, run in enumerate(runs[:_SUMMARY]) if run.type == "list_item"]
    begins = listed[-1] + 1 if listed else 0
    above = all(run.type in ("heading", "list_item") or len(run.text) < _MAX_LABEL for run in runs[:begins])
    return begins if above and begins < len(runs) else 0


def _opening(texts: list[str], brands: Sequence[str]) -> tuple[Dateline | None, list[str]]:
    """The dateline of the first paragraph, also where it is a paragraph of its own, and the texts without it."""
    if not texts:
        return None, texts
    if len(texts) > 1 and len(texts[0]) < _MAX_DATELINE:
        found, rest = dateline(f"{texts[0]} {texts[1]}", brands)
        if found and rest == texts[1]:
            return found, ["", *texts[1:]]
        if found := whole_paragraph(texts[0]):
            return found, ["", *texts[1:]]
    found, rest = dateline(texts[0], brands)
    return found, [rest, *texts[1:]] if found else texts


def _signature(texts: list[str], after: Sequence[str]) -> tuple[str | None, list[str]]:
    """The initials in one of the lines that end the text, or right *after* it, and the texts without them."""
    left = list(texts)
    for at in range(len(left) - 1, max(-1, len(left) - 1 - _CLOSING), -1):
        found, rest = initials.closing(left[at], whole=at > 0)
        if found or rest != left[at]:
            left[at] = rest
            return found, left
    signs = (text for number, text in enumerate(after) if number == 0 or text.startswith(("(", "[")))
    return next((found for text in signs if (found := initials.whole_line(text))), None), left
