"""Counted things as a person reads them."""

from __future__ import annotations


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun, in the singular or the plural; *many* where the plural has more than an ``s``.

    >>> counted(1, "story", "stories"), counted(0, "story", "stories"), counted(1200, "page")
    ('1 story', '0 stories', '1,200 pages')
    """
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
