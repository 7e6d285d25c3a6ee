"""Promises of the command line: help equals docs, start-up is light, errors have messages and exit codes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import attrs
import pytest

from gemascraper.export.line_files import article_line
from gemascraper.ingest.run import RunRecord
from gemascraper.items import Article, FindingCode

ROOT = Path(__file__).resolve().parents[2]
PACKAGE, DOCS = ROOT / "gemascraper", ROOT / "docs" / "reference"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "gemascraper", *arguments], capture_output=True, text=True, timeout=60)


def test_cli_page_is_printed_from_the_help():
    command = [sys.executable, "-m", "gemascraper.cli.help_page"]  # click remembers how a verb was asked for help
    printed = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    assert (DOCS / "cli.md").read_text() == printed


def test_help_imports_no_heavy_module():
    code = "import sys; from gemascraper.cli.root import run; run(); print(*sys.modules)"
    known = subprocess.run([sys.executable, "-c", code, "--help"], capture_output=True, text=True, check=True).stdout
    heavy = {
        "scrapy",
        "twisted",
        "trafilatura",
        "lxml",
        "rich",
        "attrs",
        "attr",
        "jinja2",
        "PIL",
        "duckdb",
        "sqlite3",
        "tldextract",
    }
    assert heavy & set(known.split()) == set()


@pytest.mark.parametrize(
    "module",
    ["stories", "archived", "rendering", "explanation", "table", "extract", "newsroom", "export", "outlet", "schema"],
)
def test_no_command_imports_a_reader_or_a_crawler_before_it_needs_one(module):
    code = f"import sys, gemascraper.cli.{module}; print(*sys.modules)"
    known = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert {"scrapy", "twisted", "trafilatura", "lxml", "tldextract"} & set(known) == set()


def test_the_exit_code_of_a_command_is_that_of_the_program(tmp_path):
    profile = tmp_path / "balikini.toml"
    profile.write_text('name = "Bali Kini"\nhomme = "x"\n')
    done = run("crawl", str(profile), "--output", str(tmp_path))
    assert (done.returncode, "did you mean home?" in done.stderr) == (3, True)
    assert run("outlet", "check", str(profile)).returncode == 3
    assert (run("--version").returncode, run("-h").returncode) == (0, 0)


def test_debug_shows_where_it_happened():
    done = run("--debug", "show", "1", "--output", "nowhere")
    assert (done.returncode, "Traceback" in done.stderr) == (2, True)


def test_a_closed_pipe_is_not_an_error(tmp_path):
    article = Article(
        id="1", outlet="balikini", url="https://balikini.example/1", captured_at=datetime(2026, 11, 24, tzinfo=UTC)
    )
    lines = b"".join(
        article_line(attrs.evolve(article, id=str(number))) for number in range(2000)
    )  # no pipe takes it all
    (tmp_path / "balikini" / "articles").mkdir(parents=True)
    (tmp_path / "balikini" / "articles" / "2026-11.jsonl").write_bytes(lines)
    command = (
        f"{sys.executable} -m gemascraper list --json --output {tmp_path} | head -1 | wc -l; echo ${{PIPESTATUS[0]}}"
    )
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert (done.stdout.split(), done.stderr) == (["1", "0"], "")


def test_every_finding_is_explained():
    told = set(re.findall(r"^\| `([a-z_]+)` \|", (DOCS / "findings.md").read_text(), re.MULTILINE))
    assert set(get_args(FindingCode)) == told


def test_every_key_of_run_json_is_explained(tmp_path):
    record = RunRecord("gemapos", datetime(2026, 11, 24, tzinfo=UTC), tmp_path).to_dict(None, None, None, None)
    first = [line.split("|")[1] for line in (DOCS / "run.md").read_text().splitlines() if line.startswith("| `")]
    told = {name for cell in first for name in re.findall(r"`([a-z_]+)`", cell)}
    assert set(record) - told == set()
    assert json.dumps(record)
