"""The record of one run: `runs/<start>/run.json`, written when the run starts and again when it ends."""

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

from gemascraper.disk import written
from gemascraper.health.expectations import Shortfall
from gemascraper.ingest.tally import Tally
from gemascraper.items import Article, Capture, Reading
from gemascraper.outcomes import UNDERSTOOD, Outcome
from gemascraper.values.counts import counted
from gemascraper.version import __version__

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

NO_EDITION = "-"
"""Key of lines without an edition, in ``editions`` of run.json."""

WARCINFO = {
    "software": f"gemascraper/{__version__}",
    "format": "WARC File Format 1.1",
    "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
}
"""Fields of the warcinfo record that are the same for every run."""


def versions() -> dict[str, str]:
    """Name → version of the software that makes the data."""
    names = ("scrapy", "twisted", "trafilatura", "lxml")
    return {"gemascraper": __version__, "python": sys.version.split()[0]} | {name: version(name) for name in names}


@attrs.define
class RunRecord:
    """What a run did, in numbers. The recorder counts what is on disk."""

    outlet: str
    started: datetime
    """Aware; UTC in run.json."""
    folder: Path
    """The outlet's folder."""
    command: str = "crawl"
    """``crawl``, ``import`` or ``rebuild``."""
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
    """Stories that the frontier knows."""
    images: int = 0
    credits: int = 0
    bytes: int = 0
    """Bytes that the WARC files grew by."""
    tally: Tally = attrs.field(factory=Tally)
    """Stories and filled fields that the profile's ``[expect]`` asks for, by edition."""
    shortfalls: list[Shortfall] | None = None
    """What was below the profile's ``[expect]``; None where nothing was compared."""
    troubles: list[dict[str, str]] = attrs.field(factory=list)
    """The first hundred entries that ended in a failure: ``url`` and ``outcome``."""

    @property
    def name(self) -> str:
        """The instant of its start, in UTC: ``20261124T080000Z``."""
        return self.started.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")

    @property
    def home(self) -> Path:
        """The folder of this run's `run.json` and `run.log`."""
        return self.folder / "runs" / self.name

    @property
    def stories(self) -> int:
        """Stories settled so far; unchanged and failed ones count."""
        return sum(self.lines.values())

    def count_capture(self, capture: Capture) -> None:
        """Count an exchange or record that was archived."""
        self.captures[capture.outcome] += 1
        self.bytes += capture.length

    def count_reading(
        self, reading: Reading, article: Article | None, is_story: bool, edition: str | None = None
    ) -> None:
        """Count a filed reading. *article* is that of a new revision, *is_story* whether a story is settled.

        *edition* is that of the entry's URL.
        """
        self.outcomes[reading.outcome] += 1
        self.kinds[reading.kind or "unknown"] += 1
        self.findings.update(finding.code for finding in reading.findings)
        if reading.outcome not in UNDERSTOOD and len(self.troubles) < 100:
            self.troubles.append({"url": reading.url, "outcome": reading.outcome})
        if article:
            self._count_article(article)
            self.tally.add_line(article)
            self.tally.add_story(reading.url, edition)
        elif is_story and (reading.outcome == Outcome.UNCHANGED or reading.article):
            self.lines["unchanged"] += 1
            self.tally.add_story(reading.url, edition)
        elif is_story:
            self.lines["no_story"] += 1

    def _count_article(self, article: Article) -> None:
        self.lines["new" if article.revision == 1 else "revised"] += 1
        self.editions[article.edition or NO_EDITION] += 1
        self.filled.update(name for name in _COUNTED if getattr(article, name))
        self.images += len(article.images)
        self.credits += sum(image.credit_line is not None for image in article.images)

    def summary(self) -> str:
        """``3 stories settled: 2 new, 1 unchanged``"""
        each = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in self.lines.items() if count)
        return f"{counted(self.stories, 'story', 'stories')} settled: {each or 'none'}"

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
        """The object of run.json: docs/reference/run.md."""
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
            "shortfalls": None if self.shortfalls is None else [attrs.asdict(one) for one in self.shortfalls],
            "versions": dict(self.versions),
            "settings": dict(self.settings),
        }
