"""Decoding of pages: the declared charset, its labels, and bytes that do not fit it."""

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gemascraper.values.charset import codec, decode, prescan

VECTORS = Path(__file__).resolve().parents[2].parent / "shared" / "vectors"


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        ("Jum’at".encode(), None, "Jum’at"),
        ("Jum’at".encode("cp1252"), None, "Jum’at"),
        ("Jum’at".encode(), "text/html; charset=ISO-8859-1", "Jum’at"),
        (b"<meta charset=punycode>a", None, "<meta charset=punycode>a"),
        (b"+AGE-", "text/html; charset=utf-7", "+AGE-"),
        ("日本".encode("shift_jis"), "text/html; charset=x-sjis", "日本"),
        (b"\xff\xfea\x00", None, "a"),
        (b"\xef\xbb\xbfa", None, "a"),
    ],
)
def test_decode(body, content_type, text):
    assert decode(body, content_type) == text


@given(
    st.binary(max_size=200),
    st.sampled_from([None, "text/html", "text/html; charset=utf-16", "text/html; charset=zlib", "charset=iso-2022-jp"]),
)
def test_any_bytes_are_decoded(body, content_type):
    assert isinstance(decode(body, content_type), str)


@pytest.mark.skipif(not VECTORS.exists(), reason="the shared vectors are not beside this checkout")
def test_every_label_of_the_standard():
    vectors = json.loads((VECTORS / "encoding_labels.json").read_text())["vectors"]
    unknown = {v["label"] for v in vectors if codec(v["label"]) is None} - {
        v["label"] for v in vectors if v["encoding"] in ("REPLACEMENT", "X-USER-DEFINED")
    }
    assert unknown == set()


@pytest.mark.skipif(not VECTORS.exists(), reason="the shared vectors are not beside this checkout")
def test_prescan_as_the_standard():
    wrong = []
    for vector in json.loads((VECTORS / "html_charset_prescan.json").read_text())["vectors"]:
        page = base64.b64decode(vector["data_b64"])
        if not page.startswith(b"\xef\xbb\xbf") and (prescan(page) or "cp1252") != (
            codec(vector["encoding"]) or "cp1252"
        ):
            wrong.append((page[:150], vector["encoding"]))
    assert wrong == []
