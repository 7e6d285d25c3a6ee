"""A process that dies, or meets a full disk, in the middle of its work leaves an archive that can be made whole."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from archiving import START, answer, archive_of_five, open_archive, page, run_async, url_of
from crawling import Archive, assert_sound

from gemascraper.ingest import recovery

TESTS = str(Path(__file__).parents[1])


@pytest.fixture
def archive(tmp_path):
    return Archive(tmp_path / "gemapos")


async def _open(output):
    async with open_archive(output, started=START + timedelta(days=9)):
        pass


DYING = """
import asyncio, os, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from archiving import rebuild

left = int(sys.argv[3])

def dying(real):
    def act(*args, **more):
        global left
        left -= 1
        if left < 0:
            os._exit(137)
        return real(*args, **more)
    return act

for name in ("rename", "replace", "unlink"):
    setattr(Path, name, dying(getattr(Path, name)))
asyncio.run(rebuild(Path(sys.argv[2])))
"""


@pytest.mark.parametrize("step", [0, 3, 6, 8, 9, 10, 11, 12, 13, 99])
def test_a_rebuild_may_die_at_any_step(tmp_path, archive, step):
    """Killed before it is complete it changed nothing; killed later, whoever comes next finishes it."""
    run_async(archive_of_five(tmp_path))
    before = archive.bags()
    line = [sys.executable, "-c", DYING, TESTS, str(tmp_path), str(step)]
    assert subprocess.run(line, timeout=100).returncode == (137 if step < 99 else 0)
    run_async(_open(tmp_path))
    assert archive.bags() == before
    assert not (archive.folder / recovery.REBUILT).exists()
    assert not (archive.folder / recovery.REBUILDING).exists()
    assert archive.ask("PRAGMA integrity_check") == [("ok",)]


FULL_ARCHIVE = """
import asyncio, resource, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from archiving import answer, open_archive, page, url_of
from gemascraper.errors import DiskFull

async def main(output, limit):
    told = []
    try:
        async with open_archive(output, reason="finished") as d:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
            for number in range(400):
                await d.story(url_of(number), answer(page(number)))
                told.append(number)
    except DiskFull as error:
        print(len(told), d.recorder.failure is not None, error)
        sys.exit(error.exit_code)

asyncio.run(main(Path(sys.argv[2]), int(sys.argv[3])))
"""


@pytest.mark.parametrize("limit", [30_000, 70_000, 150_000, 400_000])
def test_a_size_limit_stops_everything_and_nothing_told_is_missing(tmp_path, archive, limit):
    """EFBIG, whichever of the files meets it first: archive, lines, or ledger."""
    line = [sys.executable, "-c", FULL_ARCHIVE, TESTS, str(tmp_path), str(limit)]
    done = subprocess.run(line, capture_output=True, text=True, timeout=100)
    assert done.returncode == 6, done.stderr
    told, failed, message = done.stdout.split(maxsplit=2)
    assert failed == "True"
    assert "Make room" in message

    async def rest():
        async with open_archive(tmp_path, started=START + timedelta(hours=1)) as d:
            have = {line["id"] for line in archive.lines()}
            assert {str(2_788_000_000 + n) for n in range(int(told))} <= have
            for capture in d.unread:
                await d.recorder.file(await d.reading(capture, {}))
            pending = await d.ask(lambda r: r.ledger.frontier.due(400, 400, d.now))
            assert len(pending) <= 1
            for number in range(len(archive.lines()), 60):
                await d.story(url_of(number), answer(page(number)))

    run_async(rest())
    assert {line["id"] for line in archive.lines()} >= {str(2_788_000_000 + n) for n in range(60)}
    assert_sound(archive)


LINES_FILE = "articles/2026-11.jsonl"
FULL_LINES = """
import resource, sys
from pathlib import Path
from gemascraper.errors import DiskFull
from gemascraper.export.line_files import JsonLines
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
lines = JsonLines(Path(sys.argv[1]))
lines.place("articles", "2026-11", b"a" * 3000 + b"\\n")
lines.write()
lines.place("articles", "2026-11", b"b" * 3000 + b"\\n")
try:
    lines.write()
except DiskFull as error:
    print(error)
"""


def test_a_size_limit_is_a_full_disk_and_leaves_whole_lines(tmp_path):
    """In a child, because the limit is the process's own (EFBIG; ENOSPC and EDQUOT take the same branch)."""
    run = subprocess.run(
        [sys.executable, "-c", FULL_LINES, tmp_path],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.stdout == (
        f"{tmp_path / LINES_FILE}: File too large. Everything reported is safe. Make room and run it again.\n"
    ), run.stderr
    assert (tmp_path / LINES_FILE).read_bytes() == b"a" * 3000 + b"\n"
