"""Every edition that has shown a story, also after the story's line was written; for readers of the archives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from gemascraper.ledger.ledger import Ledger
from gemascraper.outlets.profile import Outlet


def shown_editions(folders: Iterable[Path]) -> Mapping[tuple[str, str], Sequence[str]]:
    """Outlet and story id → keys of the editions, from the ledgers in the outlets' *folders*.

    A folder without a ledger adds nothing. Nothing is written.
    """
    known: dict[tuple[str, str], Sequence[str]] = {}
    for folder in folders:
        if (folder / "ledger.sqlite").exists():
            ledger = Ledger(folder / "ledger.sqlite", Outlet(key=folder.name, name=folder.name), read_only=True)
            known |= {(folder.name, story): shown for story, shown in ledger.revisions.editions().items()}
            ledger.close()
    return known
