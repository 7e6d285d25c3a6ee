"""One story as one edition prints it. Every string is decided here, so that `truth` has the same ones."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from typing import Literal

import attrs

from gemascraper.items import Block, Byline, Rights
from gemascraper.newsroom.printed_times import PrintedTimes, times_of
from gemascraper.newsroom.story import Family, NewsroomEdition, NewsroomStory, Person, Picture, slug
from gemascraper.values.zones import WIB

IMAGE_HOST = "cms.gemapos.co.id"


@attrs.frozen
class PrintedPicture:
    """A picture on the page."""

    picture: Picture
    url: str
    alt: str | None
    caption: str
    """The printed line, with the credit where that has no element of its own."""
    aside: str | None
    """The credit, where it has an element of its own."""
    rights: Rights | None = None
    """Licence and copyright in the linked data of the page."""


@attrs.frozen
class Link:
    url: str
    text: str


@attrs.frozen(kw_only=True)
class Piece:
    """One part of the body, from top to bottom."""

    what: Literal["paragraph", "heading", "list", "quote", "related", "picture"]
    text: str = ""
    items: tuple[str, ...] = ()
    first: bool = False
    """Whether it has the dateline."""
    last: bool = False
    """Whether it has the initials."""
    label: str = ""
    link: Link | None = None
    picture: PrintedPicture | None = None


@attrs.frozen(kw_only=True)
class PrintedStory:
    """A story in the design of one edition."""

    story: NewsroomStory
    edition: NewsroomEdition
    url: str
    section_path: tuple[str, ...]
    people_above: tuple[Person, ...]
    """Printed above the story."""
    people_below: tuple[Person, ...]
    """Printed below it."""
    bare: bool
    """Whether the first of those above has no label."""
    desk: str | None
    times: PrintedTimes
    lead: PrintedPicture | None
    pages: tuple[tuple[Piece, ...], ...]
    pictures: tuple[PrintedPicture, ...]
    related: tuple[Link, ...]

    @property
    def family(self) -> Family:
        return self.edition.family

    @property
    def byline(self) -> tuple[Byline, ...]:
        """The people in page order, each with the role of the printed label."""
        above = [person.as_byline(bare=self.bare and number == 0) for number, person in enumerate(self.people_above)]
        return tuple(above + [person.as_byline() for person in self.people_below])

    @property
    def tag_objects(self) -> list[dict[str, str]]:
        """The tags as the JSON data of a page has them."""
        return [{"name": tag, "slug": slug(tag)} for tag in self.story.tags]

    @property
    def section(self) -> str:
        return self.section_path[-1]


def printed(story: NewsroomStory, edition: NewsroomEdition, find: Callable[[str], Link | None]) -> PrintedStory:
    """*story* in the design of *edition*; *find* returns the link to another story, by its id, or None."""
    pictures = tuple(_printed_picture(picture, story, edition) for picture in story.pictures)
    related = [(after, label, link) for after, label, key in story.related if (link := find(key))]
    inside = [each for each in pictures if each.picture.after > 0]
    pages = _pages(story, inside, related)
    if edition.family == "promedia-next":
        pages = (tuple(piece for page in pages for piece in page),)
    people_above, people_below = _split_people(story, edition.family)
    return PrintedStory(
        story=story,
        edition=edition,
        url=edition.home + story.path,
        section_path=(story.label, story.sub) if story.sub else (story.label,),
        people_above=people_above,
        people_below=people_below,
        bare=edition.family == "promedia-next" or (story.bare and edition.family != "cms"),
        desk=story.desk,
        lead=pictures[0] if len(pictures) > len(inside) else None,
        pages=pages,
        pictures=pictures,
        related=tuple(link for _, _, link in related),
        times=times_of(story, edition),
    )


def _split_people(story: NewsroomStory, family: Family) -> tuple[tuple[Person, ...], tuple[Person, ...]]:
    """The people above and below: the own CMS prints all above, Promedia the first, WordPress one without label."""
    if family == "cms":
        return story.people, ()
    split = 1 if family in ("promedia", "promedia-next") or story.bare else 0
    return story.people[:split], story.people[split:]


# ---------------------------------------------------------------------------------------------------- pictures


def _printed_picture(picture: Picture, story: NewsroomStory, edition: NewsroomEdition) -> PrintedPicture:
    line, aside = _caption_and_credit(picture, edition.family)
    return PrintedPicture(
        picture,
        url=_PICTURE_URLS[edition.family](picture, story, edition),
        alt=_alt(picture, line, edition.family),
        caption=line,
        aside=aside,
        rights=_rights(picture, edition) if edition.family == "promedia" else None,
    )


def _caption_and_credit(picture: Picture, family: Family) -> tuple[str, str | None]:
    """The visible line, and the credit where it has an element of its own, which the outlet's CMS never gives it."""
    caption, credit = picture.caption or "", picture.credit.printed if picture.credit else ""
    if family == "promedia" and (line := _with_slash(picture)):
        return line, None
    if family != "cms" and picture.aside and credit:
        return caption, credit
    return f"{caption} {credit}".strip(), None


