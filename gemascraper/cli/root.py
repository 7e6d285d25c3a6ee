"""`gemascraper`: the verbs by family, loaded only when asked for, and errors as people read them."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Mapping
from typing import Any

import click

from gemascraper import __version__
from gemascraper.errors import GemascraperError, UsageError

_FAMILIES: Mapping[str, Mapping[str, str]] = {
    "get": {
        "crawl": "Crawl outlets into the archive.",
        "import": "Take WARC files in, ours or anyone's.",
        "rebuild": "Make everything but the WARC files again.",
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
        "outlet": "Look at outlet profiles, make and teach new ones.",
        "newsroom": "Run a pretend outlet to try things on.",
    },
}
_MODULES = {"import": ("archives", "import_"), "rebuild": ("archives", "rebuild"), "list": ("stories", "list_")} | {
    name: ("stories", name) for name in ("show", "explain", "credits")
}

_MEANT = {"search": "list", "ls": "list", "why": "explain", "read": "extract", "fetch": "crawl", "cron": "schedule"}
"""What other programs call our verbs."""
_UNFORESEEN = (
    "Nobody foresaw this. What was reported as archived is safe, and the same command goes on from there. "
    "With `gemascraper --debug …` it says where it happened; please report that."
)


class Families(click.Group):
    """A group that imports a verb's module when the verb is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for verbs in _FAMILIES.values() for name in verbs]

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
            raise UsageError(f'There is no verb "{args[0]}".', self._hint(ctx, args[0]))
        return super().resolve_command(ctx, args)

    def _hint(self, ctx: click.Context, verb: str) -> str:
        import difflib

        close = difflib.get_close_matches(_MEANT.get(verb, verb), self.list_commands(ctx), n=2, cutoff=0.5)
        return f"Did you mean {' or '.join(close)}?" if close else "`gemascraper --help` lists the verbs."

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:  # click itself would make it a failure
            return _seen_enough()

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for family, verbs in _FAMILIES.items():
            with formatter.section(family.capitalize()):
                formatter.write_dl(list(verbs.items()), col_max=12)


@click.group(cls=Families, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, package_name="gemascraper")
@click.option("--debug", is_flag=True, help="Show tracebacks and debug messages.")
def gemascraper(debug: bool) -> None:
    """The archive of record for an Indonesian news network.

    Crawls an outlet politely, keeps what the wire said, says what it understood, and where it got that from.

    Try `make demo`, or: gemascraper crawl gemapos --limit 20
    """
    if debug:
        os.environ["GEMASCRAPER_DEBUG"] = "1"


def run() -> int:
    """Run the command line; its exit code. What is printed of an error says what happened, what is safe, what next."""
    try:
        left: Any = gemascraper(standalone_mode=False, prog_name="gemascraper")  # the code that a verb left with
        sys.stdout.flush()
        return left if isinstance(left, int) else 0
    except (click.Abort, KeyboardInterrupt):
        return 130
    except click.ClickException as wrong:
        wrong.show()
        return wrong.exit_code
    except BrokenPipeError:
        return _seen_enough()
    except Exception as error:  # the outermost place: what nobody foresaw is said in our way too
        return _said(error)


def _seen_enough() -> int:
    """`| head` has closed the pipe: nothing more is to be said, and nothing is wrong."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _said(error: Exception) -> int:
    if os.environ.get("GEMASCRAPER_DEBUG"):
        import traceback

        traceback.print_exc()
    if isinstance(error, GemascraperError):
        click.echo(f"gemascraper: {error}", err=True)
        return error.exit_code
    click.echo(f"gemascraper: {type(error).__name__}: {error}", err=True)
    click.echo(_UNFORESEEN, err=True)
    return 1
