"""Whose picture it is, by the names in its credit line: an agency's, the outlet's own, an office's or a person's."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from gemascraper.extract.lines import agencies
from gemascraper.extract.lines.credit_parts import is_own, span
from gemascraper.extract.lines.credit_words import ARMY_COMMAND, FIRST_NAME, HANDOUT, OFFICE, PERSON, SITE
from gemascraper.items import Credit
from gemascraper.values.text import fold


@attrs.frozen
class _Names:
    """The names of a credit line, sorted by who each of them is."""

    line: str
    every: list[str]
    stock: list[str]
    own: list[str]
    """The outlet itself."""
    agencies: list[str]
    others: list[str]

    @classmethod
    def sort(cls, line: str, names: list[str], brands: tuple[str, ...]) -> _Names:
        """A stock house is one even on its own pages; elsewhere the outlet's own names come before the table's."""
        sorts = {name: agencies.sort_of(name) for name in names}
        stock = [name for name in names if sorts[name] == "stock"]
        own = [name for name in names if name not in stock and is_own(name, brands)]
        agency = [name for name in names if sorts[name] == "agency" and name not in own]
        others = [name for name in names if name not in (*stock, *own, *agency)]
        return cls(line, names, stock, own, agency, others)

    @property
    def is_handout(self) -> bool:
        return any(HANDOUT.match(name) for name in self.others)

    @property
    def is_of_office(self) -> bool:
        """Whether the outlet's own name stands beside that of an office."""
        return bool(self.own and self.others and OFFICE.search(self.others[0]))


def by_owner(line: str, names: list[str], brands: tuple[str, ...]) -> Credit:
    """The credit that the *names* of a line make; there is at least one.

    >>> by_owner("ANTARA FOTO/Budi Setya", ["ANTARA FOTO", "Budi Setya"], ()).agency
    'ANTARA'
    """
    found = _Names.sort(line, names, brands)
    if found.is_handout:
        return _released(found)
    if found.stock:
        return _of_stock(found)
    if found.agencies:
        return _of_agency(found)
    if found.is_of_office:
        return handed_out(line, found.others)
    if found.own:
        return Credit(kind="staff", holder=found.own[0], photographer=_first([*found.own[1:], *found.others]))
    return _of_unknown(line, names)


def handed_out(line: str, names: list[str]) -> Credit:
    """The credit of an office that gave the picture; a person named before or after it took it.

    >>> found = handed_out("BPMI Setpres/Lukman Hadi", ["BPMI Setpres", "Lukman Hadi"])
    >>> found.holder, found.photographer
    ('BPMI Setpres', 'Lukman Hadi')
    """
    if len(names) > 1 and _may_be_photographer(names[-1]) and not ARMY_COMMAND.search(names[-2]):
        return Credit(kind="handout", holder=span(line, names[:-1]), photographer=names[-1])
    if len(names) > 1 and _may_be_photographer(names[0]) and OFFICE.search(names[1]):
        return Credit(kind="handout", holder=span(line, names[1:]), photographer=names[0])
    return Credit(kind="handout", holder=span(line, names))


def _may_be_photographer(name: str) -> bool:
    return bool(PERSON.match(name) or FIRST_NAME.match(name)) and not OFFICE.search(name)


def _released(names: _Names) -> Credit:
    """``ANTARA/HO-Pemkab Badung``: an agency may hand on what an office gave."""
    given = [name for each in names.others if (name := HANDOUT.sub("", each, count=1).strip())]
    agency = agencies.without_photo(names.agencies[0]) if names.agencies else None
    return attrs.evolve(handed_out(names.line, given), agency=agency)


def _of_stock(names: _Names) -> Credit:
    """A stock house, with an agency where both stand together; an agency that stands first with a person is its own."""
    houses = [name for name in names.every if name in (*names.stock, *names.agencies)]
    if not _are_neighbours(houses, names.every):
        houses = names.stock[:1]
    is_of_agency = bool(names.others) and houses[0] in names.agencies
    return Credit(
        kind="agency" if is_of_agency else "stock",
        agency=span(names.line, houses),
        photographer=_first(names.others),
    )


def _are_neighbours(names: list[str], every: list[str]) -> bool:
    return every.index(names[-1]) - every.index(names[0]) == len(names) - 1


def _of_agency(names: _Names) -> Credit:
    """An agency's picture; ``Indonesian Navy via AP`` is the navy's, and the agency hands it on."""
    agency = names.agencies[0]
    who = _first(names.others) or _first(names.agencies[1:])
    if who is not None and _is_handed_on(names, who):
        return Credit(kind="agency", agency=agencies.without_photo(agency), holder=who)
    return Credit(kind="agency", agency=agencies.without_photo(agency), photographer=who)


def _is_handed_on(names: _Names, who: str) -> bool:
    if OFFICE.search(who):
        return True
    is_before = names.every.index(who) < names.every.index(names.agencies[0])
    return is_before and " via " in names.line and not PERSON.match(who)


def _of_unknown(line: str, names: list[str]) -> Credit:
    """The credit of names that are neither in the table nor the outlet's."""
    first, *others = names
    if fold(first) == "pool":
        return Credit(holder=first, photographer=_first(others))
    if OFFICE.search(line):
        return handed_out(line, names)
    if SITE.match(first):
        return Credit(kind="agency", agency=first, photographer=_first(others))
    if others:
        return Credit(holder=first, photographer=others[0])
    return Credit(photographer=first) if PERSON.match(first) else Credit(holder=first)


def _first(names: Sequence[str]) -> str | None:
    return names[0] if names else None
