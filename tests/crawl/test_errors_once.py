"""Each error is printed once: on the terminal with the program's name before it, and in run.log where there is a run."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from crawling import Crawler

Command, Outlet = Callable[..., Any], Callable[..., str]
FAST = ("--set", "DOWNLOAD_DELAY=0", "--set", "RETRY_TIMES=0")


def assert_once(said: str, words: str) -> None:
    """One line of *said* has *words*, and it is the program's own."""
    lines = [line for line in said.splitlines() if words in line]
    assert len(lines) == 1, said
    assert lines[0].startswith("gemascraper: "), said
    assert "Traceback" not in said


@pytest.fixture
def closed(outlet: Outlet, tmp_path: Path) -> Callable[..., Any]:
    """Two outlets whose sites cannot be reached, and the words that crawl them."""
    for name in ("tutup", "mati"):
        outlet(name, f"{name}.test")
    routes = [word for name in ("tutup", "mati") for word in ("--connect-to", f"{name}.test:80:127.0.0.1:1")]
    return lambda *names: ("crawl", *names, *routes, *FAST)


def test_another_run_has_one_of_two_outlets(closed: Any, command: Command, tmp_path: Path) -> None:
    from gemascraper.archive.lock import Lock

    lock = Lock(tmp_path / "output/tutup", "a test")
    done = command(*closed("tutup", "mati"), GEMASCRAPER_OUTLETS=str(tmp_path / "profiles"))
    lock.release()
    assert done.returncode == 5, done.stderr
    assert_once(done.stderr, "tutup is being written to by a test")
    assert_once(done.stderr, "Nothing of Mati could be fetched")


def test_another_run_has_the_only_outlet(closed: Any, command: Command, tmp_path: Path) -> None:
    from gemascraper.archive.lock import Lock

    lock = Lock(tmp_path / "output/tutup", "a test")
    done = command(*closed("tutup"), GEMASCRAPER_OUTLETS=str(tmp_path / "profiles"))
    lock.release()
    assert done.returncode == 5, done.stderr
    assert_once(done.stderr, "tutup is being written to by a test")


def test_nothing_fetched(closed: Any, command: Command, tmp_path: Path) -> None:
    done = command(*closed("tutup"), GEMASCRAPER_OUTLETS=str(tmp_path / "profiles"))
    assert done.returncode == 4, done.stderr
    assert_once(done.stderr, "Nothing of Tutup could be fetched")
    (log,) = (tmp_path / "output/tutup/runs").glob("*/run.log")
    assert log.read_text().count("Nothing of Tutup could be fetched") == 1


def test_no_contact(outlet: Outlet, command: Command, tmp_path: Path) -> None:
    outlet("tutup", "tutup.test")
    words = ("--connect-to", "tutup.test:80:192.0.2.1:80", *FAST)
    done = command("crawl", "tutup", *words, GEMASCRAPER_OUTLETS=str(tmp_path / "profiles"))
    assert done.returncode == 2, done.stderr
    assert_once(done.stderr, "No contact is configured; nothing was fetched.")


def test_a_wrong_profile_and_a_wrong_setting(outlet: Outlet, command: Command, tmp_path: Path) -> None:
    outlet("tutup", "tutup.test")
    (tmp_path / "profiles/rusak.toml").write_text("name = 3\n")
    own = {"GEMASCRAPER_OUTLETS": str(tmp_path / "profiles")}
    broken = command("crawl", "rusak", *FAST, **own)
    assert broken.returncode == 3
    assert_once(broken.stderr, "rusak.toml: line 1")
    wrong = command("crawl", "tutup", "--set", "DOWNLOAD_DELAY=abc", **own)
    assert wrong.returncode == 2
    assert_once(wrong.stderr, "DOWNLOAD_DELAY")
    assert len(wrong.stderr.splitlines()) == 1


def test_the_disk_is_full(newsroom: Any, tmp_path: Path) -> None:
    crawler = Crawler(newsroom, tmp_path / "output")
    crawler.ended(crawler.start(largest=200_000), code=6)
    assert_once(crawler.log, "Everything reported is safe.")


def test_the_archive_is_damaged(newsroom: Any, tmp_path: Path) -> None:
    crawler = Crawler(newsroom, tmp_path / "output", ("--limit", "1"))
    crawler.run()
    for ledger in crawler.archive.folder.glob("ledger.sqlite*"):
        ledger.unlink()
    crawler.ended(crawler.start(), code=6)
    assert_once(crawler.log, "gemascraper rebuild gemapos")


def test_an_unexpected_error(tmp_path: Path) -> None:
    code = (
        "import gemascraper.cli.crawl as crawl\n"
        "def fails(*_): raise ZeroDivisionError('by zero')\n"
        "crawl._targets = fails\n"
        "import sys; sys.argv = ['gemascraper', 'crawl', 'gemapos']\n"
        "from gemascraper.__main__ import main; main()"
    )
    import sys

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, timeout=60)
    assert done.returncode == 1
    assert_once(done.stderr, "Unexpected error: ZeroDivisionError: by zero.")
