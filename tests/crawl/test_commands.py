"""`gemascraper crawl`, as a person or a timer runs it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

Command, Outlet, Serve = Callable[..., Any], Callable[..., str], Callable[..., Any]
FAST = ("--set", "DOWNLOAD_DELAY=0")


def crawl(command: Command, site: Any, *words: str) -> Any:
    return command("crawl", "gemapos", *FAST, *words, site=site)


def test_limit_and_json_and_the_story_of_a_run(newsroom: Any, command: Command, tmp_path: Path) -> None:
    done = crawl(command, newsroom, "--limit", "5", "--json")
    run = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert (run["stories"]["settled"], run["reason"], run["exit_code"]) == (5, "limit", 0)
    lines = done.stderr.splitlines()
    assert sum(line.endswith("  new") for line in lines) == 5
    assert len(lines) == 5, "one line an article, and no other"
    quiet = crawl(command, newsroom, "--limit", "5", "--quiet")
    assert (quiet.stdout, quiet.stderr) == ("", "")
    logs = [log.read_text().splitlines() for log in sorted(tmp_path.glob("output/gemapos/runs/*/run.log"))]
    assert [[line.rpartition("  ")[2] for line in log] for log in logs] == [["new"] * 5] * 2
    assert {line[10] + line[19:28].rstrip() for log in logs for line in log} == {"TZ INFO"}
    spoken = crawl(command, newsroom, "--limit", "5")
    assert "Gemapos: 5 stories settled: " in spoken.stderr


def test_one_edition(newsroom: Any, command: Command) -> None:
    crawl(command, newsroom, "--limit", "2")
    before = len(newsroom.log)
    done = crawl(command, newsroom, "--edition", "bali", "--json")
    assert {served.host for served in newsroom.log[before:]} == {"bali.gemapos.id"}
    assert set(json.loads(done.stdout)["editions"]) == {"bali"}


def test_days(newsroom: Any, command: Command) -> None:
    days = sorted({story.published.date() for story in newsroom.paper.stories})
    since, until = days[1], days[-3]
    done = crawl(command, newsroom, "--since", str(since), "--until", str(until), "--json")
    assert done.returncode == 0, done.stderr
    assert any("indeks-berita" in served.target for served in newsroom.log)
    announced = {story.id for story in newsroom.paper.stories if since <= story.published.date() <= until}
    assert announced & asked_for(newsroom)
    hidden = {story.id for story in newsroom.paper.stories if story.surfaces == ("index",)}
    assert announced & hidden <= asked_for(newsroom)


def asked_for(newsroom: Any) -> set[str]:
    ids = {story.id for story in newsroom.paper.stories}
    return {part for served in newsroom.log for part in served.target.split("/")} & ids


def test_dry_run(newsroom: Any, command: Command) -> None:
    done = command("crawl", "gemapos", "--set", "DOWNLOAD_DELAY=0.01", "--dry-run", site=newsroom)
    assert done.returncode == 0
    assert not asked_for(newsroom)
    said = next(line for line in done.stderr.splitlines() if "would be fetched" in line)
    assert int(said.split()[1]) >= len(newsroom.paper.stories) * 0.7
    assert "from 4 hosts" in said
    assert "takes less than a minute" in said


def test_a_site_without_a_profile(serve: Serve, command: Command, tmp_path: Path) -> None:
    server = serve("koran.test")
    server.stories("/berita/banjir-bandang-di-kota-1", "/berita/panen-raya-di-desa-2")
    links = "".join(f"<a href='{target}'>Judul berita</a>" for target in server.scripts if "/berita" in target)
    server.scripts["/"] = [server.answer(f"<html><body>{links}</body></html>".encode())]
    (tmp_path / "ca.pem").write_bytes(server.authority.cert_pem.bytes())
    server.ca_file = tmp_path / "ca.pem"
    done = command("crawl", "https://koran.test/", *FAST, "--json", site=server)
    run = json.loads(done.stdout)
    assert (run["outlet"], run["stories"]["new"]) == ("generic", 2), done.stderr


def test_several_outlets(serve: Serve, outlet: Outlet, command: Command, newsroom: Any, tmp_path: Path) -> None:
    outlet("tutup", "tutup.test")
    (tmp_path / "profiles/rusak.toml").write_text("name = 3\n")
    own = {"GEMASCRAPER_OUTLETS": str(tmp_path / "profiles")}
    words = ("--connect-to", "tutup.test:80:127.0.0.1:1", "--set", "RETRY_TIMES=0", *FAST, "--limit", "3", "--json")
    done = command("crawl", "gemapos", "tutup", "rusak", *words, site=newsroom, **own)
    runs = {run["outlet"]: run for run in map(json.loads, done.stdout.splitlines())}
    assert runs["gemapos"]["stories"]["settled"] == 3
    assert runs["tutup"]["exit_code"] == 4
    assert done.returncode == 3, "a wrong profile comes before nothing fetched"
    assert "rusak.toml" in done.stderr
    alone = command("crawl", "tutup", *words, **own)
    assert alone.returncode == 4
    assert "could be fetched" in alone.stderr


def test_nothing_is_fetched_without_a_contact(command: Command) -> None:
    """Judged by address and name alone: nothing is sent to the one, and the other is not looked up."""
    for where in ("::192.0.2.1:9", "::nobody.invalid:9"):
        done = command("crawl", "gemapos", "--connect-to", where, *FAST, "--edition", "bali")
        assert done.returncode == 2, done.stderr
        assert done.stderr.count("No contact is configured") == 1


def test_an_archive_without_its_ledger(newsroom: Any, command: Command, tmp_path: Path) -> None:
    crawl(command, newsroom, "--limit", "1")
    (tmp_path / "output/gemapos/ledger.sqlite").unlink()
    done = crawl(command, newsroom)
    assert done.returncode == 6, done.stderr
    assert "rebuild" in done.stderr
    assert "Traceback" not in done.stderr


# ------------------------------------------------------------------------------------------- a run under way


class Running:
    """A crawl whose servers never answer the second page of a host."""

    def __init__(self, newsroom: Any, folder: Path, delay: str = "2") -> None:
        newsroom.fail("*/sitemap-news.xml", "timeout", times=4)
        self.newsroom = newsroom
        self.process = subprocess.Popen(
            [*command_line(newsroom), "--set", f"DOWNLOAD_DELAY={delay}"],
            cwd=folder,
            stderr=subprocess.PIPE,
            text=True,
            env={name: value for name, value in os.environ.items() if not name.startswith("GEMASCRAPER")},
        )
        deadline = time.monotonic() + 30
        while not any("-news" in one.target for one in newsroom.log) and time.monotonic() < deadline:
            time.sleep(0.05)

    def ends(self, *signals: tuple[float, int]) -> tuple[int, float, str]:
        """Code, seconds from the last signal, and what was said."""
        for pause, number in signals:
            time.sleep(pause)
            self.process.send_signal(number)
        sent = time.monotonic()
        _, said = self.process.communicate(timeout=60)
        return self.process.returncode, time.monotonic() - sent, said


def command_line(site: Any) -> list[str]:
    rules = [word for rule in site.connect_to for word in ("--connect-to", rule)]
    return [sys.executable, "-m", "gemascraper", "crawl", "gemapos", "--ca-file", str(site.ca_file), *rules]


def test_signals_and_lock_and_no_listener(newsroom: Any, command: Command, tmp_path: Path) -> None:
    under_way = Running(newsroom, tmp_path)
    assert not listeners(under_way.process.pid)
    began = time.monotonic()
    locked = crawl(command, newsroom)
    assert locked.returncode == 5, locked.stderr
    assert "is being written to by crawl since" in locked.stderr
    assert time.monotonic() - began < 10  # the promise of one second is measured in benchmarks/
    code, seconds, said = under_way.ends((0, signal.SIGTERM))
    assert code == 143, said
    assert seconds < 15
    assert "Traceback" not in said
    run = json.loads(max((tmp_path / "output/gemapos/runs").glob("*/run.json")).read_text())
    assert (run["exit_code"], run["reason"]) == (143, "shutdown")
    asked, before = stories_settled(newsroom), len(newsroom.log)
    again = crawl(command, newsroom, "--set", "DOWNLOAD_TIMEOUT=1", "--set", "RETRY_TIMES=0")
    assert again.returncode == 0, again.stderr
    assert not asked & stories_settled_since(newsroom, before), "fetched twice"


def stories_settled(newsroom: Any) -> set[str]:
    return stories_settled_since(newsroom, 0)


def stories_settled_since(newsroom: Any, start: int) -> set[str]:
    ids = {story.id for story in newsroom.paper.stories}
    return {
        f"{served.host}{served.target}"
        for served in newsroom.log[start:]
        if served.completed and set(served.target.split("/")) & ids
    }


def test_a_second_signal(newsroom: Any, tmp_path: Path) -> None:
    under_way = Running(newsroom, tmp_path)
    code, seconds, said = under_way.ends((0, signal.SIGINT), (0.3, signal.SIGINT))
    assert code == 130, said
    assert seconds < 5  # two seconds, on a machine that has nothing else to do
    assert not list((tmp_path / "output/gemapos/archive").glob("*.open"))


def listeners(pid: int) -> set[str]:
    """Sockets on which a process or a child of it waits for others."""
    inodes = set()
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if int(entry.name) == pid or int(entry.joinpath("stat").read_text().rpartition(")")[2].split()[1]) == pid:
                inodes |= {os.readlink(link) for link in entry.joinpath("fd").iterdir()}
    tables = [Path(f"/proc/net/{name}").read_text().splitlines()[1:] for name in ("tcp", "tcp6")]
    waiting = {f"socket:[{row.split()[9]}]" for table in tables for row in table if row.split()[3] == "0A"}
    return inodes & waiting
