"""Section and tags: the deepest rubric that the page shows, and the tags that are printed at the story."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice

from lxml.html import HtmlElement

from gemascraper.extract.page import linked_data
from gemascraper.extract.page.candidates import Candidate, Notes
from gemascraper.extract.page.page import Page, path_of, printed_in
from gemascraper.extract.page.text_runs import TextRun
from gemascraper.values.text import clean, fold

_CRUMBS = re.compile("breadc|crumbs", re.I)
_PARTED = re.compile(r"\s*(?:[»›>|/→]|&gt;|\s-\s)\s*")
_NO_RUBRIC = re.compile(
    r"^(?:\d.*|article|artikel|detail(?: \w+)?|read|baca|indeks|index|all|semua|lainnya|more|you are here:?|"
    r"anda di sini:?)$",
    re.I,
)
_HOME = re.compile(
    r"^(?:home|startseite|accueil|inicio|beranda|depan|halaman (?:depan|utama)|index|news ?home|you are here|"
    r"anda di sini)\W*$",
    re.I,
)
_TAG_BOX = re.compile(
    r"(?:^|[\s_-])(?:tags?|topik|topics?|keywords?|tagging|tagcloud\d*|label)(?:$|[\s_-])|tag__|tags?-?(?:list|"
    r"links|wrap|cloud)|post_tags|detail__body-tag",
    re.I,
)
_TAG_LINK = re.compile(r"/(?:tags?|topik|topic|topics|label|keyword|search/label|terkini)/|[?&]tag=", re.I)
_NO_TAG = re.compile(
    r"^\W*(?:tags?|tag terkait|topik(?: terkait)?|label|kata kunci|selengkapnya|lainnya|more tags?|#)\W*$", re.I
)
_MACHINE_TAG = re.compile(
    r"^[0-9a-f]{8}-[0-9a-f-]{20,}$|^(?:nlp )?(?:category|entity)\b.*:|^\d{5,}$|^[\w-]+\.(?:com|ca|org|net)$", re.I
)
_TAGS_LABEL = re.compile(r"\W*(?:tags?|topik terkait|kata kunci)(?:\s*[:：]|\s+#|(?<=tags)(?=[a-z]))", re.I)
_NOT_THE_STORYS = re.compile(
    r"popul|trending|related|terkait|nav(?!igation)|menu|(?<!tag[-_])header|(?<!entry[-_])(?<!post[-_])(?<!article[-_])footer",
    re.I,
)
"""Boxes whose tags are not the story's; the foot of a post is, as that of WordPress and Blogger."""
_CATEGORY = re.compile(r"^/(?:category|kategori|rubrik|kanal)/", re.I)
_CATEGORY_BOX = re.compile(r"(?:^|[\s_-])(?:category|kategori|rubrik|kanal|channel|cat)(?:$|[\s_-])", re.I)
_BESIDE = 25
_LONGEST = 60
_APART = 60
_GENERAL = re.compile(
    r"^(?:berita|portal|kabar|news|situs|info|koran|media)\b|terkini|terbaru|online|hari ini|indonesia$", re.I
)


def section(page: Page, headline: str | None, printed: TextRun | None, notes: Notes) -> str | None:
    """The deepest rubric, as printed."""
    return notes.settle("section", (c for c in _sections(page, headline, printed) if 1 < len(c.value) < _LONGEST))


def _sections(page: Page, headline: str | None, printed: TextRun | None) -> Iterator[Candidate[str]]:
    yield from page.profile("section")
    title = fold(headline)
    for trail in _trails(page, printed):
        names = [n for n in trail if not _says(n, title) and _is_rubric(page, n)]
        if names:
            yield Candidate(names[-1], "printed", "breadcrumb")
            break
    for trail in _declared_trails(page):
        names = [n for n in trail if fold(n) != title and _is_rubric(page, n)]
        if names:
            yield Candidate(names[-1], "linked data", "BreadcrumbList")
            break
    for candidate in (
        *page.declared("articleSection"),
        *page.meta("article:section", "content_category", "dtk:kanal", "section", "category"),
        *page.stated("articleSection"),
    ):
        if _is_rubric(page, candidate.value):
            yield candidate
    yield from (name for name in _categories(page, printed) if _is_rubric(page, name.value))


