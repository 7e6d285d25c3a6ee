"""Hostile servers: the run goes on, and each failure has its outcome in run.json."""

from __future__ import annotations

import datetime
import gzip
import os
import signal
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import trustme

Serve, Outlet, Crawl = Callable[..., Any], Callable[..., str], Callable[..., Any]


def bomb(size: int) -> bytes:
    return gzip.compress(b"<p>" + b"\0" * size, 9)


def linked_data_bomb(size: int) -> bytes:
    text = '\\"' * (size // 2)
    story = (
        "<article><h1>Bom data tertautan di halaman berita</h1><title>Bom data tertautan di halaman berita</title>"
        + "<p>Kalimat yang cukup panjang untuk sebuah berita.</p>" * 12
        + "</article>"
    )
    linked = f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{text}"}}</script>'
    return f"<html><head>{linked}</head><body>{story}</body></html>".encode()


def test_one_crawl_of_everything(serve: Serve, outlet: Outlet, crawl: Crawl) -> None:
    server = serve("a.test", "b.test")
    endless = b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: ya\r\n" % n for n in range(40_000))
    zipped = bomb(300 << 20)
    server.scripts |= {
        "/besar": [
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + b"<p>" + b"besar " * (50 << 20 >> 3),
            "stall",
        ],
        "/terlalu-panjang": [b"HTTP/1.1 200 OK\r\nContent-Length: 52428800\r\n\r\n", "stall"],
        "/bom": [server.answer(zipped, "200 OK", "Content-Encoding: gzip")],
        "/linked-80": [server.answer(linked_data_bomb(80_000))],
        "/linked-400": [server.answer(linked_data_bomb(400_000))],
        "/ke-dalam": [server.answer(b"", "302 Found", "Location: http://127.0.0.1:1/")],
        "/ke-berkas": [server.answer(b"", "302 Found", "Location: file:///etc/hostname")],
        "/putar": [server.answer(b"", "301 Moved Permanently", "Location: /putar")],
        "/kepala": [endless, "stall"],
        "/lambat": [b"HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n", *[b"x", 0.3] * 60],
        "b.test/robots.txt": [server.answer(b"", "503 Service Unavailable")],
    }
    server.stories("/baik")
    targets = [target for target in server.scripts if target.startswith("/") and target != "/robots.txt"]
    server.announce("file:///etc/hostname", *(f"http://a.test{target}" for target in targets), "http://b.test/baik")
    crawled = crawl(outlet("a", "a.test", "b.test"), server, DOWNLOAD_TIMEOUT=6, RETRY_TIMES=0)
    run = crawled.run
    assert run["exit_code"] == 0
    assert crawled.troubles == {
        "besar": "too_large",
        "terlalu-panjang": "too_large",
        "bom": "too_large",
        "ke-dalam": "offsite",
        "ke-berkas": "302",
        "putar": "too_many_redirects",
        "kepala": "too_large",
        "lambat": "timeout",
        "baik": "robots_unreachable",
    }
    assert run["findings"]["unsafe_address"] == 1
    assert {article["url"] for article in crawled.articles} >= {"http://a.test/baik"}
    read = {one["url"] for one in run["troubles"]} | {article["url"] for article in crawled.articles}
    assert {"http://a.test/linked-80", "http://a.test/linked-400"} <= read
    once = {one.target for one in server.log}
    for target in ("/besar", "/terlalu-panjang", "/kepala", "/bom"):
        assert sum(one.target == target for one in server.log) == 1, f"{target} was asked for again"
    assert sum(one.target == "/putar" for one in server.log) == 6
    assert not once & {"/etc/hostname"}


def not_stories(crawled: Any) -> set[str]:
    """Read, and found to be no story: in the archive, and no trouble."""
    return {record.url for record in crawled.records if record.type == "response"}


def test_a_redirect_to_a_private_address_is_refused(serve: Serve, outlet: Outlet, crawl: Crawl) -> None:
    """Within the outlet by its profile, but to an address that is not public and that no operator named."""
    server = serve("a.test")
    server.stories("/baik")
    server.scripts["/ke-dalam"] = [server.answer(b"", "302 Found", "Location: http://127.0.0.1:1/")]
    server.announce("http://a.test/baik", "http://a.test/ke-dalam")
    name = outlet("a", "a.test", "127.0.0.1")
    assert crawl(name, server).troubles == {"ke-dalam": "forbidden_address"}
    server.scripts["/ke-dalam-2"] = server.scripts["/ke-dalam"]
    server.announce("http://a.test/ke-dalam-2")
    allowed = crawl(name, server, GEMASCRAPER_ALLOW_PRIVATE=True, RETRY_TIMES=0)
    assert allowed.troubles["ke-dalam-2"] == "robots_unreachable", "allowed now, but nobody is there"


def test_certificates(serve: Serve, outlet: Outlet, crawl: Crawl, tmp_path: Path) -> None:
    now, day = datetime.datetime.now(datetime.UTC), datetime.timedelta(days=1)
    good = serve("a.test")
    leaves = {
        "expired": good.authority.issue_cert("expired.test", not_after=now - day),
        "wrong_host": good.authority.issue_cert("other.test"),
        "unknown_issuer": trustme.CA().issue_cert("unknown-issuer.test"),
    }
    bad = {name: serve(f"{name}.test".replace("_", "-"), context=context_of(leaf)) for name, leaf in leaves.items()}
    good.stories("/baik")
    good.announce("https://a.test/baik", *(f"https://{server.hosts[0]}/{name}" for name, server in bad.items()))
    hosts = [server.hosts[0] for server in (good, *bad.values())]
    crawled = crawl(outlet("a", *hosts, home="https"), good, *bad.values())
    assert crawled.troubles == {name: f"tls_{name}" for name in bad}
    assert [server.log for server in bad.values()] == [[], [], []], "a byte was sent to a peer that nobody knows"
    assert [article["url"] for article in crawled.articles] == ["https://a.test/baik"]


def context_of(leaf: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    leaf.configure_cert(context)
    return context


def test_readers_that_are_killed(newsroom: Any, crawl: Crawl) -> None:
    """A dead reader costs its page at most; here none, for each page is tried twice."""
    done = threading.Event()
    killed: list[int] = []

    def kill() -> None:
        while not done.wait(0.4) and len(killed) < 3:
            for pid in list(readers())[:1]:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                    killed.append(pid)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        crawled = crawl("gemapos", newsroom)
    finally:
        done.set()
        killer.join()
    run = crawled.run
    assert killed
    assert run["exit_code"] == 0
    asked = {story.id for story in newsroom.paper.stories if any(story.id in one.target for one in newsroom.log)}
    lost = {one["url"].split("/")[4] for one in run["troubles"] if one["outcome"] == "reader_died"}
    assert {article["id"] for article in crawled.articles} | lost == asked
    assert len(lost) <= len(killed)


def readers() -> Iterator[int]:
    """Children of our forkserver."""
    parents = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError):
            parents[int(entry.name)] = int(entry.joinpath("stat").read_text().rpartition(")")[2].split()[1])
    ours = {pid for pid, parent in parents.items() if parent == os.getpid()}
    return (pid for pid, parent in parents.items() if parent in ours)
