"""A user service and its timer, as text."""

from __future__ import annotations

from datetime import timedelta

from gemascraper.schedule.job import Job
from gemascraper.schedule.timing import Every, Timing

# Only what a user manager can enforce without privileges (seccomp and prctl). No MemoryDenyWriteExecute: pyOpenSSL's
# callbacks are made by libffi, which needs memory that can be both written and run.
_SERVICE = """\
[Unit]
Description=gemascraper: crawl {outlet}

[Service]
Type=oneshot
WorkingDirectory={folder}
{environment}
ExecStart={command}
# 5: another run has the archive, so this one is skipped
SuccessExitStatus=5
KillMode=mixed
TimeoutStopSec=30
UMask=0022
NoNewPrivileges=yes
LockPersonality=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RestrictNamespaces=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
SystemCallArchitectures=native
"""

_TIMER = """\
[Unit]
Description=gemascraper: crawl {outlet} {timing}

[Timer]
OnCalendar={calendar}
Persistent=true
RandomizedDelaySec={delay}

[Install]
WantedBy=timers.target
"""


def name(outlet: str) -> str:
    """The name of both units, without ``.service`` and ``.timer``."""
    return f"gemascraper-{outlet}"


def units(job: Job) -> dict[str, str]:
    """File name → text of the service and of its timer."""
    service = _SERVICE.format(
        outlet=_literal(job.outlet),
        folder=_literal(str(job.folder)),
        environment="\n".join(f"Environment={_quoted(f'{key}={value}')}" for key, value in job.environment.items()),
        command=" ".join(_quoted(word).replace("$", "$$") for word in job.command),
    )
    timer = _TIMER.format(
        outlet=_literal(job.outlet),
        timing=job.timing,
        calendar=calendar(job.timing),
        delay=int(min(job.timing.interval / 10, timedelta(minutes=10)).total_seconds()),
    )
    return {f"{name(job.outlet)}.service": service, f"{name(job.outlet)}.timer": timer}


def calendar(timing: Timing) -> str:
    """The timing as a value of OnCalendar.

    >>> calendar(Every(30, shift=7)), calendar(Every(120, shift=67)), calendar(Every(1440, shift=67))
    ('*-*-* *:07/30:00', '*-*-* 01/2:07:00', '*-*-* 01:07:00')
    """
    if not isinstance(timing, Every):
        return f"*-*-* {timing.time:%H:%M}:00 {timing.zone.key}"
    hour, minute = divmod(timing.shift, 60)
    if timing.minutes < 60:
        return f"*-*-* *:{minute:02}/{timing.minutes}:00"
    hours = f"{hour:02}" if timing.interval == timedelta(days=1) else f"{hour:02}/{timing.minutes // 60}"
    return f"*-*-* {hours}:{minute:02}:00"


def _literal(text: str) -> str:
    return text.replace("%", "%%")


def _quoted(text: str) -> str:
    escaped = _literal(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
