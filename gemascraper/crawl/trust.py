"""TLS certificates are checked against the platform's authorities and, where one is given, a file of more."""

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
from gemascraper.outcomes import AnyOutcome, Outcome, of_certificate_error

_OUTCOMES = {
    9: Outcome.TLS_NOT_YET_VALID,
    10: Outcome.TLS_EXPIRED,
    18: Outcome.TLS_SELF_SIGNED,
    19: Outcome.TLS_SELF_SIGNED,
    20: Outcome.TLS_UNKNOWN_ISSUER,
    21: Outcome.TLS_UNKNOWN_ISSUER,
}
"""By OpenSSL's code of a verification error."""


class Trust:
    """The TLS context of a whole run. Raises `UsageError` where *ca_file* cannot be read."""

    def __init__(self, ca_file: str | None = None) -> None:
        self._context = CertificateOptions(trustRoot=platformTrust()).getContext()
        if ca_file:
            try:
                self._context.load_verify_locations(ca_file)
            except SSL.Error:
                raise UsageError(
                    f"--ca-file {ca_file} has no certificates that can be read.", "It takes a PEM file."
                ) from None

    def of(self, host: str) -> VerifiedTls:
        """TLS with one host."""
        return VerifiedTls(self._context, host)


@implementer(IOpenSSLClientConnectionCreator)
@attrs.frozen
class VerifiedTls:
    """TLS with one host: SNI is sent, chain and name are verified. A failure is a `CertificateRefused`."""

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
            outcome: AnyOutcome | None = None if ok else _OUTCOMES.get(code) or of_certificate_error(code)
            if ok and depth == 0:
                try:
                    verify_service_identity(extract_patterns(certificate), [identity], [])
                except (VerificationError, CertificateError):
                    outcome = Outcome.TLS_WRONG_HOST
            if outcome:
                protocol.failVerification(Failure(CertificateRefused(outcome)))
            return outcome is None

        connection.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT, verify)
        return connection
