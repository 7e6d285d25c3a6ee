"""Options that several verbs share: where the archives are, and how a site is reached."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from gemascraper.errors import UsageError

F = TypeVar("F", bound=Callable[..., Any])

output_option = click.option(
    "--output",
    envvar="GEMASCRAPER_OUTPUT",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    default="output",
    show_default=True,
    help="Where the archives are.",
)
set_option = click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="Any Scrapy setting.")
_REACHING = (
    click.option(
        "--connect-to", multiple=True, metavar="HOST:PORT:ADDRESS:PORT", help="Lead a name to an address, as curl does."
    ),
    click.option(
        "--ca-file",
        type=click.Path(exists=True, dir_okay=False),
        help="Certificate authorities to trust besides the system's.",
    ),
    click.option("--allow-private", is_flag=True, help="Connect to private addresses too."),
)


def reaching(command: F) -> F:
    """The options ``connect_to``, ``ca_file`` and ``allow_private``, for a verb that asks a site."""
    for option in reversed(_REACHING):
        command = option(command)
    return command


def scrapy_settings(
    connect_to: Sequence[str], ca_file: str | None, allow_private: bool, settings: Sequence[str] = ()
) -> dict[str, Any]:
    """What those options and ``--set`` say, as Scrapy settings; what was not given stays as the environment has it."""
    found: dict[str, Any] = {"GEMASCRAPER_CONNECT_TO": list(connect_to)} if connect_to else {}
    found |= {"GEMASCRAPER_CA_FILE": ca_file} if ca_file else {}
    found |= {"GEMASCRAPER_ALLOW_PRIVATE": True} if allow_private else {}
    return found | dict(map(_setting, settings))


def _setting(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not (key and equals):
        raise UsageError(f"--set {text!r} is not KEY=VALUE.")
    return key, value
