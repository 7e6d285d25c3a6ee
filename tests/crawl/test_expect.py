"""`[expect]` of a profile after real crawls: met, missed, for one edition, and where it does not count."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from gemascraper import outlets

Command = Callable[..., Any]
Crawl = Callable[..., Any]
FAST = ("--set", "DOWNLOAD_DELAY=0")
OWN = Path(outlets.__file__).with_name("gemapos.toml")


@pytest.fixture
def expecting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Writes the profile of Gemapos with another `[expect]`."""
    folder = tmp_path / "profiles"
    folder.mkdir()
    monkeypatch.setenv("GEMASCRAPER_OUTLETS", str(folder))

    def write(expect: str) -> Path:
        before, _, rest = OWN.read_text().partition("[expect]\n")
        _, _, after = rest.partition("\n\n")
        (folder / "gemapos.toml").write_text(f"{before}[expect]\n{expect}\n\n{after}")
        return folder

    return write


def run(command: Command, site: Any, folder: Path, *words: str) -> Any:
    return command("crawl", "gemapos", *FAST, "--quiet", *words, site=site, GEMASCRAPER_OUTLETS=str(folder))


def record(tmp_path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(max((tmp_path / "output/gemapos/runs").glob("*/run.json")).read_text())
    return found


def test_a_shortfall_is_one_line_and_exit_code_8(
    newsroom: Any, command: Command, expecting: Any, tmp_path: Path
) -> None:
    folder = expecting("articles = 500\nfilled = { headline = 0.9, kicker = 1.0 }")
    done = run(command, newsroom, folder)
    found = record(tmp_path)
    assert (done.returncode, found["exit_code"], found["reason"]) == (8, 8, "finished"), done.stderr
    assert len(done.stderr.splitlines()) == 1, "one line, even with --quiet"
    missed = {(one["edition"], one["key"]): one for one in found["shortfalls"]}
    assert {key for key in missed if key[1] == "articles"} == {
        (edition, "articles") for edition in (None, "pusat", "bali", "lampung", "kalteng")
    }
    whole = missed[None, "articles"]
    assert (whole["expected"], whole["got"]) == (500, found["stories"]["new"] + found["stories"]["unchanged"])
    assert (None, "filled.kicker") in missed
    assert (None, "filled.headline") not in missed
    assert found["error"] in done.stderr
    log = max((tmp_path / "output/gemapos/runs").glob("*/run.log")).read_text()
    assert log.count(found["error"]) == 1


def test_met_and_met_again_where_nothing_has_changed(newsroom: Any, crawl: Crawl, expecting: Any) -> None:
    expecting("articles = 3\nfilled = { headline = 0.99, body = 0.98 }")
    first = crawl("gemapos", newsroom)
    assert (first.run["exit_code"], first.run["shortfalls"]) == (0, [])
    again = crawl("gemapos", newsroom)
    assert again.run["stories"]["new"] == again.run["stories"]["revised"] == 0
    assert (again.run["exit_code"], again.run["shortfalls"]) == (0, [])


def test_known_stories_that_are_announced_again_count_though_none_is_fetched(
    newsroom: Any, crawl: Crawl, expecting: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A recrawl fetches no story of more than a week; its sitemaps and sections are the same, or say 304."""
    expecting("articles = 500")
    first = crawl("gemapos", newsroom)
    counts = {one["edition"]: one["got"] for one in first.run["shortfalls"]}
    monkeypatch.setattr("gemascraper.ledger.frontier.YOUNG", timedelta(days=-36500))
    again = crawl("gemapos", newsroom)
    assert again.run["stories"]["settled"] == 0
    assert {one["edition"]: one["got"] for one in again.run["shortfalls"]} == counts
    newsroom.etags = False
    full = crawl("gemapos", newsroom)
    assert {one["edition"]: one["got"] for one in full.run["shortfalls"]} == counts


def test_sources_that_list_no_story_any_more_are_a_shortfall(
    newsroom: Any, crawl: Crawl, expecting: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    expecting("articles = 1")
    crawl("gemapos", newsroom)
    monkeypatch.setattr("gemascraper.ledger.frontier.YOUNG", timedelta(days=-36500))
    for target in ("*/sitemap*", "*/feed*", "*/", "*/indeks*"):
        newsroom.fail(f"bali.gemapos.id{target[1:]}", "404")
    for section in outlets.load("gemapos").discovery.sections:
        newsroom.fail(f"bali.gemapos.id{section}*", "404")
    again = crawl("gemapos", newsroom)
    assert [(one["edition"], one["got"]) for one in again.run["shortfalls"]] == [("bali", 0)]
    assert again.run["exit_code"] == 8


def test_one_edition(newsroom: Any, command: Command, expecting: Any, tmp_path: Path) -> None:
    folder = expecting("articles = 500")
    done = run(command, newsroom, folder, "--edition", "bali")
    found = record(tmp_path)
    assert done.returncode == 8, done.stderr
    assert [(one["edition"], one["key"]) for one in found["shortfalls"]] == [("bali", "articles")]
    assert found["shortfalls"][0]["got"] == found["stories"]["new"] + found["stories"]["unchanged"]


@pytest.mark.parametrize("words", [("--limit", "3"), ("--dry-run",)])
def test_runs_that_leave_stories_out_are_not_compared(
    newsroom: Any, command: Command, expecting: Any, tmp_path: Path, words: tuple[str, ...]
) -> None:
    folder = expecting("articles = 500")
    done = run(command, newsroom, folder, *words)
    assert (done.returncode, record(tmp_path)["shortfalls"]) == (0, None), done.stderr


def test_import_and_rebuild_are_not_compared(newsroom: Any, crawl: Crawl, command: Command, expecting: Any) -> None:
    folder = expecting("articles = 500")
    first = crawl("gemapos", newsroom)
    warcs = [str(path) for path in first.folder.glob("archive/*.warc.gz")]
    own = {"GEMASCRAPER_OUTLETS": str(folder)}
    taken = command("import", *warcs, "--output", "imported", **own)
    assert taken.returncode == 0, taken.stderr
    rebuilt = command("rebuild", "gemapos", **own)
    assert rebuilt.returncode == 0, rebuilt.stderr


def test_scrapy_says_the_line_too(newsroom: Any, command: Command, expecting: Any, tmp_path: Path) -> None:
    folder = expecting("articles = 500")
    words = ("-s", "DOWNLOAD_DELAY=0", "-s", f"GEMASCRAPER_CA_FILE={newsroom.ca_file}")
    reach = ("-s", f"GEMASCRAPER_CONNECT_TO={','.join(newsroom.connect_to)}", "-a", "edition=bali")
    done = command("scrapy", "crawl", "gemapos", *words, *reach, GEMASCRAPER_OUTLETS=str(folder))
    error = record(tmp_path)["error"]
    assert done.stderr.count(error) == 1, done.stderr[-3000:]


def test_the_first_code_of_several_outlets_wins(
    newsroom: Any, command: Command, expecting: Any, outlet: Any, tmp_path: Path
) -> None:
    folder = expecting("articles = 500")
    outlet("tutup", "tutup.test")
    words = ("--connect-to", "tutup.test:80:127.0.0.1:1", "--set", "RETRY_TIMES=0", "--json", *FAST)
    own = {"GEMASCRAPER_OUTLETS": str(folder)}
    done = command("crawl", "gemapos", "tutup", *words, site=newsroom, **own)
    codes = {found["outlet"]: found["exit_code"] for found in map(json.loads, done.stdout.splitlines())}
    assert codes == {"gemapos": 8, "tutup": 4}
    assert done.returncode == 4, "nothing fetched comes before an expectation that was missed"
