"""What was planned and how it went: `schedule.json` and `runs/*/run.json` in an outlet's folder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import attrs

from gemascraper.disk import written
from gemascraper.errors import ArchiveError
from gemascraper.schedule.timing import At, Timing, at, every

Manager = Literal["systemd", "cron"]

OVERDUE_AFTER = 2
"""Intervals without a run on time until a timer is overdue."""
_BELOW_EXPECTATION = 8

_FAILURES = {
    1: "an unexpected error",
    2: "the command is wrong",
    3: "the profile is wrong",
    4: "nothing could be fetched",
    6: "the disk or the archive failed",
    7: "damage found",
    8: "fewer stories or fields than the profile expects",
    130: "stopped by Ctrl-C",
    143: "stopped by a signal",
}
"""Exit code → what went wrong, for runs whose run.json has no error."""


@attrs.frozen(kw_only=True)
class Schedule:
    """A timer that was installed."""

    outlet: str
    timing: Timing
    manager: Manager
    command: tuple[str, ...]
    installed_at: datetime

    def save(self, folder: Path) -> None:
        """Write it as `schedule.json` into the outlet's *folder*."""
        clock = {"at": f"{self.timing.time:%H:%M}", "zone": self.timing.zone.key} if isinstance(self.timing, At) else {}
        facts = {
            "outlet": self.outlet,
            "interval": int(self.timing.interval.total_seconds()),
            **clock,
            "manager": self.manager,
            "command": list(self.command),
            "installed_at": self.installed_at.isoformat(timespec="seconds"),
        }
        folder.mkdir(parents=True, exist_ok=True)
        with written(folder / "schedule.json") as draft:
            draft.write_text(json.dumps(facts, indent=2, ensure_ascii=False) + "\n", "utf-8")


@attrs.frozen(kw_only=True)
class PastCrawl:
    """One crawl, from its run.json."""

    started: datetime
    ended: datetime | None
    """None while it is running, and where it was killed."""
    exit_code: int | None
    error: str | None

    @property
    def good(self) -> bool:
        return self.exit_code == 0

    @property
    def on_time(self) -> bool:
        """Whether it crawled what was due; it may still have brought less than `[expect]` asks for."""
        return self.exit_code in (0, _BELOW_EXPECTATION)

    @property
    def failure(self) -> str | None:
        """What went wrong, in words; None for a good run."""
        if self.exit_code is None:
            return "it did not end: killed, or the machine went down"
        return None if self.good else self.error or _FAILURES.get(self.exit_code, f"exit code {self.exit_code}")


@attrs.frozen(kw_only=True)
class Status:
    """Whether a timer runs as planned."""

    schedule: Schedule
    running: bool
    """Another run has the archive now; a crawl that the timer starts meanwhile ends at once."""
    last_run: PastCrawl | None
    last_good: PastCrawl | None
    last_failure: PastCrawl | None
    next_run: datetime
    """Without the random delay that systemd adds."""
    overdue: bool


def schedules(output: Path) -> Iterator[Schedule]:
    """Every installed timer whose schedule is below *output*, by outlet. Raises `ArchiveError` for a broken one."""
    for path in sorted(output.glob("*/schedule.json")):
        facts = _read(path)
        name = facts["outlet"]
        timing = at(facts["at"], facts["zone"]) if "at" in facts else every(f"{facts['interval'] // 60}m", name)
        yield Schedule(
            outlet=name,
            timing=timing,
            manager=facts["manager"],
            command=tuple(facts["command"]),
            installed_at=datetime.fromisoformat(facts["installed_at"]),
        )


def runs(folder: Path) -> Iterator[PastCrawl]:
    """The crawls of an outlet, newest first; imports and rebuilds are left out."""
    for path in sorted(folder.glob("runs/*/run.json"), reverse=True):
        facts = _read(path)
        if facts.get("command", "crawl") in ("import", "rebuild"):
            continue
        ended = facts.get("ended")
        yield PastCrawl(
            started=datetime.fromisoformat(facts["started"]),
            ended=datetime.fromisoformat(ended) if ended else None,
            exit_code=facts.get("exit_code"),
            error=facts.get("error"),
        )


def status(schedule: Schedule, folder: Path, now: datetime) -> Status:
    """The status of a timer at *now*, which is in this machine's zone; *folder* is the outlet's."""
    running, ended = is_running(folder), list(runs(folder))
    if running and ended and not ended[0].ended:
        ended = ended[1:]
    good = next((run for run in ended if run.good), None)
    on_time = next((run for run in ended if run.on_time), None)
    since = (on_time.ended or on_time.started) if on_time else schedule.installed_at
    return Status(
        schedule=schedule,
        running=running,
        last_run=ended[0] if ended else None,
        last_good=good,
        last_failure=next((run for run in ended if not run.good), None),
        next_run=schedule.timing.next_after(now),
        overdue=now - since > OVERDUE_AFTER * schedule.timing.interval,
    )


def is_running(folder: Path) -> bool:
    """Whether a run holds the lock in the outlet's folder, without touching it; always False where /proc is missing."""
    try:
        inode = (folder / "lock").stat().st_ino
        locks = Path("/proc/locks").read_text("ascii")
    except OSError:
        return False
    return any(f":{inode} " in line for line in locks.splitlines() if " FLOCK " in line)


def _read(path: Path) -> dict[str, Any]:
    try:
        facts: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ArchiveError(
            f"{path} cannot be read: {error}.", "It can be deleted: the archive does not need it."
        ) from error
    return facts
