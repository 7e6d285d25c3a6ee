"""JSON Lines: the archive's own objects, one on a line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from gemascraper.export.lines import line
from gemascraper.export.tables import Row


def write(rows: Iterable[Row], stream: BinaryIO) -> None:
    """Write each row as a line of compact UTF-8."""
    stream.writelines(map(line, rows))
