"""Who is at the other end: TLS verified against the platform's authorities and, if wanted, one more file of them."""

from __future__ import annotations

from typing import Any

import attrs
from OpenSSL import SSL
from service_identity import CertificateError, VerificationError
from service_identity.hazmat import DNS_ID, IPAddress_ID, verify_service_identity
from service_identity.pyopenssl import extract_patterns
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator
from twisted.internet.ssl import CertificateOptions, platformTrust
from twisted.python.failure import Failure
from zope.interface import implementer

from gemascraper.crawl.refusals import CertificateRefused
from gemascraper.errors import UsageError

_REASONS = {
    9: "not_yet_valid",
    10: "expired",
    18: "self_signed",
    19: "self_signed",
    20: "unknown_issuer",
    21: "unknown_issuer",
}


class Trust:
    """One TLS context for a whole run."""

    def __init__(self, ca_file: str | None = None) -> None:
        self._context = CertificateOptions(trustRoot=platformTrust()).getContext()
        if ca_file:
            try:
                self._context.load_verify_locations(ca_file)
            except SSL.Error:
                raise UsageError(
                    f"--ca-file {ca_file} has no certificates that can be read.", "It takes a PEM file."
                ) from None

    def of(self, host: str) -> Verified:
        return Verified(self._context, host)


@implementer(IOpenSSLClientConnectionCreator)
@attrs.frozen
class Verified:
    """TLS with one host: SNI sent, chain and name verified; a refusal carries its reason out of OpenSSL."""

    context: SSL.Context
    host: str

    def clientConnectionForTLS(self, protocol: Any) -> SSL.Connection:
        connection = SSL.Connection(self.context)
        identity: DNS_ID | IPAddress_ID
        try:
            identity = IPAddress_ID(self.host)
        except ValueError:
            identity = DNS_ID(self.host)
            connection.set_tlsext_host_name(self.host.encode("ascii"))

        def verify(_: SSL.Connection, certificate: Any, code: int, depth: int, ok: int) -> bool:
            reason = None if ok else _REASONS.get(code, f"x509_{code}")
            if ok and depth == 0:
                try:
                    verify_service_identity(extract_patterns(certificate), [identity], [])
                except (VerificationError, CertificateError):
                    reason = "wrong_host"
            if reason:
                protocol.failVerification(Failure(CertificateRefused(reason)))
            return reason is None

        connection.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT, verify)
        return connection
