"""docs/how-to/use-from-python.md: its code blocks run, in their order, on pages of the newsroom."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from archiving import warcio_file
from reading import newsroom_page

from gemascraper.newsroom import Newsroom
from gemascraper.newsroom.responses import Responder

PAGE = Path(__file__).resolve().parents[2] / "docs/how-to/use-from-python.md"
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


def run(word: str, names: dict[str, Any] | None = None) -> dict[str, Any]:
    """The names that the one code block with *word* in it leaves, after those of the blocks before it."""
    (block,) = (block for block in BLOCKS if word in block)
    names = names if names is not None else {}
    exec(compile(block, str(PAGE), "exec"), names)  # the page's own code
    return names


@pytest.fixture
def stories(tmp_path, monkeypatch):
    """The current folder with a saved page and a folder of WARC files, and the truths of their stories by URL."""
    monkeypatch.chdir(tmp_path)
    paper = Newsroom(1, stories=12)
    answers, truths = Responder(paper), {paper.url(story.id): paper.truth(story.id) for story in paper.stories}
    pages = {url: newsroom_page(answers, url).html for url in truths}
    one = next(url for url, truth in truths.items() if truth["published"])
    Path("page.html").write_bytes(pages[one])
    Path("warcs").mkdir()
    Path("warcs/1.warc.gz").write_bytes(warcio_file([("response", url, page, {}) for url, page in pages.items()]))
    return truths, one


def test_a_page_is_read_and_shown_as_json(stories, capsys):
    truths, one = stories
    names = run("json.dumps", run("page.html"))
    assert names["row"]["headline"] == truths[one]["headline"]
    assert names["row"]["headline"] in capsys.readouterr().out


def test_a_folder_of_warc_files_becomes_rows(stories):
    truths, _ = stories
    rows = run("warc_reader")["rows"]
    assert {row["url"]: row["headline"] for row in rows} == {url: truth["headline"] for url, truth in truths.items()}


def test_rows_become_a_table(stories):
    pytest.importorskip("pandas")
    names = run("DataFrame", run("warc_reader"))
    assert len(names["stories"]) == len(names["rows"])


def test_the_lines_of_an_archive_are_read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = Path("output/gemapos/articles")
    folder.mkdir(parents=True)
    (folder / "2026-10.jsonl").write_text('{"id": "1", "revision": 1}\n{"id": "2", "revision": 1}\n')
    (folder / "2026-11.jsonl").write_text('{"id": "1", "revision": 2}\n')
    assert run("json.loads")["newest"] == {"1": {"id": "1", "revision": 2}, "2": {"id": "2", "revision": 1}}


def test_every_block_is_run_here():
    words = ("page.html", "json.dumps", "warc_reader", "DataFrame", "json.loads")
    assert [sum(word in block for word in words) for block in BLOCKS] == [1] * len(words)
