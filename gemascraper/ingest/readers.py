"""The readers: a pool of processes that turn captures into readings, each page within limits of its own.

A page that kills its reader costs one page. A child dies with us, however we die.
"""

from __future__ import annotations

import asyncio
import ctypes
import multiprocessing
import os
import resource
import signal
import sys
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import attrs
from pebble import ProcessExpired, ProcessPool

from gemascraper.archive import captures as archived
from gemascraper.ingest.reading import read
from gemascraper.items import Capture, Entry, Finding, Reading
from gemascraper.outlets.profile import Outlet

WALL, CPU, MEMORY = 30.0, 20, 1536 << 20
"""Seconds, CPU seconds and bytes of address space that one page may take."""


class Readers:
    """The pool. `read` is for one event loop; the children start with the first page."""

    def __init__(self, folder: Path, workers: int | None = None) -> None:
        self._folder = folder
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["gemascraper.ingest.readers"])
        self._pool: Any = ProcessPool(max_workers=workers or os.cpu_count() or 1, initializer=_begin, context=context)

    async def read(self, captures: Sequence[Capture], outlet: Outlet, entry: Entry | None = None) -> Reading:
        """The reading of captures; where a reader died or took too long twice, one that says so."""
        reading = await self._once(captures, outlet, entry)
        return reading if reading.outcome != "reader_died" else await self._once(captures, outlet, entry)

    async def _once(self, captures: Sequence[Capture], outlet: Outlet, entry: Entry | None) -> Reading:
        future: Future[Reading] = self._pool.schedule(_task, args=(self._folder, captures, outlet, entry), timeout=WALL)
        try:
            return await asyncio.wrap_future(future)
        except TimeoutError:
            return _unread(captures, entry, "reader_timeout")
        except (ProcessExpired, MemoryError):
            return _unread(captures, entry, "reader_died")

    def close(self) -> None:
        """Stop the children; pages still being read are given up."""
        self._pool.stop()
        self._pool.join(5)


def _unread(captures: Sequence[Capture], entry: Entry | None, outcome: str) -> Reading:
    finding = Finding(code=outcome, message="The page is archived, but reading it exceeded its limits.")
    url = entry.url if entry else captures[0].url
    return Reading(url=url, outcome=outcome, captures=tuple(captures), findings=(finding,))


def _begin() -> None:
    """In each child: die with the parent, leave Ctrl-C to it, and never take more memory than one page may."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _task(folder: Path, captures: Sequence[Capture], outlet: Outlet, entry: Entry | None) -> Reading:
    used = resource.getrusage(resource.RUSAGE_SELF)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + CPU, resource.RLIM_INFINITY))
    loaded = [attrs.evolve(capture, block=archived.load(folder, capture)) for capture in captures]
    reading = read(loaded, outlet, entry)
    return attrs.evolve(reading, captures=tuple(captures))  # the blocks stay here
