"""Scrapy's own commands work as people who know Scrapy expect."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs

from gemascraper.items import Article

Command, Outlet = Callable[..., Any], Callable[..., str]


def settings_for(site: Any) -> list[str]:
    pairs = {"GEMASCRAPER_CONNECT_TO": ",".join(site.connect_to), "DOWNLOAD_DELAY": "0"}
    pairs["GEMASCRAPER_CA_FILE"] = str(getattr(site, "ca_file", ""))
    return [word for name, value in pairs.items() for word in ("-s", f"{name}={value}")]


def test_list_and_crawl_with_a_feed(newsroom: Any, command: Command, tmp_path: Path) -> None:
    done = command("scrapy", "crawl", "gemapos", "-a", "limit=6", "-O", "x.jsonl", *settings_for(newsroom))
    assert done.returncode == 0, done.stderr
    fed = [json.loads(line) for line in (tmp_path / "x.jsonl").read_text().splitlines()]
    kept = [
        json.loads(line)
        for path in tmp_path.glob("output/gemapos/articles/*.jsonl")
        for line in path.read_text().splitlines()
    ]
    assert sorted(fed, key=lambda one: one["id"]) == sorted(kept, key=lambda one: one["id"])
    assert len(fed) == 6
    assert list(fed[0]) == [field.name for field in attrs.fields(Article)]
    assert all(one["captured_at"].endswith("+00:00") and "." not in one["captured_at"] for one in fed)
    assert '"item_scraped_count": 6' in done.stderr.replace("'", '"')


def test_profiles_of_ones_own(serve: Callable[..., Any], outlet: Outlet, command: Command, tmp_path: Path) -> None:
    server = serve("harian.test")
    server.stories("/satu", "/dua")
    server.announce("http://harian.test/satu", "http://harian.test/dua")
    own = {"GEMASCRAPER_OUTLETS": str(tmp_path / "profiles")}
    outlet("harian", "harian.test")
    listed = command("scrapy", "list", **own).stdout.split()
    assert {"gemapos", "generic", "harian"} <= set(listed)
    done = command("scrapy", "crawl", "harian", "-O", "x.json", *settings_for(server), **own)
    assert done.returncode == 0, done.stderr
    assert {one["url"] for one in json.loads((tmp_path / "x.json").read_text())} == {
        "http://harian.test/satu",
        "http://harian.test/dua",
    }


def test_shell_and_fetch_open_no_archive(newsroom: Any, command: Command, tmp_path: Path) -> None:
    url = "https://www.gemapos.id/"
    shell = command("scrapy", "shell", url, "-c", "response.css('title::text').get()", *settings_for(newsroom))
    assert "Gemapos" in shell.stdout, shell.stderr
    fetched = command("scrapy", "fetch", "--nolog", url, *settings_for(newsroom))
    assert "<html" in fetched.stdout
    assert not (tmp_path / "output").exists()
