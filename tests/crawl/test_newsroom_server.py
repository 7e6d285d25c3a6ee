"""The server of the newsroom: sources, validators, codings, failures and the access log."""

from __future__ import annotations

import gzip
import http.client
import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import quote, urljoin, urlsplit

import pytest

from gemascraper.newsroom import Newsroom, Site, running

Reply = tuple[int, dict[str, str], bytes]


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with running(Newsroom(seed=1, crawl_delay=1)) as site:
        yield site


class Client:
    """Follows the site's own rules of where its hosts are, over verified TLS, on connections that stay open."""

    def __init__(self, site: Site) -> None:
        self.ports = {(h, int(p)): int(port) for h, p, _, port in (rule.split(":") for rule in site.connect_to)}
        self.trust = ssl.create_default_context(cafile=str(site.ca_file))
        self.connections: dict[str, http.client.HTTPSConnection] = {}

    def get(self, url: str, **headers: str) -> Reply:
        host = urlsplit(url).netloc
        if host not in self.connections:
            self.connections[host] = self.connection(host)
        return ask(self.connections[host], url, headers)

    def alone(self, url: str) -> Reply:
        """The same on a connection of its own, for answers that break it."""
        with closing(self.connection(urlsplit(url).netloc)) as connection:
            return ask(connection, url, {})

    def connection(self, host: str, timeout: float = 20) -> http.client.HTTPSConnection:
        address = ("127.0.0.1", self.ports[host, 443])
        connection = http.client.HTTPSConnection(host, context=self.trust, timeout=timeout)
        connection._create_connection = lambda *_, **__: socket.create_connection(address, timeout)  # type: ignore[attr-defined]
        return connection


def ask(connection: http.client.HTTPSConnection, url: str, headers: dict[str, str]) -> Reply:
    split = urlsplit(url)
    target = split.path + (f"?{split.query}" if split.query else "")
    connection.request("GET", target, headers={name.replace("_", "-"): value for name, value in headers.items()})
    with connection.getresponse() as reply:
        return reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read()


@pytest.fixture(scope="module")
def client(site: Site) -> Iterator[Client]:
    client = Client(site)
    yield client
    for connection in client.connections.values():
        connection.close()


STORY = re.compile(r"/[a-z-]+/\d{10}/[^\"'<>\s\]?]+")


def found(base: str, body: bytes) -> set[str]:
    return {urljoin(base, link) for link in re.findall(rf"(?:https://[a-z.]+)?{STORY.pattern}", body.decode())}


def walk(client: Client, url: str, *, limit: int = 40) -> set[str]:
    """The stories of a list, page by page, until nothing new comes."""
    links: set[str] = set()
    for page in range(1, limit):
        joint = "&" if "?" in url else "?"
        body = client.get(f"{url}{joint}page={page}")[2]
        main = re.search(rb"(?s)<main.*</main>", body)
        assert main
        new = found(url, main[0]) - links
        if not new:
            break
        links |= new
    return links


def test_every_story_is_found_and_no_surface_has_them_all(site: Site, client: Client) -> None:
    announced: dict[str, set[str]] = {name: set() for name in ("sitemap", "news", "feed", "section", "index")}
    for edition in site.paper.editions.values():
        home = edition.home
        for path in re.findall(rb"<loc>([^<]+)</loc>", client.get(f"{home}/sitemap.xml")[2]):
            status, headers, body = client.get(path.decode())
            assert status == 200
            body = gzip.decompress(body) if headers["content-type"] == "application/gzip" else body
            announced["sitemap"] |= {loc.decode() for loc in re.findall(rb"<loc>([^<]+)</loc>", body)}
        announced["news"] |= found(home, client.get(f"{home}/sitemap-news.xml")[2])
        announced["feed"] |= {
            link.decode() for link in re.findall(rb"(?s)<item>.*?<link>(.*?)</link>", client.get(f"{home}/feed")[2])
        }
        announced["section"] |= walk(client, f"{home}/")
        days = quote("1 October 2026 - 30 November 2026")
        announced["index"] |= walk(client, f"{home}/indeks-berita?daterange={days}")
    everything = set(site.paper.truths())
    assert announced["index"] == everything
    assert announced["news"] < announced["sitemap"]
    sitemap, feed, section = announced["sitemap"], announced["feed"], announced["section"]
    assert sitemap - feed - section
    assert feed - sitemap - section
    assert section - feed - sitemap
    known = sitemap | feed | section
    assert known < everything
    assert len(known) > 0.85 * len(everything)


