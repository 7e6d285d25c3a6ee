"""The bytes of pictures: ``images/ab/abcdef….jpg``, named by their digest, as they came."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import attrs

from gemascraper.archive import captures as archived
from gemascraper.disk import disk_errors, written
from gemascraper.extract.images import file_metadata as embedded
from gemascraper.extract.images import rights
from gemascraper.extract.images.file_metadata import Embedded
from gemascraper.ingest.reading import LIMITS
from gemascraper.items import Capture, Reading
from gemascraper.values import http
from gemascraper.values.digests import sha256

if TYPE_CHECKING:
    from gemascraper.ingest.recorder import Recorder

_SIGNATURES = ((b"\xff\xd8\xff", "jpg"), (b"\x89PNG", "png"), (b"GIF8", "gif"), (b"RIFF", "webp"), (b"<svg", "svg"))


def keep(recorder: Recorder, capture: Capture) -> None:
    """Keep the bytes of a picture that was fetched for a story, if they came whole, and note their digest.

    To be called where its capture is committed: a picture is known from then on, in a rebuild as in the crawl.
    """
    entry = capture.entry
    if capture.page_of is None or entry is None or entry.kind != "image" or capture.status != 200 or capture.truncated:
        return
    noted = recorder.ledger.captures.by_record(capture.record_id)
    assert noted
    payload = http.payload(http.parse(archived.load(recorder.folder / "archive", noted)), LIMITS["image"])
    if payload.data and not payload.trouble:
        recorder.ledger.captures.add_picture(capture, _stored(recorder, payload.data))


def _stored(recorder: Recorder, data: bytes) -> str:
    digest = sha256(data)
    name = digest.removeprefix("sha256:")
    path = recorder.workshop / "images" / name[:2] / f"{name}.{suffix(data)}"
    if not path.exists():
        with disk_errors(str(path)):
            path.parent.mkdir(parents=True, exist_ok=True)
        with written(path) as part:
            part.write_bytes(data)
    return digest


async def with_pictures(
    recorder: Recorder, reading: Reading, fetch: Callable[[str], Awaitable[Capture | None]]
) -> Reading:
    """The reading with the digest of each picture whose bytes are kept; *fetch* asks for one that is not."""
    assert reading.article
    first, addresses = reading.captures[0].record_id, {image.url for image in reading.article.images}

    async def known() -> dict[str, str]:
        found: dict[str, str] = await recorder.ask(lambda r: r.ledger.captures.pictures(first, addresses))
        return found

    def filed() -> Awaitable[dict[str, Embedded]]:
        return recorder.ask(lambda r: {digest: _embedded(r, digest) for digest in digests.values()})

    digests = await known()
    if [url for url in sorted(addresses - digests.keys()) if await fetch(url)]:
        digests = await known()
    return _with_files(reading, digests, await filed())


def _with_files(reading: Reading, digests: dict[str, str], files: dict[str, Embedded]) -> Reading:
    """The reading with what the files of its pictures say of their rights."""
    assert reading.article
    given = [attrs.evolve(image, digest=digests.get(image.url)) for image in reading.article.images]
    told = [rights.with_file(image, files.get(image.digest or "", Embedded())) for image in given]
    odd = tuple(finding for _, finding in told if finding)
    article = attrs.evolve(
        reading.article, images=tuple(image for image, _ in told), findings=(*reading.article.findings, *odd)
    )
    return attrs.evolve(reading, article=article, findings=(*reading.findings, *odd))


def _embedded(recorder: Recorder, digest: str) -> Embedded:
    name = digest.removeprefix("sha256:")
    for path in (recorder.workshop / "images" / name[:2]).glob(f"{name}.*"):
        return embedded.read(path.read_bytes())
    return Embedded()


def suffix(data: bytes) -> str:
    """File name extension by the bytes, not by what somebody called them."""
    if data[4:12] in (b"ftypavif", b"ftypheic"):
        return data[8:12].decode()
    return next((name for start, name in _SIGNATURES if data.startswith(start)), "bin")
