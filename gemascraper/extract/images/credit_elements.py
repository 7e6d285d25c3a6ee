"""Elements of a caption that hold only its credit: by what they are called, or by what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from gemascraper.extract.images.story_image import StoryImage
from gemascraper.extract.lines import credit_line
from gemascraper.extract.page.document import printed_in
from gemascraper.extract.page.element_names import class_and_id
from gemascraper.extract.page.text_runs import TextRun

_CAMEL_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_CAPTION_PARTS = re.compile(
    r"(?P<credit>credit|kredit|copyright|photographer|fotograf|(?<![a-z])(?:source|src|quelle|author|agency|attribution|"
    r"byline|rights|sumber|creator|distributor|cap-foto)(?![a-z]))|caption|desc|info|legend|title|(?<![a-z])cap(?![a-z])",
    re.I,
)
"""What the parts of a caption are called. The last word of a name counts: ``caption__credit`` holds a credit,
``credit-caption`` a caption."""
_INLINE = ("span", "em", "i", "small", "cite", "b", "strong", "a")
_CAPTION_END = ("figure", "figcaption", "body", "article")
"""Elements above which a name says nothing of a line of a caption."""
_MAX_INLINE, _MAX_LINE = 120, 160
"""Characters of a credit in an inline element, and of one that is a line."""


def credit_within(run: TextRun) -> str | None:
    """The part of a line that inline elements mark as its credit, from the first to the last of them; None without one.

    An element marks a credit by its name; or it stands at an edge of the line and reads like one.
    """
    marked = list(_marked_texts(run))
    if not marked:
        return None
    start, end = min(map(run.text.index, marked)), max(run.text.index(text) + len(text) for text in marked)
    return run.text[start:end]


def _marked_texts(run: TextRun) -> Iterator[str]:
    for element in run.element.iterdescendants(*_INLINE):
        text = printed_in(element) if len(element) or element.text else None
        if not text or len(text) > _MAX_INLINE or text not in run.text:
            continue
        if is_called_credit(class_and_id(element)):
            yield text
        elif _is_at_edge(text, run) and credit_line.whole_credit(text):
            yield text
            return


def _is_at_edge(text: str, run: TextRun) -> bool:
    return text != run.text and (run.text.startswith(text) or run.text.rstrip(" .)").endswith(text))


def is_credit_element(run: TextRun, image: StoryImage) -> bool:
    """Whether an element around a line, within the caption, is called a credit."""
    if len(run.text) > _MAX_LINE:
        return False
    return any(is_called_credit(class_and_id(element)) for element in _within_caption(run.element, image))


def _within_caption(element: HtmlElement, image: StoryImage) -> Iterator[HtmlElement]:
    for above in (element, *element.iterancestors()):
        if above is image.box or above.tag in _CAPTION_END:
            return
        yield above


def is_called_credit(names: str) -> bool:
    """Whether one of an element's names says that it holds a credit.

    >>> is_called_credit("caption__credit"), is_called_credit("mediaRights"), is_called_credit("credit-caption")
    (True, True, False)
    """
    last = ([*_CAPTION_PARTS.finditer(_CAMEL_HUMP.sub("-", name))][-1:] for name in names.split())
    return any(found[0]["credit"] for found in last if found)
