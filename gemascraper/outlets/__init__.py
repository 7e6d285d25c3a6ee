"""Profiles of outlets: one TOML file for each, found by name or by host.

A profile is searched in the folder ``$GEMASCRAPER_OUTLETS``, then in ``outlets/`` beside scrapy.cfg or in the current
folder, then in the package; the first one with the name is used.
"""

from __future__ import annotations

import contextlib
import difflib
import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from gemascraper.errors import UsageError
from gemascraper.outlets.profile import Outlet

__all__ = ["Outlet", "by_host", "file_of", "generic", "load", "names"]

State = tuple[tuple[Path, int], ...]
GENERIC = "generic"
"""Name of the profile for sites without a profile."""


def load(name_or_path: str | Path) -> Outlet:
    """The outlet with this name, or in this ``.toml`` file.

    Raises `ProfileError` with every mistake in the file, `UsageError` where there is no such outlet.
    """
    path = file_of(name_or_path)
    return _read(path, path.stat().st_mtime_ns if path.exists() else 0)


def names() -> list[str]:
    """Names of all profiles, in alphabetical order."""
    return sorted(_files())


def by_host(url: str) -> Outlet | None:
    """The outlet that owns the host of *url*; None where no profile names it.

    Profiles are read once, and again when a file is added to a folder, removed or replaced.
    """
    return next((outlet for outlet in _with_hosts(_state()) if outlet.owns(url)), None)


def generic() -> Outlet:
    """The profile for sites without a profile."""
    return load(GENERIC)


def file_of(name_or_path: str | Path) -> Path:
    """The file that `load` reads. Raises `UsageError` where no outlet has this name."""
    if str(name_or_path).endswith(".toml"):
        return Path(name_or_path)
    files = _files()
    if found := files.get(str(name_or_path)):
        return found
    close = difflib.get_close_matches(str(name_or_path), files, n=1)
    hint = f"Did you mean {close[0]}?" if close else f"There are: {', '.join(sorted(files))}."
    raise UsageError(f'No outlet is called "{name_or_path}".', hint)


def _files() -> Mapping[str, Path]:
    return _files_of(_state())


def _state() -> State:
    """The folders that are searched, each with the time when a file was last added or removed."""
    found = []
    for folder in _folders():
        with contextlib.suppress(OSError):
            found.append((folder, folder.stat().st_mtime_ns))
    return tuple(found)


@lru_cache(maxsize=8)
def _files_of(state: State) -> Mapping[str, Path]:
    found: dict[str, Path] = {}
    for folder, _ in state:
        for path in sorted(folder.glob("*.toml")):
            found.setdefault(path.stem, path)
    return found


@lru_cache(maxsize=8)
def _with_hosts(state: State) -> tuple[Outlet, ...]:
    outlets = (load(path) for name, path in sorted(_files_of(state).items()) if name != GENERIC)
    return tuple(outlet for outlet in outlets if not outlet.anywhere)


def _folders() -> tuple[Path, ...]:
    return _folders_from(Path.cwd(), os.environ.get("GEMASCRAPER_OUTLETS"))


@lru_cache(maxsize=8)
def _folders_from(here: Path, own: str | None) -> tuple[Path, ...]:
    project = next((folder for folder in (here, *here.parents) if (folder / "scrapy.cfg").exists()), here)
    folders = (project / "outlets", here / "outlets", Path(__file__).parent)
    return (Path(own).expanduser(), *folders) if own else folders


@lru_cache(maxsize=64)
def _read(path: Path, changed: int) -> Outlet:
    from gemascraper.outlets.loading import read  # cattrs takes 50 ms, and most commands ask for one outlet or none

    return read(path)
