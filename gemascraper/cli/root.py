"""`gemascraper`: the commands by family, each imported when it is used, and how errors are printed."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Mapping
from typing import Any

import click

from gemascraper.errors import GemascraperError, UsageError, unexpected
from gemascraper.version import __version__

_FAMILIES: Mapping[str, Mapping[str, str]] = {
    "get": {
        "crawl": "Crawl outlets into the archive.",
        "import": "Import WARC files, ours or anyone's.",
        "rebuild": "Make everything again from the WARC files.",
    },
    "look": {
        "list": "List archived stories.",
        "show": "Show one story with all its fields.",
        "explain": "Say where each value of a story came from.",
        "credits": "List pictures with their credits.",
    },
    "give": {
        "export": "Write a dataset: JSON Lines, CSV or Parquet.",
        "extract": "Read one saved page, without an archive.",
        "schema": "Print the JSON Schema of articles or credits.",
    },
    "keep": {
        "schedule": "Crawl regularly, by systemd or cron.",
    },
    "know": {
        "outlet": "Show, check and make outlet profiles.",
        "newsroom": "Run a simulated outlet for trying things out.",
    },
}
_MODULES = {"import": ("warc_files", "import_"), "rebuild": ("warc_files", "rebuild"), "list": ("stories", "list_")} | {
    name: ("stories", name) for name in ("show", "explain", "credits")
}

_MEANT = {"search": "list", "ls": "list", "why": "explain", "read": "extract", "fetch": "crawl", "cron": "schedule"}
"""What other programs call our commands."""


class Families(click.Group):
    """A group that imports a command's module when the command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for commands in _FAMILIES.values() for name in commands]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        module, name = _MODULES.get(cmd_name, (cmd_name, cmd_name))
        command: click.Command = getattr(importlib.import_module(f"gemascraper.cli.{module}"), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.list_commands(ctx) and not args[0].startswith("-"):
            raise UsageError(f'There is no command "{args[0]}".', self._hint(ctx, args[0]))
        return super().resolve_command(ctx, args)

    def _hint(self, ctx: click.Context, name: str) -> str:
        import difflib

        close = difflib.get_close_matches(_MEANT.get(name, name), self.list_commands(ctx), n=2, cutoff=0.5)
        return f"Did you mean {' or '.join(close)}?" if close else "`gemascraper --help` lists the commands."

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:  # click itself would make it a failure
            return _seen_enough()

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for family, commands in _FAMILIES.items():
            with formatter.section(family.capitalize()):
                formatter.write_dl(list(commands.items()), col_max=12)


@click.group(cls=Families, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, package_name="gemascraper")
@click.option("--debug", is_flag=True, help="Show tracebacks and debug messages.")
def gemascraper(debug: bool) -> None:
    """The archive of record for an Indonesian news network.

    Crawls an outlet politely, keeps every response byte for byte, and reads articles from them.

    Try `make demo`, or: gemascraper crawl gemapos --limit 20
    """
    if debug:
        os.environ["GEMASCRAPER_DEBUG"] = "1"


def run() -> int:
    """Run the command line and return its exit code; every error is printed once, without a traceback."""
    try:
        left: Any = gemascraper(standalone_mode=False, prog_name="gemascraper")  # the exit code, if the command set one
        sys.stdout.flush()
        return left if isinstance(left, int) else 0
    except (click.Abort, KeyboardInterrupt):
        return 130
    except click.ClickException as wrong:
        wrong.show()
        return wrong.exit_code
    except BrokenPipeError:
        return _seen_enough()
    except Exception as error:  # the outermost place: an unexpected error is printed in the same form
        return _said(error)


def _seen_enough() -> int:
    """The reader of our output, such as ``| head``, has closed the pipe: that is not an error."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _said(error: Exception) -> int:
    if os.environ.get("GEMASCRAPER_DEBUG"):
        import traceback

        traceback.print_exc()
    said = error if isinstance(error, GemascraperError) else unexpected(error)
    click.echo(f"gemascraper: {said}", err=True)
    return said.exit_code
