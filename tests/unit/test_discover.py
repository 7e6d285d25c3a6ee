"""`discover`: sitemaps, feeds and index pages as Indonesian outlets write them, and malformed ones."""

from __future__ import annotations

import gzip
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vectors import vectors

from gemascraper import outlets
from gemascraper.discover import FoundEntries, date_index, kind_of, markup, read, seeds, seeds_of_site, sitemaps
from gemascraper.items import Entry

GEMAPOS, GENERIC = outlets.load("gemapos"), outlets.generic()
WIB, WITA = timezone(timedelta(hours=7)), timezone(timedelta(hours=8))
SITEMAP, FEED = "https://www.gemapos.id/sitemap.xml", "https://bali.gemapos.id/feed"
SECTION = "https://www.gemapos.id/bisnis"
STORY = "https://www.gemapos.id/bisnis/2781931384/kredit-umkm-anjlok"


def sitemap(body: str | bytes, content_type: str = "application/xml", **entry: object) -> FoundEntries:
    raw = body.encode() if isinstance(body, str) else body
    return read(raw, content_type, attrs.evolve(Entry(url=SITEMAP, kind="sitemap"), **entry), SITEMAP, GEMAPOS)


def feed(body: str, url: str = FEED) -> FoundEntries:
    return read(body.encode(), "application/rss+xml", Entry(url=url, kind="feed"), url, GEMAPOS)


def found_on(body: str, url: str = SECTION, outlet: outlets.Outlet = GEMAPOS) -> FoundEntries:
    return read(body.encode(), "text/html; charset=utf-8", Entry(url=url, kind="index"), url, outlet)


def addresses(found: FoundEntries) -> list[str]:
    return [entry.url for entry in found.entries]


def codes(found: FoundEntries) -> list[str]:
    return [finding.code for finding in found.findings]


# ------------------------------------------------------------------------------------------------------- sitemaps


def test_a_sitemap_index_names_sitemaps() -> None:
    body = """<?xml version="1.0" encoding="UTF-8"?>
        <sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <sitemap><loc>https://www.gemapos.id/bisnis/sitemap.xml</loc><lastmod>2024-06-19T10:32:00+07:00</lastmod></sitemap>
        <sitemap><loc>/sitemap-2.xml.gz</loc></sitemap></sitemapindex>"""
    assert sitemap(body) == FoundEntries(
        kind="sitemap",
        entries=(
            Entry(
                url="https://www.gemapos.id/bisnis/sitemap.xml",
                kind="sitemap",
                found_on=SITEMAP,
                modified=datetime(2024, 6, 19, 10, 32, tzinfo=WIB),
                depth=1,
            ),
            Entry(url="https://www.gemapos.id/sitemap-2.xml.gz", kind="sitemap", found_on=SITEMAP, depth=1),
        ),
    )


def test_a_news_sitemap_says_a_lot_of_each_story() -> None:
    body = f"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
          xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
        <url><loc><![CDATA[ {STORY}?utm_source=x ]]></loc><lastmod>19-06-2024 11:00:00</lastmod>
          <news:news><news:publication><news:name><![CDATA[ Gemapos ]]></news:name><news:language>id</news:language></news:publication>
            <news:publication_date>2024-06-19</news:publication_date>
            <news:title>Kredit UMKM Anjlok, Bank & Koperasi "Rem"</news:title>
            <news:keywords>kredit, UMKM , ,bank</news:keywords></news:news>
          <image:image><image:loc>https://cms.gemapos.co.id/a b.jpg</image:loc><image:title>Pasar</image:title></image:image>
          <image:image><image:loc>file:///etc/hostname</image:loc></image:image></url></urlset>"""
    assert sitemap(body).entries == (
        Entry(
            url=STORY,
            found_on=SITEMAP,
            title='Kredit UMKM Anjlok, Bank & Koperasi "Rem"',
            published=datetime(2024, 6, 19, tzinfo=WIB),
            modified=datetime(2024, 6, 19, 11, tzinfo=WIB),
            tags=("kredit", "UMKM", "bank"),
            images=("https://cms.gemapos.co.id/a%20b.jpg",),
        ),
    )


