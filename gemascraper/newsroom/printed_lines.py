"""Datelines, bylines, credits and initials: each is made together with its meaning, so nothing has to be parsed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from gemascraper.items import Credit, CreditKind
from gemascraper.newsroom.story import NewsroomEdition, Person, PrintedCredit, PrintedDateline

ABBREVIATED = {"pusat": "GP", "bali": "GB", "lampung": "GL", "kalteng": "GK"}


def dateline(rng: Random, edition: NewsroomEdition, place: str) -> PrintedDateline | None:
    """How a story starts: outlet and place in one of the orders and dashes in use; None in one of ten stories."""
    brand = "Gemapos.ID" if edition.key == "pusat" or rng.random() < 0.5 else edition.name
    capital, loud = place.upper(), brand.upper()
    short = ABBREVIATED[edition.key]
    shapes: list[tuple[str | None, str | None, str, str]] = [
        (brand, place, f"{brand} ({place}) -", " "),
        (brand, place, f"{brand} ({place}) -", "\xa0"),
        (brand, capital, f"{capital}, {brand} {rng.choice('–—-')}", " "),
        (loud, capital, f"{loud}, {capital} --", " "),
        (brand, place, f"{brand}, {place} -", " "),
        (brand, place, f"{place}, {brand} -", " "),
        (brand, place, f"{place} ({brand}) –", "\xa0"),
        (brand, place, f"{place}, ({brand})-", ""),
        (loud, capital, f"{loud} | {capital} |", " "),
        (brand, None, f"{brand} -", " "),
        (None, place, f"{place} -", " "),
        (short, place, f"{place} ({short})-", ""),
        (brand, place, f"{brand}, {place}", " "),
    ]
    if rng.random() < 0.1:
        return None
    outlet, where, text, gap = rng.choice(shapes)
    return PrintedDateline(outlet=outlet, place=where, text=text, gap=gap, strong=_set_apart(rng, text, where, gap))


def _set_apart(rng: Random, text: str, place: str | None, gap: str) -> str:
    """The part of a dateline that has an element of its own: all of it, only its place, mostly nothing."""
    if text[-1].isalpha():
        return text  # without a dash only the element separates it from the sentence
    luck = rng.random()
    if gap and luck < 0.3:
        return text
    return place if place and luck < 0.5 and text.startswith(place) else ""


def byline(rng: Random, names: Sequence[str], place: str) -> tuple[Person, ...]:
    """The people of a byline with their labels: a reporter, often an editor, sometimes two more."""
    first, second, third, fourth = names[:4]
    label = rng.choice(["Penulis", "Reporter", "Pewarta", "Wartawan", "Oleh", "Laporan", "Kontributor"])
    people = [Person(first, "contributor" if label == "Kontributor" else "reporter", label)]
    if label == "Penulis" and rng.random() < 0.25:
        people = [Person(first, "contributor", label, f"Kontributor {place}, ")]
    if rng.random() < 0.15:
        people.append(Person(fourth, "reporter", "Reporter"))
    if rng.random() < 0.75:
        people.append(
            Person(
                second,
                "editor",
                rng.choice(["Editor", "Editor", "Redaktur", "Penyunting", "Red"]),
            )
        )
    if rng.random() < 0.12:
        people.append(Person(third, "photographer", "Fotografer"))
    return tuple(people)


def initials(rng: Random, people: Sequence[Person]) -> str:
    """The initials at the end of a story, mostly those of *people*.

    >>> initials(Random(2), [Person("Ni Luh Sari", "reporter", "Penulis")])
    'nls'
    """
    signs = ["".join(word[0] for word in person.name.split()) for person in people[:2]] or ["gm"]
    sign = rng.choice(
        [
            "/".join(signs).lower(),
            signs[0].lower(),
            "/".join(signs).title(),
            signs[0].upper(),
            "gmp/" + signs[0].lower(),
        ]
    )
    return rng.choice([sign, sign, sign, "E-2"]) if rng.random() < 0.1 else sign


CreditForm = Callable[["CreditWriter"], PrintedCredit]


class CreditWriter:
    """Makes the credit of a picture: chooses a form and fills it with names."""

    def __init__(
        self,
        rng: Random,
        name: str,
        words: dict[str, list[str]],
        fill: Callable[[str], str],
    ) -> None:
        self.rng, self.name, self.words, self.fill = rng, name, words, fill

    def pick(self, kind: str) -> str:
        return self.fill(self.rng.choice(self.words[kind]))

    def credit(self) -> PrintedCredit:
        return self.rng.choice(FORMS)(self)


def _made(
    printed: str,
    line: str,
    kind: CreditKind,
    *,
    agency: str | None = None,
    photographer: str | None = None,
    platform: str | None = None,
    handle: str | None = None,
    holder: str | None = None,
) -> PrintedCredit:
    parts = Credit(
        kind=kind,
        agency=agency,
        photographer=photographer,
        platform=platform,
        handle=handle,
        holder=holder,
    )
    return PrintedCredit(printed.replace("…", line), line, parts)


def _social(writer: CreditWriter) -> PrintedCredit:
    handle, platform = (
        writer.pick("handles"),
        writer.rng.choice(["X", "X", "Instagram", "TikTok", "Facebook"]),
    )
    if writer.rng.random() < 0.4:
        line = f"{platform} {handle}"
        return _made("(Foto: …)", line, "social_media", platform=platform, handle=handle)
    holder = writer.rng.choice(["Gemapos", "Gemapos.ID"])
    glue = "" if platform == "X" else " "
    form = "(Foto: …)" if platform == "X" else writer.rng.choice(["(Foto: …)", "©2026 …"])
    line = f"{holder}/{platform}{glue}{handle}"
    return _made(form, line, "social_media", platform=platform, handle=handle, holder=holder)


def _staff(writer: CreditWriter) -> PrintedCredit:
    holder = writer.rng.choice(["Gemapos", "Gemapos.ID", "GEMAPOS"])
    order = writer.rng.random() < 0.5
    line = f"{writer.name}/{holder}" if order else f"{holder}/{writer.name}"
    form = writer.rng.choice(["(Foto: …)", "(…)", "Image: …", "Sumber : • …", "Foto: …"])
    return _made(form, line, "staff", photographer=writer.name, holder=holder)


def _agency(writer: CreditWriter) -> PrintedCredit:
    agency = writer.pick("agencies")
    if writer.rng.random() < 0.4:
        return _made(
            writer.rng.choice(["(Foto: …)", "(…)", "| Kredit Foto: …"]),
            agency,
            "agency",
            agency=agency,
        )
    line = f"{agency}/{writer.name}" if agency != "MNC Portal" else f"{writer.name}/{agency}"
    return _made(
        writer.rng.choice(["(…)", "(Foto: …)"]),
        line,
        "agency",
        agency=agency,
        photographer=writer.name,
    )


def _wire_photo(writer: CreditWriter) -> PrintedCredit:
    agency, suffix = writer.rng.choice([("ANTARA", "FOTO"), ("AP", "Photo")])
    return _made(
        "(…)",
        f"{agency} {suffix}/{writer.name}",
        "agency",
        agency=agency,
        photographer=writer.name,
    )


def _stock(writer: CreditWriter) -> PrintedCredit:
    house = writer.pick("stock")
    if writer.rng.random() < 0.3:
        return _made("| Kredit Foto: …", "iStock Photo", "stock", agency="iStock")
    if writer.rng.random() < 0.4:
        return _made(
            "(Foto: …)",
            f"{house}/{writer.name}",
            "stock",
            agency=house,
            photographer=writer.name,
        )
    return _made("(Foto: …)", house, "stock", agency=house)


def _handout(writer: CreditWriter) -> PrintedCredit:
    holder = writer.pick("holders")
    return _made(
        writer.rng.choice(["(…)", "(Foto: …)"]),
        f"Dok. {holder}",
        "handout",
        holder=holder,
    )


def _screenshot(writer: CreditWriter) -> PrintedCredit:
    holder = writer.pick("channels")
    line = f"Tangkapan layar YouTube{writer.rng.choice([' ', '/'])}{holder}"
    return _made(
        writer.rng.choice(["(…)", "(Foto: …)"]),
        line,
        "screenshot",
        platform="YouTube",
        holder=holder,
    )


def _archive(writer: CreditWriter) -> PrintedCredit:
    return _made("(Foto: …)", "Dok. Gemapos", "archive", holder="Gemapos")


def _courtesy(writer: CreditWriter) -> PrintedCredit:
    return _made(
        writer.rng.choice(["(Foto: …)", "(…)"]),
        writer.rng.choice(["Istimewa", "ist"]),
        "courtesy",
    )


def _bare(writer: CreditWriter) -> PrintedCredit:
    return _made("Foto: …", writer.name, "unknown", photographer=writer.name)


def _drawn(writer: CreditWriter) -> PrintedCredit:
    if writer.rng.random() < 0.5:
        return _made("©…", "Ilustrasi dibuat AI", "ai_generated")
    return _made("(…)", "Ilustrasi", "illustration")


FORMS: tuple[CreditForm, ...] = (
    _social,
    _social,
    _staff,
    _staff,
    _staff,
    _agency,
    _agency,
    _wire_photo,
    _stock,
    _handout,
    _handout,
    _screenshot,
    _archive,
    _courtesy,
    _bare,
    _drawn,
)
