"""The archive has what crossed the wire, byte for byte in both directions, whatever the outcome."""

from __future__ import annotations

import base64
import gzip
import hashlib
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator

from gemascraper.values import urls

HOST = "kawat.test"
BODY = (
    b"<html><head><title>K</title></head><body><h1>Kabar</h1>"
    + b"<p>Isi berita yang sama.</p>" * 60
    + b"</body></html>"
)
PACKED = gzip.compress(BODY, mtime=0)
BIG = random.Random(1).randbytes(3 << 20)


def head(*lines: bytes) -> bytes:
    return b"\r\n".join(lines) + b"\r\n\r\n"


def chunks(body: bytes, size: int = 100, extension: bytes = b"") -> bytes:
    parts = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(b"%x%s\r\n%s\r\n" % (len(part), extension, part) for part in parts)


OK, HTML, LENGTH = b"HTTP/1.1 200 OK", b"Content-Type: text/html", b"Content-Length: %d" % len(BODY)
CHUNKED = b"Transfer-Encoding: chunked"
ODD = (b"server: weIRD/1.0", b"X-CamelCASE: v", b"Set-Cookie: a=1", b"set-cookie: b=2", b"SET-COOKIE: c=3")

CANNED: dict[str, list[Any]] = {
    "/odd": [head(b"HTTP/1.1 200 Totally  Fine", *ODD, b"X-Pad:   spaced  ", b"CONTENT-length:%d" % len(BODY)) + BODY],
    "/no-reason": [head(b"HTTP/1.1 200", HTML, LENGTH) + BODY],
    "/gzip": [head(OK, HTML, b"Content-Encoding: gzip", b"Content-Length: %d" % len(PACKED)) + PACKED],
    "/not-gzip": [head(OK, HTML, b"Content-Encoding: gzip", LENGTH) + BODY],
    "/chunked": [head(OK, HTML, CHUNKED) + chunks(BODY) + b"0\r\n\r\n"],
    "/extensions": [
        head(OK, HTML, b"Trailer: X-T", CHUNKED) + chunks(BODY, 90, b";foo=bar") + b"0\r\nX-T: yes\r\nX-U: no\r\n\r\n"
    ],
    "/chunked-gzip": [head(OK, HTML, b"Content-Encoding: gzip", CHUNKED) + chunks(PACKED, 33) + b"0\r\n\r\n"],
    "/slow-chunks": [head(OK, HTML, CHUNKED), 0.05, chunks(BODY[:900]), 0.05, chunks(BODY[900:]) + b"0\r\n\r\n"],
    "/redirect": [head(b"HTTP/1.1 301 Moved Permanently", b"Location: /odd", b"Content-Length: 5") + b"moved"],
    "/missing": [head(b"HTTP/1.1 404 Not Found", HTML, b"Content-Length: 4") + b"nope"],
    "/gone": [head(b"HTTP/1.1 410 Gone", HTML, b"Content-Length: 4") + b"gone"],
    "/nothing": [head(b"HTTP/1.1 204 No Content", b"X-A: b")],
    "/unchanged": [head(b"HTTP/1.1 304 Not Modified", b'ETag: "x"')],
    "/closed-by-end": [head(b"HTTP/1.0 200 OK", HTML, b"Connection: close") + BODY],
    "/latin-1": [head(OK, HTML, b"X-Author: Jos\xe9", LENGTH) + BODY],
    "/folded": [head(OK, HTML, b"X-Fold: one", b"  two", b"\tthree", LENGTH) + BODY],
    "/empty-header": [head(OK, HTML, b"X-Empty:", b"X-No-Colon", LENGTH) + BODY],
    "/query?a=1&b=%20x&c=%C3%A9&d[]=1;e='(~)'&q=a+b|c": [head(OK, HTML, LENGTH) + BODY],
    "/big": [head(OK, b"Content-Type: application/octet-stream", b"Content-Length: %d" % len(BIG)) + BIG],
    "/early": [head(b"HTTP/1.1 103 Early Hints", b"Link: </s.css>; rel=preload"), 0.05, head(OK, HTML, LENGTH) + BODY],
    "/bare-feeds": [b"HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: 5\n\nhello"],
    "/reset-at-once": ["reset"],
    "/reset-in-head": [b"HTTP/1.1 200 OK\r\nContent-Ty", 0.1, "reset"],
    "/reset-in-body": [head(OK, HTML, LENGTH) + BODY[:500], 0.1, "reset"],
    "/short": [head(OK, HTML, LENGTH, b"Connection: close") + BODY[:700]],
    "/short-chunk": [head(OK, HTML, CHUNKED, b"Connection: close") + chunks(BODY[:500]) + b"40\r\nab"],
    "/stalled-head": [b"HTTP/1.1 200 OK\r\n", "stall"],
    "/stalled-body": [head(OK, HTML, LENGTH) + BODY[:300], "stall"],
    "/too-large": [head(OK, HTML, b"Content-Length: 99999999") + BODY, "stall"],
    "/nonsense": [b"NONSENSE\r\n\r\n", 0.1, "reset"],
}  # fmt: skip
CUT = {
    "/reset-in-head": "disconnect", "/reset-in-body": "disconnect", "/short": "disconnect",
    "/short-chunk": "disconnect", "/stalled-head": "time", "/stalled-body": "time", "/too-large": "length",
    "/nonsense": "disconnect",
}  # fmt: skip
TIMES = 3


