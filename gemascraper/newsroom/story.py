"""What a story is before it is printed: facts and words, no markup, no edition's look."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import Literal

import attrs

from gemascraper.items import Block, Byline, Credit, Role

Family = Literal["cms", "promedia", "wordpress", "promedia-next"]
Surface = Literal["feed", "section", "sitemap", "index"]
EVERYWHERE: frozenset[Surface] = frozenset({"feed", "section", "sitemap", "index"})


@attrs.frozen
class Edition:
    """One newspaper of the house: its name, its host, its zone and the look it is printed in."""

    key: str
    name: str
    host: str
    timezone: str
    zone: str
    family: Family

    @property
    def home(self) -> str:
        return f"https://{self.host}"


@attrs.frozen
class PrintedCredit:
    """A picture's credit: the characters on the page, and what they mean."""

    printed: str
    line: str
    credit: Credit


@attrs.frozen(kw_only=True)
class Picture:
    """One picture, as the desk filed it."""

    name: str
    """File name without extension; the extension is the format's."""
    format: Literal["JPEG", "PNG", "WEBP"] = "JPEG"
    caption: str | None = None
    credit: PrintedCredit | None = None
    after: int = 0
    """Stands after so many blocks; 0 is the lead picture."""
    notice: str | None = None
    """Copyright in the file's EXIF."""
    aside: bool = False
    """The credit stands in an element of its own, before the caption."""
    slash: bool = False
    """Promedia desks write ``… /Antara`` instead of brackets."""
    alt: bool = True

    @property
    def stem(self) -> str:
        return slug(self.name)


@attrs.frozen
class Person:
    """Someone named at the story, under a printed label."""

    name: str
    role: Role
    label: str
    before: str = ""
    """What stands before the name: a title, or ``Kontributor Ubud, ``."""
    behind: str = ""
    """Degrees after the name."""

    @property
    def printed(self) -> str:
        return f"{self.before}{self.name}{self.behind}"

    def as_byline(self, *, bare: bool = False) -> Byline:
        return Byline(name=self.name, role="unknown" if bare else self.role)


@attrs.frozen(kw_only=True)
class Opening:
    """A dateline as printed, and the gap to the first word."""

    outlet: str | None = None
    place: str | None = None
    text: str = ""
    gap: str = " "
    strong: str = ""
    """The part of the text, from its start, that stands in an element of its own."""


@attrs.frozen(kw_only=True)
class Story:
    """One story of the house, the same in whichever edition and look it is printed."""

    id: str
    slug: str
    editions: tuple[str, ...]
    """Where it is carried; the first one is its home."""
    rubrik: str
    label: str
    sub: str | None = None
    kind: Literal["article", "photo", "video", "live", "paywalled"] = "article"
    kicker: str | None = None
    headline: str
    standfirst: str | None = None
    blocks: tuple[Block, ...]
    breaks: tuple[int, ...] = ()
    """A new page starts at each of these blocks."""
    opening: Opening | None = None
    people: tuple[Person, ...] = ()
    desk: str | None = None
    """A byline that names no person."""
    bare: bool = False
    """The first name stands without its label, where the look allows that."""
    initials: str | None = None
    brackets: tuple[str, str] = ("(", ")")
    initials_gap: Literal["", " ", "own line"] = ""
    tags: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    sources: tuple[str, ...] = ()
    related: tuple[tuple[int, str, str], ...] = ()
    """After which block, under which label, which story id."""
    published: datetime
    modified: datetime | None = None
    stamp: Literal["minute", "day", "none"] = "minute"
    """How much of the time the outlet's own CMS prints; the other looks always print the minute."""
    date_shape: int = 0
    zone_style: Literal["printed", "lower", "absent", "capital"] = "printed"
    """``capital``: the capital's WIB even on a page of another zone."""
    clock: Literal["honest", "as utc", "minus"] = "honest"
    """What the machine-readable time says of its offset."""
    surfaces: frozenset[Surface] = EVERYWHERE
    edits: int = 0

    @property
    def path(self) -> str:
        return f"/{self.rubrik}/{self.id}/{self.slug}"


def slug(text: str) -> str:
    """A text as addresses spell it.

    >>> slug("Harga Cabai Naik 12,5 Persen")
    'harga-cabai-naik-12-5-persen'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
