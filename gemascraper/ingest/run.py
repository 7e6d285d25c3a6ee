"""One run and its record: `runs/<start>/run.json`, written when it starts and again when it ends."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import attrs

from gemascraper import __version__
from gemascraper.disk import written
from gemascraper.items import Article, Capture, Reading

_COUNTED = (
    "headline",
    "standfirst",
    "body",
    "section",
    "tags",
    "byline",
    "dateline",
    "initials",
    "published",
    "images",
)


def versions() -> dict[str, str]:
    """Versions of what makes the data."""
    names = ("scrapy", "twisted", "trafilatura", "lxml")
    return {"gemascraper": __version__, "python": sys.version.split()[0]} | {name: version(name) for name in names}


@attrs.define
class Run:
    """What a run did, in numbers; the recorder counts as it commits."""

    outlet: str
    started: datetime
    folder: Path
    command: str = "crawl"
    versions: Mapping[str, str] = attrs.field(factory=dict)
    settings: Mapping[str, Any] = attrs.field(factory=dict)
    captures: Counter[str] = attrs.field(factory=Counter)
    outcomes: Counter[str] = attrs.field(factory=Counter)
    kinds: Counter[str] = attrs.field(factory=Counter)
    editions: Counter[str] = attrs.field(factory=Counter)
    findings: Counter[str] = attrs.field(factory=Counter)
    filled: Counter[str] = attrs.field(factory=Counter)
    lines: Counter[str] = attrs.field(factory=Counter)
    """Entries settled in this run: ``new``, ``revised``, ``unchanged``, ``no_story`` (failed, removed, none)."""
    known: int = 0
    """Stories in the frontier."""
    images: int = 0
    credits: int = 0
    bytes: int = 0
    troubles: list[dict[str, str]] = attrs.field(factory=list)
    """Entries that ended in a failure: url and outcome, the first hundred."""

    @property
    def name(self) -> str:
        return self.started.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")

    @property
    def home(self) -> Path:
        """The folder of what this run leaves about itself."""
        return self.folder / "runs" / self.name

    @property
    def stories(self) -> int:
        """Stories settled so far; unchanged and failed ones count."""
        return sum(self.lines.values())

    def kept(self, capture: Capture) -> None:
        self.captures[capture.outcome] += 1
        self.bytes += capture.length

    def filed(self, reading: Reading, article: Article | None, is_story: bool) -> None:
        self.outcomes[reading.outcome] += 1
        self.kinds[reading.kind or "unknown"] += 1
        self.findings.update(finding.code for finding in reading.findings)
        if reading.outcome not in ("read", "unchanged") and len(self.troubles) < 100:
            self.troubles.append({"url": reading.url, "outcome": reading.outcome})
        if article:
            self._counted(article)
        elif is_story:
            self.lines["unchanged" if reading.outcome == "unchanged" or reading.article else "no_story"] += 1

    def _counted(self, article: Article) -> None:
        self.lines["new" if article.revision == 1 else "revised"] += 1
        self.editions[article.edition or "-"] += 1
        self.filled.update(name for name in _COUNTED if getattr(article, name))
        self.images += len(article.images)
        self.credits += sum(image.credit_line is not None for image in article.images)

    def summary(self) -> str:
        """``3 stories settled: 2 new, 1 unchanged``"""
        counted = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in self.lines.items() if count)
        return f"{self.stories} stories settled: {counted or 'none'}"

    def write(
        self,
        ended: datetime | None = None,
        reason: str | None = None,
        exit_code: int | None = None,
        error: str | None = None,
    ) -> None:
        """Write run.json; without *ended* it says that the run is still going, or was killed."""
        path = self.home / "run.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        with written(path) as part:
            part.write_text(
                json.dumps(self.to_dict(ended, reason, exit_code, error), indent=1, ensure_ascii=False) + "\n"
            )

    def to_dict(
        self, ended: datetime | None, reason: str | None, exit_code: int | None, error: str | None
    ) -> dict[str, Any]:
        articles = self.lines["new"] + self.lines["revised"]
        return {
            "outlet": self.outlet,
            "command": self.command,
            "started": self.started.isoformat(timespec="seconds"),
            "ended": ended and ended.isoformat(timespec="seconds"),
            "reason": reason,
            "exit_code": exit_code,
            "error": error,
            "stories": {"settled": self.stories}
            | {name: self.lines[name] for name in ("new", "revised", "unchanged", "no_story")},
            "editions": dict(self.editions),
            "filled": {name: round(self.filled[name] / articles, 4) for name in _COUNTED} if articles else {},
            "images": self.images,
            "image_credits": self.credits,
            "captures": dict(self.captures),
            "archived_bytes": self.bytes,
            "outcomes": dict(self.outcomes),
            "kinds": dict(self.kinds),
            "findings": dict(self.findings),
            "troubles": self.troubles,
            "versions": dict(self.versions),
            "settings": dict(self.settings),
        }
