"""Opening an outlet's archive for a crawl: what the settings say, and what the archive should know of them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.crawler import Crawler

from gemascraper import __version__
from gemascraper.errors import ArchiveError
from gemascraper.ingest.readers import Readers
from gemascraper.ingest.recorder import Recorder
from gemascraper.ingest.run import Run, versions

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


def recorder_for(crawler: Crawler, spider: OutletSpider) -> Recorder:
    """A recorder for the spider's outlet, its lock taken. Raises `Locked`."""
    settings = crawler.settings
    folder = Path(settings["GEMASCRAPER_OUTPUT"]) / spider.outlet.key
    told = {name: settings.get(name) for name in _TOLD}
    run = Run(spider.outlet.key, datetime.now(UTC), folder, versions=versions(), settings=told)

    def failed(error: ArchiveError) -> None:
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
