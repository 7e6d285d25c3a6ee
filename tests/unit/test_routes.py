"""`crawl.routes`: which hosts, addresses and ports may be connected to; nothing is connected to here."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from vectors import vectors

from gemascraper.crawl.refusals import ForbiddenAddress, NoContact
from gemascraper.crawl.routes import Route, Routes, is_public
from gemascraper.errors import UsageError
from gemascraper.values import urls

ANSWERS = {
    "localhost": ["127.0.0.1", "::1"],
    "foo.localhost": ["127.0.0.1"],
    "127.0.0.1.nip.io": ["127.0.0.1"],
    "metadata.google.internal": ["169.254.169.254"],
    "rebind.test": ["93.184.216.34", "127.0.0.1"],
    "multi.test": ["93.184.216.34", "10.0.0.1"],
    "news.test": ["93.184.216.34"],
}


def may_be_asked(href: str) -> bool:
    """A link on a public page, taken the way of every link: made absolute, routed, each answer of its name judged."""
    url = urls.absolute("https://news.test/", href)
    if url is None:
        return False
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    try:
        for address in ANSWERS.get(host.rstrip("."), [host]):
            Routes([]).of(host, port).check(address)
    except ForbiddenAddress:
        return False
    return True


def test_vectors() -> None:
    wrong = []
    for vector in vectors("ssrf_urls"):
        allowed = vector["must"] != "block"
        allowed = allowed and "allow-listed" not in vector["url"]  # nothing is, unless --connect-to says so
        href = vector["url"].removesuffix(" (only if allow-listed)")
        if may_be_asked(href) != allowed and "userinfo" not in vector["why"]:  # no credentials in our addresses
            wrong.append(vector["url"])
    assert wrong == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("::ffff:93.184.216.34", True),
        ("127.0.0.1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("100.64.0.1", False),
        ("192.0.0.1", False),
        ("224.0.0.1", False),
        ("fe80::1", False),
    ],
)
def test_only_public_ip_addresses_may_be_connected_to(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_other_ports_need_a_rule_of_the_operator() -> None:
    Route("news.test", 443, False, False).check("93.184.216.34")
    with pytest.raises(ForbiddenAddress, match=r"news\.test:25"):
        Route("news.test", 25, False, False).check("93.184.216.34")
    Route("news.test", 25, True, False).check("10.0.0.1")


def test_without_a_contact_only_loopback_may_be_crawled() -> None:
    for trusted in (True, False):
        with pytest.raises(NoContact):
            Route("news.test", 443, trusted, True).check("93.184.216.34")
    Route("news.test", 443, True, True).check("127.0.0.1")
    Route("news.test", 443, True, True).check("::1")
    with pytest.raises(NoContact):
        Route("news.test", 443, False, True).check_name()
    Route("localhost", 80, False, True).check_name()
    Route("news.test", 443, False, False).check_name()


def test_connect_to() -> None:
    routes = Routes(
        ["www.a.test:443:127.0.0.1:8443", "www.a.test:80::8080", ":81:b.test:", "C.test::[::1]:", "d.test::d.test:"]
    )
    assert routes.of("WWW.a.test", 443) == Route("127.0.0.1", 8443, True, False)
    assert routes.of("www.a.test", 80) == Route("www.a.test", 8080, True, False)
    assert routes.of("any.test", 81) == Route("b.test", 81, True, False)
    assert routes.of("c.test", 443) == Route("::1", 443, True, False)
    assert routes.of("other.test", 443) == Route("other.test", 443, False, False)
    assert Routes([], allow_private=True, without_contact=True).of("e.test", 80) == Route("e.test", 80, True, True)


@pytest.mark.parametrize("rule", ["", "a:1:b", "a:x:b:1", "a:1:b:2:3:4"])
def test_malformed_connect_to_rules_are_refused(rule: str) -> None:
    with pytest.raises(UsageError, match="HOST:PORT:ADDRESS:PORT"):
        Routes([rule])
