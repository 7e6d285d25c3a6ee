"""One story as one edition prints it: each string is decided here, so that the truth can say the same."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from typing import Literal

import attrs

from gemascraper.items import Block, Byline, Rights
from gemascraper.newsroom.clock import Times, times
from gemascraper.newsroom.story import Edition, Family, Person, Picture, Story, slug
from gemascraper.values.zones import WIB

IMAGE_HOST = "cms.gemapos.co.id"


@attrs.frozen
class Print:
    """A picture on the page."""

    picture: Picture
    url: str
    alt: str | None
    caption: str
    """The visible line, credit included where it has no element of its own."""
    aside: str | None
    """The credit, where it has one."""
    rights: Rights | None = None
    """What linked data says of them."""


@attrs.frozen
class Link:
    url: str
    text: str


@attrs.frozen(kw_only=True)
class Piece:
    """What stands one under the other in the body."""

    what: Literal["paragraph", "heading", "list", "quote", "related", "picture"]
    text: str = ""
    items: tuple[str, ...] = ()
    first: bool = False
    """Carries the dateline."""
    last: bool = False
    """Carries the initials."""
    label: str = ""
    link: Link | None = None
    print: Print | None = None


@attrs.frozen(kw_only=True)
class Sheet:
    """A story in an edition's look."""

    story: Story
    edition: Edition
    url: str
    section_path: tuple[str, ...]
    tops: tuple[Person, ...]
    """Named above the story."""
    bottoms: tuple[Person, ...]
    """Named below it."""
    bare: bool
    """The first of those above stands without a label."""
    desk: str | None
    times: Times
    lead: Print | None
    pages: tuple[tuple[Piece, ...], ...]
    prints: tuple[Print, ...]
    related: tuple[Link, ...]

    @property
    def family(self) -> Family:
        return self.edition.family

    @property
    def byline(self) -> tuple[Byline, ...]:
        """The people in page order, with the role that their printed label gives them."""
        above = [person.as_byline(bare=self.bare and number == 0) for number, person in enumerate(self.tops)]
        return tuple(above + [person.as_byline() for person in self.bottoms])

    @property
    def tag_objects(self) -> list[dict[str, str]]:
        """The tags as a page's data has them."""
        return [{"name": tag, "slug": slug(tag)} for tag in self.story.tags]

    @property
    def section(self) -> str:
        return self.section_path[-1]


def sheet(story: Story, edition: Edition, find: Callable[[str], Link | None]) -> Sheet:
    """Lay out *story* for *edition*; *find* gives the link to another story of that edition."""
    prints = tuple(_print(picture, story, edition) for picture in story.pictures)
    related = [(after, label, link) for after, label, key in story.related if (link := find(key))]
    inside = [each for each in prints if each.picture.after > 0]
    pages = _flow(story, inside, related)
    if edition.family == "promedia-next":
        pages = (tuple(piece for page in pages for piece in page),)
    tops, bottoms = _places(story, edition.family)
    return Sheet(
        story=story,
        edition=edition,
        url=edition.home + story.path,
        section_path=(story.label, story.sub) if story.sub else (story.label,),
        tops=tops,
        bottoms=bottoms,
        bare=edition.family == "promedia-next" or (story.bare and edition.family != "cms"),
        desk=story.desk,
        lead=prints[0] if len(prints) > len(inside) else None,
        pages=pages,
        prints=prints,
        related=tuple(link for _, _, link in related),
        times=times(story, edition),
    )


def _places(story: Story, family: Family) -> tuple[tuple[Person, ...], tuple[Person, ...]]:
    """The outlet's CMS names everybody above, Promedia the writer above, WordPress only a bare one."""
    if family == "cms":
        return story.people, ()
    split = 1 if family in ("promedia", "promedia-next") or story.bare else 0
    return story.people[:split], story.people[split:]


# ---------------------------------------------------------------------------------------------------- pictures


def _print(picture: Picture, story: Story, edition: Edition) -> Print:
    caption, credit = (
        picture.caption or "",
        picture.credit.printed if picture.credit else "",
    )
    together = f"{caption} {credit}".strip()
    url = _ADDRESS[edition.family](picture, story, edition)
    if edition.family == "cms":
        return Print(picture, url, together or None, together, None)
    slashed = (
        caption and picture.slash and picture.credit and "/" not in picture.credit.line and edition.family == "promedia"
    )
    if slashed and picture.credit:
        together = f"{caption} /{picture.credit.line}".strip()
    aside = credit if picture.aside and credit and not slashed else None
    visible = caption if aside else together
    if edition.family == "promedia":
        rights = _rights(picture, edition)
        return Print(picture, url, caption or None if picture.alt else None, visible, aside, rights)
    return Print(picture, url, visible or None if picture.alt else None, visible, aside)


def _rights(picture: Picture, edition: Edition) -> Rights | None:
    """Promedia's linked data names a licence for the lead pictures of its own people, on some pages."""
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


def _cms_address(picture: Picture, story: Story, edition: Edition) -> str:
    path = base64.b64encode(f"posts/{picture.name}.{_extension(picture)}".encode()).decode()
    return f"https://{IMAGE_HOST}/image-post/{path}/900/580"


def _promedia_address(picture: Picture, story: Story, edition: Edition) -> str:
    day = story.published.astimezone(WIB)
    return (
        f"https://{IMAGE_HOST}/crop/0x0:0x0/750x500/webp/photo/p2/278/{day:%Y/%m/%d}/{picture.stem}-{story.id[-4:]}.jpg"
    )


def _wordpress_address(picture: Picture, story: Story, edition: Edition) -> str:
    day = story.published.astimezone(WIB)
    return f"{edition.home}/wp-content/uploads/{day:%Y/%m}/{picture.stem}.{_extension(picture)}"


_ADDRESS: Mapping[Family, Callable[[Picture, Story, Edition], str]] = {
    "cms": _cms_address,
    "promedia": _promedia_address,
    "wordpress": _wordpress_address,
    "promedia-next": _promedia_address,
}


# -------------------------------------------------------------------------------------------------------- body


def _flow(story: Story, inside: list[Print], related: list[tuple[int, str, Link]]) -> tuple[tuple[Piece, ...], ...]:
    pages: list[list[Piece]] = [[]]
    waiting = [(after, Piece(what="related", label=label, link=link)) for after, label, link in related]
    waiting += [(each.picture.after, Piece(what="picture", print=each)) for each in inside]
    for number, block in enumerate(story.blocks, 1):
        if number - 1 in story.breaks:
            pages.append([])
        _lay(pages[-1], block, first=number == 1, last=number == len(story.blocks))
        if block.type == "list_item" and any(next_.type == "list_item" for next_ in story.blocks[number : number + 1]):
            continue  # nothing tears a list: what hangs on an item comes after the last one
        pages[-1] += [piece for after, piece in waiting if after <= number]
        waiting = [(after, piece) for after, piece in waiting if after > number]
    return tuple(tuple(page) for page in pages)


def _lay(page: list[Piece], block: Block, *, first: bool, last: bool) -> None:
    if block.type != "list_item":
        page.append(Piece(what=block.type, text=block.text, first=first, last=last))
    elif page and page[-1].what == "list":
        page[-1] = attrs.evolve(page[-1], items=(*page[-1].items, block.text))
    else:
        page.append(Piece(what="list", items=(block.text,)))