def test_robots(client: Client) -> None:
    status, headers, body = client.get("https://bali.gemapos.id/robots.txt")
    assert (status, headers["content-type"]) == (200, "text/plain; charset=UTF-8")
    assert body.decode().splitlines()[4:] == [
        "User-agent: *",
        "Allow: /",
        "Disallow: /search",
        "Crawl-delay: 1",
        "",
        "Sitemap: https://bali.gemapos.id/sitemap.xml",
        "Sitemap: https://bali.gemapos.id/sitemap-news.xml",
    ]


def test_one_section_never_advances(client: Client) -> None:
    stuck, moving = "https://www.gemapos.id/gaya-hidup", "https://www.gemapos.id/"
    assert found(stuck, client.get(f"{stuck}?page=1")[2]) == found(stuck, client.get(f"{stuck}?page=7")[2])
    assert b'rel="next"' in client.get(f"{stuck}?page=7")[2]
    assert found(moving, client.get(f"{moving}?page=1")[2]) != found(moving, client.get(f"{moving}?page=2")[2])
    assert b'rel="next"' not in client.get(f"{moving}?page=99")[2]


def test_the_news_sitemap_is_as_small_outlets_write_it(client: Client) -> None:
    _, headers, body = client.get("https://bali.gemapos.id/sitemap-news.xml")
    assert headers["content-type"] == "text/xml; charset=ISO-8859-1"
    assert not body.startswith(b"<?xml")
    assert b"<loc><![CDATA[ https://bali.gemapos.id/" in body


def test_the_date_index_keeps_to_its_days(site: Site, client: Client) -> None:
    days = quote("10 November 2026 - 12 November 2026")
    links = walk(client, f"https://kalteng.gemapos.id/indeks-berita?daterange={days}")
    expected = {
        sheet.url
        for sheet in site.paper.printed_stories("kalteng")
        if 10 <= sheet.story.published.day <= 12 and sheet.story.published.month == 11
    }
    # The stories' own zone may put one of the night on the next day.
    assert expected
    assert len(links ^ expected) <= 1


def test_only_one_feed_has_full_text(site: Site, client: Client) -> None:
    story = next(s for s in site.paper.stories if s.editions[0] == "pusat" and s.surfaces >= {"feed", "section"})
    text = story.blocks[2].text[:40].encode()
    feeds = (
        client.get("https://www.gemapos.id/feed")[2],
        client.get(f"https://www.gemapos.id/rss/{story.section_slug}")[2],
    )
    assert text in feeds[0].replace(b"&#34;", b'"')
    assert text not in feeds[1]
    assert all(story.id.encode() in feed for feed in feeds)


def test_unchanged_is_said_in_304_though_ads_rotate(site: Site, client: Client) -> None:
    url = site.paper.url(site.paper.stories[0].id)
    (_, first, one), (_, _, two) = client.get(url), client.get(url)
    assert one != two
    assert client.get(url, If_None_Match=first["etag"])[::2] == (304, b"")
    assert client.get(url, If_Modified_Since=first["last-modified"])[::2] == (304, b"")
    assert client.get(url, If_Modified_Since="Mon, 01 Jun 2026 00:00:00 GMT")[0] == 200
    site.paper.correct(site.paper.stories[0].id)
    assert client.get(url, If_None_Match=first["etag"])[0] == 200
    site.etags = False
    status, headers, _ = client.get(url, If_None_Match=client.get(url)[1].get("etag", first["etag"]))
    site.etags = True
    assert status == 200
    assert "etag" not in headers
    assert "last-modified" not in headers


