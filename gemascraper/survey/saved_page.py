"""A page that a person saved: a file, also gzipped, or standard input."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from pathlib import Path

from gemascraper.errors import UsageError

_MOST_BYTES = 64 << 20
"""Of one page, unpacked; more is not read."""


def read_saved(page: str) -> bytes:
    """The bytes of the file *page*, or of standard input for ``-``; unpacked where they are gzipped.

    Raises `UsageError` where there is no such file, where it cannot be unpacked, and for a WARC file.
    """
    data = _stored(page)
    if data.startswith(b"\x1f\x8b"):
        try:
            data = gzip.GzipFile(fileobj=io.BytesIO(data)).read(_MOST_BYTES)
        except (OSError, EOFError, zlib.error) as error:
            raise UsageError(f"{page} cannot be unpacked ({error}).", "Is the file whole?") from None
    if data.startswith(b"WARC/"):
        raise UsageError(f"{page} is a WARC file.", f"Import it into the archive: gemascraper import {page}")
    return data


def _stored(page: str) -> bytes:
    if page == "-":
        return sys.stdin.buffer.read(_MOST_BYTES)
    if Path(page).is_file():
        return Path(page).read_bytes()
    raise UsageError(f"There is no file {page}.", "URLs begin with https://; - is standard input.")
