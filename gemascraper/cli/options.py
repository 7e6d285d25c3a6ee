"""Options that several commands share: where the archives are, which stories are meant, how a site is reached."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from gemascraper.errors import UsageError

F = TypeVar("F", bound=Callable[..., Any])


def day(text: str) -> date:
    """The type of an option that takes a day.

    >>> day("2026-11-24")
    datetime.date(2026, 11, 24)
    """
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise click.BadParameter(f'"{text}" is not a day. Write it as YYYY-MM-DD, such as 2026-11-24.') from None


output_option = click.option(
    "--output",
    envvar="GEMASCRAPER_OUTPUT",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    default="output",
    show_default=True,
    help="Folder of the archives.",
)
set_option = click.option("--set", "changes", multiple=True, metavar="KEY=VALUE", help="Any Scrapy setting.")

_CONNECTION = (
    click.option(
        "--connect-to",
        multiple=True,
        metavar="HOST:PORT:ADDRESS:PORT",
        help="Connect to ADDRESS:PORT for HOST:PORT, as curl does.",
    ),
    click.option(
        "--ca-file",
        type=click.Path(exists=True, dir_okay=False),
        help="Certificate authorities to trust besides the system's.",
    ),
    click.option("--allow-private", is_flag=True, help="Connect to private IP addresses too."),
)
_FILTERS = (
    click.option("--outlet", "outlets", metavar="OUTLET", multiple=True, help="Only this outlet; can be repeated."),
    click.option("--edition", metavar="EDITION", help="Only stories that this edition has shown."),
    click.option("--since", type=day, metavar="DAY", help="Published on this day or later, such as 2026-11-01."),
    click.option("--until", type=day, metavar="DAY", help="Published on this day or earlier."),
    click.option("--section", metavar="SECTION", help="Only stories of this section."),
    click.option("--text", metavar="WORDS", help="Only stories with all of these words in headline or text."),
)


def connection_options(command: F) -> F:
    """The options that lead to a site; the command gets them as Scrapy settings called ``settings``.

    Above `set_option`, those settings have what ``--set`` says too. What is not given is left to the environment.
    """

    @functools.wraps(command)
    def connecting(
        *, connect_to: Sequence[str], ca_file: str | None, allow_private: bool, changes: Sequence[str] = (), **rest: Any
    ) -> Any:
        given = {
            "GEMASCRAPER_CONNECT_TO": list(connect_to),
            "GEMASCRAPER_CA_FILE": ca_file,
            "GEMASCRAPER_ALLOW_PRIVATE": allow_private,
        }
        settings = {name: value for name, value in given.items() if value}
        return command(settings=settings | dict(map(_setting, changes)), **rest)

    return _with_options(_CONNECTION, cast("F", connecting))


def filter_options(command: F) -> F:
    """The options that choose archived stories; the command gets them as one `StoryFilters` called ``filters``."""

    @functools.wraps(command)
    def filtering(**options: Any) -> Any:
        from gemascraper.export.filters import StoryFilters

        chosen = {name: options.pop(name) for name in ("outlets", "edition", "since", "until", "section", "text")}
        return command(filters=StoryFilters(**chosen), **options)

    return _with_options(_FILTERS, cast("F", filtering))


def _with_options(options: Sequence[Callable[[F], F]], command: F) -> F:
    for option in reversed(options):
        command = option(command)
    return command


def _setting(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not (key and equals):
        raise UsageError(f"--set {text!r} is not KEY=VALUE.")
    return key, value