def test_a_time_without_an_offset_is_in_the_zone_of_the_edition() -> None:
    url = "https://bali.gemapos.id/sitemap.xml"
    body = "<urlset><url><loc>/denpasar/2781931385/x</loc><lastmod>2024-06-19 10:32:00</lastmod></url></urlset>"
    found = read(body.encode(), None, Entry(url=url, kind="sitemap"), url, GEMAPOS)
    assert [(entry.url, entry.modified) for entry in found.entries] == [
        ("https://bali.gemapos.id/denpasar/2781931385/x", datetime(2024, 6, 19, 10, 32, tzinfo=WITA))
    ]


@pytest.mark.parametrize(
    "body",
    [
        b"\xef\xbb\xbf\n\n<?xml version='1.0'?><urlset><url><loc>%s</loc></url></urlset>",
        b"<?xml version='1.0' encoding='ISO-8859-1'?><urlset><!-- \xc3\xa9 --><url><loc>\n%s\n</loc></url></urlset>",
        b"<?xml version='1.0' encoding='no-such'?><urlset><url><loc>%s</loc></url></urlset>",
        b"<ns:urlset xmlns:ns='urn:wrong'><ns:url><ns:loc>%s</ns:loc></ns:url></ns:urlset>",
        b"<urlset><url><loc>%s</loc></url><url><loc>https://www.gemapos.id/x",
        b"<urlset><url><loc>%s</url></loc></urlset>",
        b"<urlset><news:news/><url><loc>%s</loc><news:title>\x01 & \xff</news:title></url></urlset>",
        b"<html><body><urlset><url><loc>%s</loc></url></urlset>"[12:],
        b"%s\nhttps://www.gemapos.id/\n",
    ],
)
def test_sloppy_sitemaps_are_read(body: bytes) -> None:
    assert addresses(sitemap(body.replace(b"%s", STORY.encode()), "text/plain; charset=ISO-8859-1")) == [STORY]


def test_bytes_may_be_zipped_or_in_utf_16() -> None:
    body = f"<urlset><url><loc>{STORY}</loc></url></urlset>"
    assert addresses(sitemap(gzip.compress(body.encode()) + gzip.compress(b" ", mtime=0), "application/x-gzip")) == [
        STORY
    ]
    for encoding in ("utf-16", "utf-16-le", "utf-16-be"):
        assert addresses(sitemap(body.encode(encoding))) == [STORY]


def test_one_bad_entry_never_loses_the_others() -> None:
    bad = [
        "file:///etc/hostname",
        "https://lain.example/bisnis/2781931384/x",
        "",
        "http://[",
        "/bisnis/",
        "//",
        "javascript:x",
    ]
    urls = [f"https://www.gemapos.id/bisnis/{2781931384 + n}/slug" for n in range(len(bad) + 1)]
    mixed = urls[0] + "".join(
        f"</loc></url>\n<url><loc>{b}</loc><lastmod>kemarin</lastmod></url><url><loc>{u}"
        for b, u in zip(bad, urls[1:], strict=True)
    )
    found = sitemap(f"<urlset><url><loc>{mixed}</loc></url></urlset>")
    assert addresses(found) == urls
    assert [(finding.code, finding.message) for finding in found.findings] == [
        ("unsafe_address", "not http(s), or not a URL at all: file:///etc/hostname, http://[, javascript:x"),
        ("foreign_address", "on hosts that are not the outlet's: https://lain.example/bisnis/2781931384/x"),
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<urlset></urlset>", ["empty_sitemap"]),
        ("<urlset><url><lastmod>2024-06-19</lastmod></url></urlset>", ["empty_sitemap"]),
        ("<urlset><url><loc>https://www.gemapos.id/tentang</loc></url></urlset>", ["no_story_address"]),
        ("<!DOCTYPE html><html><body>Halaman tidak ditemukan</body></html>", ["not_an_announcer"]),
        ('{"error": 404}', ["not_an_announcer"]),
        ("", ["not_an_announcer"]),
    ],
)
def test_a_sitemap_without_stories_has_a_finding(body: str, expected: list[str]) -> None:
    found = sitemap(body)
    assert (addresses(found), codes(found)) == ([], expected)


