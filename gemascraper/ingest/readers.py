"""The readers: processes that turn captures into readings, with limits for each page.

Each child process has its own pipe and thread, and shares no lock with another: killing one, at any moment, costs one
page and stops no other. A child ends with this process, however that ends.
"""

from __future__ import annotations

import asyncio
import ctypes
import logging
import multiprocessing
import os
import resource
import signal
import sys
import threading
import traceback
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

import attrs

from gemascraper.archive import capture_records
from gemascraper.errors import GemascraperError
from gemascraper.ingest.reading import read, unchanged
from gemascraper.items import Capture, Entry, Finding, FindingCode, Reading
from gemascraper.outcomes import Outcome
from gemascraper.outlets.profile import Outlet

log = logging.getLogger(__name__)

_FINDINGS: dict[Outcome, FindingCode] = {
    Outcome.READER_TIMEOUT: "reader_timeout",
    Outcome.READER_DIED: "reader_died",
    Outcome.READER_FAILED: "reader_failed",
}
Task = tuple[Sequence[Capture], Outlet, Entry | None]
ChildResult = Reading | GemascraperError | str
"""A reading, an error that ends the run, or the traceback of an unexpected error in this one page."""


@attrs.frozen
class ReaderLimits:
    """What reading one page may take."""

    wall: float = 30.0
    """Seconds until the child is killed."""
    cpu: int = 20
    """Seconds of processor time until the child is killed."""
    memory: int = 1536 << 20
    """Bytes of address space of a child."""


class Readers:
    """The pool of child processes, which start with the first pages. For one event loop.

    *folder* has the WARC files; *workers* is the number of children, None is one for each processor.
    """

    def __init__(self, folder: Path, workers: int | None = None, limits: ReaderLimits | None = None) -> None:
        self._folder, self._limits = folder, limits or ReaderLimits()
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["gemascraper.ingest.readers"])
        self._threads = ThreadPoolExecutor(workers or os.cpu_count() or 1, thread_name_prefix="reader")
        self._own = threading.local()
        self._children: set[ReaderChild] = set()
        self._lock = threading.Lock()
        self._closed = False

    async def read(self, captures: Sequence[Capture], outlet: Outlet, entry: Entry | None = None) -> Reading:
        """The reading of captures, of which the first is the entry's own. Raises `Damaged`.

        Where the child died twice, took too long or met an unexpected error, the outcome of the reading says so.
        """
        if captures[0].understood and entry:
            return unchanged(captures, entry)
        loop = asyncio.get_running_loop()
        reading = await loop.run_in_executor(self._threads, self._once, (captures, outlet, entry))
        if reading.outcome == Outcome.READER_DIED and not self._closed:
            reading = await loop.run_in_executor(self._threads, self._once, (captures, outlet, entry))
        return reading

    def close(self) -> None:
        """End the children; pages that are being read are dropped."""
        with self._lock:
            self._closed = True
            for child in self._children:
                child.process.kill()
        self._threads.shutdown(cancel_futures=True)
        for child in list(self._children):
            self._bury(child)

    def _once(self, task: Task) -> Reading:
        """In a thread: have its child read."""
        child = self._child()
        result = child.read(task) if child else Outcome.READER_DIED
        if isinstance(result, Reading):
            return result
        if isinstance(result, GemascraperError):
            raise result
        self._own.child = None
        if child:
            self._bury(child)
        return _unread(task[0], task[2], result)

    def _child(self) -> ReaderChild | None:
        """This thread's child, a new one if it has none; None once the pool is closed."""
        child: ReaderChild | None = getattr(self._own, "child", None)
        with self._lock:
            if child is None and not self._closed:
                child = self._own.child = ReaderChild.start(self._context, self._folder, self._limits)
                self._children.add(child)
        return child

    def _bury(self, child: ReaderChild) -> None:
        with self._lock:
            self._children.discard(child)
        child.end()


@attrs.frozen(eq=False)
class ReaderChild:
    """One reader process."""

    process: BaseProcess
    pipe: Connection
    wall: float
    """Seconds until it is killed."""

    @classmethod
    def start(
        cls, context: multiprocessing.context.ForkServerContext, folder: Path, limits: ReaderLimits
    ) -> ReaderChild:
        ours, its = context.Pipe()
        process = context.Process(target=_serve, args=(its, folder, limits), daemon=True, name="reader")
        process.start()
        its.close()
        return cls(process, ours, limits.wall)

    def read(self, task: Task) -> Reading | GemascraperError | Outcome:
        """The reading of a task, an error that ends the run, or why this page could not be read."""
        try:
            self.pipe.send(task)
            if not wait([self.pipe, self.process.sentinel], self.wall):
                return Outcome.READER_TIMEOUT
            result: ChildResult = self.pipe.recv()
        except (EOFError, OSError):
            return Outcome.READER_DIED
        if isinstance(result, str):  # an error of ours in one page must not stop the others
            log.error("%s could not be read: %s", task[0][0].url, result)
            return Outcome.READER_FAILED
        return result

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _unread(captures: Sequence[Capture], entry: Entry | None, outcome: Outcome) -> Reading:
    finding = Finding(code=_FINDINGS[outcome], message="The page is archived, but reading it exceeded its limits.")
    url = entry.url if entry else captures[0].url
    return Reading(url=url, outcome=outcome, captures=tuple(captures), findings=(finding,))


def _serve(pipe: Connection, folder: Path, limits: ReaderLimits) -> None:
    """What a child does: read one task after the other, until the pipe is closed."""
    _begin(limits.memory)
    with suppress(EOFError, OSError):
        while True:
            task = pipe.recv()
            _allow(limits.cpu)
            pipe.send(_result(folder, *task))


def _result(folder: Path, captures: Sequence[Capture], outlet: Outlet, entry: Entry | None) -> ChildResult:
    try:
        return _read(folder, captures, outlet, entry)
    except MemoryError:
        os._exit(1)  # too little memory is left to read another page
    except GemascraperError as error:
        return error
    except Exception:
        return traceback.format_exc()


def _begin(memory: int) -> None:
    """In a child: end with the parent, ignore Ctrl-C, and limit the memory to *memory* bytes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _allow(seconds: int) -> None:
    """Limit the processor time from now on; then the kernel kills this child."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds, resource.RLIM_INFINITY))


def _read(folder: Path, captures: Sequence[Capture], outlet: Outlet, entry: Entry | None) -> Reading:
    loaded = [attrs.evolve(capture, block=capture_records.load(folder, capture)) for capture in captures]
    reading = read(loaded, outlet, entry)
    return attrs.evolve(reading, captures=tuple(captures))  # without the bytes
