"""One exchange as WARC/1.1 records, byte for byte, each in its own gzip member (ISO 28500, Annex D).

Order: request, metadata, then response or revisit. The metadata record comes before the response that it describes,
so that one pass over the file knows the entry of each response.
"""

from __future__ import annotations

import base64
import json
import uuid
import zlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

import attrs

from gemascraper.items import Capture, Exchange, plain
from gemascraper.values import http
from gemascraper.values.digests import sha256

SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"


@attrs.frozen
class Packed:
    """An exchange ready to be appended: its members in order, and the capture that they make."""

    members: tuple[bytes, ...]
    """Gzip members; the last is the one that `capture` names."""
    capture: Capture
    """Without file, offset and length, which the writer knows."""
    ids: tuple[str, ...]
    """Record ids of all members."""


def record_id() -> str:
    """A new WARC-Record-ID, without the angle brackets."""
    return f"urn:uuid:{uuid.uuid4()}"


def instant(moment: datetime) -> str:
    """WARC-Date in UTC with microseconds, which WARC 1.1 allows: one second may have several captures."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def gzipped(*parts: bytes, level: int = 6) -> bytes:
    """Bytes as one gzip member; equal bytes give equal members."""
    packer = zlib.compressobj(level, zlib.DEFLATED, 31)
    return b"".join([packer.compress(part) for part in parts] + [packer.flush()])


def member(headers: Iterable[tuple[str, str]], block: bytes, level: int = 6) -> bytes:
    """One record as one gzip member."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
    head = f"WARC/1.1\r\n{lines}Content-Length: {len(block)}\r\n\r\n".encode("utf-8", "replace")
    return gzipped(head, block, b"\r\n\r\n", level=level)


def warcinfo(filename: str, moment: datetime, fields: Mapping[str, str]) -> tuple[str, bytes]:
    """The first record of a file: its id, and its gzip member."""
    name = record_id()
    block = "".join(f"{key}: {value}\r\n" for key, value in fields.items()).encode()
    headers = [
        ("WARC-Type", "warcinfo"),
        ("WARC-Record-ID", f"<{name}>"),
        ("WARC-Date", instant(moment)),
        ("WARC-Filename", filename),
        ("Content-Type", "application/warc-fields"),
        ("WARC-Block-Digest", sha256(block)),
    ]
    return name, member(headers, block)


@attrs.frozen
class ParsedResponse:
    """The response of an exchange, parsed once: what `pack` must know of it."""

    message: http.Message
    payload_digest: str

    @classmethod
    def of(cls, exchange: Exchange) -> ParsedResponse:
        message = http.parse(exchange.received)
        return cls(message, sha256(message.body))


def pack(exchange: Exchange, response: ParsedResponse, original: Capture | None) -> Packed:
    """Records of one exchange.

    *original* is an earlier capture with the same payload, or the one that a 304 confirms; then a revisit is written.
    """
    main, request, notes = record_id(), record_id(), record_id()
    answered = bool(exchange.received)
    members = []
    if exchange.sent:
        members.append(_request(exchange, request, main if answered else None))
    members.append(_metadata(exchange, response.message, notes, main if answered else None))
    if answered:
        members.append(_response(exchange, response, main, original))
    capture = Capture(
        url=exchange.url,
        captured_at=exchange.started,
        outcome=exchange.outcome,
        status=response.message.status,
        record_id=main if answered else notes,
        payload_digest=original.payload_digest if original else response.payload_digest if answered else "",
        revisit=original is not None,
        refers_to=original.record_id if original else "",
        original=(original.warc, original.offset, original.length) if original else None,
        mime=response.message.header("Content-Type"),
        truncated=exchange.truncated,
        validators=response.message.validators,
        entry=exchange.entry,
        page_of=exchange.page_of,
    )
    return Packed(tuple(members), capture, (main, request, notes))


def _common(exchange: Exchange, kind: str, name: str, content_type: str) -> list[tuple[str, str]]:
    headers = [
        ("WARC-Type", kind),
        ("WARC-Record-ID", f"<{name}>"),
        ("WARC-Date", instant(exchange.started)),
        ("WARC-Target-URI", exchange.url),
        ("Content-Type", content_type),
    ]
    if exchange.address:
        headers.append(("WARC-IP-Address", exchange.address))
    headers += [("WARC-Protocol", protocol) for protocol in exchange.protocols]
    if exchange.cipher:
        headers.append(("WARC-Cipher-Suite", exchange.cipher))
    return headers


def _request(exchange: Exchange, name: str, main: str | None) -> bytes:
    headers = _common(exchange, "request", name, "application/http;msgtype=request")
    headers += [("WARC-Concurrent-To", f"<{main}>")] if main else []
    return member([*headers, ("WARC-Block-Digest", sha256(exchange.sent))], exchange.sent)


def _metadata(exchange: Exchange, message: http.Message, name: str, main: str | None) -> bytes:
    """What the bytes do not say: the outcome, the entry with what its source said, the story that it belongs to."""
    fields: dict[str, str | None] = {
        "outcome": exchange.outcome,
        "entry": json.dumps(plain(exchange.entry), ensure_ascii=False) if exchange.entry else None,
        "page-of": exchange.page_of,
        "interim": base64.b64encode(message.interim).decode() or None,
    }
    block = "".join(f"{key}: {value}\r\n" for key, value in fields.items() if value).encode()
    headers = _common(exchange, "metadata", name, "application/warc-fields")
    headers += [("WARC-Concurrent-To", f"<{main}>")] if main else []
    return member([*headers, ("WARC-Block-Digest", sha256(block))], block)


def _response(exchange: Exchange, response: ParsedResponse, name: str, original: Capture | None) -> bytes:
    message = response.message
    headers = _common(exchange, "revisit" if original else "response", name, "application/http;msgtype=response")
    block = message.head if original else message.head + message.body
    digest = response.payload_digest
    if original:
        profile = NOT_MODIFIED if message.status == 304 else SAME_PAYLOAD
        digest = original.payload_digest
        headers += [
            ("WARC-Profile", profile),
            ("WARC-Refers-To", f"<{original.record_id}>"),
            ("WARC-Refers-To-Target-URI", original.url),
            ("WARC-Refers-To-Date", instant(original.captured_at)),
        ]
    headers += [("WARC-Truncated", exchange.truncated)] if exchange.truncated else []
    headers += [("WARC-Payload-Digest", digest), ("WARC-Block-Digest", sha256(block))]
    return member(headers, block, level=0 if _compressed(message) else 6)


def _compressed(message: http.Message) -> bool:
    """Whether the body is compressed already: compressing it again takes long and saves nothing."""
    return bool(message.header("Content-Encoding")) or (message.header("Content-Type") or "").startswith("image/")