def _categories(page: Page, headline: TextRun | None) -> Iterator[Candidate[str]]:
    """The links that WordPress and its kin mark as the categories of a story; those beside its headline."""
    for run in page.flow.runs:
        for link in run.links:
            if "category" in (link.get("rel") or "").split() and (name := clean(link.text_content())):
                yield Candidate(name, "markup", "rel category")
    at = headline.order if headline else 0
    for run in page.flow.between(at - _BESIDE, at + _BESIDE) if at else ():
        for link in run.links if run.aside is None else ():
            beside = " ".join(e.get("class") or "" for e in (link, *islice(link.iterancestors(), 2)))
            if (_CATEGORY.search(path_of(link.get("href") or "")) or _CATEGORY_BOX.search(beside)) and (
                name := clean(link.text_content())
            ):
                yield Candidate(name, "markup", "link to a category")


def trail_above(page: Page, headline: TextRun | None) -> list[str]:
    """A trail without a name: what stands between "Home" and the headline, right above it."""
    runs = page.flow.runs
    at = next((n for n, run in enumerate(runs) if run is headline), 0)
    home = next((n for n in range(at - 1, max(-1, at - 9), -1) if _HOME.match(_PARTED.split(runs[n].text)[0])), None)
    if home is None:
        return []
    trail: list[str] = []
    parted = True
    for run in runs[home:at]:
        parts = [part for part in _PARTED.split(run.text) if part]
        if parts and not (parted or _PARTED.match(run.text)):
            break  # a line that no mark ties to the trail: a kicker
        trail += parts
        parted = not parts or (bool(re.search(_PARTED.pattern + "$", run.text)) and not run.text.endswith(parts[-1]))
    return trail if len(trail) <= 8 else []


def _says(name: str, title: str) -> bool:
    """Whether a name of the trail is the headline again, also where it is cut short."""
    key = fold(name.rstrip(". …"))
    return (
        not key
        or title in key
        or (key in title and len(key) > 0.5 * len(title))
        or (len(key) > 20 and title.startswith(key))
    )


def _trails(page: Page, headline: TextRun | None) -> Iterator[list[str]]:
    declared = (element for element in page.microdata if "BreadcrumbList" in (element.get("itemtype") or ""))
    named = {*page.flow.named(_CRUMBS), *declared}
    for element in sorted(named & page.flow.spans.keys(), key=page.flow.spans.__getitem__)[:3]:
        texts = [run.text for run in page.flow.within(element)]
        if len(texts) == 1 and not _PARTED.search(texts[0]):
            linked_names = [clean(a.text_content()) or "" for a in element.iter("a")]
            texts = [*linked_names, *_beyond(texts[0], linked_names)] if linked_names else texts
        found = [part for text in texts for part in _PARTED.split(text) if part]
        if found and len(found) <= 10:
            yield found
    if above := trail_above(page, headline):
        yield above


def _beyond(text: str, names: list[str]) -> list[str]:
    """What a trail says behind its last link: the rubric where we are."""
    last = names[-1]
    rest = text[text.rindex(last) + len(last) :].strip() if last and last in text else ""
    return [rest] if rest else []


def _declared_trails(page: Page) -> Iterator[list[str]]:
    for node in page.nodes:
        if "BreadcrumbList" not in linked_data.types(node):
            continue
        items = node.get("itemListElement")
        names = (
            [linked_data.text(i.get("name") or i.get("item")) for i in items if isinstance(i, dict)]
            if isinstance(items, list)
            else []
        )
        if found := [name for name in names if name and "://" not in name]:
            yield found


def _is_rubric(page: Page, name: str) -> bool:
    """Whether a name of a trail can be a rubric: no front page, no kind of page, no name of the outlet."""
    key = fold(name)
    if not key or _HOME.match(name) or _NO_RUBRIC.match(name):
        return False
    return key not in page.names and not re.search(r"\b\d{4}\b|\d:\d\d", name)


