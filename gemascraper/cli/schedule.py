"""`gemascraper schedule`: regular crawls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gemascraper.cli.options import output_option

if TYPE_CHECKING:
    from gemascraper.schedule.job import Job
    from gemascraper.schedule.state import Manager, Schedule, Status

OVERDUE = 7
"""Exit code of `status`."""


@click.group()
def schedule() -> None:
    """Crawl regularly by a timer, and see whether it runs."""


@schedule.command()
@click.argument("outlets", metavar="OUTLET…", nargs=-1, required=True)
@click.option("--systemd", "manager", flag_value="systemd", help="A timer of your systemd user session.")
@click.option("--cron", "manager", flag_value="cron", help="A line in your crontab.")
@click.option("--every", metavar="PERIOD", help="Such as 30m, 2h or 1d; default: 1h.")
@click.option("--at", "clock", metavar="HH:MM", help="Daily at this time, in the outlet's time zone.")
@click.option("--print", "only_print", is_flag=True, help="Print what would be installed, and install nothing.")
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
    """Install a timer of your own that crawls each OUTLET; it keeps the contact from GEMASCRAPER_CONTACT."""
    from gemascraper.errors import UsageError

    if manager is None:
        raise UsageError("Say which kind of timer:", "--systemd or --cron.")
    if every and clock:
        raise UsageError("--every and --at exclude each other.", "Give one of them.")
    from gemascraper.schedule import timers

    now = _now()
    jobs = list(_jobs(outlets, every, clock, output))
    if only_print:
        for job in jobs:
            _print(job, manager, now)
        return
    for job in jobs:
        timers.install(job, manager, output, now)
        click.echo(f"{job.outlet}: {job.timing}, next {_moment(job.timing.next_after(now))}", err=True)
    if manager == "systemd":
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
    """Remove the timer of OUTLET; its archive stays, and a running crawl goes on."""
    from gemascraper.schedule import timers

    (known,) = _known(output, outlet)
    timers.remove(known, output)
    click.echo(f"{outlet}: the timer is removed", err=True)


@schedule.command()
@click.argument("outlet", required=False)
@output_option
@click.pass_context
def status(context: click.Context, *, outlet: str | None, output: Path) -> None:
    """Print the status of each timer: last run, next run, last failure.

    Exit code 7 where the last good run is older than twice the interval.
    """
    from gemascraper.schedule.state import status as status_of

    now = _now()
    found = [status_of(known, output / known.outlet, now) for known in _known(output, outlet)]
    for one in found:
        _tell(one)
    if any(one.overdue for one in found):
        context.exit(OVERDUE)


def _jobs(names: Sequence[str], every: str | None, clock: str | None, output: Path) -> Iterator[Job]:
    from gemascraper import outlets
    from gemascraper.schedule import timing
    from gemascraper.schedule.job import crawl_job

    for name in names:
        outlet = outlets.load(name)
        when = timing.at(clock, outlet.timezone) if clock else timing.every(every or "1h", outlet.key)
        yield crawl_job(outlet.key, name, when, output)


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
        what = f"There is no timer of {outlet or 'any outlet'} below {output}."
        raise UsageError(what, "Install one: gemascraper schedule install")
    return found


def _tell(one: Status) -> None:
    click.echo(
        f"{one.schedule.outlet}: {one.schedule.timing} ({one.schedule.manager}){'  OVERDUE' if one.overdue else ''}"
    )
    if one.running:
        click.echo("  running now; a crawl that the timer starts meanwhile is skipped")
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
