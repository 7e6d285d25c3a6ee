"""How a fetch or a reading ended: a closed list of names, each with its meaning.

To add an outcome, add one line to `Outcome`, copy it as a row into docs/reference/run.md (a test compares them), and
use it where it arises: an error of a fetch in `crawl/failures.py`, a refusal of ours in `crawl/refusals.py`, a
response that ends early in `crawl/live_exchange.py`, a page that cannot be read in `ingest/reading.py` or
`ingest/readers.py`. If another fetch would not change it, add it to `FINAL` too.

The values are on disk (ledger, WARC metadata, run.json), so they never change.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NewType, Self


class Outcome(StrEnum):
    """The name of an outcome; `meaning` is its row in docs/reference/run.md."""

    meaning: str

    def __new__(cls, value: str, meaning: str) -> Self:
        member = str.__new__(cls, value)
        member._value_, member.meaning = value, meaning
        return member

    READ = "read", "The page was read."
    UNCHANGED = "unchanged", "The page is the same as the last time; it was not read again."
    POSTPONED = "postponed", "The host asked for a pause (429, 503, Retry-After); the entry is due again after it."
    STOPPED = "stopped", "The run was stopped during the fetch; the next run fetches it again."

    ROBOTS = "robots", "robots.txt forbids it; it was not fetched."
    ROBOTS_UNREACHABLE = (
        "robots_unreachable",
        "robots.txt could not be fetched, which forbids everything; it is tried again after five minutes.",
    )
    OFFSITE = "offsite", "A link or redirect leads out of the outlet's hosts."
    FORBIDDEN_URL = "forbidden_url", "The URL is neither http nor https, or is longer than 2,083 characters."
    FORBIDDEN_ADDRESS = "forbidden_address", "The host name leads to an IP address or port that is not public."
    NO_CONTACT = "no_contact", "No contact is configured, and the host is not this machine."
    TOO_MANY_REDIRECTS = "too_many_redirects", "More than five redirects."

    NO_SUCH_HOST = "no_such_host", "The host name has no IP address."
    REFUSED = "refused", "The host refused the connection."
    UNREACHABLE = "unreachable", "No connection to the host could be made."
    TLS_EXPIRED = "tls_expired", "The certificate has expired."
    TLS_NOT_YET_VALID = "tls_not_yet_valid", "The certificate is not valid yet."
    TLS_SELF_SIGNED = "tls_self_signed", "The certificate is self-signed."
    TLS_UNKNOWN_ISSUER = "tls_unknown_issuer", "The certificate's issuer is not trusted."
    TLS_WRONG_HOST = "tls_wrong_host", "The certificate is for another host."
    TLS_FAILED = "tls_failed", "The TLS handshake failed for another reason."

    TIMEOUT = "timeout", "The response took too long; what arrived is archived."
    TRUNCATED = "truncated", "The response ended early; what arrived is archived."
    TOO_LARGE = "too_large", "The response is larger than its limit; what arrived is archived."
    BROKEN = "broken", "The connection broke; what arrived is archived."
    UNDECODABLE = "undecodable", "The content coding could not be removed; the response is archived."
    FAILED = "failed", "The fetch failed for another reason; what arrived is archived."

    READER_TIMEOUT = "reader_timeout", "The page is archived, but reading it took too long."
    READER_DIED = "reader_died", "The page is archived, but reading it took too much memory or processor time."
    READER_FAILED = "reader_failed", "The page is archived, but reading it met an unexpected error."
    PAYLOAD_ELSEWHERE = "payload_elsewhere", "An imported record refers to a page that is not in the archive."


NumberedOutcome = NewType("NumberedOutcome", str)
"""An outcome named by a number of another list: an HTTP status (``404``) or an OpenSSL error (``tls_x509_62``)."""

AnyOutcome = Outcome | NumberedOutcome

UNDERSTOOD = frozenset({Outcome.READ, Outcome.UNCHANGED})
"""Outcomes of a reading that found out what the page says."""

FINAL = frozenset(
    {Outcome.ROBOTS, Outcome.OFFSITE, Outcome.FORBIDDEN_URL, Outcome.TOO_MANY_REDIRECTS, Outcome.TOO_LARGE}
)
"""Outcomes that another fetch would not change. Any other failure is tried again in the next run."""


def of_status(status: int | None) -> AnyOutcome:
    """The outcome of a response by its HTTP status; `Outcome.FAILED` where it has none."""
    return NumberedOutcome(str(status)) if status else Outcome.FAILED


def of_certificate_error(code: int) -> NumberedOutcome:
    """The outcome of a certificate check by OpenSSL's error code."""
    return NumberedOutcome(f"tls_x509_{code}")


def stored(text: str) -> AnyOutcome:
    """An outcome as it was stored. A name of another version stays as it is.

    >>> stored("read") is Outcome.READ, stored("404")
    (True, '404')
    """
    try:
        return Outcome(text)  # type: ignore[call-arg]  # a lookup, not a definition
    except ValueError:
        return NumberedOutcome(text)
