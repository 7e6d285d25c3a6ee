"""Putting timers in and taking them out: the only place that runs `systemctl` and `crontab`."""

from __future__ import annotations

import os
import subprocess
from datetime import datetime
from pathlib import Path

from gemascraper.disk import disk_errors
from gemascraper.errors import GemascraperError, UsageError
from gemascraper.schedule import cron, systemd
from gemascraper.schedule.job import Job


def install_systemd(job: Job) -> None:
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


def remove_systemd(outlet: str) -> None:
    """Stop the timer and delete the units; a crawl that is going on goes on."""
    timer = _unit_folder() / f"{systemd.name(outlet)}.timer"
    if timer.exists():
        _systemctl("disable", "--now", timer.name)
    for path in (timer, timer.with_suffix(".service")):
        path.unlink(missing_ok=True)
    _systemctl("daemon-reload")


def install_cron(job: Job, now: datetime) -> None:
    """Put the outlet's block into the user's crontab."""
    _replace_crontab(cron.including(_crontab(), job, now))


def remove_cron(outlet: str) -> None:
    """Take the outlet's block out of the user's crontab."""
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
    """What the user's crontab says now; empty where there is none."""
    run = _run(["crontab", "-l"])
    if run.returncode and "no crontab" not in run.stderr:
        raise GemascraperError(f"crontab -l failed: {run.stderr.strip()}")
    return "" if run.returncode else run.stdout


def _replace_crontab(text: str) -> None:
    run = _run(["crontab", "-"], text)
    if run.returncode:
        raise GemascraperError(f"crontab refused the new lines: {run.stderr.strip()}", "The old crontab stands.")


def _run(command: list[str], given: str = "") -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(command, input=given, capture_output=True, text=True, timeout=60, check=False)
    except FileNotFoundError as error:
        raise UsageError(f"There is no {command[0]} here.", "Use the other kind of timer, or --print.") from error
    except subprocess.TimeoutExpired as error:
        raise GemascraperError(f"{' '.join(command)} gave no answer within a minute.") from error
