"""Before a crawl: its settings, and its outlet's archive, which is told of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings

from gemascraper import __version__
from gemascraper.crawl.routes import Routes
from gemascraper.crawl.trust import Trust
from gemascraper.errors import GemascraperError, UsageError
from gemascraper.ingest.readers import Readers
from gemascraper.ingest.recorder import Recorder
from gemascraper.ingest.run import Run, versions
from gemascraper.items import Capture
from gemascraper.outlets.profile import Outlet

if TYPE_CHECKING:
    from gemascraper.spiders.outlet import OutletSpider

_TOLD = (
    "DOWNLOAD_DELAY",
    "CONCURRENT_REQUESTS",
    "ROBOTSTXT_OBEY",
    "USER_AGENT",
    "GEMASCRAPER_IMAGES",
    "GEMASCRAPER_CONNECT_TO",
)


def prepare(settings: BaseSettings, outlet: Outlet) -> None:
    """Fill in what follows from other settings and from the profile. Raises `UsageError` for what cannot be meant."""
    for name in ("TELNETCONSOLE_ENABLED", "REMOTE_CONTROL_ENABLED"):
        if settings.getbool(name):
            raise UsageError(f"{name} lets anybody on this machine run code as you.", "Leave it off.")
    Routes(settings.getlist("GEMASCRAPER_CONNECT_TO")), Trust(settings["GEMASCRAPER_CA_FILE"])  # said now, not later
    contact = (settings["GEMASCRAPER_CONTACT"] or "").strip()
    agent = f"gemascraper/{__version__}" + (f" (+{contact})" if contact else "")
    settings.set("USER_AGENT", agent, priority=OURS)
    if (outlet.politeness.delay or 0.0) > settings.getfloat("DOWNLOAD_DELAY"):
        settings.set("DOWNLOAD_DELAY", outlet.politeness.delay, priority="spider")


OURS = 100
"""Above the command line's priority: who we are is no matter of choice."""


async def opened(recorder: Recorder, refresh: bool) -> Sequence[Capture]:
    """Open a recorder; the captures that nobody has read yet. Whatever fails leaves no lock behind."""
    try:
        return await recorder.open(refresh)
    except GemascraperError as error:
        await recorder.close("failed", error.exit_code, str(error))
        raise


def recorder_for(crawler: Crawler, spider: OutletSpider) -> Recorder:
    """A recorder for the spider's outlet, its lock taken. Raises `Locked`."""
    settings = crawler.settings
    folder = Path(settings["GEMASCRAPER_OUTPUT"]) / spider.outlet.key
    told = {name: settings.get(name) for name in _TOLD}
    run = Run(spider.outlet.key, datetime.now(UTC), folder, versions=versions(), settings=told)

    def failed(error: GemascraperError) -> None:
        spider.fail(error)

    readers = Readers(folder / "archive", settings.getint("GEMASCRAPER_READERS") or None)
    return Recorder(folder, spider.outlet, readers, run, info=warcinfo(settings, spider, told), failed=failed)


def warcinfo(settings: Any, spider: OutletSpider, told: dict[str, Any]) -> dict[str, str]:
    """What the archive should know of how it was made."""
    return {
        "software": f"gemascraper/{__version__}",
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "http-header-user-agent": settings["USER_AGENT"],
        "operator": settings["GEMASCRAPER_CONTACT"] or "-",
        "robots": "obey" if settings.getbool("ROBOTSTXT_OBEY") else "ignore",
        "isPartOf": spider.outlet.key,
        "gemascraper-settings": json.dumps(told, default=str),
        "gemascraper-profile": json.dumps(spider.outlet.text),
    }
