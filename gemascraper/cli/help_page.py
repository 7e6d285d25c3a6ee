"""docs/reference/cli.md, printed from the commands' own help by ``python -m gemascraper.cli.help_page``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from gemascraper.cli.root import gemascraper

_PREFACE = """\
# The command line

This page is printed from `--help` (`python -m gemascraper.cli.help_page > docs/reference/cli.md`).

An option on the command line wins over a `GEMASCRAPER_*` variable of the environment, and the variable over
`settings.py`; facts about a site are in its [profile](profile.md). Results go to standard output, messages to
standard error.

Variables and settings are listed in [settings.md](settings.md).

| exit code | means |
|---|---|
| 0 | done |
| 1 | unexpected error; `--debug` shows where |
| 2 | a command, an option or a setting is wrong |
| 3 | a profile is wrong |
| 4 | nothing could be fetched |
| 5 | another run has the archive |
| 6 | the disk, or the archive |
| 7 | damage found, or a run is overdue |
| 8 | a run filed less than the profile's [`[expect]`](profile.md#expect) asks for |
| 130, 143 | stopped by Ctrl-C or SIGTERM; everything reported is committed |

With several outlets all of them run, and the first code that is not 0 in the order 6, 3, 7, 5, 4, 8 wins.
"""
_WIDTH = 100


def help_page() -> str:
    """The page, as Markdown."""
    return "\n".join([_PREFACE, *_pages(gemascraper, "gemascraper", None)])


def _pages(command: click.Command, name: str, parent: click.Context | None) -> Iterator[str]:
    settings: dict[str, Any] = {**command.context_settings, "terminal_width": _WIDTH, "max_content_width": _WIDTH}
    context = click.Context(command, info_name=name, parent=parent, **settings)
    yield f"## {context.command_path}\n\n```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            assert found
            yield from _pages(found, child, context)


if __name__ == "__main__":
    click.echo(help_page(), nl=False)
