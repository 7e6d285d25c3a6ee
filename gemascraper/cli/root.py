"""`gemascraper`: the verbs by family, loaded only when asked for, and errors as people read them."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Mapping

import click

from gemascraper import __version__
from gemascraper.errors import GemascraperError

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
        "outlet": "List, show and check outlet profiles.",
        "newsroom": "Run a pretend outlet to try things on.",
    },
}
_MODULES = {"import": ("archives", "import_"), "rebuild": ("archives", "rebuild"), "list": ("look", "list_")} | {
    name: ("look", name) for name in ("show", "explain", "credits")
}


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
    """Run the command line; its exit code."""
    try:
        gemascraper(standalone_mode=False)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.Abort:
        return 130
    except click.ClickException as wrong:
        wrong.show()
        return wrong.exit_code
    except GemascraperError as error:
        if os.environ.get("GEMASCRAPER_DEBUG"):
            raise
        click.echo(f"gemascraper: {error}", err=True)
        return error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # `| head` has seen enough
    except KeyboardInterrupt:
        return 130
    return 0
