"""Why we did not fetch something: each refusal has the name under which it stands in run.json."""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest


class Refusal(IgnoreRequest):
    """We would not ask. Scrapy neither retries nor logs it as an error."""

    outcome = "refused_by_us"


class ForbiddenAddress(Refusal):
    """The name leads to an address that is not public, or to another port than 80 and 443."""

    outcome = "forbidden_address"


class NoContact(Refusal):
    """Nobody is crawled by somebody who cannot be reached."""

    outcome = "no_contact"


class CertificateRefused(Refusal):
    """The peer could not prove who it is; the first argument is the reason, in one word."""

    @property
    def outcome(self) -> str:  # type: ignore[override]
        return f"tls_{self.args[0]}"


class Offsite(Refusal):
    """A redirect or an announcer leads out of the outlet."""

    outcome = "offsite"


class ForbiddenUrl(Refusal):
    """Neither http nor https, or more than 2,083 characters."""

    outcome = "forbidden_url"


class TooLarge(Refusal):
    """More bytes than we take; we hung up. Asking again would bring as many."""

    outcome = "too_large"


class RobotsForbidden(Refusal):
    """robots.txt says no."""

    outcome = "robots"


class RobotsUnreachable(Refusal):
    """robots.txt could not be had, which RFC 9309 reads as: everything is disallowed."""

    outcome = "robots_unreachable"


class Postponed(Refusal):
    """The host asked for a pause; `seconds` are left of it. The frontier does the waiting."""

    outcome = "postponed"

    def __init__(self, seconds: float) -> None:
        super().__init__(f"the host asked for a pause of {seconds:.0f} s")
        self.seconds = seconds


class Stopped(Postponed):
    """The run is being stopped: for this one there is no time any more."""

    outcome = "stopped"

    def __init__(self) -> None:
        super().__init__(0.0)
