"""What a timer runs: one outlet's crawl, spelled out so that it does not depend on who starts it, or where."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs

from gemascraper.errors import UsageError, no_contact
from gemascraper.schedule.timing import Timing


def printable(_: object, attribute: attrs.Attribute[str], value: str) -> None:
    """Refuse what would end a line of a unit or a crontab."""
    if not value.isprintable():
        raise UsageError(f"The {attribute.name} {value!r} has characters that no timer can hold.")


@attrs.frozen(kw_only=True)
class Job:
    """A crawl with its timing."""

    outlet: str = attrs.field(validator=printable)
    """Key of the outlet."""
    timing: Timing
    command: tuple[str, ...] = attrs.field(validator=attrs.validators.deep_iterable(printable))
    """The program, by its absolute path, and its arguments."""
    folder: Path
    """Current folder of the crawl: the person's own profiles are looked for there."""
    environment: Mapping[str, str] = attrs.field(validator=attrs.validators.deep_mapping(value_validator=printable))
    """Variables of the crawl, above all the contact: without it nothing is fetched."""


def crawl_job(outlet: str, named: str, timing: Timing, output: Path) -> Job:
    """A crawl of the outlet into *output*, as if started here and now; *named* is its profile's name or file.

    Raises `UsageError` where no contact is configured.
    """
    return Job(
        outlet=outlet,
        timing=timing,
        command=crawl_command(_program(), named, output),
        folder=Path.cwd(),
        environment=_environment(),
    )


def crawl_command(program: Sequence[str], named: str, output: Path) -> tuple[str, ...]:
    """The command that crawls an outlet into *output*."""
    return (*program, "crawl", named, "--output", str(output.resolve()))


def _program() -> list[str]:
    """This gemascraper, by its absolute path: a timer has another PATH."""
    script = Path(sys.executable).with_name("gemascraper")
    return [str(script)] if script.exists() else [sys.executable, "-m", "gemascraper"]


def _environment() -> dict[str, str]:
    if not os.environ.get("GEMASCRAPER_CONTACT"):
        raise no_contact("no timer was installed")
    return {key: value for key, value in sorted(os.environ.items()) if key.startswith("GEMASCRAPER_")}
