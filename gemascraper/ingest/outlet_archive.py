"""One outlet's archive, open for writing: what an operation works with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import attrs

from gemascraper.archive.warc import WarcWriter
from gemascraper.disk import disk_errors
from gemascraper.export.line_files import JsonLines
from gemascraper.ingest import recovery
from gemascraper.ingest.picture_files import PictureFiles
from gemascraper.ingest.revision_writer import RevisionWriter
from gemascraper.ingest.run import RunRecord
from gemascraper.ingest.tally import Tally
from gemascraper.items import Capture
from gemascraper.ledger import Ledger
from gemascraper.ledger.database import database_errors
from gemascraper.outlets.profile import Outlet

Clock = Callable[[], datetime]
"""The current instant, aware."""


@attrs.frozen(kw_only=True)
class OutletArchive:
    """The files and the ledger of one outlet. To be used by the thread that opened it."""

    folder: Path
    """The outlet's folder."""
    derived: Path
    """Where everything is made that the WARC files are the source of: `folder`, or that of a rebuild."""
    outlet: Outlet
    clock: Clock
    wants_pictures: bool
    """Whether this run fetches the bytes of pictures."""
    run_started: datetime
    tally: Tally
    """Stories of this run that the profile's ``[expect]`` asks for."""
    ledger: Ledger
    writer: WarcWriter
    lines: JsonLines
    revisions: RevisionWriter
    pictures: PictureFiles

    @classmethod
    def open(
        cls, folder: Path, derived: Path, outlet: Outlet, clock: Clock, run: RunRecord, info: Mapping[str, str]
    ) -> OutletArchive:
        """The archive, made whole again after whatever ended the last run. *info* has the warcinfo record's fields.

        Raises `ArchiveError`; nothing stays open then.
        """
        in_place = derived == folder
        if in_place:
            recovery.ready(folder)
        with disk_errors(str(folder)):
            (folder / "archive").mkdir(exist_ok=True)
        ledger, lines = Ledger(derived / "ledger.sqlite", outlet), JsonLines(derived)
        try:
            if in_place:
                with database_errors(folder):
                    recovery.recover(folder, ledger, lines)
        except BaseException:
            ledger.close()
            raise
        return cls(
            folder=folder,
            derived=derived,
            outlet=outlet,
            clock=clock,
            wants_pictures=bool(run.settings.get("GEMASCRAPER_IMAGES")),
            run_started=run.started,
            tally=run.tally,
            ledger=ledger,
            writer=WarcWriter(folder / "archive", outlet.key, run.started, info),
            lines=lines,
            revisions=RevisionWriter(ledger, lines),
            pictures=PictureFiles(derived / "images"),
        )

    def is_understood(self, capture: Capture) -> bool:
        """Whether the capture repeats what a story's newest revision was read from, and no picture is wanted."""
        repeats = capture.revisit and capture.entry and capture.entry.kind == "story"
        return bool(repeats and not self.wants_pictures and self.revisions.is_made_of(capture.refers_to))

    def sync_lines(self) -> None:
        """Put the lines on disk, so that the ledger need not keep them any longer."""
        self.lines.close()
        with self.ledger.transaction():
            self.ledger.revisions.on_disk()
        self.revisions.unsynced = 0