def test_nested_sitemaps_have_a_limit() -> None:
    body = "<sitemapindex><sitemap><loc>/sitemap-lagi.xml</loc></sitemap></sitemapindex>"
    assert [entry.depth for entry in sitemap(body, depth=3).entries] == [4]
    assert (addresses(deep := sitemap(body, depth=4)), codes(deep)) == ([], ["too_deep"])


def test_robots_names_sitemaps() -> None:
    body = b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /x\r\nSITEMAP : https://www.gemapos.id/a.xml # semua\r\nSitemap:/b.xml\nSitemap: https://lain.example/c.xml"
    assert sitemaps.named_by_robots(body) == ["https://www.gemapos.id/a.xml", "/b.xml", "https://lain.example/c.xml"]
    url = "https://www.gemapos.id/robots.txt"
    found = read(body, "text/plain", Entry(url=url, kind="sitemap"), url, GEMAPOS)
    assert (found.kind, addresses(found), codes(found)) == (
        "sitemap",
        ["https://www.gemapos.id/a.xml", "https://www.gemapos.id/b.xml"],
        ["foreign_address"],
    )


# --------------------------------------------------------------------------------------------------------- attacks

_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    "dtd",
    [
        f'<!DOCTYPE u [<!ENTITY l0 "ha">{_LAUGHS}<!ENTITY x "&l11;">]>',
        '<!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE u SYSTEM "http://127.0.0.1:1/u.dtd">',
        '<!DOCTYPE u [<!-- don\'t ]> --><!ENTITY x "]>"><!ENTITY % y SYSTEM "file:///etc/hostname"> %y;]>',
    ],
)
def test_a_dtd_is_a_finding_and_is_never_read(dtd: str) -> None:
    found = sitemap(
        f"<?xml version='1.0'?>{dtd}<urlset><url><loc>{STORY}</loc></url><url><loc>{STORY}&x;/</loc></url></urlset>"
    )
    assert (addresses(found), codes(found)) == ([STORY, f"{STORY}&x;/"], ["dtd"])


def test_an_oversized_source_is_truncated_with_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "MAX_TAGS", 1000)
    monkeypatch.setattr(sitemaps, "MAX_ENTRIES", 100)
    first = f"<urlset><url><loc>{STORY}</loc></url>"
    many = "".join(f"<url><loc>/bisnis/{n:010}/</loc></url>" for n in range(110))
    for body, kept, expected in (
        (f"{first}{'<a/>' * 2000}".encode(), 1, ["too_large"]),
        (gzip.compress(first.encode() + b" " * 40_000_000), 1, ["too_large"]),
        (f"<urlset>{many}</urlset>".encode(), 100, ["too_large"]),
    ):
        found = sitemap(body)
        assert (len(found.entries), codes(found)) == (kept, expected)


def test_a_truncated_gzip_file_gives_the_entries_it_has() -> None:
    many = "".join(f"<url><loc>/bisnis/{n:010}/</loc></url>" for n in range(2000))
    found = sitemap(gzip.compress(f"<urlset>{many}</urlset>".encode())[:-2000])
    assert 100 < len(found.entries) < 2000
    assert codes(found) == ["truncated"]


