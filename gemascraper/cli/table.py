"""Aligned rows on standard output: printed as they come; cut to the width of a terminal, never in a pipe."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Sequence
from itertools import chain

import attrs
import click

_NARROWEST = 12
"""Characters; a column is not made narrower."""


@attrs.frozen
class TableColumn:
    """A column of a printed table; its width is in characters, and 0 takes the rest of the line."""

    title: str
    width: int = 0
    style: str | None = None
    """A colour of click; shown on a terminal only."""


def print_rows(columns: Sequence[TableColumn], rows: Iterable[Sequence[str]]) -> None:
    """Print a heading and the rows, one line each. A value that is too long is cut, the last one only on a terminal."""
    widths = _widths([column.width for column in columns])
    for number, row in enumerate(chain([[column.title for column in columns]], rows)):
        cells = [_cell(value, width) for value, width in zip(row, widths, strict=True)]
        cells[-1] = cells[-1].rstrip()
        colours = [column.style if number else None for column in columns]
        dim = None if number else True
        click.echo("  ".join(click.style(cell, fg=fg, dim=dim) for cell, fg in zip(cells, colours, strict=True)))


def _widths(asked: Sequence[int]) -> list[int | None]:
    """Widths that fit the terminal, the widest columns narrowed first; the last column of a pipe has none."""
    if not sys.stdout.isatty():
        return [*asked[:-1], asked[-1] or None]
    room = shutil.get_terminal_size().columns - 2 * (len(asked) - 1)
    widths = list(asked)
    while sum(widths[:-1]) > room - (widths[-1] or _NARROWEST) and max(widths[:-1]) > _NARROWEST:
        widths[widths.index(max(widths[:-1]))] -= 1
    return [*widths[:-1], widths[-1] or max(room - sum(widths[:-1]), _NARROWEST)]


def cut(text: str, width: int) -> str:
    """*text* in at most *width* columns of a terminal, with … where something is missing.

    >>> cut("Bunga Turun", 8), cut("Bunga", 8)
    ('Bunga T…', 'Bunga')
    """
    from rich.cells import cell_len, set_cell_size

    return text if cell_len(text) <= width else set_cell_size(text, width - 1).rstrip() + "…"


def _cell(value: str, width: int | None) -> str:
    from rich.cells import set_cell_size

    text = _plain(value)
    return text if width is None else set_cell_size(cut(text, width), width)


def _plain(value: str) -> str:
    from gemascraper.values.text import printable

    return printable(" ".join(value.split()))
