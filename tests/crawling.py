"""Crawls in processes of their own, which a test stops, kills or limits; and comparisons of what they leave."""

from __future__ import annotations

import gzip
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs
import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from fastwarc.warc import WarcRecordType
from warcio.archiveiterator import ArchiveIterator

HANG = 600
"""Seconds; a limit for hangs, never a measurement."""
VARYING = ("captured_at", "captures", "editions")
"""What differs between two runs that read the same papers."""


@attrs.frozen
class Archive:
    """An outlet's folder, and what it holds."""

    folder: Path

    def lines(self, table: str = "articles") -> list[dict[str, Any]]:
        """Every line, in the order of the files; each must be whole."""
        files = sorted((self.folder / table).glob("*.jsonl"))
        texts = [file.read_bytes() for file in files]
        assert all(text.endswith(b"\n") for text in texts if text)
        return [json.loads(line) for text in texts for line in text.splitlines()]

    def bag(self, table: str = "articles") -> Counter[str]:
        """The lines as a set that counts."""
        return Counter(json.dumps(line, sort_keys=True) for line in self.lines(table))

    def bags(self) -> tuple[Counter[str], Counter[str]]:
        """The lines of both tables, each as a set that counts."""
        return self.bag(), self.bag("image_credits")

    @property
    def run(self) -> dict[str, Any]:
        """The newest run.json."""
        return json.loads(max(self.folder.glob("runs/*/run.json")).read_text())

    @property
    def warcs(self) -> list[Path]:
        return sorted(self.folder.glob("archive/*.warc.gz*"))

    def ask(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Rows of the ledger."""
        db = sqlite3.connect(self.folder / "ledger.sqlite")
        try:
            return db.execute(query, values).fetchall()
        finally:
            db.close()

    def finished(self) -> set[str]:
        """Addresses that must not be asked for again: settled in this run, or captured and still to be read."""
        settled = "SELECT url FROM entries WHERE settled IS NOT NULL AND due IS NULL AND tries = 0"
        return {row[0] for row in self.ask(f"{settled} UNION SELECT entry_url FROM captures WHERE unread")}


def assert_sound(archive: Archive) -> None:
    """Every WARC file is valid for three readers, and no revision stands in two lines."""
    numbers = Counter((line["id"], line["revision"]) for line in archive.lines())
    assert [key for key, count in numbers.items() if count > 1] == []
    pictures = Counter((line["id"], line["revision"], line["position"]) for line in archive.lines("image_credits"))
    assert [key for key, count in pictures.items() if count > 1] == []
    for path in archive.warcs:
        assert path.suffix == ".gz", f"{path.name} was left open"
        assert_valid(path)


def assert_valid(path: Path) -> None:
    """warcio and fastwarc read it to its end and agree, its digests are right, and gzip finds nothing."""
    with gzip.open(path) as unzipped:
        while unzipped.read(1 << 20):
            pass
    with path.open("rb") as file:
        slow = [record.rec_headers.get_header("WARC-Record-ID") for record in ArchiveIterator(file)]
    with path.open("rb") as file:
        found = list(FastIterator(file, record_types=WarcRecordType.any_type, verify_digests=True))
        fast = [record.headers["WARC-Record-ID"] for record in found]
    assert slow == fast
    assert len(set(slow)) == len(slow)


def same_stories(one: Archive, other: Archive) -> None:
    """Both have the same revisions of the same articles, whatever the time, and whichever edition was seen first."""
    left, right = _by_story(one), _by_story(other)
    assert left.keys() == right.keys()
    for story, line in left.items():
        if line["edition"] == right[story]["edition"]:
            assert line == right[story]
    counted = Counter(key[0] for key in left)
    assert counted == Counter(key[0] for key in right)


def _by_story(archive: Archive) -> dict[tuple[str, int], dict[str, Any]]:
    return {
        (line["id"], line["revision"]): {key: value for key, value in line.items() if key not in VARYING}
        for line in archive.lines()
    }


_MAIN = "from gemascraper.__main__ import main; main()"


@attrs.define
class Crawler:
    """Starts crawls of a newsroom into a folder; at most one at a time."""

    site: Any
    output: Path
    words: Sequence[str] = ()

    @property
    def archive(self) -> Archive:
        return Archive(self.output / "gemapos")

    def finished(self) -> set[str]:
        """What must not be fetched again; nothing where the first run died before it had a ledger."""
        return self.archive.finished() if (self.archive.folder / "ledger.sqlite").exists() else set()

    def start(self, *words: str, largest: int | None = None) -> subprocess.Popen[str]:
        """A crawl in a process group of its own; no file of it may grow beyond *largest* bytes."""
        rules = [word for rule in self.site.connect_to for word in ("--connect-to", rule)]
        known = ["--ca-file", str(self.site.ca_file), "--set", "DOWNLOAD_DELAY=0"]
        return self.command("crawl", "gemapos", *known, *rules, *self.words, *words, largest=largest)

    def command(self, *words: str, largest: int | None = None) -> subprocess.Popen[str]:
        """Any command of ours on this output, its messages kept."""
        limit = f"import resource as r; r.setrlimit(r.RLIMIT_FSIZE, ({largest},) * 2); " if largest else ""
        with self._messages.open("a") as messages:
            return subprocess.Popen(
                [sys.executable, "-c", f"{limit}{_MAIN}", *words, "--output", str(self.output)],
                stdin=subprocess.DEVNULL,
                stdout=messages,
                stderr=messages,
                text=True,
                start_new_session=True,
                env=os.environ | {"GEMASCRAPER_CONTACT": "", "PYTHONPATH": os.getcwd()},
            )

    @property
    def _messages(self) -> Path:
        return self.output.parent / f"{self.output.name}.log"

    def run(self, *words: str, code: int | None = 0) -> Archive:
        """A crawl to its end."""
        self.ended(self.start(*words), code)
        return self.archive

    def ended(self, process: subprocess.Popen[str], code: int | None = 0) -> int:
        """Wait for a process; its exit code, which must be *code*."""
        try:
            got = process.wait(HANG)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        log = self.log
        assert code is None or got == code, f"exit code {got}\n{log[-4000:]}"
        assert "Traceback" not in log, log[-8000:]
        until(lambda: not group(process.pid), "children outlive a crawl that has ended")
        return got

    @property
    def log(self) -> str:
        """What was said so far."""
        return self._messages.read_text()

    def kill(self, process: subprocess.Popen[str]) -> None:
        """SIGKILL to the parent alone; return when nobody of its group is left."""
        process.kill()
        process.wait(HANG)
        until(lambda: not group(process.pid), "children outlive a killed crawl")

    def killed_at(self, requests: int, luck: random.Random, *words: str) -> bool:
        """Start a crawl and kill it somewhere behind that many requests; False where it had ended before."""
        already = len(self.site.log)
        process = self.start(*words)
        until(lambda: len(self.site.log) >= already + requests or process.poll() is not None, "nothing is fetched")
        time.sleep(luck.random() * 0.15)
        alive = process.poll() is None
        self.kill(process)
        return alive

    def killed_and_resumed(self, reference: Archive, kills: int, seed: int) -> None:
        """Kill a crawl so many times at random, let it end, and compare it with one that nobody disturbed."""
        luck = random.Random(seed)
        finished: list[tuple[int, set[str]]] = []
        share = len(reference.ask("SELECT 1 FROM captures")) // (kills + 1)
        for _ in range(kills):
            assert self.killed_at(luck.randint(1, share), luck)
            finished.append((len(self.site.log), self.finished()))
        self.run()
        for since, urls in finished:
            assert asked(self.site, since) & urls == set(), "a finished entry was fetched again"
        assert_sound(self.archive)
        same_stories(reference, self.archive)


def until(true: Any, what: str) -> None:
    """Wait until *true*; a hang fails."""
    end = time.monotonic() + HANG
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.005)


def group(leader: int) -> list[int]:
    """Living processes of a process group."""
    return [int(stat[0]) for stat in _processes() if int(stat[2]) == leader and stat[1] != "Z"]


def children(parent: int, name: str) -> list[int]:
    """Living descendants of a process whose command line holds *name*."""
    stats = [stat for stat in _processes() if stat[1] != "Z"]
    found, family = list[int](), {parent}
    for _ in range(4):
        family |= {int(stat[0]) for stat in stats if int(stat[3]) in family}
    for number in family - {parent}:
        line = Path(f"/proc/{number}/cmdline")
        if line.exists() and name in line.read_bytes().replace(b"\0", b" ").decode():
            found.append(number)
    return found


def _processes() -> Iterator[tuple[str, str, str, str]]:
    """Number, state, group and parent of every process."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            text = (folder / "stat").read_text()
        except OSError:
            continue
        state, parent, leader = text.rpartition(")")[2].split()[:3]
        yield folder.name, state, leader, parent


def asked(site: Any, since: int) -> set[str]:
    """Addresses on the wire since a place in the site's log."""
    return {f"{one.scheme}://{one.host}{one.target}" for one in site.log[since:]}


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[Callable[[int], None]]:
    """A file system of its own under *folder*; it yields what makes it larger. Skips the test where there is none."""
    folder.mkdir(parents=True, exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "none", str(folder)]
    if sys.platform != "linux" or os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no file system can be mounted here; the size limits of the process are tried anyway")

    def grow(size: int) -> None:
        subprocess.run(["mount", "-o", f"remount,size={size}k", str(folder)], check=True)

    try:
        yield grow
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
