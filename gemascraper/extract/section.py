"""Section and tags: the deepest rubric that the page shows, and the tags that are printed at the story."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from gemascraper.extract import linked
from gemascraper.extract.candidates import Candidate, Notes
from gemascraper.extract.flow import Run
from gemascraper.extract.page import Page, path_of, printed_in
from gemascraper.values.text import clean, fold

_CRUMBS = (
    "//*[contains(translate(concat(' ',@class,' ',@id),'BREADCUM','breadcum'),'breadc') or contains(@class,'crumbs') or "
    "contains(@itemtype,'BreadcrumbList')]"
)
_PARTED = re.compile(r"\s*(?:[»›>|/→]|&gt;|\s-\s)\s*")
_NO_RUBRIC = re.compile(r"^(?:article|artikel|detail(?: \w+)?|read|baca|indeks|index|all|semua|lainnya|more|you are here:?|anda di sini:?)$", re.I)
_HOME = re.compile(r"^(?:home|beranda|depan|halaman (?:depan|utama)|index|news ?home|you are here|anda di sini)\W*$", re.I)
_TAG_BOX = re.compile(r"(?:^|[\s_-])(?:tags?|topik|topics?|keywords?|tagging|tagcloud\d*|label)(?:$|[\s_-])|tag__|tags?-?(?:list|links|wrap|cloud)|detail__body-tag", re.I)
_TAG_LINK = re.compile(r"/(?:tags?|topik|topic|topics|label|keyword|search/label|terkini)/|[?&]tag=", re.I)
_NO_TAG = re.compile(r"^(?:tags?|topik(?: terkait)?|label|selengkapnya|lainnya|#)\W*$", re.I)
_LONGEST = 60


def section(page: Page, headline: str | None, printed: Run | None, kicker: str | None, notes: Notes) -> str | None:
    """The deepest rubric, as printed."""
    return notes.settle("section", (c for c in _sections(page, headline, printed) if 1 < len(c.value) < _LONGEST and fold(c.value) != fold(kicker)))


def _sections(page: Page, headline: str | None, printed: Run | None) -> Iterator[Candidate[str]]:
    yield from page.profile("section")
    title = fold(headline)
    for trail in _trails(page, printed):
        names = [n for n in trail if fold(n) and fold(n) not in title and title not in fold(n) and _is_rubric(page, n)]
        if names:
            yield Candidate(names[-1], "printed", "breadcrumb")
            break
    for trail in _declared_trails(page):
        names = [n for n in trail if fold(n) != title and _is_rubric(page, n)]
        if names:
            yield Candidate(names[-1], "linked data", "BreadcrumbList")
            break
    for candidate in (*page.declared("articleSection"), *page.meta("article:section", "content_category", "dtk:kanal", "section", "category")):
        if _is_rubric(page, candidate.value):
            yield candidate


def _above(page: Page, headline: Run | None) -> list[str]:
    """A trail without a name: what stands between "Home" and the headline, right above it."""
    runs = page.flow.runs
    at = next((n for n, run in enumerate(runs) if run is headline), 0)
    home = next((n for n in range(at - 1, max(-1, at - 9), -1) if _HOME.match(_PARTED.split(runs[n].text)[0])), None)
    if home is None:
        return []
    texts = [part for run in runs[home:at] for part in _PARTED.split(run.text) if part]
    return texts if len(texts) <= 8 else []


def _trails(page: Page, headline: Run | None) -> Iterator[list[str]]:
    for element in page.content.xpath(_CRUMBS)[:3]:
        texts = [run.text for run in page.flow.within(element)]
        if len(texts) == 1 and not _PARTED.search(texts[0]):
            texts = [clean(a.text_content()) or "" for a in element.iter("a")] or texts
        found = [part for text in texts for part in _PARTED.split(text) if part]
        if found and len(found) <= 10:
            yield found
    if above := _above(page, headline):
        yield above


def _declared_trails(page: Page) -> Iterator[list[str]]:
    for node in page.linked:
        if "BreadcrumbList" not in linked.types(node):
            continue
        items = node.get("itemListElement")
        names = [linked.text(i.get("name") or i.get("item")) for i in items if isinstance(i, dict)] if isinstance(items, list) else []
        if found := [name for name in names if name and "://" not in name]:
            yield found


def _is_rubric(page: Page, name: str) -> bool:
    """Whether a name of a trail can be a rubric: no front page, no kind of page, no name of the outlet."""
    key = fold(name)
    if not key or _HOME.match(name) or _NO_RUBRIC.match(name):
        return False
    return not any(key == fold(brand) for brand in page.brands) and not any(len(fold(b)) > 4 and key.startswith(fold(b)[:5]) and fold(b) in key for b in page.brands)


def tags(page: Page, printed: Run | None, notes: Notes) -> tuple[str, ...]:
    """Tags, printed ones before declared ones."""
    found = notes.settle("tags", _tags(page, printed.order if printed else 0))
    return found or ()


def _tags(page: Page, start: int) -> Iterator[Candidate[tuple[str, ...]]]:
    if chosen := _unique(printed_in(element) for element in page.selected("tags")):
        yield Candidate(chosen, "profile", "tags")
    if page.selectors.tags:
        return
    if printed := _unique(clean(link.text_content()) for link in _links(page, start)):
        yield Candidate(printed, "printed", "links to tags")
    for source in ("article:tag", "content_tag", "dtk:keywords", "news_keywords"):
        if declared := _unique(part for c in page.meta(source) for part in _listed(c.value)):
            yield Candidate(declared, "meta", source)
    if declared := _unique(part for c in page.declared("keywords") for part in _listed(c.value)):
        yield Candidate(declared, "linked data", "keywords")


def _links(page: Page, start: int) -> Iterator[HtmlElement]:
    """Links to tags below the headline, in a box that is called so or stands alone; no cloud of the whole site's tags."""
    for run in page.flow.runs:
        if run.order <= start or not run.links:
            continue
        for link in run.links:
            rel, href, text = (link.get("rel") or "").split(), link.get("href") or "", clean(link.text_content()) or ""
            named = ("tag" in rel and "category" not in rel) or bool(_TAG_LINK.search(path_of(href) or href))
            above = [" ".join(filter(None, (e.get("class"), e.get("id")))) for e in (link, *list(link.iterancestors())[:4])]
            boxed = any(_TAG_BOX.search(names) for names in above) or bool(re.match(r"\W*tags?\b", run.text, re.I))
            elsewhere = any(re.search(r"popul|trending|related|terkait|nav(?!igation)|menu|header|footer", names, re.I) for names in above)
            if not elsewhere and ((named and (boxed or "tag" in rel)) or (boxed and text.startswith("#"))):
                yield link


def _listed(value: str) -> list[str]:
    return [part.strip() for part in re.split(r"\s*[,;]\s*", value)]


def _unique(values: Iterator[str | None]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for value in values:
        text = (value or "").strip(" #,")
        if text and not _NO_TAG.match(text) and len(text) < 80:
            found.setdefault(fold(text), text)
    return tuple(found.values())[:40]
