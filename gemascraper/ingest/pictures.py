"""The bytes of pictures: ``images/ab/abcdef….jpg``, named by their digest, as they came."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import attrs

from gemascraper.archive import captures as archived
from gemascraper.disk import written
from gemascraper.ingest.reading import LIMITS
from gemascraper.items import Capture, Reading
from gemascraper.values import http
from gemascraper.values.digests import sha256

if TYPE_CHECKING:
    from gemascraper.ingest.recorder import Recorder

_SIGNATURES = ((b"\xff\xd8\xff", "jpg"), (b"\x89PNG", "png"), (b"GIF8", "gif"), (b"RIFF", "webp"), (b"<svg", "svg"))


def keep(recorder: Recorder, url: str, capture: Capture) -> str | None:
    """Write a captured picture's bytes and note its digest; None where they did not come whole."""
    payload = http.payload(http.parse(archived.load(recorder.folder / "archive", capture)), LIMITS["image"])
    if payload.trouble or not payload.data:
        return None
    digest = sha256(payload.data)
    name = digest.removeprefix("sha256:")
    path = recorder.workshop / "images" / name[:2] / f"{name}.{suffix(payload.data)}"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with written(path) as part:
            part.write_bytes(payload.data)
    recorder.ledger.captures.add_picture(url, digest)
    return digest


async def with_pictures(
    recorder: Recorder, reading: Reading, fetch: Callable[[str], Awaitable[Capture | None]]
) -> Reading:
    """The reading with the digest of each picture whose bytes are kept; *fetch* gives the capture of one that is not."""
    assert reading.article
    addresses = [image.url for image in reading.article.images]
    known: dict[str, str | None] = await recorder.ask(lambda recorder: recorder.ledger.captures.pictures(addresses))
    for url in addresses:
        if url not in known and (capture := await fetch(url)):
            known[url] = await recorder.keep_picture(url, capture)
    images = tuple(attrs.evolve(image, digest=known.get(image.url)) for image in reading.article.images)
    return attrs.evolve(reading, article=attrs.evolve(reading.article, images=images))


def suffix(data: bytes) -> str:
    """File name extension by the bytes, not by what somebody called them."""
    if data[4:12] in (b"ftypavif", b"ftypheic"):
        return data[8:12].decode()
    return next((name for start, name in _SIGNATURES if data.startswith(start)), "bin")
