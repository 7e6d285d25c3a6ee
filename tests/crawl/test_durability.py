"""Runs that are killed, stopped, starved or begun again: nothing lost, nothing twice, nothing fetched again."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from crawling import Crawler, asked, assert_sound, children, same_stories, small_disk, until

from gemascraper.newsroom import Newsroom, running
from gemascraper.values import http

SEED = 20261124


def test_three_kills_of_a_large_crawl_and_one_of_its_rebuild(tmp_path: Path) -> None:
    with running(Newsroom(seed=5, stories=360)) as site:
        reference = Crawler(site, tmp_path / "undisturbed").run()
        assert len(reference.lines()) >= 300
        killed = Crawler(site, tmp_path / "killed")
        killed.killed_and_resumed(reference, kills=3, seed=SEED)
        before = killed.archive.bag(), killed.archive.bag("image_credits")
        rebuild = killed.command("rebuild", "gemapos")
        until(lambda: list(killed.archive.folder.glob(".rebuild/ledger.sqlite")), "no rebuild begins")
        killed.kill(rebuild)
        killed.ended(killed.command("rebuild", "gemapos"))
        assert (killed.archive.bag(), killed.archive.bag("image_credits")) == before


@pytest.fixture(scope="module")
def small() -> Any:
    """A newsroom for runs of a few seconds."""
    with running(Newsroom(seed=11, stories=60)) as site:
        yield site


@pytest.fixture(scope="module")
def undisturbed(small: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    return Crawler(small, tmp_path_factory.mktemp("undisturbed") / "output").run()


def test_a_killed_reader_costs_no_page(small: Any, undisturbed: Any, tmp_path: Path) -> None:
    crawler, luck = Crawler(small, tmp_path / "output"), random.Random(SEED)
    process, already = crawler.start(), len(small.log)
    killed = 0
    for number in range(4):
        until(
            lambda n=number: len(small.log) > already + 20 + 10 * n or process.poll() is not None, "nothing is fetched"
        )
        readers = [child for child in children(process.pid, "forkserver") if parent_of(child) != process.pid]
        if readers:
            os.kill(luck.choice(readers), signal.SIGKILL)
            killed += 1
    crawler.ended(process)
    assert killed
    marked = crawler.archive.run["outcomes"].get("reader_died", 0)
    assert_sound(crawler.archive)
    if not marked:
        same_stories(undisturbed, crawler.archive)
    assert len(crawler.archive.lines()) + marked >= len(undisturbed.lines())


def parent_of(number: int) -> int:
    try:
        return int(Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def test_sigterm_commits_and_the_next_run_goes_on(small: Any, undisturbed: Any, tmp_path: Path) -> None:
    crawler = Crawler(small, tmp_path / "output")
    process, already = crawler.start(), len(small.log)
    until(lambda: len(small.log) > already + 30, "nothing is fetched")
    process.terminate()
    crawler.ended(process, 143)
    assert (crawler.archive.run["exit_code"], crawler.archive.run["ended"] is not None) == (143, True)
    assert_sound(crawler.archive)
    since, finished = len(small.log), crawler.finished()
    assert finished
    crawler.run()
    assert asked(small, since) & finished == set()
    same_stories(undisturbed, crawler.archive)


@pytest.mark.parametrize("largest", [300_000, 500_000])
def test_a_size_limit_is_a_full_disk(small: Any, undisturbed: Any, tmp_path: Path, largest: int) -> None:
    crawler = Crawler(small, tmp_path / "output")
    starved(crawler, crawler.start(largest=largest))
    goes_on(crawler, undisturbed)


@pytest.mark.parametrize("where", ["", "archive", "articles"])
def test_a_full_disk(small: Any, undisturbed: Any, tmp_path: Path, where: str) -> None:
    """The archive's own disk, and one for all: whichever file meets the end of it first."""
    crawler = Crawler(small, tmp_path / "output")
    with small_disk(crawler.archive.folder / where, {"": 900, "archive": 60, "articles": 60}[where]) as grow:
        starved(crawler, crawler.start())
        starved(crawler, crawler.start())
        grow(50_000)
        goes_on(crawler, undisturbed)


