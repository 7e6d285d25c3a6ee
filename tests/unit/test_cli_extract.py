"""`extract`: one page from a file or standard input gives one JSON object; refusals have messages."""

from __future__ import annotations

import gzip
import io
import json
import sys

import pytest

import gemascraper
from gemascraper.cli.root import run
from gemascraper.newsroom import Newsroom
from gemascraper.newsroom.responses import Responder

PAPER = Newsroom(seed=4, stories=12)
STORY = PAPER.stories[0]
URL = PAPER.url(STORY.id)
HOST, PATH = URL.removeprefix("https://").split("/", 1)
PAGE = Responder(PAPER).at(HOST, f"/{PATH}").body


@pytest.fixture
def extract(monkeypatch, capsys):
    def command(*arguments: str, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["gemascraper", "extract", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = run()
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


def expected() -> dict[str, object]:
    article = gemascraper.read(PAGE, URL).article
    assert article
    return article.to_dict()


@pytest.mark.parametrize("name", ["page.html", "page.html.gz"])
def test_a_file_plain_or_gzipped(extract, tmp_path, name):
    file = tmp_path / name
    file.write_bytes(gzip.compress(PAGE) if name.endswith(".gz") else PAGE)
    code, out, err = extract(str(file), "--url", URL, "--json")
    assert (code, err, out.count("\n")) == (0, "", 1)
    assert json.loads(out) | {"captured_at": None} == expected() | {"captured_at": None}


def test_standard_input_and_the_canonical_url_of_the_page(extract):
    code, out, _ = extract("-", "--json", stdin=PAGE)
    assert (code, json.loads(out)["url"]) == (0, expected()["canonical_url"])


def test_a_page_without_a_story_is_null(extract):
    front = Responder(PAPER).at(HOST, "/").body
    assert extract("-", "--url", f"https://{HOST}/", "--json", stdin=front) == (0, "null\n", "")
    code, out, _ = extract("-", "--url", f"https://{HOST}/", stdin=front)
    assert (code, out.splitlines()[0]) == (0, "Not a story: the page is of the kind index.")


def test_without_json_it_is_a_story_to_read(extract):
    code, out, _ = extract("-", "--url", URL, stdin=PAGE)
    assert (code, PAPER.truth(STORY.id)["headline"] in out.splitlines()) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "stdin", "words"),
    [
        (["missing.html"], b"", "There is no file missing.html."),
        (["-", "--url", URL, "--outlet", "gemapo"], PAGE, "Did you mean gemapos?"),
        (["-"], b"\x1f\x8bnot gzip", "- cannot be unpacked"),
        (["-"], b"WARC/1.1\r\n", "gemascraper import -"),
    ],
)
def test_a_file_that_cannot_be_read_is_an_error(extract, arguments, stdin, words):
    code, out, err = extract(*arguments, stdin=stdin)
    assert (code, out) == (2, "")
    assert words in err
