"""The demonstration of `newsroom demo`: from crawl to export on a simulated outlet, each step explained."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gemascraper.cli.rendering import credit_text
from gemascraper.cli.table import cut
from gemascraper.errors import GemascraperError, UsageError
from gemascraper.newsroom import Newsroom, NewsroomStory, Site, running
from gemascraper.values.counts import counted

if TYPE_CHECKING:
    from gemascraper.export.jsonl import Row

MARK = ".made-by-newsroom-demo"
OUTLET = "gemapos"


class Demo:
    """A demonstration in a folder of its own."""

    def __init__(self, output: Path) -> None:
        self.output, self.folder = output, output / OUTLET

    def run(self, paper: Newsroom) -> None:
        """Run all steps. Raises `UsageError` where the folder holds something else."""
        self._make_room()
        with running(paper) as site:
            editions, stories = counted(len(paper.editions), "edition"), counted(len(paper.stories), "story", "stories")
            _title(f"A newspaper with {editions} and {stories}, on this machine")
            click.echo("  ".join(f"https://{edition.host}/" for edition in paper.editions.values()))
            _title("Crawling it, with the bytes of pictures; without the usual two seconds between requests")
            self._crawl(site, "--images")
            self._tell({edition.key: edition.name for edition in paper.editions.values()})
            self._correct(site)
        self._export()
        self._leave(paper.stories)

    # ------------------------------------------------------------------------------------------------ the steps

    def _make_room(self) -> None:
        if self.output.exists() and any(self.output.iterdir()) and not (self.output / MARK).exists():
            raise UsageError(
                f"{self.output} holds files that are not of a demonstration; nothing was changed.",
                "Name another --output.",
            )
        shutil.rmtree(self.output, ignore_errors=True)
        self.output.mkdir(parents=True)
        (self.output / MARK).touch()

    def _crawl(self, site: Site, *options: str) -> None:
        routes = [part for rule in site.connect_all for part in ("--connect-to", rule)]
        manners = ["--set", "DOWNLOAD_DELAY=0", "--ca-file", str(site.ca_file)]
        self._gemascraper("crawl", OUTLET, "--output", str(self.output), *options, *manners, *routes)

    def _tell(self, names: Mapping[str, str]) -> None:
        run, articles = self._run(), list(self._lines("articles"))
        if not articles:
            raise GemascraperError("The crawl read no article.", f"See the reports in {self.folder / 'runs'}.")
        read, captures = counted(len(articles), "article"), counted(sum(run["captures"].values()), "exchange")
        _title(f"{read} read from {captures}, {run['archived_bytes'] / 1e6:.1f} MB archived")
        for edition, count in run["editions"].items():
            click.echo(f"  {names.get(edition, edition):14}{count:4}")
        _title("Share of the articles that have each field")
        for name, share in run["filled"].items():
            click.echo(f"  {name:12}{share:5.0%}  {'▇' * round(share * 40)}")
        pictures, credited = counted(run["images"], "picture"), run["image_credits"]
        _title(f"{pictures}, {credited} with a credit. Five of them, and the parts of each credit")
        for row in self._five():
            click.echo(f"  {click.style(row['credit_line'], fg='green')}  →  {credit_text(row['credit'])}")
            click.echo(click.style(f"    {cut(row['caption'] or '(no caption)', 90)}", dim=True))

    def _correct(self, site: Site) -> None:
        before = list(self._lines("articles"))
        story = _correctable(site.paper, {row["id"] for row in before})
        site.correct(story.id)
        _title(f"The newsroom corrects “{cut(story.headline, 60)}”, and we crawl again")
        self._crawl(site, "--quiet")
        run, added = self._run(), list(self._lines("articles"))[len(before) :]
        if [(row["id"], row["revision"]) for row in added] != [(story.id, 2)]:
            raise GemascraperError(
                f"Expected revision 2 of {story.id} and nothing else, got {counted(len(added), 'line')}."
            )
        answers = ", ".join(f"{count} × {code}" for code, count in sorted(run["captures"].items()))
        requests = counted(sum(run["captures"].values()), "time")
        click.echo(f"  fetched {requests} ({answers}): {run['stories']['unchanged']} unchanged")
        click.echo("  one line was added, revision 2; the new paragraph:")
        old = {block["text"] for row in before if row["id"] == story.id for block in row["blocks"]}
        for text in (block["text"] for block in added[0]["blocks"] if block["text"] not in old):
            click.echo(click.style(f"    + {text}", fg="green"))

    def _export(self) -> None:
        _title("Exporting, for a spreadsheet and for a database")
        wanted = [("csv", "articles", "articles.csv"), ("csv", "credits", "credits.csv")]
        wanted += [("parquet", "articles", "articles.parquet")] if importlib.util.find_spec("duckdb") else []
        for form, table, name in wanted:
            target = self.output / name
            self._gemascraper(
                "export", form, "--table", table, "--to", str(target), "--output", str(self.output), quiet=True
            )
            click.echo(f"  {target}  {target.stat().st_size / 1e6:.1f} MB")

    def _leave(self, stories: Sequence[NewsroomStory]) -> None:
        _title("What was written")
        places = {
            self.folder / "archive": "all HTTP traffic, as WARC",
            self.folder / "articles": "one line for each revision of a story",
            self.folder / "image_credits": "one line for each picture",
            self.folder / "images": "the bytes of the pictures",
            self.folder / "runs": "a report of each run",
            self.output: "the exports",
        }
        width = max(len(str(path)) for path in places)
        for path, what in places.items():
            click.echo(f"  {path!s:{width}}  {what}")
        _title("Three commands to try next")
        chosen = self._worth_showing()
        for command in ("list --edition bali", f"show {chosen}", f"explain {chosen}"):
            click.echo(f"  {_program()} {command} --output {self.output}")

    # ------------------------------------------------------------------------------------------------ helpers

    def _gemascraper(self, *arguments: str, quiet: bool = False) -> None:
        """Run a command in another process, without the person's own settings and profiles."""
        sys.stdout.flush()
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GEMASCRAPER_")}
        done = subprocess.run(
            [sys.executable, "-m", "gemascraper", *arguments],
            env=environment,
            stderr=subprocess.PIPE if quiet else None,
            text=True,
        )
        if done.returncode:
            error = GemascraperError(f"`gemascraper {arguments[0]}` ended with {done.returncode}. {done.stderr or ''}")
            error.exit_code = done.returncode
            raise error

    def _run(self) -> dict[str, Any]:
        """The record of the last run."""
        found: dict[str, Any] = json.loads(max(self.folder.glob("runs/*/run.json")).read_text())
        return found

    def _lines(self, table: str) -> Iterator[dict[str, Any]]:
        for file in sorted((self.folder / table).glob("*.jsonl")):
            with file.open() as lines:
                yield from map(json.loads, lines)

    def _five(self) -> list[Row]:
        """Of each kind of credit, the one with most parts."""
        best: dict[str, Row] = {}
        for row in self._lines("image_credits"):
            if row["credit"] and _parts(row) > _parts(best.get(row["credit"]["kind"])):
                best[row["credit"]["kind"]] = row
        return sorted(best.values(), key=_parts, reverse=True)[:5]

    def _worth_showing(self) -> str:
        """Id of the story with most fields."""
        fields = ("kicker", "standfirst", "dateline", "initials", "byline", "images", "related", "tags", "modified")
        article = max(self._lines("articles"), key=lambda row: sum(bool(row[name]) for name in fields))
        return str(article["id"])


def _parts(row: Row | None) -> int:
    return sum(bool(part) for part in row["credit"].values()) + bool(row["caption"]) if row else 0


def _correctable(paper: Newsroom, known: set[str]) -> NewsroomStory:
    """The newest story that is in the archive and in one edition only: a crawl fetches it again."""
    return next(story for story in paper.stories if story.id in known and len(story.editions) == 1)


def _program() -> str:
    """How to call this program in the person's shell."""
    beside = Path(sys.executable).with_name("gemascraper")
    if shutil.which("gemascraper") or not beside.exists():
        return "gemascraper"
    return os.path.relpath(beside) if beside.is_relative_to(Path.cwd()) else str(beside)


def _title(text: str) -> None:
    click.echo(f"\n{click.style(text, bold=True)}")
