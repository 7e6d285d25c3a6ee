"""The pictures of a story, with caption, credit and rights; none of the page's furniture."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import attrs
from lxml.html import HtmlElement

from gemascraper.extract import credit, linked, sources
from gemascraper.extract.candidates import Candidate, Notes
from gemascraper.extract.flow import Run, Spot
from gemascraper.extract.page import Page, printed_in
from gemascraper.items import Image, Rights
from gemascraper.values import urls
from gemascraper.values.text import clean, fold

_CREDIT_CLASS = re.compile(
    r"credit|kredit|copyright|photographer|fotografer|fotograf|(?:^|[\s_-])(?:source|author|agency|attribution|byline|rights|sumber|creator|cap-foto)(?:$|[\s_-])",
    re.I,
)
_CAPTION_CLASS = re.compile(r"caption|desc|(?:^|[\s_-])cap(?:$|[\s_-])|info|legend|title", re.I)
_NO_CAPTION = re.compile(r"^\W*(?:foto|photo|image|gambar|sumber|klik gambar\b.*|perbesar|zoom.*|lihat foto|\d+\s*(?:/|of|dari)\s*\d+)\W*$", re.I)
_SMALLEST = 90
_LONGEST_CAPTION = 900
_REACH = 3


@attrs.define(eq=False)
class _Place:
    """One picture of the story, and the runs that are printed with it."""

    url: str
    element: HtmlElement
    order: int
    box: HtmlElement | None
    runs: list[Run] = attrs.field(factory=list)


def images(page: Page, start: int, story: Sequence[Run], notes: Notes) -> tuple[Image, ...]:
    """The story's pictures in the order of the page. *start* is where the headline stands, *story* the runs of the text."""
    lead = _declared_leads(page)
    places = _chosen(page) or list(_found(page, start, story, lead))
    _attach(page, places, story)
    found = _unique([_image(page, place) for place in places])
    found = _with_lead(page, found, lead)
    if found:
        notes.settled("images", Candidate("", "profile" if page.selectors.picture else "markup", "pictures of the story"))
    return tuple(attrs.evolve(image, position=number) for number, image in enumerate(found, 1))


# ----------------------------------------------------------------------------------------------- which pictures


def _chosen(page: Page) -> list[_Place]:
    """The pictures in the boxes that the profile names: every selector counts, in the order of the page."""
    boxes = [box for selector in page.selectors.picture for box in page.select(selector)]
    places: dict[HtmlElement, _Place] = {}
    for box in boxes:
        for image in [box] if box.tag == "img" else box.iter("img"):
            url = sources.address(image, page.url)
            if url and image in page.flow.spans:
                places.setdefault(image, _Place(url, image, page.flow.spans[image][0], box))
    return sorted(places.values(), key=lambda place: place.order)


def _found(page: Page, start: int, story: Sequence[Run], lead: set[str]) -> Iterator[_Place]:
    first, last = (story[0].order, story[-1].order) if story else (start, start)
    begin = min(start or first, first)
    for spot in page.flow.pictures:
        url = sources.address(spot.element, page.url)
        if not url or sources.is_furniture(url) or _tiny(spot.element):
            continue
        is_lead = bool(sources.keys(url) & lead)
        inside = first <= spot.order <= last
        above = begin <= spot.order < first
        if _elsewhere(page, spot) and not is_lead:
            continue
        if spot.aside is not None and not (is_lead or (inside and spot.figure is not None)):
            continue
        if is_lead or inside or (above and (spot.figure is not None or _large(spot.element))) or (spot.figure is not None and _just_before(page, spot, begin)):
            yield _Place(url, spot.element, spot.order, spot.figure)


def _just_before(page: Page, spot: Spot, begin: int) -> bool:
    """Whether a picture with a caption stands right above the headline."""
    return 0 < begin - spot.order < 25 and spot.figure is not None and spot.figure.tag == "figure"


def _tiny(image: HtmlElement) -> bool:
    sizes = [_pixels(image.get(name)) for name in ("width", "height")]
    return any(size is not None and size < _SMALLEST for size in sizes)


def _large(image: HtmlElement) -> bool:
    width = _pixels(image.get("width"))
    return width is None or width >= 250


def _pixels(value: str | None) -> int | None:
    found = re.match(r"\s*(\d{1,5})(?:px)?\s*$", value or "")
    return int(found[1]) if found else None


