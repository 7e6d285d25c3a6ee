"""Writes stories: draws an event, a cast and the shapes of the day, the same for the same seed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any, cast

from gemascraper.items import Block
from gemascraper.newsroom import dates, shapes
from gemascraper.newsroom.story import (
    EVERYWHERE,
    Edition,
    Person,
    Picture,
    Story,
    Surface,
    slug,
)

IN_ONE_PLACE: tuple[frozenset[Surface], ...] = (
    frozenset({"feed", "index"}),
    frozenset({"section", "index"}),
    frozenset({"sitemap", "index"}),
)
OLD = timedelta(days=36)
"""A story older than this is found in the date index alone."""


@cache
def wording() -> dict[str, Any]:
    """The vocabulary and the sentence templates."""
    return tomllib.loads(files(__package__).joinpath("wording.toml").read_text("utf-8"))


class Drawn:
    """A slot that draws a number, once for each range: ``{n:10-90}``, ``{rp:1-40}``, ``{p:2-9}``, ``{jam:6-21}``."""

    def __init__(self, rng: Random, kind: str) -> None:
        self.rng, self.kind = rng, kind
        self.drawn: dict[str, str] = {}

    def __format__(self, spec: str) -> str:
        if spec not in self.drawn:
            self.drawn[spec] = self._draw(spec)
        return self.drawn[spec]

    def _draw(self, spec: str) -> str:
        low, _, high = spec.partition("-")
        number = self.rng.randint(int(low), int(high))
        tenth = self.rng.randint(1, 9)
        match self.kind:
            case "p":
                return f"{number},{tenth} persen"
            case "rp":
                return f"Rp{number},{tenth} {self.rng.choice(['miliar', 'triliun']) if number > 40 else 'miliar'}"
            case "jam":
                return f"{number:02}.{self.rng.choice(['00', '15', '30', '45'])}"
            case _:
                return f"{number:,}".replace(",", ".")


class Writer:
    """Writes one story for one edition."""

    def __init__(
        self,
        rng: Random,
        edition: Edition,
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
        return cast | {kind: Drawn(self.rng, kind) for kind in ("n", "p", "rp", "jam")}

    def say(self, template: str) -> str:
        """A template with this story's cast in it."""
        return template.format_map(self.cast)

    def pick(self, *pools: Sequence[str], count: int) -> list[str]:
        pool = [template for each in pools for template in each]
        return [self.say(template) for template in self.rng.sample(pool, min(count, len(pool)))]

    def blocks(self, lead: str, length: int, *, curly: bool) -> list[Block]:
        """Lead, details and quotations in turn, a heading or a list in the longer ones, a closing line."""
        general = self.words["general"]
        voices = () if self.event["rubrik"] == "opini" else general["quote"]
        facts = () if self.event["rubrik"] == "opini" else general["body"]
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
        """Some neighbours share a paragraph, and a lead may run on."""
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
        desk = shapes.Desk(self.rng, self._names(1)[0], self.words["names"], self.say)
        credit = desk.credit() if self.rng.random() < 0.88 else None
        full_stop = "." if self.rng.random() < 0.5 else ""
        return Picture(
            name=name,
            format=cast(Any, self.rng.choices(["JPEG", "PNG", "WEBP"], [7, 1, 2])[0]),
            caption=None if credit and self.rng.random() < 0.04 else caption + full_stop,
            credit=credit,
            after=after,
            notice=f"(c) {desk.name} / Gemapos" if self.rng.random() < 0.3 else None,
            aside=self.rng.random() < 0.2,
            slash=self.rng.random() < 0.5,
            alt=self.rng.random() < 0.6,
        )

    def _people(self) -> tuple[tuple[Person, ...], str | None]:
        names = self.words["names"]
        if self.event["rubrik"] == "opini":
            before, behind = self.rng.choice(names["degrees"])
            return (Person(self._names(1)[0], "reporter", "Oleh", before, behind),), None
        if self.event["rubrik"] == "advertorial" or self.rng.random() < 0.06:
            return (), self.say(self.rng.choice(names["desks"]))
        return shapes.byline(self.rng, self._names(4), self.cast["kota"]), None

    def write(
        self,
        number: int,
        editions: tuple[str, ...],
        surfaces: frozenset[Surface] = EVERYWHERE,
    ) -> Story:
        """The story with this id, announced on these surfaces."""
        rng, event = self.rng, self.event
        rubrik = event["rubrik"]
        photo, opinion, advert = (
            rubrik == "foto",
            rubrik == "opini",
            rubrik == "advertorial",
        )
        curly = rng.random() < 0.5
        long = not photo and rng.random() < 0.1
        which = rng.randrange(len(event["headline"]))
        headline = titled(self.say(event["headline"][which]))
        headline = headline if curly else straight(headline)
        blocks = self.blocks(
            self.say(event["lead"][which % len(event["lead"])]),
            rng.randint(1, 2) if photo else rng.randint(10, 14) if long else rng.randint(4, 9),
            curly=curly,
        )
        if opinion:
            blocks.append(
                Block(
                    type="paragraph",
                    text=f"*) Dosen {self.cast['kampus']}, tinggal di {self.cast['kota']}",
                )
            )
        people, desk = self._people()
        signed = not opinion and not photo and rng.random() < 0.6
        half = len(blocks) // 2
        return Story(
            id=str(number),
            slug=slug(headline),
            editions=editions,
            rubrik=rubrik,
            label=event["label"],
            sub=self.say(rng.choice(event["subs"])) if event.get("subs") and rng.random() < 0.4 else None,
            kind="photo" if photo else "article",
            kicker=rng.choice(event["kickers"])
            if event.get("kickers") and rng.random() < (0.9 if advert else 0.2)
            else None,
            headline=headline,
            standfirst=self.pick(self.words["general"]["standfirst"], count=1)[0] if rng.random() < 0.15 else None,
            blocks=tuple(blocks),
            breaks=((half, half + half // 2) if rng.random() < 0.4 else (half,)) if long else (),
            opening=None if opinion or photo else shapes.opening(rng, self.edition, self.cast["kota"]),
            people=people,
            desk=desk,
            bare=bool(people)
            and people[0].role == "reporter"
            and not people[0].behind
            and not people[0].before
            and rng.random() < 0.4,
            initials=("adv" if advert else shapes.letters(rng, people)) if signed else None,
            brackets=("[", "]") if rng.random() < 0.1 else ("(", ")"),
            initials_gap=cast(Any, rng.choices(["", " ", "own line"], [6, 2, 1])[0]),
            tags=tuple(dict.fromkeys(self.pick(event["tags"], count=rng.choice([0, 2, 3, 4, 5])))),
            pictures=self.pictures(
                len(blocks),
                re.sub(r"[^\w ]+", " ", headline)[:32].strip(),
                gallery=photo,
            ),
            sources=(rng.choice(self.words["names"]["sources"]),) if rng.random() < 0.12 else (),
            published=self.published,
            modified=self.published + timedelta(minutes=rng.choice([-45, 17, 95, 400])) if rng.random() < 0.1 else None,
            stamp=cast(
                Any, "minute" if surfaces == IN_ONE_PLACE[0] else rng.choices(["minute", "day", "none"], [90, 6, 4])[0]
            ),
            date_shape=rng.randrange(len(dates.SHAPES)),
            zone_style=cast(
                Any,
                rng.choices(["printed", "lower", "absent", "capital"], [70, 8, 12, 10])[0],
            ),
            clock=cast(Any, rng.choices(["honest", "as utc", "minus"], [8, 1, 1])[0]),
            surfaces=surfaces,
        )


def straight(text: str) -> str:
    """The same words with typewriter quotation marks.

    >>> straight("“Ya,” katanya")
    '"Ya," katanya'
    """
    return text.replace("“", '"').replace("”", '"')


def titled(text: str) -> str:
    """The words that a slot puts into a headline, in a headline's capitals.

    >>> titled("Harga Naik 4,7 persen")
    'Harga Naik 4,7 Persen'
    """
    return re.sub(r"\b(persen|miliar|triliun)\b", lambda word: word[0].capitalize(), text)


def surfaces(rng: Random, age: timedelta) -> frozenset[Surface]:
    """Where a story of this age is announced: half of them everywhere, some in one place beside the date index."""
    if age > OLD:
        return frozenset({"index"})
    return EVERYWHERE if rng.random() < 0.55 else rng.choice(IN_ONE_PLACE)
