"""What a crawl does before its first request: complete its settings, and open its outlet's archive."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scrapy.settings import BaseSettings

from gemascraper.crawl import setting_values
from gemascraper.crawl.routes import Routes
from gemascraper.crawl.trust import Trust
from gemascraper.errors import GemascraperError, UsageError
from gemascraper.ingest.readers import Readers
from gemascraper.ingest.recorder import Recorder
from gemascraper.ingest.run import WARCINFO, RunRecord, versions
from gemascraper.ingest.tally import Tally
from gemascraper.items import Capture
from gemascraper.outlets.profile import Outlet
from gemascraper.version import __version__

_RECORDED = (
    "DOWNLOAD_DELAY",
    "CONCURRENT_REQUESTS",
    "ROBOTSTXT_OBEY",
    "USER_AGENT",
    "GEMASCRAPER_IMAGES",
    "GEMASCRAPER_CONNECT_TO",
)
"""Settings that run.json and the warcinfo record keep."""
ABOVE_COMMAND_LINE = 100
"""A setting's priority above that of the command line, which must not set another user agent."""


def prepare_settings(settings: BaseSettings, outlet: Outlet) -> None:
    """Set what follows from other settings and from the profile. Raises `UsageError` for settings that cannot be."""
    setting_values.check(settings)
    for name in ("TELNETCONSOLE_ENABLED", "REMOTE_CONTROL_ENABLED"):
        if settings.getbool(name):
            raise UsageError(f"{name} lets anybody on this machine run code as you.", "Leave it off.")
    Routes(settings.getlist("GEMASCRAPER_CONNECT_TO")), Trust(settings["GEMASCRAPER_CA_FILE"])  # mistakes show now
    contact = (settings["GEMASCRAPER_CONTACT"] or "").strip()
    agent = f"gemascraper/{__version__}" + (f" (+{contact})" if contact else "")
    settings.set("USER_AGENT", agent, priority=ABOVE_COMMAND_LINE)
    if (outlet.politeness.delay or 0.0) > settings.getfloat("DOWNLOAD_DELAY"):
        settings.set("DOWNLOAD_DELAY", outlet.politeness.delay, priority="spider")


async def open_recorder(
    settings: BaseSettings,
    outlet: Outlet,
    failed: Callable[[GemascraperError], None],
    refresh: bool = False,
    tally: Tally | None = None,
) -> tuple[Recorder, Sequence[Capture]]:
    """An outlet's open recorder, and the captures that the last run did not read.

    *failed* is called once, when the archive cannot be written to any more. *tally* counts what the profile's
    ``[expect]`` asks for; without it nothing is compared. Raises `Locked` while another run has the archive, and
    `ArchiveError`; no lock is left behind then.
    """
    folder = Path(settings["GEMASCRAPER_OUTPUT"]) / outlet.key
    recorded = {name: settings.get(name) for name in _RECORDED}
    recorded["GEMASCRAPER_IMAGES"] = settings.getbool("GEMASCRAPER_IMAGES")  # the text "0" would be true
    run = RunRecord(
        outlet.key, datetime.now(UTC), folder, versions=versions(), settings=recorded, tally=tally or Tally()
    )
    readers = Readers(folder / "archive", settings.getint("GEMASCRAPER_READERS") or None)
    recorder = Recorder(folder, outlet, readers, run, info=_warcinfo(settings, outlet, recorded), failed=failed)
    try:
        return recorder, await recorder.open(refresh)
    except GemascraperError as error:
        await recorder.close("failed", error.exit_code, str(error))
        raise


def _warcinfo(settings: BaseSettings, outlet: Outlet, recorded: Mapping[str, Any]) -> dict[str, str]:
    """Fields of the warcinfo record: how the archive was made."""
    return {
        **WARCINFO,
        "http-header-user-agent": settings["USER_AGENT"],
        "operator": settings["GEMASCRAPER_CONTACT"] or "-",
        "robots": "obey" if settings.getbool("ROBOTSTXT_OBEY") else "ignore",
        "isPartOf": outlet.key,
        "gemascraper-settings": json.dumps(recorded, default=str),
        "gemascraper-profile": json.dumps(outlet.text),
    }
