"""Errors for what we do not fetch, or stop fetching. Each has the outcome that stands in run.json."""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest

from gemascraper.outcomes import AnyOutcome, Outcome


class FetchRefusal(IgnoreRequest):
    """The base class. Scrapy neither retries such a request nor logs it as an error."""

    outcome: AnyOutcome


class ForbiddenAddress(FetchRefusal):
    """The host name leads to an IP address that is not public, or to another port than 80 and 443."""

    outcome = Outcome.FORBIDDEN_ADDRESS


class NoContact(FetchRefusal):
    """No contact is configured, so only this machine may be asked."""

    outcome = Outcome.NO_CONTACT


class CertificateRefused(FetchRefusal):
    """The host's certificate is not accepted; the outcome says why, as in ``tls_expired``."""

    def __init__(self, outcome: AnyOutcome) -> None:
        super().__init__(outcome.removeprefix("tls_"))
        self.outcome = outcome


class Offsite(FetchRefusal):
    """A redirect or link leads out of the outlet."""

    outcome = Outcome.OFFSITE


class ForbiddenUrl(FetchRefusal):
    """The URL is neither http nor https, or too long."""

    outcome = Outcome.FORBIDDEN_URL


class TooLarge(FetchRefusal):
    """The response is larger than its limit, so we closed the connection."""

    outcome = Outcome.TOO_LARGE


class RobotsForbidden(FetchRefusal):
    """robots.txt forbids it."""

    outcome = Outcome.ROBOTS


class RobotsUnreachable(FetchRefusal):
    """robots.txt could not be fetched, which by RFC 9309 forbids everything."""

    outcome = Outcome.ROBOTS_UNREACHABLE


class Postponed(FetchRefusal):
    """The host asked for a pause, of which `seconds` are left. The frontier waits, not the request."""

    outcome = Outcome.POSTPONED

    def __init__(self, seconds: float) -> None:
        super().__init__(f"the host asked for a pause of {seconds:.0f} s")
        self.seconds = seconds


class FetchStopped(Postponed):
    """The run is being stopped; the next one fetches this again."""

    outcome = Outcome.STOPPED

    def __init__(self) -> None:
        super().__init__(0.0)