def _elsewhere(page: Page, spot: Spot) -> bool:
    """Whether the picture is a link to another page, as teasers are."""
    for above in spot.element.iterancestors("a"):
        target = urls.absolute(page.url, above.get("href") or "")
        if not target or re.search(r"\.(?:jpe?g|png|webp|gif)$|image|foto|photo|gallery", target.split("?")[0], re.I):
            return False
        return urls.identity(target) != urls.identity(page.url)
    return False


def _declared_leads(page: Page) -> set[str]:
    declared = [c.value for c in page.meta("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src")]
    image = page.story.get("image")
    for item in image if isinstance(image, list) else [image]:
        url = item.get("url") or item.get("contentUrl") if isinstance(item, dict) else item
        declared += [url] if isinstance(url, str) else []
    found = [urls.absolute(page.url, value) for value in declared]
    return {key for url in found if url and not sources.is_furniture(url) for key in sources.keys(url)}


# ------------------------------------------------------------------------------------- what is printed with them


def _attach(page: Page, places: Sequence[_Place], story: Sequence[Run]) -> None:
    """Give each picture the runs of its box; one without a box the captions next to it."""
    text = set(story)
    for number, place in enumerate(places):
        following = places[number + 1].order if number + 1 < len(places) else None
        if place.box is not None:
            runs = page.flow.within(place.box)
            shared = [other for other in places if other.box is place.box]
            if len(shared) > 1:
                runs = [run for run in runs if run.order >= place.order and (following is None or run.order <= following)]
            place.runs = [run for run in runs if len(run.text) <= _LONGEST_CAPTION]
            if len(place.runs) < 2 and not page.selectors.caption:
                place.runs += _under(page, place, text)
        if not place.runs:
            place.runs = _beside(page, place, following, text)


def _beside(page: Page, place: _Place, following: int | None, text: set[Run]) -> list[Run]:
    """Captions outside the picture's own box: a credit, a caption or both under it; a caption just before it."""
    runs = page.flow.runs
    after = [run for run in runs if run.order >= place.order and (following is None or run.order < following)][:_REACH]
    found: list[Run] = []
    for run in after:
        if run.figure is not None and run.aside is None and len(run.text) <= _LONGEST_CAPTION:
            found.append(run)
        elif len(found) == 1 and _whole_credit(found[0].text) and run not in text and len(run.text) < 400 and not run.links:
            found.append(run)  # Tribun prints the credit first, the caption under it
            break
        elif found or not _reads_as_caption(run, place):
            break
        else:
            found.append(run)
    before = [run for run in runs if run.order < place.order][-1:]
    if not found and before and before[0].figure is not None and before[0] not in text and place.order - before[0].order < 6:
        found = before
    return found


def _under(page: Page, place: _Place, text: set[Run]) -> list[Run]:
    """A caption in a box of its own right under the picture's, where that has only the credit."""
    last = page.flow.spans[place.box][1] if place.box is not None else place.order
    after = [run for run in page.flow.runs if run.order > last][:1]
    return [run for run in after if run.figure is not None and run not in text and run.order - last <= 3 and run.aside is None]


def _reads_as_caption(run: Run, place: _Place) -> bool:
    """A line right under the picture that ends in a credit."""
    return run.order - place.order <= 4 and len(run.text) < 320 and credit.split(run.text)[1] is not None and not run.text.endswith(":")


def _image(page: Page, place: _Place) -> Image:
    alt = clean(place.element.get("alt"))
    caption, line = _caption_and_credit(page, place)
    if line is None and caption is None and alt:
        shorter, line = credit.split(alt)
        caption = shorter if line else None
    declared = _declared_of(page, place.url)
    if declared:
        caption, line = _with_declared(declared, caption, line)
    return Image(
        url=place.url,
        alt=alt,
        caption=caption,
        credit_line=line,
        credit=credit.parse(line, page.brands),
        rights=_rights(declared),
        width=_pixels(place.element.get("width")),
        height=_pixels(place.element.get("height")),
    )


def _caption_and_credit(page: Page, place: _Place) -> tuple[str | None, str | None]:
    texts, lines = list(_chosen_texts(page, place, "caption")), list(_chosen_texts(page, place, "credit"))
    if not texts and not lines:
        texts, lines = _sorted_texts(place)
    line = credit.tidy(" / ".join(dict.fromkeys(lines))) if lines else None
    caption = next((text for text in dict.fromkeys(texts) if fold(text) != fold(line) and not _NO_CAPTION.match(text)), None)
    shorter, inner = credit.split(caption)
    if inner and (line is None or fold(inner) in fold(line) or fold(line) in fold(inner)):
        return shorter, line if line and len(line) >= len(inner) else inner
    return caption, line