def _with_slash(picture: Picture) -> str | None:
    """Caption and credit with a slash between them; None where the picture's editor did not write them so."""
    credit = picture.credit
    if not picture.slash or not picture.caption or credit is None or "/" in credit.line:
        return None
    return f"{picture.caption} /{credit.line}".strip()


def _alt(picture: Picture, line: str, family: Family) -> str | None:
    if family == "cms":
        return line or None
    text = picture.caption if family == "promedia" else line
    return text or None if picture.alt else None


def _rights(picture: Picture, edition: NewsroomEdition) -> Rights | None:
    """Promedia's linked data has a licence for some lead pictures of its own photographers."""
    credit = picture.credit
    if picture.after or credit is None or credit.credit.kind != "staff" or len(picture.name) % 2:
        return None
    return Rights(
        license=f"{edition.home}/lisensi",
        copyright_notice=f"© {edition.name}",
        acquire_license_page=f"{edition.home}/lisensi/beli?foto={picture.stem}",
    )


def _extension(picture: Picture) -> str:
    return {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}[picture.format]


def _cms_url(picture: Picture, story: NewsroomStory, edition: NewsroomEdition) -> str:
    path = base64.b64encode(f"posts/{picture.name}.{_extension(picture)}".encode()).decode()
    return f"https://{IMAGE_HOST}/image-post/{path}/900/580"


def _promedia_url(picture: Picture, story: NewsroomStory, edition: NewsroomEdition) -> str:
    day = story.published.astimezone(WIB)
    return (
        f"https://{IMAGE_HOST}/crop/0x0:0x0/750x500/webp/photo/p2/278/{day:%Y/%m/%d}/{picture.stem}-{story.id[-4:]}.jpg"
    )


def _wordpress_url(picture: Picture, story: NewsroomStory, edition: NewsroomEdition) -> str:
    day = story.published.astimezone(WIB)
    return f"{edition.home}/wp-content/uploads/{day:%Y/%m}/{picture.stem}.{_extension(picture)}"


_PICTURE_URLS: Mapping[Family, Callable[[Picture, NewsroomStory, NewsroomEdition], str]] = {
    "cms": _cms_url,
    "promedia": _promedia_url,
    "wordpress": _wordpress_url,
    "promedia-next": _promedia_url,
}


# -------------------------------------------------------------------------------------------------------- body


def _pages(
    story: NewsroomStory, inside: list[PrintedPicture], related: list[tuple[int, str, Link]]
) -> tuple[tuple[Piece, ...], ...]:
    pages: list[list[Piece]] = [[]]
    waiting = [(after, Piece(what="related", label=label, link=link)) for after, label, link in related]
    waiting += [(each.picture.after, Piece(what="picture", picture=each)) for each in inside]
    for number, block in enumerate(story.blocks, 1):
        if number - 1 in story.breaks:
            pages.append([])
        _add_block(pages[-1], block, first=number == 1, last=number == len(story.blocks))
        if block.type == "list_item" and any(next_.type == "list_item" for next_ in story.blocks[number : number + 1]):
            continue  # a list stays whole: links and pictures come after its last item
        pages[-1] += [piece for after, piece in waiting if after <= number]
        waiting = [(after, piece) for after, piece in waiting if after > number]
    return tuple(tuple(page) for page in pages)


def _add_block(page: list[Piece], block: Block, *, first: bool, last: bool) -> None:
    if block.type != "list_item":
        page.append(Piece(what=block.type, text=block.text, first=first, last=last))
    elif page and page[-1].what == "list":
        page[-1] = attrs.evolve(page[-1], items=(*page[-1].items, block.text))
    else:
        page.append(Piece(what="list", items=(block.text,)))
