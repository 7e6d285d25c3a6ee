"""HTTP messages as bytes: where the head ends, and what the body holds."""

import base64
import gzip
import zlib

import brotli
import pytest
from vectors import vectors

from gemascraper.values import http

PAGE = b"<!DOCTYPE html><p>Selamat pagi, Denpasar.</p>" * 20


def zipped(data):
    """The same bytes each time: they are names of tests."""
    return gzip.compress(data, mtime=0)


def message(body, *headers, status="200 OK"):
    return http.parse("\r\n".join([f"HTTP/1.1 {status}", *headers]).encode() + b"\r\n\r\n" + body)


def chunked(data, size=100, trailer=b""):
    parts = [data[at : at + size] for at in range(0, len(data), size)]
    return b"".join(b"%x;note=1\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n" + trailer + b"\r\n"


def test_parts_of_a_message():
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
    block = hints + b'HTTP/1.1 200 OK\r\nX-Long: a\r\n  b\r\nETag: "7"\r\n\r\nbody'
    parsed = http.parse(block)
    assert (parsed.interim, parsed.body, parsed.status, parsed.complete) == (block[:44], b"body", 200, True)
    assert parsed.interim + parsed.head + parsed.body == block
    assert (parsed.header("x-long"), parsed.validators) == ("a b", ('"7"', None))


def test_collected_answers():
    """Each is split without a loss; its page comes out of every coding that is known here."""
    pages, troubles = {}, {}
    for vector in vectors("http_answers"):
        block = base64.b64decode(vector["wire_b64"])
        parsed = http.parse(block)
        assert parsed.interim + parsed.head + parsed.body == block
        payload = http.payload(parsed, 1 << 20)
        if payload.trouble:
            troubles[vector["path"]] = payload.trouble
        elif payload.data.startswith(b"<html>"):
            pages[vector["path"]] = payload.data
    assert troubles == {"/zstd": "undecodable"}
    assert len(pages) == 13
    assert len(set(pages.values())) == 1


@pytest.mark.parametrize("block", [b"", b"HTTP/1.1 200 OK\r\nX: 1", b"\x00\xff" * 50, b"HTTP/1.1 103 x\r\n\r\n"])
def test_a_truncated_message_is_still_parsed(block):
    parsed = http.parse(block)
    assert parsed.interim + parsed.head + parsed.body == block


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ((), PAGE),
        (("Transfer-Encoding: chunked",), chunked(PAGE)),
        (("Transfer-Encoding: chunked",), chunked(PAGE, trailer=b"Expires: 0\r\n")),
        (("Content-Encoding: gzip",), zipped(PAGE)),
        (("Content-Encoding: gzip",), zipped(PAGE[:90]) + zipped(PAGE[90:]) + b"\0" * 7),
        (("Content-Encoding: gzip", "Transfer-Encoding: chunked"), chunked(zipped(PAGE))),
        (("Content-Encoding: deflate",), zlib.compress(PAGE)),
        (("Content-Encoding: deflate",), zlib.compress(PAGE)[2:-4]),
        (("Content-Encoding: br",), brotli.compress(PAGE)),
        (("Content-Encoding: identity",), PAGE),
        # archives that took a coding off and left its header
        (("Content-Encoding: gzip", "Content-Length: 90"), PAGE),
        (("Transfer-Encoding: chunked",), PAGE),
    ],
)
def test_payload_without_its_codings(headers, body):
    assert http.payload(message(body, *headers), 1 << 20) == http.Payload(PAGE)


@pytest.mark.parametrize(
    ("headers", "body", "trouble"),
    [
        (("Content-Length: 5000",), PAGE, "truncated"),
        (("Transfer-Encoding: chunked",), chunked(PAGE)[:-5], "truncated"),
        (("Transfer-Encoding: chunked",), b"", "truncated"),
        (("Content-Encoding: gzip",), zipped(PAGE)[:-9], "truncated"),
        (("Content-Encoding: gzip",), b"\x1f\x8bnonsense", "undecodable"),
        (("Content-Encoding: zstd",), b"\x28\xb5\x2f\xfd...", "undecodable"),
        (("Content-Encoding: gzip",), zipped(b" " * (3 << 20)), "too_large"),
        (("Content-Encoding: br",), brotli.compress(b" " * (3 << 20)), "too_large"),
    ],
)
def test_each_trouble_of_a_payload_has_its_name(headers, body, trouble):
    found = http.payload(message(body, *headers), 2 << 20)
    assert found.trouble == trouble
    assert len(found.data) <= 2 << 20


def test_no_cut_of_a_compressed_page_counts_as_whole():
    body = zipped(PAGE)
    for end in range(1, len(body)):
        assert http.payload(message(body[:end], "Content-Encoding: gzip"), 1 << 20).trouble is not None
