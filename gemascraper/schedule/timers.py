"""Timers of systemd and cron, installed and removed: the only place that runs `systemctl` and `crontab`."""

from __future__ import annotations

import os
import subprocess
from datetime import datetime
from pathlib import Path

from gemascraper.disk import disk_errors
from gemascraper.errors import GemascraperError, UsageError
from gemascraper.schedule import cron, systemd
from gemascraper.schedule.job import Job
from gemascraper.schedule.state import Manager, Schedule, schedules


def install(job: Job, manager: Manager, output: Path, now: datetime) -> None:
    """Start the timer of a job, in place of one that its outlet had, and save its schedule below *output*.

    *now* is in this machine's zone. Raises `UsageError` where the manager is not installed, `GemascraperError` where it
    refuses.
    """
    former = next((known for known in schedules(output) if known.outlet == job.outlet), None)
    if former and former.manager != manager:
        _uninstall(former)
    if manager == "systemd":
        _install_systemd(job)
    else:
        _replace_crontab(cron.including(_crontab(), job, now))
    schedule = Schedule(outlet=job.outlet, timing=job.timing, manager=manager, command=job.command, installed_at=now)
    schedule.save(output / job.outlet)


def remove(schedule: Schedule, output: Path) -> None:
    """Remove a timer and its schedule; a crawl that is running goes on."""
    _uninstall(schedule)
    (output / schedule.outlet / "schedule.json").unlink()


def _uninstall(schedule: Schedule) -> None:
    if schedule.manager == "systemd":
        _remove_systemd(schedule.outlet)
    else:
        _remove_cron(schedule.outlet)


def _install_systemd(job: Job) -> None:
    """Write the user's units and start the timer; where systemd refuses, nothing is left behind."""
    folder = _unit_folder()
    units = systemd.units(job)
    with disk_errors(str(folder)):
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in units.items():
            (folder / name).write_text(text, "utf-8")
    try:
        _systemctl("daemon-reload")
        _systemctl("enable", "--now", f"{systemd.name(job.outlet)}.timer")
    except GemascraperError:
        for name in units:
            (folder / name).unlink(missing_ok=True)
        raise


def _remove_systemd(outlet: str) -> None:
    timer = _unit_folder() / f"{systemd.name(outlet)}.timer"
    if timer.exists():
        _systemctl("disable", "--now", timer.name)
    for path in (timer, timer.with_suffix(".service")):
        path.unlink(missing_ok=True)
    _systemctl("daemon-reload")


def _remove_cron(outlet: str) -> None:
    before = _crontab()
    if (after := cron.without(before, outlet)) != before:
        _replace_crontab(after)


def _unit_folder() -> Path:
    home = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(home) / "systemd" / "user"


def _systemctl(*args: str) -> None:
    run = _run(["systemctl", "--user", *args])
    if run.returncode:
        advice = "Is there a user session? Try --cron, or --print and install the units yourself."
        raise GemascraperError(f"systemctl --user {' '.join(args)} failed: {run.stderr.strip()}", advice)


def _crontab() -> str:
    """The user's crontab; empty where there is none."""
    run = _run(["crontab", "-l"])
    if run.returncode and "no crontab" not in run.stderr:
        raise GemascraperError(f"crontab -l failed: {run.stderr.strip()}")
    return "" if run.returncode else run.stdout


def _replace_crontab(text: str) -> None:
    run = _run(["crontab", "-"], text)
    if run.returncode:
        raise GemascraperError(f"crontab refused the new lines: {run.stderr.strip()}", "The crontab is unchanged.")


def _run(command: list[str], given: str = "") -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(command, input=given, capture_output=True, text=True, timeout=60, check=False)
    except FileNotFoundError as error:
        advice = "Use the other kind of timer, or --print."
        raise UsageError(f"The program {command[0]} is not installed.", advice) from error
    except subprocess.TimeoutExpired as error:
        raise GemascraperError(f"{' '.join(command)} did not answer within a minute.") from error
