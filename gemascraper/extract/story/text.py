"""The text of a story, all pages of it, with what opens and closes it taken out."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from gemascraper.extract.lines import initials, language
from gemascraper.extract.lines.dateline import alone, dateline
from gemascraper.extract.page.candidates import Candidate, Notes
from gemascraper.extract.page.text_runs import TextRun
from gemascraper.extract.story import cleaning
from gemascraper.extract.story.regions import Part
from gemascraper.items import Block, Dateline, Image

_SUMMARY, _LABEL = 8, 40


@attrs.frozen
class Texts:
    """The text of a story with what opens and closes it taken out."""

    blocks: tuple[Block, ...]
    dateline: Dateline | None
    initials: str | None
    language: str | None
    runs: tuple[TextRun, ...]

    @property
    def whole(self) -> str:
        return "\n\n".join(block.text for block in self.blocks)

    @classmethod
    def read(cls, parts: Sequence[Part], title: str | None, images: Sequence[Image], notes: Notes) -> Texts:
        runs = [
            run for part in parts for run in cleaning.prose(part.page, part.story, title, images, part is not parts[-1])
        ]
        texts = [run.text for run in runs]
        spoken = language.language(parts[0].page, " ".join(texts), notes)
        opening = None
        if spoken in ("id", "ms") and texts:
            at = _summarized(runs)
            opening, rest = _opening(texts[at:], parts[0].page.brands)
            texts = texts[:at] + rest
        signature, texts = _signature(texts, parts[-1].after(runs)) if spoken in ("id", "ms") else (None, texts)
        if opening:
            notes.settled("dateline", Candidate(opening.text, "printed", "first paragraph"))
        if signature:
            notes.settled("initials", Candidate(signature, "printed", "end of the text"))
        if any(texts):
            notes.settled("body", Candidate("", parts[0].story.source, parts[0].story.rule))
        return cls(cleaning.blocks(runs, texts), opening, signature, spoken, tuple(runs))


def _summarized(runs: Sequence[TextRun]) -> int:
    """Where the story itself begins: before it some outlets list what is in it."""
    listed = [n for n, run in enumerate(runs[:_SUMMARY]) if run.type == "list_item"]
    begins = listed[-1] + 1 if listed else 0
    above = all(run.type in ("heading", "list_item") or len(run.text) < _LABEL for run in runs[:begins])
    return begins if above and begins < len(runs) else 0


def _opening(texts: list[str], brands: Sequence[str]) -> tuple[Dateline | None, list[str]]:
    """The dateline of the first paragraph, also where it is a paragraph of its own."""
    if len(texts) > 1 and len(texts[0]) < 60:
        found, rest = dateline(f"{texts[0]} {texts[1]}", brands)
        if found and rest == texts[1]:
            return found, ["", *texts[1:]]
        if found := alone(texts[0]):
            return found, ["", *texts[1:]]
    found, rest = dateline(texts[0], brands)
    return found, [rest, *texts[1:]] if found else texts


def _signature(texts: list[str], after: Sequence[str]) -> tuple[str | None, list[str]]:
    """The signature in the last paragraph, in one of the short lines that end the text, or right *after* it."""
    left = list(texts)
    for at in range(len(left) - 1, max(-1, len(left) - 4), -1):
        letters, rest = initials.closing(left[at], whole=at > 0)
        if letters or rest != left[at]:
            left[at] = rest
            return letters, left
    signs = (text for number, text in enumerate(after) if number == 0 or text.startswith(("(", "[")))
    return next((letters for text in signs if (letters := initials.alone(text))), None), left
