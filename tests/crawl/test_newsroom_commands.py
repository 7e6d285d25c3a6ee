"""The commands of the newsroom, `serve` and `demo`, and `extract` of a URL, as a person runs them."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys

import pytest

from gemascraper.cli.demo import MARK, Demo
from gemascraper.cli.newsroom import paper
from gemascraper.errors import UsageError
from gemascraper.newsroom import Newsroom, running

PROGRAM = [sys.executable, "-m", "gemascraper"]


def gemascraper(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*PROGRAM, *arguments], capture_output=True, text=True, timeout=120)


def test_the_command_that_serve_prints_crawls_it(tmp_path):
    with subprocess.Popen(
        [*PROGRAM, "newsroom", "serve", "--stories", "12"], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout
        said = [next(server.stdout)]
        while "--ca-file" not in said[-1]:
            said.append(next(server.stdout))
        command = shlex.split("".join(said[-2:]).replace("\\\n", ""))
        command[command.index("--output") + 1] = str(tmp_path)
        done = gemascraper(*command[1:], "--limit", "3", "--json")
        server.terminate()
    assert (said[0], command[:3]) == (
        "12 stories, served on 127.0.0.1 until Ctrl-C\n",
        ["gemascraper", "crawl", "gemapos"],
    )
    assert (done.returncode, json.loads(done.stdout)["stories"]["settled"]) == (0, 3), done.stderr
    assert server.returncode == 0


def test_demo_shows_the_whole_journey_and_can_be_run_again(tmp_path, capfd, monkeypatch):
    monkeypatch.chdir(tmp_path)
    output = tmp_path / "demo"
    (output / "gemapos").mkdir(parents=True)
    (output / MARK).touch()
    (output / "gemapos" / "old").touch()
    Demo(output).run(paper(3, 40))
    said = capfd.readouterr().out
    assert not (output / "gemapos" / "old").exists()
    assert "one line was added, revision 2; the new paragraph:\n    + Ralat ke-1" in said
    assert {"Gemapos", "Gema Bali", "Gema Lampung", "Gema Kalteng"} <= set(
        re.findall(r"^  (Gema[\w ]*?) +\d+$", said, re.M)
    )
    assert {file.name for file in output.glob("*.*")} >= {"articles.csv", "credits.csv"}
    for line in said.splitlines()[-3:]:
        arguments = shlex.split(line)[1:]
        done = gemascraper(*arguments)
        assert (done.returncode, bool(done.stdout)) == (0, True), done.stderr


def test_demo_removes_nothing_that_it_did_not_make(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(UsageError, match="holds files that are not of a demonstration"):
        Demo(tmp_path).run(Newsroom(1, 4))
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_extract_obeys_robots_txt():
    with running(Newsroom(seed=2, stories=12)) as site:
        story = site.paper.stories[0]
        url, host = site.paper.url(story.id), site.paper.printed(story).edition.host
        routes = [part for rule in site.connect_all for part in ("--connect-to", rule)]
        there = ["--json", "--ca-file", str(site.ca_file), *routes]
        found = gemascraper("extract", url, *there)
        assert (found.returncode, found.stderr) == (0, "")
        assert json.loads(found.stdout)["headline"] == site.paper.truth(story.id)["headline"]
        assert next(served.target for served in site.log) == "/robots.txt"

        forbidden = gemascraper("extract", f"https://{host}/search?q=banjir", *there)
        assert (forbidden.returncode, "(robots.txt forbids it)" in forbidden.stderr) == (4, True)