def test_an_unescaped_ampersand_in_a_url_is_not_an_entity() -> None:
    body = f"<urlset><url><loc>{STORY}?a=1&copy=2&amp;reg=3&deg;</loc></url></urlset>"
    assert addresses(sitemap(body)) == [f"{STORY}?a=1&copy=2&reg=3%C2%B0"]


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from(
        ["<urlset><url><loc>", "<rss><item><link>", "<feed><entry><id>", "<html><a href='", "", "\x1f\x8b"]
    ),
)
def test_any_bytes_are_parsed_without_an_exception(body: bytes, start: str) -> None:
    raw = start.encode("latin-1") + body
    for kind in ("sitemap", "feed", "index"):
        for outlet in (GEMAPOS, GENERIC):
            found = read(raw, None, Entry(url=SITEMAP, kind=kind), SITEMAP, outlet)
            assert all(entry.url.startswith(("https://", "http://")) for entry in found.entries)


# ----------------------------------------------------------------------------------------------------------- feeds


def test_rss_with_everything() -> None:
    body = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
         xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/">
      <channel><title>Gema Bali</title><link>https://bali.gemapos.id</link><atom:link href="https://bali.gemapos.id/feed"/>
      <item><title><![CDATA[ Subak &#8211; Warisan ]]></title><link>https://bali.gemapos.id/budaya/2781931390/subak?utm_source=rss</link>
        <guid isPermaLink="false">2781931390</guid><pubDate>Wed, 19 Jun 2024 10:32:00 +0800</pubDate><dc:creator>Ni Luh</dc:creator>
        <category>Budaya</category><category><![CDATA[Subak]]></category><category>Budaya</category>
        <description>&lt;img src="https://x/y.jpg"&gt; Subak</description>
        <content:encoded><![CDATA[<p>Subak</p>]]></content:encoded>
        <enclosure url="https://cms.gemapos.co.id/subak.jpg" type="image/jpeg" length="1"/>
        <media:content url="https://cms.gemapos.co.id/subak.jpg" medium="image"/></item>
      <item><title>Pasar &amp;amp; Bank</title><guid>https://bali.gemapos.id/bisnis/2781931391/pasar</guid><pubDate>05 Agustus 2019</pubDate></item>
      <item><title>Tanpa alamat</title></item>
      <item><title>Salah</title><link>http://localhost/berita/5</link></item></channel></rss>"""
    found = feed(body)
    assert (found.kind, codes(found)) == ("feed", ["foreign_address"])
    assert found.entries == (
        Entry(
            url="https://bali.gemapos.id/budaya/2781931390/subak",
            found_on=FEED,
            title="Subak – Warisan",
            published=datetime(2024, 6, 19, 10, 32, tzinfo=WITA),
            tags=("Budaya", "Subak"),
            images=("https://cms.gemapos.co.id/subak.jpg",),
        ),
        Entry(
            url="https://bali.gemapos.id/bisnis/2781931391/pasar",
            found_on=FEED,
            title="Pasar & Bank",
            published=datetime(2019, 8, 5, tzinfo=WITA),
        ),
    )


def test_atom_and_rdf() -> None:
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="/feed"/>
      <entry><title type="html">&lt;b&gt;Banjir&lt;/b&gt; Surut</title><link rel="replies" href="/komentar/1"/>
        <link rel="alternate" type="text/html" href="/hukum/2781931392/banjir"/><id>tag:gemapos.id,2024:1</id>
        <published>2024-06-19T02:32:00Z</published><updated>2024-06-20T00:00:00Z</updated><category term="Cuaca"/></entry></feed>"""
    assert feed(atom).entries == (
        Entry(
            url="https://bali.gemapos.id/hukum/2781931392/banjir",
            found_on=FEED,
            title="Banjir Surut",
            published=datetime(2024, 6, 19, 2, 32, tzinfo=UTC),
            modified=datetime(2024, 6, 20, tzinfo=UTC),
            tags=("Cuaca",),
        ),
    )
    rdf = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
      <item rdf:about="/hukum/2781931393/a"><title>A</title><dc:date>2024-06-19T10:32+08:00</dc:date><dc:subject>Hukum</dc:subject></item></rdf:RDF>"""
    assert feed(rdf).entries == (
        Entry(
            url="https://bali.gemapos.id/hukum/2781931393/a",
            found_on=FEED,
            title="A",
            published=datetime(2024, 6, 19, 10, 32, tzinfo=WITA),
            tags=("Hukum",),
        ),
    )


def test_a_broken_feed_keeps_what_it_has() -> None:
    body = """<rss><channel><item><title>Harga & Upah &nbsp;Naik</title><link>/bisnis/2781931394/a?a=1&b=2</link></item>
      <item><title>Kedua<link>/bisnis/2781931395/b</link></item><item><title>Ketiga</title><link>/bisnis/2781931396/c</lin"""
    found = feed(body)
    assert [(entry.url.partition("/bisnis/")[2], entry.title) for entry in found.entries][:1] == [
        ("2781931394/a?a=1&b=2", "Harga & Upah Naik")
    ]
    assert "2781931396/c" in found.entries[-1].url
    assert codes(feed("<rss><channel></channel></rss>")) == ["empty_feed"]


def test_entries_of_a_feed_are_stories_whatever_their_urls_look_like() -> None:
    assert addresses(feed("<rss><item><link>/laporan-khusus</link></item></rss>")) == [
        "https://bali.gemapos.id/laporan-khusus"
    ]


# -------------------------------------------------------------------------------------------------------- sections

LISTING = """<html><head><base href="/"></head><body>
  <nav><a href="/nasional">Nasional</a> <a href="https://bali.gemapos.id/">Gema Bali</a></nav>
  <div class="latest__item"><a href="/bisnis/2781931384/kredit-umkm-anjlok"><img src="/a.jpg"></a>
    <h2 class="latest__title"><a class="latest__link" href="/bisnis/2781931384/kredit-umkm-anjlok?utm_source=x">Kredit UMKM
      Anjlok</a></h2><date class="latest__date">14 Oktober 2025, 21:00 WIB</date></div>
  <a href="https://lampung.gemapos.id/bisnis/2781931385/kopi?page=2"><h3>Kopi <b>Lampung</b></h3></a>
  <a href="https://lain.example/bisnis/2781931386/iklan">Iklan</a> <a rel="nofollow" href="/bisnis/2781931387/x">x</a>
  <a href="mailto:redaksi@gemapos.id">Surat</a> <a href="javascript:void(0)">Bagikan</a> <a href="whatsapp://send">WA</a> <a href="#atas">Atas</a>
  %s</body></html>"""


def test_a_section_page_links_stories() -> None:
    found = found_on(LISTING % '<a href="file:///etc/hostname">x</a>')
    assert (found.kind, codes(found)) == ("index", ["unsafe_address"])
    assert found.entries == (
        Entry(url=STORY, found_on=SECTION, title="Kredit UMKM Anjlok"),
        Entry(url="https://lampung.gemapos.id/bisnis/2781931385/kopi", found_on=SECTION, title="Kopi Lampung"),
    )


@pytest.mark.parametrize(
    ("url", "links", "expected"),
    [
        (SECTION, '<a class="paging__link" href="/bisnis?page=2">2</a>', f"{SECTION}?page=2"),
        (SECTION, "", f"{SECTION}?page=2"),  # the profile says how it pages
        (f"{SECTION}?page=7", "", f"{SECTION}?page=8"),
        (f"{SECTION}?x=1&page=7", '<a rel="next" href="/bisnis?page=8&x=1">›</a>', f"{SECTION}?page=8&x=1"),
        (SECTION, '<link rel="next" href="/bisnis/page/2/">', f"{SECTION}/page/2/"),
        (f"{SECTION}/page/2/", '<a href="/bisnis/page/3/">3</a>', f"{SECTION}/page/3/"),
        (SECTION, '<a rel="next" href="https://lain.example/2">›</a>', f"{SECTION}?page=2"),
        (SECTION, f'<a rel="next" href="{SECTION}">›</a>', f"{SECTION}?page=2"),
        (SECTION, '<a href="/bisnis/lama">Selanjutnya</a>', f"{SECTION}/lama"),
        (SECTION, '<a href="/olahraga">Selanjutnya</a>', f"{SECTION}?page=2"),
        ("https://www.gemapos.id/", "", None),
        (
            "https://www.gemapos.id/indeks-berita?daterange=1%20June%202024%20-%2014%20June%202024&page=3",
            "",
            "https://www.gemapos.id/indeks-berita?daterange=1%20June%202024%20-%2014%20June%202024&page=4",
        ),
    ],
)
def test_the_page_that_continues_a_section(url: str, links: str, expected: str | None) -> None:
    found = found_on(LISTING % links, url)
    assert (found.next and found.next.url) == expected
    assert found.next is None or (found.next.kind, found.next.found_on) == ("index", url)


def test_a_page_without_stories_has_no_next_one() -> None:
    assert found_on("<html><a href='/nasional'>Nasional</a></html>", f"{SECTION}?page=90") == FoundEntries(kind="index")


def test_a_page_that_forbids_following_is_obeyed() -> None:
    assert found_on(
        LISTING.replace("<head>", '<head><meta name="robots" content="noindex, nofollow">')
    ) == FoundEntries(kind="index")


def test_a_page_with_extreme_markup_is_parsed_or_cut_with_a_finding() -> None:
    attributes = " ".join(f"a{n}=1" for n in range(100_000))
    assert addresses(found_on(LISTING % f"<a {attributes}>")) == [
        STORY,
        "https://lampung.gemapos.id/bisnis/2781931385/kopi",
    ]
    assert "too_large" in codes(found_on("<div>" * 1_000_000))


def test_a_site_without_a_profile() -> None:
    home = "https://harian.example/"
    body = """<head><link rel="alternate" type="application/rss+xml" href="/feed/">
      <link rel="alternate" type="application/rss+xml" href="/comments/feed/"></head>
      <a href="/2024/06/19/banjir-surut/"><h2>Banjir Surut</h2></a> <a href="https://denpasar.harian.example/pasar-badung-kembali-buka/">Pasar</a>
      <a href="https://lain.example/2024/06/19/x">Lain</a> <a href="/kategori/hukum-dan-kriminal-lokal/">Hukum</a> <a href="/?page=2">2</a>"""
    found = found_on(body, home, GENERIC)
    assert [(entry.kind, entry.url) for entry in found.entries] == [
        ("feed", "https://harian.example/feed/"),
        ("story", "https://harian.example/2024/06/19/banjir-surut/"),
        ("story", "https://denpasar.harian.example/pasar-badung-kembali-buka/"),
    ]
    assert found.next and found.next.url == "https://harian.example/?page=2"
    posts = "https://harian.example/post-sitemap.xml"
    listed = b"<urlset><url><loc>https://harian.example/</loc></url><url><loc>https://harian.example/banjir-surut/</loc></url></urlset>"
    assert addresses(read(listed, "text/xml", Entry(url=posts, kind="sitemap"), posts, GENERIC)) == [
        "https://harian.example/banjir-surut/"
    ]


# ----------------------------------------------------------------------------------------------------------- seeds


def test_the_date_index_goes_back_two_weeks_at_a_time() -> None:
    found = date_index.entries(GEMAPOS, "bali", date(2025, 1, 25), date(2025, 2, 28))
    start = "https://bali.gemapos.id/indeks-berita?daterange="
    assert [(entry.kind, entry.url.removeprefix(start)) for entry in found] == [
        ("index", "15%20February%202025%20-%2028%20February%202025&page=1"),
        ("index", "01%20February%202025%20-%2014%20February%202025&page=1"),
        ("index", "25%20January%202025%20-%2031%20January%202025&page=1"),
    ]
    assert date_index.entries(GEMAPOS, "bali", date(2025, 2, 1), date(2025, 1, 1)) == []
    assert date_index.entries(GENERIC, None, date(2025, 1, 1), date(2025, 2, 1)) == []


def test_seeds_of_one_edition() -> None:
    found = seeds(GEMAPOS, ["lampung"])
    home = "https://lampung.gemapos.id"
    assert [(entry.kind, entry.url) for entry in found][:6] == [
        ("sitemap", f"{home}/sitemap.xml"),
        ("sitemap", f"{home}/sitemap-news.xml"),
        ("feed", f"{home}/feed"),
        ("index", f"{home}/"),
        ("index", f"{home}/nasional"),
        ("index", f"{home}/daerah"),
    ]
    assert all(GEMAPOS.edition_of(entry.url) == "lampung" for entry in found)


def test_seeds_of_all_editions_and_of_some_days() -> None:
    found = seeds(GEMAPOS, since=date(2024, 6, 1), until=date(2024, 6, 14))
    assert [entry.url for entry in found if "daterange" in entry.url] == [
        f"https://{host}.gemapos.id/indeks-berita?daterange=01%20June%202024%20-%2014%20June%202024&page=1"
        for host in ("www", "bali", "lampung", "kalteng")
    ]
    assert len({entry.url for entry in found}) == len(found) == 4 * (2 + 1 + len(GEMAPOS.discovery.sections) + 1)


def test_seeds_of_a_site() -> None:
    assert [(entry.kind, entry.url) for entry in seeds_of_site("HTTP://Harian.example:8080", GENERIC)] == [
        ("index", "http://harian.example:8080/"),
        ("sitemap", "http://harian.example:8080/sitemap.xml"),
    ]
    assert seeds_of_site("https://harian.example/2024/06/19/banjir/", GENERIC)[0].kind == "story"
    assert seeds_of_site("file:///etc/hostname", GENERIC) == []


@pytest.mark.parametrize(
    ("body", "content_type", "url", "expected"),
    [
        (b"<?xml version='1.0'?><!-- x --><?xml-stylesheet?>\n<urlset>", "text/html", SITEMAP, "sitemap"),
        (b"<x:sitemapindex xmlns:x='urn:x'>", None, SITEMAP, "sitemap"),
        (b"<!DOCTYPE rss PUBLIC '-//Netscape//DTD RSS 0.91//EN' 'http://x/y.dtd'><rss>", None, FEED, "feed"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'>", "application/octet-stream", FEED, "feed"),
        (gzip.compress(b"<rss>", mtime=0), "application/gzip", FEED, "feed"),
        (b"<!doctype html><title>x", "application/xml", SECTION, "html"),
        (b"<html>", None, SECTION, "html"),
        (b"<div class=item>", None, SECTION, "html"),
        (b"empty", "text/html", SECTION, "html"),
        (b'{"a": "<rss>"}', "application/json", SECTION, "other"),
        (b"\x89PNG", "image/png", SECTION, "other"),
        (b"User-agent: *", "text/plain", "https://www.gemapos.id/robots.txt", "robots"),
        (b"", None, SECTION, "other"),
        ("<urlset>".encode("utf-16"), None, SITEMAP, "sitemap"),
    ],
)
def test_kind_of(body: bytes, content_type: str | None, url: str, expected: str) -> None:
    assert kind_of(body, content_type, url) == expected


@pytest.mark.parametrize(
    "vector", vectors("robots_meta"), ids=lambda vector: str(vector["meta"] or vector["x_robots_tag"])[:60]
)
def test_links_are_followed_as_the_robots_metas_say(vector: dict[str, Any]) -> None:
    if vector["x_robots_tag"]:
        pytest.skip("the header X-Robots-Tag is not read yet")
    pairs = (meta.partition(":") for meta in vector["meta"])
    metas = "".join(f'<meta name="{name}" content="{content}">' for name, _, content in pairs)
    link = '<a href="https://www.gemapos.id/bisnis/2781931384/pasar-murah">Pasar Murah Dibuka</a>'
    page = f"<html><head>{metas}</head><body>{link}</body></html>".encode()
    found = read(
        page,
        "text/html",
        Entry(url="https://www.gemapos.id/", kind="index"),
        "https://www.gemapos.id/",
        outlets.load("gemapos"),
    )
    assert bool(found.entries) is vector["expect"]["follow"]
