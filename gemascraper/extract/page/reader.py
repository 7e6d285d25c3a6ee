"""What other people's readers make of a page: trafilatura its text and author, htmldate its date.

The only module that knows them. Their failure on a page is no reason to lose the story: it counts as no answer.
"""

from __future__ import annotations

import copy
import re
from functools import lru_cache

from lxml import etree

from gemascraper.extract.page.document import Document
from gemascraper.extract.page.page import Page

_DROPPED = ("script", "style", "noscript", "template", "iframe", "svg", "figcaption")
_DROPPED_TOO = (
    "nav", "footer", "head", "select", "option", "figure", "picture", "video", "img", "source", "input", "link",
)  # fmt: skip
"""What trafilatura would drop itself, after it has looked at every element of it."""
_AUTHOR_NAMES = re.compile(
    r"author|byl|username|bbl|zuozhe|bianji|xiaobian|channel-name|submitted-by|posted-by|journalist|screenname|writer",
    re.I,
)
"""What trafilatura looks for in class names and ids to find an author; where none matches, it need not be asked."""
_AUTHOR_ATTRIBUTES = etree.XPath(
    "boolean(//@rel[.='author'] | //@data-testid[contains(.,'Author')] | //@data-component[contains(.,'Byline')])"
)
_NODES = etree.XPath("count(.//*)")
_MAX_NODES = 50_000
"""Elements; trafilatura takes a minute for a hundred thousand line breaks or links."""
_FAILURES = (
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    KeyError,
    RecursionError,
    OverflowError,
    etree.LxmlError,
)


@lru_cache(maxsize=1)
def version() -> str:
    """The version of trafilatura."""
    from importlib.metadata import version

    return version("trafilatura")


def text(document: Document, quick: bool = False) -> str:
    """The story's text as trafilatura reads it; may be empty.

    *quick* leaves out its comparison with other readers, a third of its time.
    """
    import trafilatura

    if _NODES(document.body) > _MAX_NODES:
        return ""
    tree = copy.deepcopy(document.tree)  # trafilatura changes what it reads
    etree.strip_elements(tree, *_DROPPED, *(_DROPPED_TOO if quick else ()), with_tail=False)
    try:
        found = trafilatura.bare_extraction(
            tree, url=document.url or None, include_comments=False, with_metadata=False, fast=quick
        )
    except _FAILURES:
        return ""
    return (found.text or "") if found is not None and not isinstance(found, dict) else ""


def author(page: Page) -> str | None:
    """The author as trafilatura reads it, who may be several in one string; None where nothing names one."""
    from trafilatura.metadata import extract_author

    if not _may_name_author(page):
        return None
    try:
        found: str | None = extract_author(page.document.tree)
    except _FAILURES:
        return None
    return found


def _may_name_author(page: Page) -> bool:
    return bool(
        page.reading_order.named(_AUTHOR_NAMES)
        or any("author" in (element.get("itemprop") or "") for element in page.document.microdata)
        or _AUTHOR_ATTRIBUTES(page.document.tree)
    )


def date(document: Document) -> str | None:
    """The day of publication as htmldate finds it, as ``YYYY-MM-DD``; None where it finds none.

    Its extensive search is left out: it takes a month for its first day, and any date of the page for the story's.
    """
    import htmldate

    try:
        found: str | None = htmldate.find_date(
            document.parse(), url=document.url or None, original_date=True, extensive_search=False
        )
    except _FAILURES:
        return None
    return None if not found or found.endswith("-01-01") else found  # it makes 1 January of the year of a copyright
