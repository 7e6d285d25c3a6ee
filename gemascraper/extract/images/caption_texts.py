"""The lines of a picture's box, each sorted into caption and credit: by its elements, else by what it says."""

from __future__ import annotations

import re

import attrs

from gemascraper.extract.images.credit_elements import credit_within, is_credit_element
from gemascraper.extract.images.story_image import StoryImage
from gemascraper.extract.lines import credit_line
from gemascraper.extract.lines.image_labels import is_image_label
from gemascraper.extract.page.text_runs import TextRun
from gemascraper.values.text import clean

_EDGES = " |/–—-"
"""What stands between caption and credit."""
_EMPTY_BRACKETS = re.compile(r"\(\s*\)$")


@attrs.frozen
class CaptionTexts:
    """The texts that are printed with a picture, in the order of the page."""

    captions: list[str]
    credits: list[str]


def sort_lines(image: StoryImage) -> CaptionTexts:
    """The lines of a picture as captions and credits; labels, and links that lead elsewhere, are neither."""
    sorted_lines = [_sorted(run, image) for run in image.runs]
    captions = [caption for caption, _ in sorted_lines if caption]
    credits = [credit for _, credit in sorted_lines if credit]
    if captions or len(credits) < 2:
        return CaptionTexts(captions, credits)
    if credit_line.split(credits[0])[0]:  # the first is a caption with its credit
        return CaptionTexts(credits[:1], [])
    return CaptionTexts([], credits)


def _sorted(run: TextRun, image: StoryImage) -> tuple[str | None, str | None]:
    """The caption and the credit that one line has, each None where it has none."""
    if both := _parted_by_line_break(run):
        return both
    credit = credit_within(run)
    if credit and credit != run.text:
        return _without(credit, run.text), credit
    if is_image_label(run.text):
        return None, None
    is_called_credit = credit is not None or is_credit_element(run, image)
    if (is_called_credit and not _has_caption_and_copyright(run)) or credit_line.whole_credit(run.text):
        return None, run.text
    return (None if _leads_elsewhere(run, image) else run.text), None


def _has_caption_and_copyright(run: TextRun) -> bool:
    """Whether a line that is called a credit has a caption before its ©."""
    return "©" in run.text and credit_line.split(run.text)[0] is not None


def _leads_elsewhere(run: TextRun, image: StoryImage) -> bool:
    """Whether a line is a link, but no chain of names, and not the link around picture and caption."""
    if not run.is_link or "/" in run.text:
        return False
    return not any(link in run.links for link in image.element.iterancestors("a"))


def _parted_by_line_break(run: TextRun) -> tuple[str, str] | None:
    """Caption and credit of a line in which one ``br`` is between them, whichever comes first."""
    line_break = run.element.find("br")
    if line_break is None or run.element.find("br[2]") is not None:
        return None
    elements = [each for each in line_break.itersiblings(preceding=True) if isinstance(each.tag, str)]
    before = [f"{each.text_content()}{each.tail or ''}" for each in reversed(elements)]
    above = clean("".join([run.element.text or "", *before]))
    below = clean(run.text.removeprefix(above)) if above and run.text.startswith(above) else None
    if not above or not below:
        return None
    is_credit_above, is_credit_below = (credit_line.whole_credit(text) is not None for text in (above, below))
    if is_credit_above == is_credit_below:
        return None
    return (below, above) if is_credit_above else (above, below)


def _without(credit: str, text: str) -> str | None:
    """What is left of a line without its credit: no marks at the edges, no half of a pair of brackets."""
    rest = text.replace(credit, " ", 1).strip(_EDGES)
    if rest.count("(") != rest.count(")") or rest.endswith("("):
        rest = rest.strip("() ")
    return clean(_EMPTY_BRACKETS.sub("", rest).strip(_EDGES))