def _sorted_texts(place: _Place) -> tuple[list[str], list[str]]:
    """The runs of a picture as captions and credits: by what their elements are called, else by what they say."""
    texts: list[str] = []
    lines: list[str] = []
    for run in place.runs:
        inner = _credit_within(run, place)
        if inner:
            lines.append(inner)
            rest = clean(run.text.replace(inner, " ", 1).strip(" |/–—-()"))
            texts += [rest] if rest else []
        elif _is_credit_run(run, place) or _whole_credit(run.text):
            lines.append(run.text)
        elif not run.is_link or "/" in run.text:
            texts.append(run.text)
    if not texts and len(lines) > 1:
        caption, line = credit.split(lines[0])
        return ([lines[0]], []) if caption else ([], lines)
    return texts, lines


def _credit_within(run: Run, place: _Place) -> str | None:
    """The text of an inline element inside a caption that is called credit, or that stands at its edge and reads like one."""
    for element in run.element.iterdescendants("span", "em", "i", "small", "cite", "b", "strong", "a"):
        text = printed_in(element) if len(element) or element.text else None
        if not text or len(text) > 120 or text not in run.text:
            continue
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if _CREDIT_CLASS.search(names) and not _CAPTION_CLASS.search(names):
            return text
        edge = run.text.startswith(text) or run.text.rstrip(" .)").endswith(text)
        if edge and text != run.text and _whole_credit(text):
            return text
    return None


def _whole_credit(text: str) -> str | None:
    caption, line = credit.split(text)
    return line if caption is None else None


def _chosen_texts(page: Page, place: _Place, field: str) -> Iterator[str]:
    box = place.box
    if box is None:
        return
    for selector in getattr(page.selectors, field):
        inside = [element for element in page.select(selector) if element is box or box in element.iterancestors()]
        for element in inside:
            if text := printed_in(element):
                yield text
        if inside:
            return


def _is_credit_run(run: Run, place: _Place) -> bool:
    if len(run.text) > 160:
        return False
    for element in (run.element, *run.element.iterancestors()):
        if element is place.box or element.tag in ("figure", "figcaption", "body", "article"):
            break
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if _CREDIT_CLASS.search(names) and not _CAPTION_CLASS.search(names):
            return True
    return False


# --------------------------------------------------------------------------------------------- what is declared


def _declared_of(page: Page, url: str) -> linked.Node:
    """The linked data's own description of a picture."""
    wanted = sources.keys(url)
    for node in page.linked:
        if "ImageObject" in linked.types(node):
            address = node.get("contentUrl") or node.get("url")
            if isinstance(address, str) and sources.keys(urls.absolute(page.url, address) or address) & wanted:
                return node
    return {}


def _with_declared(node: linked.Node, caption: str | None, line: str | None) -> tuple[str | None, str | None]:
    said, said_line = credit.split(linked.text(node.get("caption")) or None)
    return caption or said, line or credit.tidy(linked.text(node.get("creditText"))) or said_line


def _rights(node: linked.Node) -> Rights | None:
    found = Rights(
        license=linked.text(node.get("license")),
        copyright_notice=linked.text(node.get("copyrightNotice")),
        acquire_license_page=linked.text(node.get("acquireLicensePage")),
    )
    return found if found != Rights() else None


# -------------------------------------------------------------------------------------------------- all together


def joined(parts: Iterable[Iterable[Image]]) -> tuple[Image, ...]:
    """The pictures of all pages of a story, each once, numbered through; the first page's lead is the story's."""
    found = _unique([image for part in parts for image in part])
    lead = next((n for n, image in enumerate(found) if image.is_lead), 0)
    return tuple(attrs.evolve(image, position=n + 1, is_lead=n == lead) for n, image in enumerate(found))


def _unique(found: Iterable[Image]) -> list[Image]:
    """One entry for each picture; of two, the one that says more."""
    kept: list[Image] = []
    for image in found:
        keys = sources.keys(image.url)
        same = next((n for n, other in enumerate(kept) if sources.keys(other.url) & keys), None)
        if same is None:
            kept.append(image)
        elif not kept[same].caption and not kept[same].credit_line and (image.caption or image.credit_line):
            kept[same] = image
    return kept


def _with_lead(page: Page, found: list[Image], lead: set[str]) -> list[Image]:
    if not found:
        declared = [urls.absolute(page.url, c.value) for c in page.meta("og:image", "twitter:image")]
        found = [Image(url=url) for url in declared[:1] if url and not sources.is_furniture(url)]
    at = next((n for n, image in enumerate(found) if sources.keys(image.url) & lead), 0)
    return [attrs.evolve(image, is_lead=number == at) for number, image in enumerate(found)]
