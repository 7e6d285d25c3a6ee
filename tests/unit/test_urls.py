"""URLs: what comes in from pages, and the keys made of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gemascraper.values import domains, urls

VECTORS = Path(__file__).resolve().parents[2].parent / "shared" / "vectors"
PAGE = "https://www.gemapos.id/bali/2781931384/banjir"


def vectors(name: str) -> list[dict[str, Any]]:
    path = VECTORS / name
    if not path.exists():
        pytest.skip(f"{path} is not here")
    found: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["vectors"]
    return found


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("../nasional/1/a", "https://www.gemapos.id/bali/nasional/1/a"),
        ("?page=2", "https://www.gemapos.id/bali/2781931384/banjir?page=2"),
        ("//cms.gemapos.co.id/x.jpg", "https://cms.gemapos.co.id/x.jpg"),
        ("\\\\bali.gemapos.id\\denpasar", "https://bali.gemapos.id/denpasar"),
        (" \n/tag/Donald Trump\t", "https://www.gemapos.id/tag/Donald%20Trump"),
        ("HTTPS://WWW.Gemapos.ID:443/A?B=C#atas", "https://www.gemapos.id/A?B=C"),
        ("http://www.gemapos.id:8080", "http://www.gemapos.id:8080/"),
        ("/a/./b/%2e%2E/c/..", "https://www.gemapos.id/a/"),
        ("/%7Enama/%2Fx", "https://www.gemapos.id/%7Enama/%2Fx"),
        ("/gaya-hidup/é?q=ü", "https://www.gemapos.id/gaya-hidup/%C3%A9?q=%C3%BC"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://[2001:DB8:0:0:0:0:0:1]/", "https://[2001:db8::1]/"),
        ("http://127.0.0.1/", "http://127.0.0.1/"),  # judged where the connection is made
        ("http:///www.gemapos.id/x", "http://www.gemapos.id/x"),
    ],
)
def test_absolute_is_the_url_that_a_browser_requests(href: str, expected: str) -> None:
    assert urls.absolute(PAGE, href) == expected


@pytest.mark.parametrize(
    "href",
    [
        "file:///etc/hostname",
        "file://www.gemapos.id/etc/hostname",
        "ftp://www.gemapos.id/a",
        "data:text/html,x",
        "javascript:alert(1)",
        "mailto:redaksi@gemapos.id",
        "whatsapp://send?text=x",
        "https://user:pass@www.gemapos.id/",
        "https://www.gemapos.id:port/",
        "https://www.gemapos.id:99999/",
        "https:// /",
        "https://a b/",
        "https://a..b/",
        "http://0x7f.1/",
        "http://2130706433/",
        "http://192.168.0.257/",
        "http://[::1%25eth0]/",
        "http://[::1/",
        "/" + "a" * urls.MAX_LENGTH,
    ],
)
def test_absolute_is_none_for_anything_unsafe(href: str) -> None:
    assert urls.absolute(PAGE, href) is None


@given(st.text(max_size=80), st.text(max_size=80))
@settings(deadline=None)  # the first call reads the Public Suffix List
def test_no_text_makes_a_url_that_is_not_http(base: str, href: str) -> None:
    for given_base in (base, PAGE):
        found = urls.absolute(given_base, href)
        assert found is None or (
            found.startswith(("http://", "https://")) and found.isascii() and len(found) <= urls.MAX_LENGTH
        )
        if found:
            assert urls.absolute("", found) == found
    urls.surt(href), urls.identity(href), urls.host(href), urls.same_site(base, href)


def test_absolute_on_the_web_platform_tests() -> None:
    """Where a browser fails we do; where both have an answer it differs in escapes of odd names only."""
    accepted, different = [], []
    for vector in vectors("wpt_urltestdata.json"):
        found = urls.absolute(vector.get("base") or "", vector["input"])
        wanted = (vector.get("href") or "").partition("#")[0]
        if found and vector.get("failure"):
            accepted.append(vector["input"])
        elif found and found != wanted:
            different.append(vector["input"])
    assert accepted == []
    assert different == [
        "?",  # an empty query is none
        "[61:24:74]:98",
        "http:[61:27]/:foo",
        "https://faß.ExAmPlE/",  # IDNA 2003
        "http://example.org/test?#",
        "https://x/?#\x00y",
        "https://x/?#\uffffy",
    ]


def test_surt_is_the_key_of_other_readers() -> None:
    plain = [vector for vector in vectors("surt_ia.json") if not vector["options"] and vector["input"]]
    different = [vector["input"] for vector in plain if urls.surt(vector["input"]) != vector["surt"]]
    assert different == ["filedesc://foo.arc.gz"]  # no address of the web; ours is never asked for it


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.GemaPos.id/123/Banjir?b=2&a=1", "id,gemapos)/123/banjir?a=1&b=2"),
        ("https://www2.gemapos.id:8443/", "id,gemapos:8443)/"),
        ("http://gemapos.id:80//a/../b/", "id,gemapos)/b"),
        ("https://gemapos.id/a?", "id,gemapos)/a"),
        ("https://gemapos.id/Donald%20Trump?q=%C3%89", "id,gemapos)/donald%20trump?q=%c3%89"),
        ("https://gemapos.id/a?phpsessid=0123456789abcdef0123456789abcdef&x=1", "id,gemapos)/a?x=1"),
        ("http://127.0.0.1:8080/a", "127.0.0.1:8080)/a"),
        ("http://[::1]/a", "::1)/a"),
        ("urn:uuid:1", "urn:uuid:1"),
    ],
)
def test_surt(url: str, key: str) -> None:
    assert urls.surt(url) == key


@given(st.from_regex(r"https?://[a-z]{1,5}\.(co\.)?id/[a-zA-Z0-9%/._-]{0,20}(\?[a-z0-9=&%]{0,20})?", fullmatch=True))
def test_equivalent_spellings_have_one_key(url: str) -> None:
    safe = urls.absolute("", url)
    assert safe
    assert urls.surt(safe) == urls.surt(url)


def test_pages_and_forms_of_one_story_have_one_identity() -> None:
    forms = [
        "https://www.gemapos.id/bisnis/kredit-umkm",
        "https://gemapos.id/bisnis/kredit-umkm/?page=2",
        "https://www.gemapos.id/bisnis/kredit-umkm?page=all&utm_medium=page-all",
        "https://www.gemapos.id/bisnis/kredit-umkm?single=1",
        "https://www.gemapos.id/bisnis/kredit-umkm?m=1&fbclid=abc",
        "https://www.gemapos.id/bisnis/kredit-umkm?halaman=3&amp",
    ]
    assert {urls.identity(form) for form in forms} == {"id,gemapos)/bisnis/kredit-umkm"}


def test_identity_keeps_the_parameters_that_name_the_page() -> None:
    assert urls.identity("https://x.id/index.php?page=berita&id=5") == "id,x)/index.php?id=5&page=berita"


def test_without_tracking_removes_only_tracking_parameters() -> None:
    url = "https://gemapos.id/cari?q=Banjir%20Bandang&UTM_Source=wa&b&a=1&_ga=1.2#hasil"
    assert urls.without_tracking(url) == "https://gemapos.id/cari?q=Banjir%20Bandang&b&a=1#hasil"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://www.gemapos.id/", "https://bali.gemapos.id/", True),
        ("https://radar.jawapos.com/", "https://www.jawapos.com/", True),
        ("https://a.co.id/", "https://b.co.id/", False),
        ("https://a.desa.id/", "https://www.a.desa.id/", True),
        ("https://satu.blogspot.com/", "https://dua.blogspot.com/", False),
        ("https://www.satu.blogspot.com/", "https://satu.blogspot.com/", True),
        ("https://satu.wordpress.com/", "https://dua.wordpress.com/", False),
        ("https://satu.vercel.app/", "https://dua.vercel.app/", False),
        ("https://satu.netlify.app/", "https://dua.netlify.app/", False),
        ("https://satu.web.app/", "https://dua.web.app/", False),
        ("https://satu.wixsite.com/", "https://dua.wixsite.com/", False),
        ("https://www.satu.vercel.app/", "https://satu.vercel.app/", True),
        ("https://vercel.app/", "https://satu.vercel.app/", False),
        ("https://satu.ne.jp/", "https://dua.ne.jp/", False),
        ("https://satu.govt.nz/", "https://dua.govt.nz/", False),
        ("https://satu.chiyoda.tokyo.jp/", "https://dua.chiyoda.tokyo.jp/", False),
        ("https://satu.tokyo.jp/", "https://dua.tokyo.jp/", False),
        ("http://127.0.0.1/", "http://127.0.0.2/", False),
        ("http://127.0.0.1:8080/", "https://127.0.0.1/", True),
        ("http://[::1]/", "http://[::1]:8080/", True),
        ("http://[::1]/", "http://[::2]/", False),
        ("http://localhost:8000/", "http://localhost/", True),
        ("http://localhost/", "http://other/", False),
        ("https://berita.example/", "https://bali.berita.example/", True),
        ("https://satu.example/", "https://dua.example/", False),
        ("https://gemapos.id./", "https://bali.gemapos.id:8443/", True),
        ("https://bücher.de/", "https://www.xn--bcher-kva.de/", True),
        ("https://食狮.公司.cn/", "https://其他.公司.cn/", False),
        ("mailto:a@b.id", "mailto:a@b.id", False),
    ],
)
def test_same_site(one: str, other: str, same: bool) -> None:
    assert urls.same_site(one, other) is same


def test_the_public_suffix_list_is_never_fetched() -> None:
    extractor = domains._extractor()
    assert (extractor.suffix_list_urls, extractor._cache.enabled) == ((), False)


def test_host_and_origin() -> None:
    assert [urls.host(url) for url in ("https://A.id.:8/", "x", "http://[::1]/", "http://[")] == ["a.id", "", "::1", ""]
    assert urls.origin("HTTP://A.id:8080/x?y") == "http://a.id:8080"
    assert urls.origin("https://a.id:443/x") == "https://a.id"
