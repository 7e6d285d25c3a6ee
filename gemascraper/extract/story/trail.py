"""The breadcrumb trail of a page: the names from the front page down to the section of the story."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gemascraper.extract.page import linked_data
from gemascraper.extract.page.page import Page
from gemascraper.extract.page.text_runs import TextRun
from gemascraper.values.text import clean

_NAMED = re.compile("breadc|crumbs", re.I)
_SEPARATOR = re.compile(r"\s*(?:[»›>|/→]|&gt;|\s-\s)\s*")
_ENDS_IN_SEPARATOR = re.compile(_SEPARATOR.pattern + "$")
HOME = re.compile(
    r"^(?:home|startseite|accueil|inicio|beranda|depan|halaman (?:depan|utama)|index|news ?home|you are here|"
    r"anda di sini)\W*$",
    re.I,
)
"""The name of the front page, which begins a trail."""
_MAX_NAMES, _MAX_ABOVE = 10, 8
"""Names of a trail in an element that is named so, and of one that only stands above the headline."""
_MAX_TRAILS = 3


def trails(page: Page, headline: TextRun | None) -> Iterator[list[str]]:
    """The trails that the page prints, each as its names from the top down: the named ones first."""
    order = page.reading_order
    declared = (e for e in page.document.microdata if "BreadcrumbList" in (e.get("itemtype") or ""))
    elements = {*order.named(_NAMED), *declared} & order.spans.keys()
    for element in sorted(elements, key=order.spans.__getitem__)[:_MAX_TRAILS]:
        texts = [run.text for run in order.within(element)]
        if len(texts) == 1 and not _SEPARATOR.search(texts[0]):
            linked = [clean(link.text_content()) or "" for link in element.iter("a")]
            texts = [*linked, *_after_last(texts[0], linked)] if linked else texts
        names = [part for text in texts for part in _SEPARATOR.split(text) if part]
        if names and len(names) <= _MAX_NAMES:
            yield names
    if above := trail_above(page, headline):
        yield above


def _after_last(text: str, names: list[str]) -> list[str]:
    """What a trail says after its last link: the section where we are."""
    last = names[-1]
    rest = text[text.rindex(last) + len(last) :].strip() if last and last in text else ""
    return [rest] if rest else []


def trail_above(page: Page, headline: TextRun | None) -> list[str]:
    """A trail in an element without a telling name: what stands between "Home" and the headline, right above it."""
    runs = page.runs
    at = next((n for n, run in enumerate(runs) if run is headline), 0)
    above = range(at - 1, max(-1, at - 1 - _MAX_ABOVE), -1)
    home = next((n for n in above if HOME.match(_SEPARATOR.split(runs[n].text)[0])), None)
    if home is None:
        return []
    trail: list[str] = []
    goes_on = True
    for run in runs[home:at]:
        parts = [part for part in _SEPARATOR.split(run.text) if part]
        if parts and not (goes_on or _SEPARATOR.match(run.text)):
            break  # a line that no mark ties to the trail: a kicker
        trail += parts
        goes_on = not parts or (bool(_ENDS_IN_SEPARATOR.search(run.text)) and not run.text.endswith(parts[-1]))
    return trail if len(trail) <= _MAX_ABOVE else []


def declared_trails(page: Page) -> Iterator[list[str]]:
    """The trails in the page's linked data."""
    for node in page.document.nodes:
        if "BreadcrumbList" not in linked_data.types(node):
            continue
        items = node.get("itemListElement")
        listed = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
        names = [linked_data.text(item.get("name") or item.get("item")) for item in listed]
        if found := [name for name in names if name and "://" not in name]:
            yield found
