"""Timers: their text, their installation, and what `status` says of them.

`systemctl` and `crontab` are stubs on PATH here: scripts that keep what they were given. A machine that runs the tests
has no user session to start timers in, and nobody's crontab is a test's to change. `systemd-analyze verify` is the
real one, where it exists.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import attrs
import pytest
from click.testing import CliRunner, Result

from gemascraper.cli.schedule import schedule
from gemascraper.errors import ArchiveError, GemascraperError, UsageError
from gemascraper.schedule import cron, systemd
from gemascraper.schedule.job import Job, crawl_command
from gemascraper.schedule.state import PastCrawl, Schedule, runs, schedules, status
from gemascraper.schedule.timing import At, Every, Timing, at, every

NOW = datetime.fromisoformat("2026-11-20T12:00:00+08:00")
HALF_HOURLY = Every(30, shift=7)
AT_DAWN = at("05:30", "Asia/Jakarta")
CONTACT = 'Redaksi "50%" <redaksi@gemapos.example> $PATH o\'clock \\'


def job(timing: Timing = HALF_HOURLY, folder: Path = Path("/srv/koran kita"), program: str = "/opt/gemascraper") -> Job:
    return Job(
        outlet="gemapos",
        timing=timing,
        command=crawl_command([program], "gemapos", Path("/srv/arsip 100%")),
        folder=folder,
        environment={"GEMASCRAPER_CONTACT": CONTACT},
    )


# ------------------------------------------------------------------------------------------------------- timing


@pytest.mark.parametrize("period", ["5m", "30m", "60m", "2h", "12h", "1d", "24h", "1440m"])
def test_a_period_is_a_part_of_a_day(period: str) -> None:
    timing = every(period, "gemapos")
    assert 0 <= timing.shift < timing.minutes
    assert timedelta(days=1) % timing.interval == timedelta(0)
    assert every(period, "gemapos") == timing


@pytest.mark.parametrize("period", ["", "1m", "7m", "90m", "5h", "2d", "0m", "30", "half an hour", "-30m", "1.5h"])
def test_periods_that_do_not_divide_a_day_are_refused(period: str) -> None:
    with pytest.raises(UsageError):
        every(period, "gemapos")


@pytest.mark.parametrize("clock", ["24:00", "5.30", "noon", ""])
def test_malformed_times_of_day_are_refused(clock: str) -> None:
    with pytest.raises(UsageError):
        at(clock, "Asia/Jakarta")


@pytest.mark.parametrize(
    ("timing", "now", "following"),
    [
        (Every(30, 7), "2026-11-20T12:00:00+08:00", "2026-11-20T12:07:00+08:00"),
        (Every(30, 7), "2026-11-20T12:07:00+08:00", "2026-11-20T12:37:00+08:00"),
        (Every(30, 7), "2026-11-20T23:50:00+08:00", "2026-11-21T00:07:00+08:00"),
        (Every(120, 67), "2026-11-20T00:10:00+08:00", "2026-11-20T01:07:00+08:00"),
        (Every(1440, 67), "2026-11-20T12:00:00+08:00", "2026-11-21T01:07:00+08:00"),
        (AT_DAWN, "2026-11-20T06:29:59+08:00", "2026-11-20T05:30:00+07:00"),
        (AT_DAWN, "2026-11-20T06:30:00+08:00", "2026-11-21T05:30:00+07:00"),
    ],
)
def test_the_next_start(timing: Every | At, now: str, following: str) -> None:
    assert timing.next_after(datetime.fromisoformat(now)) == datetime.fromisoformat(following)


# --------------------------------------------------------------------------------------------------------- text


def test_the_units_of_systemd() -> None:
    texts = systemd.units(job(AT_DAWN))
    assert list(texts) == ["gemascraper-gemapos.service", "gemascraper-gemapos.timer"]
    service, timer = (text.splitlines() for text in texts.values())
    contact = 'Redaksi \\"50%%\\" <redaksi@gemapos.example> $PATH o\'clock \\\\'
    for line in (
        "WorkingDirectory=/srv/koran kita",
        f'Environment="GEMASCRAPER_CONTACT={contact}"',
        'ExecStart="/opt/gemascraper" "crawl" "gemapos" "--output" "/srv/arsip 100%%"',
        "SuccessExitStatus=5",
        "NoNewPrivileges=yes",
    ):
        assert line in service
    assert timer == [
        "[Unit]",
        "Description=gemascraper: crawl gemapos daily at 05:30 Asia/Jakarta",
        "",
        "[Timer]",
        "OnCalendar=*-*-* 05:30:00 Asia/Jakarta",
        "Persistent=true",
        "RandomizedDelaySec=600",
        "",
        "[Install]",
        "WantedBy=timers.target",
    ]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze here")
@pytest.mark.parametrize("timing", [HALF_HOURLY, Every(120, 67), Every(1440, 67), AT_DAWN], ids=str)
def test_systemd_accepts_the_units(timing: Timing, tmp_path: Path) -> None:
    """The real `systemd-analyze --user verify`, with a run-time folder of its own."""
    for name, text in systemd.units(job(timing, tmp_path, sys.executable)).items():
        (tmp_path / name).write_text(text, "utf-8")
    environment = os.environ | {"XDG_RUNTIME_DIR": str(tmp_path), "SYSTEMD_LOG_LEVEL": "warning"}
    command = ["systemd-analyze", "--user", "--man=no", "verify", *sorted(map(str, tmp_path.glob("gemascraper-*")))]
    run = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60, check=False)
    ours = [line for line in run.stderr.splitlines() if "gemascraper" in line]
    assert (run.returncode, ours) == (0, [])
    (calendar,) = (
        line for line in systemd.units(job(timing))["gemascraper-gemapos.timer"].splitlines() if "OnCal" in line
    )
    told = subprocess.run(
        ["systemd-analyze", "calendar", calendar.removeprefix("OnCalendar=")],
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert told.returncode == 0, told.stderr


def test_the_block_of_a_crontab() -> None:
    opened, comment, line, closed = cron.block(job(AT_DAWN), NOW).splitlines()
    assert (opened, closed) == ("# >>> gemascraper gemapos", "# <<< gemascraper gemapos")
    assert comment == "# daily at 05:30 Asia/Jakarta; to remove: gemascraper schedule remove gemapos"
    assert line.startswith("30 6 * * * cd '/srv/koran kita' && GEMASCRAPER_CONTACT=")
    assert "%" not in line.replace("\\%", "")


def test_the_crontab_line_reaches_the_shell_unchanged(tmp_path: Path) -> None:
    """cron takes the backslash from ``\\%`` and hands the rest to sh; so does this test."""
    program = tmp_path / "gema scraper"
    program.write_text('#!/bin/sh\nprintf "%s\\n" "$PWD" "$GEMASCRAPER_CONTACT" "$@"\n')
    program.chmod(0o755)
    line = cron.block(job(folder=tmp_path, program=str(program)), NOW).splitlines()[2]
    command = line.split(" ", 5)[5].replace("\\%", "%")
    run = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, timeout=60, check=True)
    assert run.stdout.splitlines() == [
        str(tmp_path), CONTACT, "crawl", "gemapos", "--output", "/srv/arsip 100%", "--quiet",
    ]  # fmt: skip


@pytest.mark.parametrize("others", ["", "# mine\n0 1 * * * backup\n", "0 1 * * * backup"])
def test_other_lines_of_a_crontab_stay(others: str) -> None:
    ended = others + ("" if not others or others.endswith("\n") else "\n")
    once = cron.including(others, job(), NOW)
    assert once == ended + cron.block(job(), NOW)
    assert cron.including(once, job(AT_DAWN), NOW) == ended + cron.block(job(AT_DAWN), NOW)
    assert cron.without(once, "gemapos") == ended
    assert cron.without(once, "gema") == once


def test_a_line_break_in_the_contact_is_refused() -> None:
    with pytest.raises(UsageError, match="no timer can hold"):
        attrs.evolve(job(), environment={"GEMASCRAPER_CONTACT": "a\n* * * * * rm"})


# ------------------------------------------------------------------------------------------------------- status


def planned(timing: Timing = HALF_HOURLY, days: int = 1) -> Schedule:
    installed_at = NOW - timedelta(days=days)
    return Schedule(outlet="gemapos", timing=timing, manager="cron", command=("x",), installed_at=installed_at)


def note(folder: Path, minutes_ago: int, now: datetime = NOW, **facts: Any) -> PastCrawl:
    """A run.json as a crawl leaves it."""
    started = now - timedelta(minutes=minutes_ago)
    ended = started + timedelta(minutes=1)
    path = folder / "runs" / f"{started:%Y%m%dT%H%M%SZ}" / "run.json"
    path.parent.mkdir(parents=True)
    whole = {
        "outlet": "gemapos",
        "command": "crawl",
        "started": str(started),
        "ended": str(ended),
        "error": None,
    } | facts
    path.write_text(json.dumps(whole))
    return PastCrawl(
        started=started, ended=ended if whole["ended"] else None, exit_code=facts.get("exit_code"), error=whole["error"]
    )


@pytest.mark.parametrize("timing", [HALF_HOURLY, AT_DAWN], ids=str)
def test_a_schedule_is_noted_and_found(timing: Timing, tmp_path: Path) -> None:
    kept = attrs.evolve(planned(timing), timing=every("30m", "gemapos") if isinstance(timing, Every) else timing)
    kept.save(tmp_path / "gemapos")
    assert list(schedules(tmp_path)) == [kept]


def test_status_after_a_successful_run(tmp_path: Path) -> None:
    failed = note(tmp_path, 90, exit_code=4, error="Nothing of Gemapos could be fetched.")
    good = note(tmp_path, 59, exit_code=0)
    note(tmp_path, 3, exit_code=7, command="rebuild")
    found = status(planned(), tmp_path, NOW)
    assert (found.last_run, found.last_good, found.last_failure) == (good, good, failed)
    assert (found.overdue, found.running, found.next_run) == (False, False, NOW + timedelta(minutes=7))
    assert failed.failure == "Nothing of Gemapos could be fetched."


@pytest.mark.parametrize(("ended", "overdue"), [(59, False), (61, True)])
def test_overdue_is_twice_the_interval_after_the_last_successful_run(tmp_path: Path, ended: int, overdue: bool) -> None:
    note(tmp_path, ended + 1, exit_code=0)
    note(tmp_path, 5, exit_code=6)
    assert status(planned(), tmp_path, NOW).overdue is overdue


def test_a_run_below_its_expectations_is_a_failure_but_on_time(tmp_path: Path) -> None:
    note(tmp_path, 5, exit_code=8)
    found = status(planned(), tmp_path, NOW)
    (run,) = runs(tmp_path)
    assert (found.overdue, found.last_good, found.last_failure) == (False, None, run)


def test_a_timer_that_never_ran_becomes_overdue(tmp_path: Path) -> None:
    assert status(planned(AT_DAWN, days=1), tmp_path, NOW).overdue is False
    assert status(planned(AT_DAWN, days=3), tmp_path, NOW).overdue is True


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"exit_code": 0}, None),
        ({"exit_code": 143}, "stopped by a signal"),
        ({"exit_code": 6, "error": "No room."}, "No room."),
        ({"exit_code": 99}, "exit code 99"),
        ({"ended": None}, "it did not end: killed, or the machine went down"),
    ],
)
def test_each_failure_has_a_description(tmp_path: Path, facts: dict[str, Any], words: str | None) -> None:
    note(tmp_path, 5, **facts)
    (run,) = runs(tmp_path)
    assert run.failure == words


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="only Linux tells who holds a lock")
def test_a_run_in_progress_is_not_a_failure(tmp_path: Path) -> None:
    note(tmp_path, 5, ended=None)
    with (tmp_path / "lock").open("w") as lock:
        assert status(planned(), tmp_path, NOW).running is False
        fcntl.flock(lock, fcntl.LOCK_EX)
        found = status(planned(), tmp_path, NOW)
    assert (found.running, found.last_run, found.last_failure) == (True, None, None)


def test_a_broken_schedule_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "gemapos").mkdir()
    (tmp_path / "gemapos" / "schedule.json").write_text("{")
    with pytest.raises(ArchiveError, match=r"gemapos/schedule\.json cannot be read"):
        list(schedules(tmp_path))


# -------------------------------------------------------------------------------------------------- the command

CRONTAB = """#!/bin/sh
[ "$1" = -l ] && { [ -e "$HOME/crontab" ] && cat "$HOME/crontab" || { echo "no crontab for test" >&2; exit 1; }; exit; }
cat > "$HOME/crontab"
"""
SYSTEMCTL = """#!/bin/sh
echo "$@" >> "$HOME/systemctl"
[ -e "$HOME/refuse" ] && { echo "Failed to connect to bus" >&2; exit 1; }
exit 0
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with stub `crontab` and `systemctl` on PATH; both keep what they were given."""
    for name, text in (("crontab", CRONTAB), ("systemctl", SYSTEMCTL)):
        stub = tmp_path / "bin" / name
        stub.parent.mkdir(exist_ok=True)
        stub.write_text(text)
        stub.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GEMASCRAPER_CONTACT", "redaksi@gemapos.example")
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*args: str) -> Result:
    return CliRunner().invoke(schedule, args)


def test_cron_from_installing_to_removing(home: Path) -> None:
    (home / "crontab").write_text("0 1 * * * backup\n")
    assert run("install", "--cron", "--every", "30m", "gemapos").exit_code == 0
    assert run("install", "--cron", "--every", "2h", "gemapos").exit_code == 0
    first, opened, *_, closed = (home / "crontab").read_text().splitlines()
    assert (first, opened, closed) == ("0 1 * * * backup", "# >>> gemascraper gemapos", "# <<< gemascraper gemapos")
    assert run("list").stdout.startswith("gemapos          every 2 hours                    cron     next 20")
    facts = json.loads((home / "output" / "gemapos" / "schedule.json").read_text())
    assert (facts["interval"], facts["manager"]) == (7200, "cron")
    assert Path(facts["command"][0]).is_absolute()
    assert facts["command"][-4:] == ["crawl", "gemapos", "--output", str(home / "output")]
    assert run("remove", "gemapos").exit_code == 0
    assert (home / "crontab").read_text() == "0 1 * * * backup\n"
    assert run("list").stdout == ""


def test_systemd_from_installing_to_removing(home: Path) -> None:
    result = run("install", "--systemd", "--at", "05:30", "gemapos")
    assert "loginctl enable-linger" in result.stderr
    units = home / ".config" / "systemd" / "user"
    assert sorted(path.name for path in units.iterdir()) == ["gemascraper-gemapos.service", "gemascraper-gemapos.timer"]
    assert "OnCalendar=*-*-* 05:30:00 Asia/Jakarta\n" in (units / "gemascraper-gemapos.timer").read_text()
    assert run("remove", "gemapos").exit_code == 0
    assert list(units.iterdir()) == []
    assert (home / "systemctl").read_text().splitlines() == [
        "--user daemon-reload",
        "--user enable --now gemascraper-gemapos.timer",
        "--user disable --now gemascraper-gemapos.timer",
        "--user daemon-reload",
    ]


def test_another_kind_of_timer_replaces_the_previous_one(home: Path) -> None:
    run("install", "--systemd", "gemapos")
    run("install", "--cron", "gemapos")
    assert list((home / ".config" / "systemd" / "user").iterdir()) == []
    assert "gemascraper gemapos" in (home / "crontab").read_text()


def test_where_systemd_refuses_nothing_is_left(home: Path) -> None:
    (home / "refuse").touch()
    result = run("install", "--systemd", "gemapos")
    assert isinstance(result.exception, GemascraperError)
    assert str(result.exception).startswith("systemctl --user daemon-reload failed: Failed to connect to bus Is there")
    assert list((home / ".config" / "systemd" / "user").iterdir()) == []
    assert not (home / "output").exists()


@pytest.mark.parametrize("kind", ["--systemd", "--cron"])
def test_print_installs_nothing(home: Path, kind: str) -> None:
    before = sorted(home.rglob("*"))
    result = run("install", kind, "--print", "gemapos", "generic")
    assert result.exit_code == 0
    assert "gemascraper gemapos" in result.stdout.replace("gemascraper-", "gemascraper ")
    assert "redaksi@gemapos.example" in result.stdout
    assert sorted(home.rglob("*")) == before


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("gemapos",), "Say which kind of timer: --systemd or --cron."),
        (("--cron", "--every", "1h", "--at", "05:30", "gemapos"), "exclude each other"),
        (("--cron", "gemaposs"), 'No outlet is called "gemaposs"'),
    ],
)
def test_install_refuses_with_a_message(home: Path, args: tuple[str, ...], words: str) -> None:
    result = run("install", *args)
    assert isinstance(result.exception, UsageError)
    assert words in str(result.exception)
    assert not (home / "crontab").exists()


def test_nothing_is_installed_without_a_contact(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GEMASCRAPER_CONTACT")
    assert isinstance(run("install", "--cron", "gemapos").exception, UsageError)
    assert not (home / "crontab").exists()


def test_without_a_crontab_program_it_says_so(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(home / "nowhere"))
    assert "The program crontab is not installed." in str(run("install", "--cron", "gemapos").exception)


def test_status_in_words_and_as_exit_code(home: Path) -> None:
    now, folder = datetime.now().astimezone(), home / "output" / "gemapos"
    attrs.evolve(planned(), installed_at=now).save(folder)
    fresh = run("status")
    assert (fresh.exit_code, fresh.stdout.splitlines()[1]) == (0, "  last run      none yet")
    note(folder, 60 * 24 * 3, now, exit_code=0)
    note(folder, 60 * 24 * 2, now, exit_code=6, error="No room to write.")
    note(folder, 60 * 24, now, exit_code=4)
    late = run("status", "gemapos")
    lines = late.stdout.splitlines()
    assert late.exit_code == 7
    assert lines[0] == "gemapos: every 30 minutes (cron)  OVERDUE"
    assert lines[1].startswith("  last run      ")
    assert lines[1].endswith(": nothing could be fetched")
    assert [line[:16] for line in lines[2:]] == ["  last good run ", "  next run      "]


def test_status_of_an_unknown_timer(home: Path) -> None:
    assert "There is no timer of gemapos below output." in str(run("status", "gemapos").exception)
