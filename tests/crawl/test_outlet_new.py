"""`outlet new` and `outlet learn`: from a URL to a profile, for each template of the newsroom."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gemascraper.newsroom import Newsroom, running
from gemascraper.newsroom.responses import Responder
from gemascraper.outlets import loading

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def site() -> Iterator[Any]:
    with running(Newsroom(5, stories=120)) as served:
        yield served


@pytest.fixture
def run(site: Any, tmp_path: Path) -> Run:
    """Runs a command of ours in an empty folder, led to the newsroom where it asks the network."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("GEMASCRAPER", "SCRAPY"))}
    routes = [word for rule in site.connect_to for word in ("--connect-to", rule)]
    network = ["--set", "DOWNLOAD_DELAY=0", "--ca-file", str(site.ca_file), *routes]

    def command(*words: str, asks: bool = False, contact: str = "https://redaksi.example/kontak") -> Any:
        return subprocess.run(
            [sys.executable, "-m", "gemascraper", *words, *(network if asks else [])],
            cwd=tmp_path,
            env=clean | {"GEMASCRAPER_CONTACT": contact},
            capture_output=True,
            text=True,
            timeout=90,
        )

    return command


def saved(site: Any, edition: str, folder: Path, count: int) -> list[str]:
    """Stories of an edition as files, as a person saves them."""
    answers, files = Responder(site.paper), []
    host = site.paper.edition(edition).host
    for number, sheet in enumerate(site.paper.printed_stories(edition)[:count], 1):
        file = folder / f"{number}.html"
        file.write_bytes(answers.at(host, sheet.story.path).body)
        files.append(str(file))
    return files


@pytest.mark.parametrize(
    ("edition", "zone", "body"),
    [
        ("pusat", "Asia/Jakarta", ".post-content"),
        ("bali", "Asia/Makassar", ".read__content"),
        ("lampung", "Asia/Jakarta", ".entry-content"),
    ],
)
def test_a_profile_is_drafted_from_a_url_and_selectors_are_learned(site, run, tmp_path, edition, zone, body):
    known = site.paper.edition(edition)
    made = run("outlet", "new", "koran", "--url", f"{known.home}/", asks=True)
    assert (made.returncode, made.stderr) == (0, "")
    file = tmp_path / "outlets" / "koran.toml"
    outlet = loading.read(file)
    assert (outlet.name, outlet.home, outlet.timezone) == (known.name, f"{known.home}/", zone)
    assert (outlet.discovery.feeds, "/sitemap.xml" in outlet.discovery.sitemaps) == (("/feed/",), True)
    assert "/bisnis" in outlet.discovery.sections
    assert {"timezone", "brands", "stories", "article_id", "discovery.sections"} <= set(outlet.unproven)
    story = site.paper.printed_stories(edition)[0]
    assert (outlet.is_story(story.url), outlet.own_number(story.url)) == (True, story.story.id)
    ways = "".join(f" --connect-to {rule}" for rule in site.connect_to) + f" --ca-file {site.ca_file}"
    assert made.stdout.splitlines()[-2].strip() == f"gemascraper crawl koran --limit 5{ways}"
    assert "The profile gemapos has this host too; --outlet koran says that this one is meant.\n" in made.stdout
    assert run("outlet", "check", "koran").stdout == "ok\n"

    before = file.read_text()
    pages = saved(site, edition, tmp_path, 5)
    shown = run("outlet", "learn", "koran", *pages)
    assert (shown.returncode, body in shown.stdout, file.read_text()) == (0, True, before)
    written = run("outlet", "learn", "koran", *pages, "--write")
    assert (written.returncode, written.stderr) == (0, "")
    assert file.read_text().startswith(before.rstrip())
    assert loading.read(file).designs[0].selectors.body == (body,)
    assert run("outlet", "check", "koran").stdout == "ok\n"


def test_learn_accepts_urls(site, run):
    assert run("outlet", "new", "koran", "--url", "https://bali.gemapos.id/", asks=True).returncode == 0
    urls = [sheet.url for sheet in site.paper.printed_stories("bali")[:3]]
    assert ".read__content" in run("outlet", "learn", "koran", *urls, asks=True).stdout


def test_an_existing_profile_is_never_overwritten(run, tmp_path):
    (tmp_path / "outlets").mkdir()
    mine = tmp_path / "outlets" / "koran.toml"
    mine.write_text('name = "Koran"\n')
    refused = run("outlet", "new", "koran", "--url", "https://bali.gemapos.id/", asks=True)
    assert (refused.returncode, "There is a profile already" in refused.stderr) == (2, True)
    assert mine.read_text() == 'name = "Koran"\n'
    assert run("outlet", "new", "gemapos", "--url", "https://bali.gemapos.id/", asks=True).returncode == 2


def test_without_a_contact_or_an_answer_no_profile_is_written(run, tmp_path):
    far = ("--connect-to", "koran.test:443:192.0.2.1:443")  # the loopback may be asked by anyone
    nobody = run("outlet", "new", "koran", "--url", "https://koran.test/", *far, contact="")
    assert (nobody.returncode, "GEMASCRAPER_CONTACT" in nobody.stderr) == (2, True)
    missing = run("outlet", "new", "koran", "--url", "https://bali.gemapos.id/tidak/ada/", asks=True)
    assert (missing.returncode, "the answer was 404" in missing.stderr) == (4, True)
    assert not (tmp_path / "outlets").exists()


def test_learning_says_what_it_needs(site, run, tmp_path):
    pages = saved(site, "pusat", tmp_path, 3)
    few = run("outlet", "learn", "gemapos", *pages[:2])
    assert (few.returncode, "2 pages are too few" in few.stderr) == (2, True)
    uneven = run("outlet", "learn", "gemapos", *pages, "--url", "https://www.gemapos.id/bisnis/2781931384/")
    assert (uneven.returncode, "Give --url once for each PAGE" in uneven.stderr) == (2, True)
    nameless = tmp_path / "x.html"
    nameless.write_text("<html><body><h1>Judul</h1></body></html>")
    unknown = run("outlet", "learn", "gemapos", *pages[:2], str(nameless))
    assert (unknown.returncode, "is not known (the page does not give it)" in unknown.stderr) == (2, True)
