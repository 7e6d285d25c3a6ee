"""A story before it is printed: facts and text, without markup and without the design of an edition."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import Literal

import attrs

from gemascraper.items import Block, Byline, Credit, Role

Family = Literal["cms", "promedia", "wordpress", "promedia-next"]
Surface = Literal["feed", "section", "sitemap", "index"]
PictureFormat = Literal["JPEG", "PNG", "WEBP"]
Stamp = Literal["minute", "day", "none"]
ZoneStyle = Literal["printed", "lower", "absent", "capital"]
MachineClock = Literal["honest", "as utc", "minus"]
InitialsGap = Literal["", " ", "own line"]
EVERYWHERE: frozenset[Surface] = frozenset({"feed", "section", "sitemap", "index"})


@attrs.frozen
class NewsroomEdition:
    """An edition of the outlet: its key and name, its host, the abbreviation of its time zone, and its page design."""

    key: str
    name: str
    host: str
    zone: str
    family: Family

    @property
    def home(self) -> str:
        return f"https://{self.host}"


@attrs.frozen
class PrintedCredit:
    """A picture's credit: as printed with its brackets, the credit line, and its parts."""

    printed: str
    line: str
    credit: Credit


@attrs.frozen(kw_only=True)
class Picture:
    """One picture of a story."""

    name: str
    """File name without extension; the extension is the format's."""
    format: PictureFormat = "JPEG"
    caption: str | None = None
    credit: PrintedCredit | None = None
    after: int = 0
    """After how many blocks it is printed; 0 is the lead picture."""
    notice: str | None = None
    """Copyright notice in the file's EXIF."""
    aside: bool = False
    """Whether the credit has an element of its own, before the caption."""
    slash: bool = False
    """Whether the credit is written ``… /Antara``, as some editors at Promedia do, instead of in brackets."""
    alt: bool = True

    @property
    def stem(self) -> str:
        return slug(self.name)


@attrs.frozen
class Person:
    """A person of the byline, with the printed label."""

    name: str
    role: Role
    label: str
    before: str = ""
    """Text before the name: a title, or ``Kontributor Ubud, ``."""
    behind: str = ""
    """Degrees after the name."""

    @property
    def printed(self) -> str:
        return f"{self.before}{self.name}{self.behind}"

    def as_byline(self, *, bare: bool = False) -> Byline:
        return Byline(name=self.name, role="unknown" if bare else self.role)


@attrs.frozen(kw_only=True)
class PrintedDateline:
    """A dateline as printed, and the space between it and the first word."""

    outlet: str | None = None
    place: str | None = None
    text: str = ""
    gap: str = " "
    strong: str = ""
    """The part of the text, from its start, that has an element of its own."""


@attrs.frozen(kw_only=True)
class NewsroomStory:
    """One story, the same in every edition and design."""

    id: str
    slug: str
    editions: tuple[str, ...]
    """Keys of the editions that carry it; the first one wrote it."""
    section_slug: str
    """The section in URLs."""
    label: str
    """The section's printed name."""
    sub: str | None = None
    kind: Literal["article", "photo", "video", "live", "paywalled"] = "article"
    kicker: str | None = None
    headline: str
    standfirst: str | None = None
    blocks: tuple[Block, ...]
    breaks: tuple[int, ...] = ()
    """A new page starts at each of these blocks."""
    dateline: PrintedDateline | None = None
    people: tuple[Person, ...] = ()
    desk: str | None = None
    """A byline that names no person."""
    bare: bool = False
    """Whether the first name has no label, in designs that allow that."""
    initials: str | None = None
    brackets: tuple[str, str] = ("(", ")")
    initials_gap: InitialsGap = ""
    tags: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    sources: tuple[str, ...] = ()
    related: tuple[tuple[int, str, str], ...] = ()
    """After which block, with which label, to which story id."""
    published: datetime
    modified: datetime | None = None
    stamp: Stamp = "minute"
    """What the outlet's own CMS prints of the time; the other designs always print the minute."""
    date_shape: int = 0
    zone_style: ZoneStyle = "printed"
    """``capital``: in WIB, the zone of Jakarta, also on pages of another zone."""
    clock: MachineClock = "honest"
    """Which offset the time in the metadata has: the right one, UTC, or minus seven hours."""
    surfaces: frozenset[Surface] = EVERYWHERE
    edits: int = 0

    @property
    def path(self) -> str:
        return f"/{self.section_slug}/{self.id}/{self.slug}"


def slug(text: str) -> str:
    """*text* as URLs contain it.

    >>> slug("Harga Cabai Naik 12,5 Persen")
    'harga-cabai-naik-12-5-persen'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