def test_codings_carry_the_same_page(site: Site, client: Client) -> None:
    seen = set()
    for url in list(site.paper.truths())[:30]:
        plain, coded = client.get(url), client.get(url, Accept_Encoding="gzip, deflate")
        body = gzip.decompress(coded[2]) if coded[1].get("content-encoding") == "gzip" else coded[2]
        assert without_ads(body) == without_ads(plain[2])
        assert "content-encoding" not in plain[1]
        seen.add((coded[1].get("content-encoding"), coded[1].get("transfer-encoding")))
    assert seen == {(None, None), ("gzip", None), (None, "chunked"), ("gzip", "chunked")}


def without_ads(body: bytes) -> bytes:
    return re.sub(rb'data-nonce=.*?</div>|nonce": ?"[^"]+"|nonce="[^"]+"|csrf = "[^"]+"', b"", body)


def test_failures_come_as_often_as_asked(site: Site, client: Client) -> None:
    url = site.paper.url(site.paper.stories[1].id)
    path = urlsplit(url).path
    site.fail(path, "429", times=1, retry_after=120)
    status, headers, _ = client.get(url)
    assert (status, headers["retry-after"]) == (429, "120")
    site.fail("*/robots.txt", "503", times=2)
    assert [client.get("https://www.gemapos.id/robots.txt")[0] for _ in range(3)] == [503, 503, 200]
    site.fail(urlsplit(url).netloc + path, "truncated")
    with pytest.raises(http.client.IncompleteRead):
        client.alone(url)
    assert (site.log[-1].completed, site.log[-1].status) == (False, 200)
    site.fail(path, "reset")
    with pytest.raises((ConnectionError, ssl.SSLError)):
        client.alone(url)
    assert (site.log[-1].completed, site.log[-1].response) == (False, b"")
    assert client.alone(url)[0] == 200


def test_a_timeout_is_silence_until_the_client_leaves(site: Site, client: Client) -> None:
    site.fail("/olahraga", "timeout")
    url = "https://www.gemapos.id/olahraga"
    with closing(client.connection("www.gemapos.id", timeout=0.3)) as connection, pytest.raises(TimeoutError):
        ask(connection, url, {})
    assert client.get(url)[0] == 200


def test_plain_http_leads_to_https_and_the_log_has_every_byte(site: Site, client: Client) -> None:
    before = len(site.log)
    request = (
        b"GET /bisnis?page=2 HTTP/1.1\r\nHost: kalteng.gemapos.id\r\nX-Odd:  two  spaces\r\nConnection: close\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", client.ports["kalteng.gemapos.id", 80]), 10) as raw:
        raw.sendall(request)
        answer = b"".join(iter(lambda: raw.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 301 ")
    assert b"\r\nLocation: https://kalteng.gemapos.id/bisnis?page=2\r\n" in answer
    (served,) = site.log[before:]
    assert (served.request, served.response) == (request, answer)
    assert (served.scheme, served.host, served.target) == ("http", "kalteng.gemapos.id", "/bisnis?page=2")
    assert (served.status, served.completed) == (301, True)


def test_a_test_can_serve_a_page_of_its_own(site: Site, client: Client) -> None:
    site.put("www.gemapos.id", "/jebakan?x=1", "<p>jebakan</p>", status=418, headers=(("X-Jebakan", "ya"),))
    status, headers, body = client.get("https://www.gemapos.id/jebakan?x=1")
    assert (status, headers["x-jebakan"], body) == (418, "ya", b"<p>jebakan</p>")


def test_what_does_not_exist(client: Client) -> None:
    assert client.get("https://www.gemapos.id/bisnis/1234567890/tidak-ada")[0] == 404
    assert client.get("https://www.gemapos.id/tidak-ada")[0] == 404
    assert "Terpopuler" in client.get("https://www.gemapos.id/bisnis/1234567890/x")[2].decode()
    assert client.get("https://www.gemapos.id/search?q=kopi")[0] == 200
    assert client.get("https://www.gemapos.id/tag/umum")[0] == 200
