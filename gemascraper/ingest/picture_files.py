"""The bytes of pictures, as they came: ``images/ab/abcdef….jpg``, named by their digest."""

from __future__ import annotations

from pathlib import Path

import attrs

from gemascraper.disk import disk_errors, written
from gemascraper.extract.images import file_metadata
from gemascraper.extract.images.file_metadata import FileMetadata
from gemascraper.ingest.reading import LIMITS
from gemascraper.items import Capture
from gemascraper.values import http
from gemascraper.values.digests import sha256

_SIGNATURES = ((b"\xff\xd8\xff", "jpg"), (b"\x89PNG", "png"), (b"GIF8", "gif"), (b"RIFF", "webp"), (b"<svg", "svg"))


@attrs.frozen
class PictureFiles:
    """The folder ``images/`` of an outlet."""

    folder: Path

    def store(self, data: bytes) -> str:
        """Write a picture, where it is not there yet; its digest, as ``sha256:…``. Raises `ArchiveError`."""
        digest = sha256(data)
        path = self._folder_of(digest) / f"{_name(digest)}.{suffix(data)}"
        if not path.exists():
            with disk_errors(str(path)):
                path.parent.mkdir(parents=True, exist_ok=True)
            with written(path) as part:
                part.write_bytes(data)
        return digest

    def embedded(self, digest: str) -> FileMetadata:
        """What the file of a digest says of its rights; nothing where there is no such file."""
        for path in self._folder_of(digest).glob(f"{_name(digest)}.*"):
            return file_metadata.read(path.read_bytes())
        return FileMetadata()

    def _folder_of(self, digest: str) -> Path:
        return self.folder / _name(digest)[:2]


def is_whole_picture(capture: Capture) -> bool:
    """Whether a capture is of a picture of a story and has all of its bytes."""
    is_picture = capture.page_of is not None and capture.entry is not None and capture.entry.kind == "image"
    return is_picture and capture.status == 200 and not capture.truncated


def bytes_of(message: http.Message) -> bytes | None:
    """The picture in an HTTP response; None where it is empty, damaged or too large."""
    payload = http.payload(message, LIMITS["image"])
    return payload.data if payload.data and not payload.trouble else None


def suffix(data: bytes) -> str:
    """The file name extension by the bytes, whatever the URL or header calls them; ``bin`` for unknown ones."""
    if data[4:12] in (b"ftypavif", b"ftypheic"):
        return data[8:12].decode()
    return next((name for start, name in _SIGNATURES if data.startswith(start)), "bin")


def _name(digest: str) -> str:
    return digest.removeprefix("sha256:")
