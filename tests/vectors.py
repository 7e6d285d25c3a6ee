"""The collected cases in tests/data/vectors: one file for each subject, described in its first line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "data" / "vectors"


def vectors(name: str) -> list[dict[str, Any]]:
    """The cases of the file *name*."""
    found: list[dict[str, Any]] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))["vectors"]
    return found
