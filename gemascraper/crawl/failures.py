"""From an error of a fetch to its outcome, whatever Scrapy and Twisted have wrapped around it."""

from __future__ import annotations

from collections.abc import Iterator

from OpenSSL import SSL
from scrapy import exceptions as scrapy_errors
from twisted.internet.error import ConnectError

from gemascraper.crawl.refusals import FetchRefusal
from gemascraper.outcomes import AnyOutcome, Outcome

_OUTCOMES: dict[type[BaseException], Outcome] = {
    SSL.Error: Outcome.TLS_FAILED,
    scrapy_errors.CannotResolveHostError: Outcome.NO_SUCH_HOST,
    scrapy_errors.DownloadConnectionRefusedError: Outcome.REFUSED,
    scrapy_errors.DownloadTimeoutError: Outcome.TIMEOUT,
    scrapy_errors.DownloadCancelledError: Outcome.TOO_LARGE,
    scrapy_errors.ResponseDataLossError: Outcome.TRUNCATED,
    ConnectError: Outcome.UNREACHABLE,
    scrapy_errors.DownloadFailedError: Outcome.BROKEN,
    scrapy_errors.IgnoreRequest: Outcome.TOO_MANY_REDIRECTS,  # Scrapy's other reasons are switched off, or refusals
}
"""More special errors first."""


def outcome_of(error: BaseException) -> tuple[AnyOutcome, BaseException]:
    """The outcome of a failed fetch, and the error among *error* and its causes that tells it."""
    chain = list(_chain(error))
    for found in chain:
        if isinstance(found, FetchRefusal):
            return found.outcome, found
    for kind, outcome in _OUTCOMES.items():
        for found in chain:
            if isinstance(found, kind):
                return outcome, found
    return Outcome.FAILED, error


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and all its causes, each once, the outermost first."""
    chain = [error]
    for wrapped in chain:
        yield wrapped
        inner = [failure.value for failure in getattr(wrapped, "reasons", None) or ()]
        chain += [each for each in (*inner, wrapped.__cause__) if each and each not in chain]
