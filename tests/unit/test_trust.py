"""Which TLS certificates are accepted, between two ends in memory."""

from __future__ import annotations

import datetime
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from OpenSSL import SSL

from gemascraper.crawl.refusals import CertificateRefused
from gemascraper.crawl.trust import Trust
from gemascraper.errors import UsageError
from gemascraper.outcomes import Outcome

NOW = datetime.datetime.now(datetime.UTC)
DAY = datetime.timedelta(days=1)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trust(authority: trustme.CA, tmp_path: Path) -> Trust:
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    return Trust(str(tmp_path / "ca.pem"))


def refused(trust: Trust, host: str, certificate: Any) -> str | None:
    """Shake hands in memory; the outcome of the refusal, None where there was none."""
    failures: list[Any] = []
    ours = trust.of(host).clientConnectionForTLS(SimpleNamespace(failVerification=failures.append))
    ours.set_connect_state()
    theirs = SSL.Connection(_context(certificate))
    theirs.set_accept_state()
    try:
        for _ in range(6):
            for one, other in ((ours, theirs), (theirs, ours)):
                _step(one)
                _pass_on(one, other)
    except SSL.Error:
        assert failures
    return failures[0].value.outcome if failures else None


def _step(end: SSL.Connection) -> None:
    with suppress(SSL.WantReadError):
        end.do_handshake()


def _pass_on(one: SSL.Connection, other: SSL.Connection) -> None:
    with suppress(SSL.WantReadError):
        while True:
            other.bio_write(one.bio_read(65536))


def _context(certificate: Any) -> SSL.Context:
    context = SSL.Context(SSL.TLS_METHOD)
    if isinstance(certificate, trustme.LeafCert):
        certificate.configure_cert(context)
    else:
        key, signed = certificate
        context.use_privatekey(key)
        context.use_certificate(signed)
    return context


def self_signed(host: str) -> tuple[Any, Any]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    built = x509.CertificateBuilder(name, name, key.public_key(), 1, NOW - DAY, NOW + DAY)
    named = built.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), False)
    return key, named.sign(key, hashes.SHA256())


def test_a_valid_certificate_is_accepted(trust: Trust, authority: trustme.CA) -> None:
    assert refused(trust, "a.test", authority.issue_cert("a.test")) is None
    assert refused(trust, "x.a.test", authority.issue_cert("*.a.test")) is None
    assert refused(trust, "127.0.0.1", authority.issue_cert("127.0.0.1")) is None


def test_each_invalid_certificate_has_its_outcome(trust: Trust, authority: trustme.CA) -> None:
    assert refused(trust, "a.test", authority.issue_cert("a.test", not_after=NOW - DAY)) == "tls_expired"
    early = authority.issue_cert("a.test", not_before=NOW + DAY, not_after=NOW + 2 * DAY)
    assert refused(trust, "a.test", early) == "tls_not_yet_valid"
    assert refused(trust, "a.test", authority.issue_cert("b.test")) == "tls_wrong_host"
    assert refused(trust, "a.test", trustme.CA().issue_cert("a.test")) == "tls_unknown_issuer"
    assert refused(trust, "a.test", self_signed("a.test")) == "tls_self_signed"
    assert refused(trust, "127.0.0.2", authority.issue_cert("127.0.0.1")) == "tls_wrong_host"


def test_an_own_authority_is_not_trusted_without_the_ca_file(authority: trustme.CA) -> None:
    assert refused(Trust(), "a.test", authority.issue_cert("a.test")) == "tls_unknown_issuer"


def test_a_refused_certificate_keeps_its_outcome() -> None:
    assert CertificateRefused(Outcome.TLS_EXPIRED).outcome == "tls_expired"


def test_a_file_without_certificates(tmp_path: Path) -> None:
    (tmp_path / "none.pem").write_text("nothing")
    with pytest.raises(UsageError, match=r"none\.pem"):
        Trust(str(tmp_path / "none.pem"))
