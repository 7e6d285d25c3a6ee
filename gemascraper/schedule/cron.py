"""A marked block in a crontab, as text; every other line stays unchanged."""

from __future__ import annotations

import shlex
from datetime import datetime, timedelta

from gemascraper.schedule.job import Job
from gemascraper.schedule.timing import Every, Timing

_OPEN, _CLOSE = "# >>> gemascraper {}", "# <<< gemascraper {}"


def block(job: Job, now: datetime) -> str:
    """The lines for one outlet. *now* is in this machine's zone, the only one that cron knows.

    The contact is in the command: a variable of the crontab would apply to all lines below it.
    """
    assignments = " ".join(f"{key}={shlex.quote(value)}" for key, value in job.environment.items())
    command = f"cd {shlex.quote(str(job.folder))} && {assignments} {shlex.join((*job.command, '--quiet'))}"
    return "\n".join((
        _OPEN.format(job.outlet),
        f"# {job.timing}; to remove: gemascraper schedule remove {job.outlet}",
        f"{when(job.timing, now)} {command.replace('%', chr(92) + '%')}",
        _CLOSE.format(job.outlet),
        "",
    ))  # fmt: skip


def without(crontab: str, outlet: str) -> str:
    """The crontab without the outlet's block."""
    kept, inside = [], False
    for line in crontab.splitlines(keepends=True):
        if line.rstrip() == _OPEN.format(outlet):
            inside = True
        elif inside:
            inside = line.rstrip() != _CLOSE.format(outlet)
        else:
            kept.append(line)
    return "".join(kept)


def including(crontab: str, job: Job, now: datetime) -> str:
    """The crontab with the outlet's block, in place of an earlier one."""
    others = without(crontab, job.outlet)
    return others + ("" if not others or others.endswith("\n") else "\n") + block(job, now)


def when(timing: Timing, now: datetime) -> str:
    """The timing as the first five fields of a crontab line; *now* is in this machine's zone.

    >>> from gemascraper.schedule.timing import at
    >>> noon = datetime.fromisoformat("2026-11-20T12:00:00+08:00")
    >>> when(Every(30, shift=7), noon), when(Every(120, shift=67), noon), when(at("05:30", "Asia/Jakarta"), noon)
    ('7-59/30 * * * *', '7 1-23/2 * * *', '30 6 * * *')
    """
    if not isinstance(timing, Every):
        here = timing.next_after(now).astimezone(now.tzinfo)
        return f"{here.minute} {here.hour} * * *"
    hour, minute = divmod(timing.shift, 60)
    if timing.minutes < 60:
        return f"{minute}-59/{timing.minutes} * * * *"
    return f"{minute} {hour if timing.interval == timedelta(days=1) else f'{hour}-23/{timing.minutes // 60}'} * * *"