def tags(page: Page, end: int, indonesian: bool, notes: Notes) -> tuple[str, ...]:
    """Tags; on Indonesian pages printed ones before declared ones. *end* is where the text of the story ends."""
    if page.selectors.tags:
        chosen = _unique(printed_in(element) for element in page.selected("tags"))
        candidates = iter([Candidate(chosen, "profile", "tags")] if chosen else [])
    else:
        parts = (_printed_tags(page, end), _declared_tags(page))
        candidates = chain(*(parts if indonesian else reversed(parts)))
    return notes.settle("tags", candidates) or ()


def _printed_tags(page: Page, end: int) -> Iterator[Candidate[tuple[str, ...]]]:
    marked = [element for element in page.microdata if element.get("itemprop") == "keywords"]
    if printed := _unique(part for element in marked for part in _listed(clean(element.text_content()) or "")):
        yield Candidate(printed, "markup", "itemprop keywords")
    if printed := _unique(clean(link.text_content()) for link in _links(page, end)):
        yield Candidate(printed, "printed", "links to tags")


def _declared_tags(page: Page) -> Iterator[Candidate[tuple[str, ...]]]:
    for source in ("article:tag", "content_tag", "dtk:keywords", "news_keywords"):
        if declared := _unique(part for c in page.meta(source) for part in _listed(c.value)):
            yield Candidate(declared, "meta", source)
    if declared := _unique(part for c in page.declared("keywords") for part in _listed(c.value)):
        yield Candidate(declared, "linked data", "keywords")
    if declared := _unique(c.value for c in page.stated("keywords")):
        yield Candidate(declared, "page data", "keywords")
    if declared := _unique(part for part in _own_keywords(page)):
        yield Candidate(declared, "meta", "keywords")


def _own_keywords(page: Page) -> list[str]:
    """Keywords of the page; a long list, or one of the site's own catchwords, is none of the story's."""
    words = [part for c in page.meta("keywords") for part in _listed(c.value) if part and not _GENERAL.search(part)]
    return words if 0 < len(words) <= 15 else []


def _links(page: Page, end: int) -> Iterator[HtmlElement]:
    """Links to tags below the story, in a box that is called so or has a label; no cloud of the whole site's tags."""
    last, labelled = 0, False
    for run in page.flow.runs:
        if run.order <= end:
            continue
        if _NO_TAG.match(run.text) or _TAGS_LABEL.match(run.text):
            labelled = True
        elif labelled and not run.is_link:
            labelled = False
        if not run.links or not (run.linked >= 0.5 * len(run.text) or _may_hold_tags(run)):
            continue
        for link in run.links:
            rel, href = (link.get("rel") or "").split(), link.get("href") or ""
            if "tag" not in rel and "#" not in run.text and not _TAG_LINK.search(href):
                continue
            text = clean(link.text_content()) or ""
            named = ("tag" in rel and "category" not in rel) or bool(_TAG_LINK.search(path_of(href) or href))
            alone = named and labelled
            above = [
                " ".join(filter(None, (e.get("class"), e.get("id")))) for e in (link, *list(link.iterancestors())[:4])
            ]
            box = next((n for n, names in enumerate(above) if _TAG_BOX.search(names)), None)
            boxed = box is not None or bool(_TAGS_LABEL.match(run.text))
            elsewhere = any(
                _NOT_THE_STORYS.search(names) for names in above[box or 0 :]
            )  # a box of tags may have a nav
            if not elsewhere and (
                alone
                or (named and (boxed or "tag" in rel))
                or (text.startswith("#") and (boxed or (named and run.order - end <= _APART)))
            ):
                if last and run.order - last > _APART:
                    return
                last = run.order
                yield link


def _may_hold_tags(run: TextRun) -> bool:
    """Whether a line that is not all links can have tags: by its name, its label, or what the links say they are."""
    if _TAG_BOX.search(run.element.get("class") or "") or _TAGS_LABEL.match(run.text):
        return True
    return any("tag" in (link.get("rel") or "").split() for link in run.links)


def _listed(value: str) -> list[str]:
    return [part.strip() for part in re.split(r"\s*[,;]\s*", value)]


def _unique(values: Iterator[str | None]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for value in values:
        text = (value or "").strip(" #,")
        if text and not _NO_TAG.match(text) and not _MACHINE_TAG.search(text) and len(text) < 80:
            found.setdefault(fold(text), text)
    return tuple(found.values())[:40]
