"""Every error that this package raises on purpose, as one tree. Malformed pages raise none: they give findings.

GemascraperError            what a person should read; `advice` says what to do next
├── UsageError              a command, option or setting that makes no sense
├── ProfileError            an outlet's profile is wrong; says file, line, key and every mistake
├── NothingFetched          a run that could fetch nothing at all
├── ExpectationMissed      a run has fewer stories or fields than the profile's [expect] asks for
├── Stopped                 a signal ended the run; everything reported is committed
├── Locked                  another run is writing to this outlet's archive; says which
└── ArchiveError            the archive cannot be written, or is not as it was committed
    ├── DiskFull            no space, no quota, or a size limit
    └── Damaged             bytes and digest disagree, or a record cannot be read
"""

from __future__ import annotations

from collections.abc import Sequence


class GemascraperError(Exception):
    """An error with the exit code of the command; ``str()`` is the message, then the advice if there is one."""

    exit_code = 1

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.advice = advice

    def __str__(self) -> str:
        return " ".join(filter(None, (self.args[0], self.advice)))


class UsageError(GemascraperError):
    """A name, date, URL or setting cannot be used as it was given."""

    exit_code = 2


class ProfileError(GemascraperError):
    """An outlet's profile cannot be used; `mistakes` has one line for each."""

    exit_code = 3

    def __init__(self, file: str, mistakes: Sequence[str]) -> None:
        lines = [f"{file}: {mistake}" for mistake in mistakes]
        super().__init__("\n".join([*lines, "See docs/reference/profile.md."]))
        self.file, self.mistakes = file, tuple(mistakes)


class NothingFetched(GemascraperError):
    """No page of the outlet could be fetched, or a first run found no story."""

    exit_code = 4


class ExpectationMissed(GemascraperError):
    """A run ended well, but filed less than the outlet's profile expects."""

    exit_code = 8


class Stopped(GemascraperError):
    """A signal ended the run early; the exit code is 128 and the signal's number."""

    def __init__(self, signal: int) -> None:
        super().__init__("Stopped; everything reported so far is committed.", "Run it again to go on.")
        self.exit_code = 128 + signal


class Locked(GemascraperError):
    """Another run is writing to this outlet's archive."""

    exit_code = 5


class ArchiveError(GemascraperError):
    """The archive cannot be written or read as committed. Never an ``OSError``: Scrapy would retry it."""

    exit_code = 6


class DiskFull(ArchiveError):
    """The disk, the quota or a size limit is exhausted; everything reported so far is on disk."""


class Damaged(ArchiveError):
    """A record cannot be read, or its bytes and its digest disagree."""

    exit_code = 7


def no_contact(result: str = "nothing was fetched") -> UsageError:
    """The error where no contact is configured; *result* says what was not done for it."""
    advice = "Set GEMASCRAPER_CONTACT to a URL or e-mail address where the outlet can reach you."
    return UsageError(f"No contact is configured; {result}.", advice)


def unexpected(error: BaseException | None) -> GemascraperError:
    """*error*, which no code of ours expects, as a message for a person."""
    return GemascraperError(
        f"Unexpected error: {type(error).__name__}: {error}.",
        "What was reported as archived is safe, and the same command goes on from there. "
        "`gemascraper --debug …` shows where it happened; please report it.",
    )
