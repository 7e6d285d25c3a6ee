"""What is to be run: one outlet's crawl, spelled out so that it does not depend on who starts it, or where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs

from gemascraper.errors import UsageError
from gemascraper.schedule.timing import Timing


def printable(_: object, attribute: attrs.Attribute[str], value: str) -> None:
    """Refuse what would end a line of a unit or a crontab."""
    if not value.isprintable():
        raise UsageError(f"The {attribute.name} {value!r} has characters that no timer can hold.")


@attrs.frozen(kw_only=True)
class Job:
    """A crawl with its timing."""

    outlet: str = attrs.field(validator=printable)
    timing: Timing
    command: tuple[str, ...] = attrs.field(validator=attrs.validators.deep_iterable(printable))
    """The program, by its whole path, and its arguments."""
    folder: Path
    """Where it starts: profiles of one's own are looked for there."""
    environment: Mapping[str, str] = attrs.field(validator=attrs.validators.deep_mapping(value_validator=printable))
    """Above all the contact, without which nothing is crawled."""


def crawl(program: Sequence[str], outlet: str, output: Path) -> tuple[str, ...]:
    """The command that crawls *outlet* into *output*."""
    return (*program, "crawl", outlet, "--output", str(output.resolve()))