def starved(crawler: Crawler, process: Any) -> None:
    """It ends with the code of a full disk, says so, and what it told is there."""
    crawler.ended(process, 6)
    assert "Make room" in crawler.log


def goes_on(crawler: Crawler, undisturbed: Any) -> None:
    since, finished = len(crawler.site.log), crawler.finished()
    assert finished
    crawler.run()
    assert asked(crawler.site, since) & finished == set()
    assert_sound(crawler.archive)
    same_stories(undisturbed, crawler.archive)


def test_a_killed_import_is_finished_by_the_next(undisturbed: Any, small: Any, tmp_path: Path) -> None:
    crawler = Crawler(small, tmp_path / "output")
    files = [str(path) for path in undisturbed.warcs]
    process = crawler.command("import", *files)
    until(lambda: crawler.archive.folder.joinpath("articles").exists() or process.poll() is not None, "no import")
    crawler.kill(process)
    crawler.ended(crawler.command("import", *files))
    assert_sound(crawler.archive)
    same_stories(undisturbed, crawler.archive)


@pytest.mark.parametrize("validators", [True, False])
def test_recrawls(newsroom: Any, crawl: Callable[..., Any], validators: bool) -> None:
    """Adverts and nonces differ in every answer; with validators most of them are a 304."""
    newsroom.etags = validators
    first = crawl("gemapos", newsroom)
    lines = list(first.articles)
    for _ in range(2):
        again = crawl("gemapos", newsroom)
        assert again.articles == lines
        assert again.run["stories"]["unchanged"] == again.run["stories"]["settled"]
        assert (again.run["captures"].get("304", 0) > 0) is validators
    young = [story for story in newsroom.paper.stories if any(line["id"] == story.id for line in lines)][:4]
    newsroom.correct(young[0].id, headline="Judul yang Diperbaiki Redaksi")
    for story, how in zip(young[1:], ("404", "410", "front"), strict=True):
        newsroom.retract(story.id, how)
    corrected = crawl("gemapos", newsroom, arguments={"refresh": True})
    new = [line for line in corrected.articles if line not in lines]
    assert [(line["id"], line["revision"], line["headline"]) for line in new] == [
        (young[0].id, 2, "Judul yang Diperbaiki Redaksi")
    ]
    assert corrected.run["kinds"]["removed"] >= 3


def test_rebuild_after_all_that_can_happen_to_a_paper(
    newsroom: Any, crawl: Callable[..., Any], command: Callable[..., Any]
) -> None:
    """With pictures: corrected, retracted, moved, published between the crawls; then made again of the WARC files."""
    crawled = crawl("gemapos", newsroom, GEMASCRAPER_IMAGES=True)
    stories = [story for story in newsroom.paper.stories if any(line["id"] == story.id for line in crawled.articles)]
    newsroom.correct(stories[0].id)
    newsroom.move(stories[1].id)
    newsroom.retract(stories[2].id, "410")
    newsroom.publish()
    crawl("gemapos", newsroom)
    newsroom.correct(stories[0].id)
    crawled = crawl("gemapos", newsroom, arguments={"refresh": True}, GEMASCRAPER_IMAGES=True)
    served = {http.payload(http.parse(one.response), 1 << 25).data for one in newsroom.log}
    kept = {path: path.read_bytes() for path in crawled.folder.glob("images/*/*")}
    assert kept
    assert set(kept.values()) <= served
    before = crawled.articles, len(crawled.records)
    assert command("rebuild", "gemapos").returncode == 0
    assert sorted(map(str, crawled.articles)) == sorted(map(str, before[0]))
    assert {path: path.read_bytes() for path in crawled.folder.glob("images/*/*")} == kept
