"""The file of a profile: a new one, and one with a learned design more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from gemascraper import outlets
from gemascraper.errors import GemascraperError, UsageError
from gemascraper.outlets import loading, profile_text, rules, selector_check
from gemascraper.values.counts import counted

if TYPE_CHECKING:
    from gemascraper.extract.learning.learning import Learned


def new_file(key: str, folder: Path | None) -> Path:
    """Where the profile of a new outlet goes; without *folder* to the person's own profiles.

    Raises `UsageError` where *key* cannot be a key, and where an outlet has it already.
    """
    file = (folder or profile_text.folder()) / f"{key}.toml"
    for mistake in rules.check_key(key):
        raise UsageError(f'"{key}" cannot be the name of an outlet: expected {mistake.expected}.')
    if file.exists() or key in outlets.names():
        there = file if file.exists() else outlets.file_of(key)
        raise UsageError(f"There is a profile already: {there}.", "Choose another name, or edit that file.")
    return file


def known_file(key: str, folder: Path | None) -> Path:
    """The file of a known outlet's profile; one in *folder* comes first."""
    return folder / f"{key}.toml" if folder and (folder / f"{key}.toml").exists() else outlets.file_of(key)


def save(text: str, key: str, file: Path) -> None:
    """Write the profile *text*. Raises `UsageError`, and writes nothing, where `outlet check` would refuse it."""
    try:
        selector_check.check(loading.parse(text, key, str(file)), file)
    except GemascraperError as error:
        raise UsageError("The profile would not be valid, so nothing was written.", str(error)) from error
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    except OSError as error:
        raise UsageError(f"{file} cannot be written ({error.strerror}).", "Another folder: --outlets DIR") from None


def add_design(file: Path, folder: Path | None, found: Learned, today: date) -> tuple[Path, str]:
    """Put the learned selectors into the profile as a new design; the file written, and the design's name.

    A profile of the package is not edited: its copy in *folder*, or among the person's own profiles, is.
    """
    own = (folder or profile_text.folder()) / file.name
    target = own if file.parent == Path(outlets.__file__).parent else file
    text = file.read_text(encoding="utf-8")
    known = profile_text.names_of_designs(text)
    name = next(each for each in _design_names(today) if each not in known)
    spare = {each.field: each.selector for each in found.proposals if not each.helps}
    save(profile_text.with_design(text, name, found.selectors, [_origin(found, today)], spare), file.stem, target)
    return target, name


def _origin(found: Learned, today: date) -> str:
    days = sorted(article.published.date() for article in found.before if article and article.published)
    return f"learned on {today} from {counted(len(days), 'page')}" + (f" of {days[0]} to {days[-1]}" if days else "")


def _design_names(today: date) -> Iterator[str]:
    yield f"{today:%Y-%m}"
    yield from (f"{today:%Y-%m}-{number}" for number in range(2, 1000))
