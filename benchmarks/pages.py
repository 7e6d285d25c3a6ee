"""A server that is never the bottleneck: a newspaper's pages, rendered once, gzip-coded, served from memory.

python -m benchmarks.pages PAGES    prints its port, serves until its standard input is closed
"""

from __future__ import annotations

import asyncio
import gzip
import sys
from urllib.parse import urlsplit

from gemascraper.newsroom import Newsroom, running

PADDING = 60_000
"""Bytes of scripts and styles that are added to each page: real ones have 100 KB, the newsroom's have 10."""


def rendered(count: int) -> list[bytes]:
    """Different story pages of all template families, as a newsroom prints them."""
    import http.client
    import ssl

    paper = Newsroom(seed=7, stories=count)
    pages = []
    with running(paper) as site:
        context = ssl.create_default_context(cafile=str(site.ca_file))
        port = int(site.connect_to[0].rsplit(":", 1)[1])
        connection = http.client.HTTPSConnection("127.0.0.1", port, context=_lenient(context))
        for url in [paper.url(story.id) for story in paper.stories][:count]:
            parts = urlsplit(url)
            connection.request("GET", parts.path, headers={"Host": parts.netloc})
            pages.append(connection.getresponse().read())
    return [_padded(page, number) for number, page in enumerate(pages)]


def _lenient(context):
    context.check_hostname = False
    return context


def _padded(page: bytes, number: int) -> bytes:
    line = b"<script>window.__d%d=window.__d%d||[];__d%d.push({k:'ad-%d',w:728,h:90,z:'%d'});</script>\n"
    extra = b"".join(line % (n, n, n, n * number % 9973, n * 31 % 977) for n in range(PADDING // 90))
    return page.replace(b"</head>", extra + b"</head>", 1)


def answers(pages: list[bytes], port: int) -> dict[bytes, bytes]:
    """What is said at each path, head and body in one piece."""
    stories = (f"http://paper.example:{port}/berita/{n:07d}/kabar-hari-ini" for n in range(len(pages)))
    links = "".join(f"<url><loc>{story}</loc></url>" for story in stories)
    namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
    found = {
        b"/robots.txt": _answer(b"User-agent: *\nAllow: /\n", b"text/plain"),
        b"/sitemap.xml": _answer(
            f'<?xml version="1.0"?><urlset xmlns="{namespace}">{links}</urlset>'.encode(), b"text/xml"
        ),
    }
    for number, page in enumerate(pages):
        found[b"/berita/%07d/kabar-hari-ini" % number] = _answer(page, b"text/html; charset=utf-8")
    return found


def _answer(body: bytes, kind: bytes) -> bytes:
    coded = gzip.compress(body, 6)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
    return head % (kind, len(coded)) + coded


async def serve(pages: list[bytes]) -> None:
    table: dict[bytes, bytes] = {}
    missing = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                writer.write(table.get(head.split(b" ", 2)[1], missing))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    table.update(answers(pages, port))
    print(port, len(pages), flush=True)
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve(rendered(int(sys.argv[1]))))
