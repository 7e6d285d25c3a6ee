"""`gemascraper schedule`: crawls that start by themselves."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gemascraper.cli.options import output_option

if TYPE_CHECKING:
    from gemascraper.schedule.job import Job
    from gemascraper.schedule.state import Manager, Schedule, Status

OVERDUE = 7


@click.group()
def schedule() -> None:
    """Crawl by a timer, and see whether it does."""


@schedule.command()
@click.argument("outlets", metavar="OUTLET…", nargs=-1, required=True)
@click.option("--systemd", "manager", flag_value="systemd", help="Timers of your own systemd.")
@click.option("--cron", "manager", flag_value="cron", help="Lines in your own crontab.")
@click.option("--every", metavar="PERIOD", help="Such as 30m, 2h or 1d; 1h if neither this nor --at is given.")
@click.option("--at", "clock", metavar="HH:MM", help="Daily at this time, in the outlet's own zone.")
@click.option("--print", "only_print", is_flag=True, help="Show what would be installed, and install nothing.")
@output_option
def install(
    *,
    outlets: Sequence[str],
    manager: Manager | None,
    every: str | None,
    clock: str | None,
    only_print: bool,
    output: Path,
) -> None:
    """Start crawls of each OUTLET by a timer of your own; the contact is taken from GEMASCRAPER_CONTACT."""
    from gemascraper.errors import UsageError

    if manager is None:
        raise UsageError("Say which kind of timer:", "--systemd or --cron.")
    if every and clock:
        raise UsageError("--every and --at exclude each other.", "Give one of them.")
    now = _now()
    for job in [_job(name, every, clock, output) for name in outlets]:
        if only_print:
            _print(job, manager, now)
        else:
            _install(job, manager, output, now)
    if manager == "systemd" and not only_print:
        click.echo("To crawl while you are logged out too: loginctl enable-linger", err=True)


@schedule.command("list")
@output_option
def list_(*, output: Path) -> None:
    """List the timers that were installed."""
    from gemascraper.schedule.state import schedules

    now = _now()
    for known in schedules(output):
        click.echo(
            f"{known.outlet:16} {known.timing!s:32} {known.manager:8} next {_moment(known.timing.next_after(now))}"
        )


@schedule.command()
@click.argument("outlet")
@output_option
def remove(*, outlet: str, output: Path) -> None:
    """Remove the timer of OUTLET; its archive stays, and a crawl that is going on goes on."""
    from gemascraper.schedule.installing import remove_cron, remove_systemd

    (known,) = _known(output, outlet)
    (remove_systemd if known.manager == "systemd" else remove_cron)(outlet)
    (output / outlet / "schedule.json").unlink()
    click.echo(f"{outlet}: no timer any more", err=True)


@schedule.command()
@click.argument("outlet", required=False)
@output_option
@click.pass_context
def status(context: click.Context, *, outlet: str | None, output: Path) -> None:
    """Say how each timer stands: last run, next run, last failure.

    Exit code 7 where the last good run is older than twice the interval.
    """
    from gemascraper.schedule.state import status as status_of

    now = _now()
    found = [status_of(known, output / known.outlet, now) for known in _known(output, outlet)]
    for one in found:
        _tell(one)
    if any(one.overdue for one in found):
        context.exit(OVERDUE)


def _job(name: str, every: str | None, clock: str | None, output: Path) -> Job:
    from gemascraper import outlets
    from gemascraper.schedule import timing
    from gemascraper.schedule.job import Job, crawl

    outlet = outlets.load(name)
    return Job(
        outlet=outlet.key,
        timing=timing.at(clock, outlet.timezone) if clock else timing.every(every or "1h", outlet.key),
        command=crawl(_program(), name, output),
        folder=Path.cwd(),
        environment=_environment(),
    )


def _program() -> list[str]:
    """This gemascraper, by its whole path: a timer has no PATH of ours."""
    script = Path(sys.executable).with_name("gemascraper")
    return [str(script)] if script.exists() else [sys.executable, "-m", "gemascraper"]


def _environment() -> dict[str, str]:
    from gemascraper.errors import UsageError

    if not os.environ.get("GEMASCRAPER_CONTACT"):
        advice = "Set GEMASCRAPER_CONTACT to an address or page where the outlet can reach you."
        raise UsageError("Nobody is crawled anonymously, and a timer keeps the contact.", advice)
    return {key: value for key, value in sorted(os.environ.items()) if key.startswith("GEMASCRAPER_")}


def _install(job: Job, manager: Manager, output: Path, now: datetime) -> None:
    from gemascraper.schedule.installing import install_cron, install_systemd, remove_cron, remove_systemd
    from gemascraper.schedule.state import Schedule, schedules

    former = next((known for known in schedules(output) if known.outlet == job.outlet), None)
    if former and former.manager != manager:
        (remove_systemd if former.manager == "systemd" else remove_cron)(job.outlet)
    if manager == "systemd":
        install_systemd(job)
    else:
        install_cron(job, now)
    kept = Schedule(outlet=job.outlet, timing=job.timing, manager=manager, command=job.command, installed_at=now)
    kept.save(output / job.outlet)
    click.echo(f"{job.outlet}: {job.timing}, next {_moment(job.timing.next_after(now))}", err=True)


def _print(job: Job, manager: Manager, now: datetime) -> None:
    from gemascraper.schedule import cron, systemd

    if manager == "cron":
        click.echo(cron.block(job, now), nl=False)
        return
    for name, text in systemd.units(job).items():
        click.echo(f"# ~/.config/systemd/user/{name}\n{text}")


def _known(output: Path, outlet: str | None) -> list[Schedule]:
    from gemascraper.errors import UsageError
    from gemascraper.schedule.state import schedules

    found = [known for known in schedules(output) if outlet in (None, known.outlet)]
    if not found:
        what = f"No timer of {outlet or 'any outlet'} is noted below {output}."
        raise UsageError(what, "Install one: gemascraper schedule install")
    return found


def _tell(one: Status) -> None:
    click.echo(
        f"{one.schedule.outlet}: {one.schedule.timing} ({one.schedule.manager}){'  OVERDUE' if one.overdue else ''}"
    )
    if one.running:
        click.echo("  running now; a start that falls due meanwhile is skipped")
    last = one.last_run
    outcome = last and (last.failure or "good")
    click.echo(f"  last run      {f'{_moment(last.started)}: {outcome}' if last else 'none yet'}")
    if not one.last_good:
        click.echo(f"  last good run none since {_moment(one.schedule.installed_at)}")
    elif one.last_good != last:
        click.echo(f"  last good run {_moment(one.last_good.started)}")
    if one.last_failure and one.last_failure != last:
        click.echo(f"  last failure  {_moment(one.last_failure.started)}: {one.last_failure.failure}")
    click.echo(f"  next run      {_moment(one.next_run)}")


def _moment(moment: datetime) -> str:
    return moment.astimezone().strftime("%Y-%m-%d %H:%M %Z")


def _now() -> datetime:
    return datetime.now().astimezone()
