"""A saved page: a file, also gzipped, or standard input."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from pathlib import Path

from gemascraper.errors import UsageError

_MOST = 64 << 20
"""Bytes of a page, unpacked."""


def bytes_of(page: str) -> bytes:
    """The file, or what standard input has; unpacked where it is gzipped."""
    if page == "-":
        data = sys.stdin.buffer.read(_MOST)
    elif Path(page).is_file():
        data = Path(page).read_bytes()
    else:
        raise UsageError(f"There is no file {page}.", "Addresses begin with https://; - is standard input.")
    if data.startswith(b"\x1f\x8b"):
        try:
            data = gzip.GzipFile(fileobj=io.BytesIO(data)).read(_MOST)
        except (OSError, EOFError, zlib.error) as error:
            raise UsageError(f"{page} cannot be unpacked ({error}).", "Is the file whole?") from None
    if data.startswith(b"WARC/"):
        raise UsageError(f"{page} is a WARC file.", f"Take it into the archive: gemascraper import {page}")
    return data
