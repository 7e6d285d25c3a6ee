"""What can go wrong here, as one tree. Messy pages are no errors: they give findings.

GemascraperError            every error that a person should read; `advice` says what to do next
├── UsageError              the request itself makes no sense
├── ProfileError            an outlet's file is wrong; says file, key, line and every mistake
├── NothingFetched          a run that could fetch nothing at all
├── Stopped                 a signal ended the run; everything reported is committed
├── Locked                  another run has this outlet's archive; says which
└── ArchiveError            what was promised to be on disk is not, or cannot be put there
    ├── DiskFull            no room, no quota, or a size limit
    └── Damaged             bytes and digest disagree, or a record cannot be read
"""

from __future__ import annotations

from collections.abc import Sequence


class GemascraperError(Exception):
    """An error with its exit code and, if there is one, the advice that ends its message."""

    exit_code = 1

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.advice = advice

    def __str__(self) -> str:
        return " ".join(filter(None, (self.args[0], self.advice)))


class UsageError(GemascraperError):
    """A name, date or address on the command line means nothing here."""

    exit_code = 2


class ProfileError(GemascraperError):
    """An outlet's profile cannot be used; `mistakes` has one line for each."""

    exit_code = 3

    def __init__(self, file: str, mistakes: Sequence[str]) -> None:
        super().__init__("\n".join(f"{file}: {mistake}" for mistake in mistakes), "\nSee docs/reference/profile.md.")
        self.file, self.mistakes = file, tuple(mistakes)


class NothingFetched(GemascraperError):
    """No page of the outlet could be had."""

    exit_code = 4


class Stopped(GemascraperError):
    """A signal ended the run before its time."""

    def __init__(self, signal: int) -> None:
        super().__init__("Stopped; everything reported so far is committed.", "Run it again to go on.")
        self.exit_code = 128 + signal


class Locked(GemascraperError):
    """Another run is writing to this outlet's archive."""

    exit_code = 5


class ArchiveError(GemascraperError):
    """The archive cannot keep a promise. Never an ``OSError``: Scrapy would retry it."""

    exit_code = 6


class DiskFull(ArchiveError):
    """The disk, the quota or a size limit is exhausted; everything claimed so far is on disk."""


class Damaged(ArchiveError):
    """A record cannot be read, or its bytes and its digest disagree."""

    exit_code = 7