def test_every_byte_both_ways(serve: Callable[..., Any], outlet: Callable[..., str], crawl: Callable[..., Any]) -> None:
    """Each answer thrice, plain and TLS, 16 at once, on connections that are used again."""
    server = serve(HOST)
    server.scripts |= {
        urls.absolute(f"http://{HOST}/", target)[len(f"http://{HOST}") :]: s for target, s in targets().items()
    }
    server.announce(*(f"{scheme}://{HOST}{target}" for scheme in ("http", "https") for target in server.scripts))
    crawled = crawl(
        outlet("kawat", HOST),
        server,
        CONCURRENT_REQUESTS=16,
        CONCURRENT_REQUESTS_PER_DOMAIN=16,
        DOWNLOAD_TIMEOUT=2,
        RETRY_TIMES=1,
    )
    assert crawled.run["exit_code"] == 0
    exchanges = exchanges_of(crawled.records)
    bodies = {each["response"].headers["WARC-Record-ID"]: body_of(each) for each in exchanges if "response" in each}
    for each in exchanges:
        each["body"] = bodies.get(each["response"].headers.get("WARC-Refers-To"), b"") if "response" in each else b""
    assert_equal_bytes(server.log, exchanges)
    assert_each_asked(server.log)
    assert max(Counter(seen.connection for seen in server.log).values()) > 3, "connections were not used again"
    for exchange in exchanges:
        assert_described(exchange)
    for path in crawled.folder.glob("archive/*.warc.gz"):
        assert_read_by_others(path)


def exchanges_of(found: list[Any]) -> list[dict[str, Any]]:
    """Request, metadata and answer that belong together: they were written one after the other."""
    exchanges: list[dict[str, Any]] = []
    for record in found:
        if record.type == "request":
            exchanges.append({})
        if record.type != "warcinfo":
            exchanges[-1]["response" if record.type == "revisit" else record.type] = record
    return exchanges


def notes(exchange: dict[str, Any]) -> dict[str, str]:
    lines = exchange["metadata"].block.decode().splitlines()
    return dict(line.split(": ", 1) for line in lines)


def received(exchange: dict[str, Any]) -> bytes:
    """What the archive says that came: by rule, interim responses stand in the metadata record."""
    interim = base64.b64decode(notes(exchange).get("interim", ""))
    return interim + (exchange["response"].block + exchange["body"] if "response" in exchange else b"")


def body_of(exchange: dict[str, Any]) -> bytes:
    return exchange["response"].block.partition(b"\r\n\r\n" if b"\r\n\r\n" in exchange["response"].block else b"\n\n")[
        2
    ]


def assert_equal_bytes(log: list[Any], exchanges: list[dict[str, Any]]) -> None:
    on_the_wire = Counter((seen.scheme, seen.request, _whole(seen)) for seen in log)
    archived = Counter(
        (each["request"].url.partition(":")[0], each["request"].block, _whole_record(each)) for each in exchanges
    )
    assert archived == on_the_wire


def _whole(seen: Any) -> bytes:
    return _cut(seen.target, seen.response)


def _whole_record(exchange: dict[str, Any]) -> bytes:
    return _cut(exchange["request"].block.split(b" ")[1].decode(), received(exchange))


def _cut(target: str, data: bytes) -> bytes:
    """A peer that we hang up on, for it sends too much, may have sent more than we heard."""
    return data[: data.index(b"\r\n\r\n") + 4] if target.startswith("/too-large") else data


def assert_each_asked(log: list[Any]) -> None:
    assert {urls.absolute(f"http://{HOST}/", target) for target in targets()} <= {
        f"http://{HOST}{seen.target}" for seen in log
    }


def targets() -> dict[str, list[Any]]:
    """Each canned answer at as many addresses as it is asked for."""
    return {
        f"{target}{'&' if '?' in target else '?'}n={number}": script
        for target, script in CANNED.items()
        for number in range(TIMES)
    }


def assert_described(exchange: dict[str, Any]) -> None:
    """Outcome, cut, peer, protocols and digests of one exchange, computed a second time."""
    target = exchange["request"].block.split(b" ")[1].decode()
    name = target.partition("?")[0]
    for record in (record for kind, record in exchange.items() if kind != "body"):
        assert record.headers["WARC-IP-Address"] == "127.0.0.1"
        assert record.headers["WARC-Block-Digest"] == f"sha256:{hashlib.sha256(record.block).hexdigest()}"
        secure = record.url.startswith("https:")
        assert record.url.endswith(f"://{HOST}{target}")
        assert ("WARC-Cipher-Suite" in record.headers) == secure
    assert notes(exchange)["outcome"]
    if "response" in exchange:
        answer = exchange["response"]
        assert answer.headers.get("WARC-Truncated") == CUT.get(name), name
        payload = exchange["body"] or body_of(exchange)
        assert answer.headers["WARC-Payload-Digest"] == f"sha256:{hashlib.sha256(payload).hexdigest()}"
    else:
        assert name == "/reset-at-once"


def assert_read_by_others(path: Path) -> None:
    """warcio and fastwarc read every record and find every digest right."""
    with path.open("rb") as file:
        found = []
        for record in ArchiveIterator(file, check_digests=True):
            record.content_stream().read()
            found.append((record.rec_headers["WARC-Record-ID"], record.digest_checker.passed))
    assert found
    assert [one for one in found if one[1] is False] == []
    with path.open("rb") as file:
        others = [(record.record_id, record.verify_block_digest()) for record in FastIterator(file, parse_http=False)]
    assert [name for name, _ in others] == [name for name, _ in found]
    assert [name for name, right in others if not right] == []
