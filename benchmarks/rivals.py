"""What is measured against each other; each is one process: `python -m benchmarks.rivals NAME PORT PAGES FOLDER`.

fetch     Scrapy alone: every page fetched, nothing read, nothing kept
naive     what people write: trafilatura in the callback, warcio of the decoded body and JSON Lines in a pipeline
archive   ours with reading stubbed: byte-exact capture, commit protocol, frontier
full      ours, every field read
"""

from __future__ import annotations

import io
import json
import os
import sys
import time
from pathlib import Path

COMMON = {
    "LOG_LEVEL": "ERROR",
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
    "DOWNLOAD_DELAY": 0,
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "COOKIES_ENABLED": False,
    "RETRY_ENABLED": False,
}


def main(name: str, port: int, pages: int, folder: Path) -> None:
    folder.mkdir(parents=True)
    seconds = {"fetch": fetch, "naive": naive, "archive": archive, "full": full}[name](port, pages, folder)
    print(json.dumps({"name": name, "pages_per_second": round(pages / seconds, 1)}))


def _urls(port: int, pages: int) -> list[str]:
    return [f"http://127.0.0.1:{port}/berita/{number:07d}/kabar-hari-ini" for number in range(pages)]


def _run(spider: type, settings: dict) -> float:
    from scrapy.crawler import AsyncCrawlerProcess

    process = AsyncCrawlerProcess(COMMON | settings)
    process.crawl(spider)
    began = time.perf_counter()
    process.start()
    return time.perf_counter() - began


def fetch(port: int, pages: int, folder: Path) -> float:
    import scrapy

    class Fetch(scrapy.Spider):
        name = "fetch"
        got = 0

        async def start(self):
            for url in _urls(port, pages):
                yield scrapy.Request(url)

        def parse(self, response):
            Fetch.got += 1

    seconds = _run(Fetch, {"ROBOTSTXT_OBEY": True})
    assert Fetch.got == pages
    return seconds


class Keep:
    """The pipeline of the naive spider."""

    def open_spider(self):
        from warcio.warcwriter import WARCWriter

        folder = Path(os.environ["RIVAL_FOLDER"])
        self.warc = open(folder / "naive.warc.gz", "wb")
        self.lines = open(folder / "naive.jsonl", "w")
        self.writer = WARCWriter(self.warc, gzip=True)

    def process_item(self, item):
        from warcio.statusandheaders import StatusAndHeaders

        response = item.pop("response")
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        body = io.BytesIO(response.body)
        self.writer.write_record(self.writer.create_warc_record(response.url, "response", body, http_headers=headers))
        self.lines.write(json.dumps(item) + "\n")
        return item

    def close_spider(self):
        self.warc.close()
        self.lines.close()


def naive(port: int, pages: int, folder: Path) -> float:
    import scrapy
    from trafilatura import bare_extraction

    os.environ["RIVAL_FOLDER"] = str(folder)

    class Naive(scrapy.Spider):
        name = "naive"

        async def start(self):
            for url in _urls(port, pages):
                yield scrapy.Request(url)

        def parse(self, response):
            found = bare_extraction(response.text, url=response.url, with_metadata=True)
            item = {"url": response.url, "title": found.title, "text": found.text, "date": found.date}
            yield item | {"response": response}

    seconds = _run(Naive, {"ROBOTSTXT_OBEY": True, "ITEM_PIPELINES": {"benchmarks.rivals.Keep": 300}})
    assert sum(1 for _ in open(folder / "naive.jsonl")) == pages
    return seconds


def _ours(port: int, pages: int, folder: Path) -> float:
    outlets = folder / "outlets"
    outlets.mkdir()
    (outlets / "paper.toml").write_text(
        f'name = "Paper"\nhome = "http://paper.example:{port}/"\nhosts = ["paper.example"]\n'
        "stories = ['^/berita/']\narticle_id = '/berita/(\\d{7})/'\n[discovery]\nsitemaps = [\"/sitemap.xml\"]\n"
    )
    os.environ["GEMASCRAPER_OUTLETS"] = str(outlets)
    os.environ["SCRAPY_SETTINGS_MODULE"] = "gemascraper.settings"
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.utils.project import get_project_settings

    settings = get_project_settings()
    own = {"GEMASCRAPER_OUTPUT": str(folder), "GEMASCRAPER_CONNECT_TO": [f"paper.example:{port}:127.0.0.1:{port}"]}
    settings.setdict(COMMON | own, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler("paper")
    process.crawl(crawler)
    began = time.perf_counter()
    process.start()
    seconds = time.perf_counter() - began
    run = json.loads(next(folder.glob("paper/runs/*/run.json")).read_text())
    assert run["captures"]["200"] >= pages, run["captures"]
    return seconds


def archive(port: int, pages: int, folder: Path) -> float:
    from gemascraper import discover
    from gemascraper.crawl import opening
    from gemascraper.ingest.reading import read
    from gemascraper.items import Reading

    class Stub:
        """Reads announcers only; a story is settled unread."""

        def __init__(self, folder, workers=None):
            self._folder = folder

        async def read(self, captures, outlet, entry=None):
            import attrs

            from gemascraper.archive.capture_records import load

            if entry.kind == "story":
                return Reading(url=entry.url, outcome="read", kind="other", captures=tuple(captures))
            loaded = [attrs.evolve(one, block=load(self._folder, one)) for one in captures]
            return attrs.evolve(read(loaded, outlet, entry), captures=tuple(captures))

        def close(self):
            pass

    assert discover
    opening.Readers = Stub
    return _ours(port, pages, folder)


def full(port: int, pages: int, folder: Path) -> float:
    seconds = _ours(port, pages, folder)
    lines = sum(1 for path in folder.glob("paper/articles/*.jsonl") for _ in open(path))
    assert lines >= 0.99 * pages, f"{lines} of {pages} pages gave an article"
    return seconds


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
