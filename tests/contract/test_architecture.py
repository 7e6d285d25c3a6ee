"""docs/explanation/architecture.md draws the layers of pyproject.toml, and the files that it names exist."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/explanation/architecture.md").read_text("utf-8")
TOOLS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
LAYERED = [contract for contract in TOOLS["importlinter"]["contracts"] if contract["type"] == "layers"]
WIDTH = 96


def rows(contract: dict[str, Any]) -> list[list[str]]:
    """The layers of a contract from top to bottom, each as the last parts of its modules' names."""
    return [[name.strip().rpartition(".")[2] for name in layer.split("|")] for layer in contract["layers"]]


def drawn(contract: dict[str, Any]) -> str:
    """The layers as a stack of boxes."""
    lines = ["   ".join(row) for row in rows(contract)]
    assert max(map(len, lines)) <= WIDTH
    between = f"├─{'─' * WIDTH}─┤\n"
    stack = between.join(f"│ {line:{WIDTH}} │\n" for line in lines)
    return f"┌─{'─' * WIDTH}─┐\n{stack}└─{'─' * WIDTH}─┘\n"


def named_paths(page: str) -> Iterator[str]:
    """Paths between backticks, from the root of the project."""
    yield from re.findall(r"`((?:gemascraper|tests|docs|benchmarks)/[^`\s<>]*)`", page)


def first_cells(table: str) -> set[str]:
    """The words between backticks in the first column of a table."""
    cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return {word for cell in cells for word in re.findall(r"`(\w+)`", cell)}


@pytest.mark.parametrize("contract", LAYERED, ids=[contract["name"].partition(":")[0] for contract in LAYERED])
def test_the_page_draws_each_contract_of_layers(contract):
    assert drawn(contract) in PAGE, f"docs/explanation/architecture.md should have\n\n{drawn(contract)}"


def test_every_package_is_explained():
    package = next(contract for contract in LAYERED if contract.get("containers") == ["gemascraper"])
    explained = first_cells(PAGE.partition("## The packages")[2].partition("\n## ")[0])
    assert explained == {name for row in rows(package) for name in row}


def test_files_that_the_docs_name_exist():
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    missing = {
        f"{page.relative_to(ROOT)}: {path}"
        for page in pages
        for path in named_paths(page.read_text("utf-8"))
        if not (ROOT / path).exists()
    }
    assert missing == set()


def test_a_word_in_parentheses_behind_a_path_is_in_its_file():
    """As in "`gemascraper/export/columns.py` (`COLUMNS`)"."""
    named = re.findall(r"`((?:gemascraper|tests)/[^`\s]*\.\w+)` \(`(\w+)`\)", PAGE)
    assert len(named) > 5
    assert [path for path, word in named if word not in (ROOT / path).read_text("utf-8")] == []
