"""Long loops, and limits of seconds, which are measured and printed: `make soak`."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from crawling import Archive, Crawler, asked, assert_sound, same_stories, small_disk, until

from gemascraper.archive.lock import Lock
from gemascraper.newsroom import Newsroom, running

pytestmark = [pytest.mark.soak, pytest.mark.timeout(900)]
SEED = 20261124
DEV = Path(__file__).resolve().parents[2].parent / "shared/quality/id-dev.warc.gz"


@pytest.fixture(scope="module")
def site() -> Iterator[Any]:
    with running(Newsroom(seed=5, stories=360)) as site:
        yield site


@pytest.fixture(scope="module")
def undisturbed(site: Any, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    reference = Crawler(site, tmp_path_factory.mktemp("undisturbed") / "output").run()
    assert len(reference.lines()) >= 300
    return reference


@pytest.mark.parametrize("seed", range(4))
def test_twenty_kills(site: Any, undisturbed: Archive, tmp_path: Path, seed: int) -> None:
    """Five in each of four crawls; then a rebuild gives the same lines."""
    crawler = Crawler(site, tmp_path / "output")
    crawler.killed_and_resumed(undisturbed, kills=5, seed=SEED + seed)
    before = crawler.archive.bag(), crawler.archive.bag("image_credits")
    crawler.ended(crawler.command("rebuild", "gemapos"))
    assert (crawler.archive.bag(), crawler.archive.bag("image_credits")) == before


def test_twenty_recrawls(tmp_path: Path) -> None:
    """Adverts and nonces differ each time; every second crawl is refused the validators."""
    with running(Newsroom(seed=5, stories=360)) as site:  # its own: it corrects a story
        recrawled(Crawler(site, tmp_path / "output"), site)


def recrawled(crawler: Crawler, site: Any) -> None:
    lines, began = crawler.run().lines(), time.monotonic()
    for number in range(20):
        site.etags = number % 2 == 0
        assert crawler.run("--refresh").lines() == lines
    print(f"\n20 recrawls of {len(lines)} unchanged stories: {(time.monotonic() - began) / 20:.1f} s each")
    site.etags = True
    story = site.correct(lines[0]["id"])
    new = [line for line in crawler.run("--refresh").lines() if line not in lines]
    assert [(line["id"], line["revision"]) for line in new] == [(story.id, 2)]
    sizes = crawler.archive.ask("SELECT max(length) FROM captures WHERE revisit")
    assert sizes[0][0] <= 2048
    before = crawler.archive.bag()
    began = time.monotonic()
    crawler.ended(crawler.command("rebuild", "gemapos"))
    print(f"rebuild of 22 crawls: {time.monotonic() - began:.1f} s")
    assert crawler.archive.bag() == before


def test_sigterm_within_fifteen_seconds(site: Any, tmp_path: Path) -> None:
    longest, luck = 0.0, random.Random(SEED)
    for number in range(5):
        crawler = Crawler(site, tmp_path / str(number))
        already, process = len(site.log), crawler.start()
        wanted = luck.randint(1, 300)
        until(lambda n=already + wanted: len(site.log) >= n, "nothing is fetched")
        began = time.monotonic()
        process.terminate()
        crawler.ended(process, 143)
        longest = max(longest, time.monotonic() - began)
        assert_sound(crawler.archive)
    print(f"\nSIGTERM to exit, five crawls: {longest:.1f} s at most")
    assert longest <= 15


@pytest.mark.parametrize("kilobytes", range(700, 2200, 250))
def test_full_disks(site: Any, undisturbed: Archive, tmp_path: Path, kilobytes: int) -> None:
    crawler = Crawler(site, tmp_path / "output")
    with small_disk(crawler.archive.folder, kilobytes) as grow:
        code = crawler.ended(crawler.start(), None)
        assert code in (0, 6)
        if code:
            assert "Make room" in crawler.log
        grow(100_000)
        since, finished = len(site.log), crawler.finished()
        crawler.run()
        assert not code or asked(site, since) & finished == set()
        assert_sound(crawler.archive)
        same_stories(undisturbed, crawler.archive)


@pytest.mark.skipif(not DEV.exists(), reason="the pages of others are not here")
def test_import_of_real_pages(tmp_path: Path) -> None:
    crawler = Crawler(None, tmp_path / "output")
    crawler.ended(crawler.command("import", str(DEV)))
    archives = [Archive(folder) for folder in sorted((tmp_path / "output").iterdir())]
    assert sum(archive.run["outcomes"]["read"] for archive in archives) == 49
    for archive in archives:
        assert set(archive.run["outcomes"]) == {"read"}
        assert_sound(archive)


def test_a_second_run_is_told_within_a_second(site: Any, tmp_path: Path) -> None:
    crawler, longest = Crawler(site, tmp_path / "output"), 0.0
    lock = Lock(crawler.archive.folder, "the test")
    for _ in range(5):
        began = time.monotonic()
        crawler.ended(crawler.start(), 5)
        longest = max(longest, time.monotonic() - began)
    lock.release()
    print(f"\nlocked to exit, five tries: {longest:.2f} s at most")
    assert longest <= 1
