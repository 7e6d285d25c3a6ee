"""The words of the stories: sentence templates, names, places, and numbers drawn at random."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any


@cache
def wording() -> dict[str, Any]:
    """The content of wording.toml: names, places and sentence templates."""
    return tomllib.loads(files(__package__).joinpath("wording.toml").read_text("utf-8"))


class DrawnNumber:
    """A number in a template, drawn once for each range: ``{n:10-90}``, ``{rp:1-40}``, ``{p:2-9}``, ``{jam:6-21}``."""

    def __init__(self, rng: Random, kind: str) -> None:
        self.rng, self.kind = rng, kind
        self.drawn: dict[str, str] = {}

    def __format__(self, spec: str) -> str:
        if spec not in self.drawn:
            self.drawn[spec] = self._draw(spec)
        return self.drawn[spec]

    def _draw(self, spec: str) -> str:
        low, _, high = spec.partition("-")
        number = self.rng.randint(int(low), int(high))
        tenth = self.rng.randint(1, 9)
        match self.kind:
            case "p":
                return f"{number},{tenth} persen"
            case "rp":
                return f"Rp{number},{tenth} {self.rng.choice(['miliar', 'triliun']) if number > 40 else 'miliar'}"
            case "jam":
                return f"{number:02}.{self.rng.choice(['00', '15', '30', '45'])}"
            case _:
                return f"{number:,}".replace(",", ".")
