"""Writes stories: an event, its people and the forms of its lines, all drawn at random from a seed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any, TypeVar

from gemascraper.items import Block
from gemascraper.newsroom import dates, printed_lines
from gemascraper.newsroom.story import (
    EVERYWHERE,
    InitialsGap,
    MachineClock,
    NewsroomEdition,
    NewsroomStory,
    Person,
    Picture,
    PictureFormat,
    PrintedDateline,
    Stamp,
    Surface,
    ZoneStyle,
    slug,
)
from gemascraper.newsroom.vocabulary import DrawnNumber, wording

IN_ONE_PLACE: tuple[frozenset[Surface], ...] = (
    frozenset({"feed", "index"}),
    frozenset({"section", "index"}),
    frozenset({"sitemap", "index"}),
)
OLD = timedelta(days=36)
"""A story older than this is in the date index alone."""
FORMATS: Mapping[PictureFormat, int] = {"JPEG": 7, "PNG": 1, "WEBP": 2}
STAMPS: Mapping[Stamp, int] = {"minute": 90, "day": 6, "none": 4}
ZONE_STYLES: Mapping[ZoneStyle, int] = {"printed": 70, "lower": 8, "absent": 12, "capital": 10}
CLOCKS: Mapping[MachineClock, int] = {"honest": 8, "as utc": 1, "minus": 1}
INITIALS_GAPS: Mapping[InitialsGap, int] = {"": 6, " ": 2, "own line": 1}
"""Value → its weight among all values, here and above."""

T = TypeVar("T")


class Writer:
    """Writes one story for one edition."""

    def __init__(
        self,
        rng: Random,
        edition: NewsroomEdition,
        published: datetime,
        event: dict[str, Any] | None = None,
    ) -> None:
        self.rng, self.edition, self.published = rng, edition, published
        self.words: dict[str, Any] = wording()
        self.event: dict[str, Any] = event or rng.choice(self.words["event"])
        self.cast = self._cast()

    def _names(self, count: int) -> list[str]:
        names = self.words["names"]
        drawn: list[str] = []
        while len(drawn) < count:
            name = f"{self.rng.choice(names['first'])} {self.rng.choice(names['last'])}"
            if name not in drawn:
                drawn.append(name)
        return drawn

    def _cast(self) -> dict[str, Any]:
        places, names = self.words["places"][self.edition.key], self.words["names"]
        cast: dict[str, Any] = {key: self.rng.choice(places[key]) for key in ("kota", "daerah", "provinsi", "kampus")}
        cast["dinas"] = self.rng.choice(names["offices"])
        cast["jabatan"] = self.rng.choice(names["posts"]).format_map(cast)
        cast["pejabat"], cast["ahli"], cast["warga"] = self._names(3)
        cast["hari"] = dates.in_text(self.published)
        cast["lalu"] = dates.in_text(self.published - timedelta(days=self.rng.randint(1, 3)))
        return cast | {kind: DrawnNumber(self.rng, kind) for kind in ("n", "p", "rp", "jam")}

    def say(self, template: str) -> str:
        """The template with the names and places of this story."""
        return template.format_map(self.cast)

    def pick(self, *pools: Sequence[str], count: int) -> list[str]:
        pool = [template for each in pools for template in each]
        return [self.say(template) for template in self.rng.sample(pool, min(count, len(pool)))]

    def blocks(self, lead: str, length: int, *, curly: bool) -> list[Block]:
        """Lead, details and quotations in turn, a heading, a list or a quote in longer stories, and a closing line."""
        general = self.words["general"]
        voices = () if self._is_opinion else general["quote"]
        facts = () if self._is_opinion else general["body"]
        details = self.pick(self.event["body"], facts, count=length)
        quotes = self.pick(self.event["quote"], voices, count=max(1, length // 2))
        texts = [lead]
        while details or quotes:
            texts += [pile.pop(0) for pile in (details, quotes) if pile]
        texts = texts[: length + 1]
        made = [Block(type="paragraph", text=text) for text in self._merged(texts)]
        if len(made) > 5 and self.rng.random() < 0.3:
            made.insert(
                len(made) // 2,
                Block(type="heading", text=self.rng.choice(general["heading"])),
            )
        if len(made) > 5 and self.rng.random() < 0.15:
            made[4:4] = [Block(type="list_item", text=item) for item in self.rng.choice(general["list"])]
        if len(made) > 5 and self.rng.random() < 0.1:
            made.insert(3, Block(type="quote", text=self.pick(self.event["quote"], count=1)[0]))
        made.append(Block(type="paragraph", text=self.say(self.rng.choice(general["closing"]))))
        return made if curly else [Block(type=b.type, text=straight(b.text)) for b in made]

    def _merged(self, texts: Sequence[str]) -> list[str]:
        """The texts as paragraphs; some paragraphs, never the lead, have two texts."""
        merged = [texts[0]]
        for text in texts[1:]:
            if len(merged) > 1 and self.rng.random() < 0.3 and len(merged[-1]) < 160:
                merged[-1] += " " + text
            else:
                merged.append(text)
        return merged

    def pictures(self, blocks: int, title: str, *, gallery: bool) -> tuple[Picture, ...]:
        count = self.rng.randint(4, 6) if gallery else self.rng.choices([0, 1, 2, 3], [6, 70, 18, 6])[0]
        captions = self.pick(self.event["pictures"], count=count)
        made = []
        for number, caption in enumerate(captions):
            after = 0 if number == 0 else blocks if gallery else self.rng.randint(1, max(1, blocks - 2))
            made.append(self._picture(f"{title} {number + 1} {self.published:%Y-%m-%d}", caption, after))
        return tuple(sorted(made, key=lambda picture: picture.after))

    def _picture(self, name: str, caption: str, after: int) -> Picture:
        writer = printed_lines.CreditWriter(self.rng, self._names(1)[0], self.words["names"], self.say)
        credit = writer.credit() if self.rng.random() < 0.88 else None
        full_stop = "." if self.rng.random() < 0.5 else ""
        return Picture(
            name=name,
            format=self._weighted(FORMATS),
            caption=None if credit and self.rng.random() < 0.04 else caption + full_stop,
            credit=credit,
            after=after,
            notice=f"(c) {writer.name} / Gemapos" if self.rng.random() < 0.3 else None,
            aside=self.rng.random() < 0.2,
            slash=self.rng.random() < 0.5,
            alt=self.rng.random() < 0.6,
        )

    def _people(self) -> tuple[tuple[Person, ...], str | None]:
        names = self.words["names"]
        if self._is_opinion:
            before, behind = self.rng.choice(names["degrees"])
            return (Person(self._names(1)[0], "reporter", "Oleh", before, behind),), None
        if self._is_advert or self.rng.random() < 0.06:
            return (), self.say(self.rng.choice(names["desks"]))
        return printed_lines.byline(self.rng, self._names(4), self.cast["kota"]), None

    def write(
        self,
        number: int,
        editions: tuple[str, ...],
        surfaces: frozenset[Surface] = EVERYWHERE,
    ) -> NewsroomStory:
        """The story with this id, announced on these surfaces.

        The draws stand in a fixed order: another order would give another newsroom for the same seed.
        """
        curly = self._chance(0.5)
        long = not self.is_photo and self._chance(0.1)
        headline, blocks = self._text(long, curly=curly)
        people, desk = self._people()
        signed = self._is_report and self._chance(0.6)
        return NewsroomStory(
            id=str(number),
            slug=slug(headline),
            editions=editions,
            section_slug=self.event["section"],
            label=self.event["label"],
            sub=self._sub_section(),
            kind="photo" if self.is_photo else "article",
            kicker=self._kicker(),
            headline=headline,
            standfirst=self._standfirst(),
            blocks=tuple(blocks),
            breaks=self._breaks(len(blocks)) if long else (),
            dateline=self._dateline(),
            people=people,
            desk=desk,
            bare=self._is_bare(people),
            initials=self._initials(people) if signed else None,
            brackets=("[", "]") if self._chance(0.1) else ("(", ")"),
            initials_gap=self._weighted(INITIALS_GAPS),
            tags=tuple(dict.fromkeys(self.pick(self.event["tags"], count=self.rng.choice([0, 2, 3, 4, 5])))),
            pictures=self.pictures(len(blocks), re.sub(r"[^\w ]+", " ", headline)[:32].strip(), gallery=self.is_photo),
            sources=(self.rng.choice(self.words["names"]["sources"]),) if self._chance(0.12) else (),
            published=self.published,
            modified=self._modified(),
            stamp="minute" if surfaces == IN_ONE_PLACE[0] else self._weighted(STAMPS),
            date_shape=self.rng.randrange(len(dates.SHAPES)),
            zone_style=self._weighted(ZONE_STYLES),
            clock=self._weighted(CLOCKS),
            surfaces=surfaces,
        )

    @property
    def is_photo(self) -> bool:
        return bool(self.event["section"] == "foto")

    @property
    def _is_opinion(self) -> bool:
        return bool(self.event["section"] == "opini")

    @property
    def _is_advert(self) -> bool:
        return bool(self.event["section"] == "advertorial")

    @property
    def _is_report(self) -> bool:
        return not self._is_opinion and not self.is_photo

    def _chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    def _weighted(self, weights: Mapping[T, int]) -> T:
        return self.rng.choices(list(weights), list(weights.values()))[0]

    def _text(self, long: bool, *, curly: bool) -> tuple[str, list[Block]]:
        """Headline and blocks; an opinion ends with a line on its author."""
        which = self.rng.randrange(len(self.event["headline"]))
        headline = titled(self.say(self.event["headline"][which]))
        lead = self.say(self.event["lead"][which % len(self.event["lead"])])
        blocks = self.blocks(lead, self._length(long), curly=curly)
        if self._is_opinion:
            author = f"*) Dosen {self.cast['kampus']}, tinggal di {self.cast['kota']}"
            blocks.append(Block(type="paragraph", text=author))
        return headline if curly else straight(headline), blocks

    def _length(self, long: bool) -> int:
        """How many blocks follow the lead."""
        fewest, most = (1, 2) if self.is_photo else (10, 14) if long else (4, 9)
        return self.rng.randint(fewest, most)

    def _sub_section(self) -> str | None:
        subs = self.event.get("subs")
        return self.say(self.rng.choice(subs)) if subs and self._chance(0.4) else None

    def _kicker(self) -> str | None:
        kickers = self.event.get("kickers")
        return self.rng.choice(kickers) if kickers and self._chance(0.9 if self._is_advert else 0.2) else None

    def _standfirst(self) -> str | None:
        return self.pick(self.words["general"]["standfirst"], count=1)[0] if self._chance(0.15) else None

    def _breaks(self, blocks: int) -> tuple[int, ...]:
        """Where a long story continues on another page: in the middle, and some once more."""
        half = blocks // 2
        return (half, half + half // 2) if self._chance(0.4) else (half,)

    def _dateline(self) -> PrintedDateline | None:
        return printed_lines.dateline(self.rng, self.edition, self.cast["kota"]) if self._is_report else None

    def _is_bare(self, people: Sequence[Person]) -> bool:
        """Whether the first name has no label: only a reporter's, without title and degrees."""
        plain = bool(people) and people[0].role == "reporter" and not people[0].before and not people[0].behind
        return plain and self._chance(0.4)

    def _initials(self, people: Sequence[Person]) -> str:
        return "adv" if self._is_advert else printed_lines.initials(self.rng, people)

    def _modified(self) -> datetime | None:
        """The time of a change; one in four is before the publication, as on real pages."""
        if not self._chance(0.1):
            return None
        return self.published + timedelta(minutes=self.rng.choice([-45, 17, 95, 400]))


def straight(text: str) -> str:
    """The text with straight quotation marks.

    >>> straight("“Ya,” katanya")
    '"Ya," katanya'
    """
    return text.replace("“", '"').replace("”", '"')


def titled(text: str) -> str:
    """The headline with capitals also in the words that a number brings.

    >>> titled("Harga Naik 4,7 persen")
    'Harga Naik 4,7 Persen'
    """
    return re.sub(r"\b(persen|miliar|triliun)\b", lambda word: word[0].capitalize(), text)


def surfaces(rng: Random, age: timedelta) -> frozenset[Surface]:
    """Where a story of this age is announced: about half everywhere, the others in one place and the date index."""
    if age > OLD:
        return frozenset({"index"})
    return EVERYWHERE if rng.random() < 0.55 else rng.choice(IN_ONE_PLACE)
