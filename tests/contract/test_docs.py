"""The docs are true: links have targets, commands and options exist, named stories are in the newsroom."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from gemascraper.cli.newsroom import STORIES
from gemascraper.cli.root import gemascraper
from gemascraper.newsroom import Newsroom

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
WORDS_TO_AVOID = re.compile(r"\b(?:rooms?|beams?|the wire|pretend|verbs?|rubrics?|announcers?|nobody foresaw)\b", re.I)
"""What a reader would have to guess; the docs say package, layer, HTTP exchange, simulated, command, section, source."""
GENERATED = ROOT / "docs" / "reference" / "cli.md"


def commands() -> list[str]:
    """Every command line of ours in a shell block of the docs."""
    blocks = [block for page in PAGES for block in re.findall(r"```sh\n(.*?)```", page.read_text(), re.DOTALL)]
    lines = [line for block in blocks for line in block.replace("\\\n", "").splitlines()]
    return sorted(
        {line.partition(" #")[0].partition(" | ")[0].strip() for line in lines if line.startswith("gemascraper ")}
    )


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_links_of_the_docs_have_a_target(page):
    targets = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text())
    missing = [target for target in targets if "://" not in target and not (page.parent / target).exists()]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_docs_use_the_usual_terms(page):
    prose = re.sub(r"```.*?```|`[^`]*`", "", page.read_text(), flags=re.DOTALL)
    assert WORDS_TO_AVOID.findall(prose) == []


@pytest.mark.parametrize("line", commands())
def test_commands_exist_with_their_options(line):
    command: click.Command = gemascraper
    words = shlex.split(line)[1:]
    while isinstance(command, click.Group) and words:
        found = command.get_command(click.Context(command), words.pop(0))
        assert found, line
        command = found
    known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    assert {word for word in words if word.startswith("--")} - known == set()


def test_stories_that_the_docs_name_are_in_the_newsroom():
    text = "".join((ROOT / name).read_text() for name in ("README.md", "docs/tutorial.md"))
    named = set(re.findall(r"\b27[89]\d{7}\b", text))
    assert named <= {story.id for story in Newsroom(1, STORIES).stories}


def test_readme_has_at_most_a_hundred_lines():
    assert len((ROOT / "README.md").read_text().splitlines()) <= 100
