"""The readers: processes that turn captures into readings, each page within limits of its own.

Each child has a pipe and a thread of ours to itself, and shares no lock with another: whoever kills one, at whatever
moment, costs one page and stops nobody else. A child dies with us, however we die.
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

from gemascraper.archive import captures as archived
from gemascraper.errors import GemascraperError
from gemascraper.ingest.reading import read, unchanged
from gemascraper.items import Capture, Entry, Finding, Reading
from gemascraper.outlets.profile import Outlet

log = logging.getLogger(__name__)
Task = tuple[Sequence[Capture], Outlet, Entry | None]
Answer = Reading | GemascraperError | str
"""A reading, an error that ends the run, or what went wrong with this one page."""


@attrs.frozen
class Limits:
    """What one page may take."""

    wall: float = 30.0
    """Seconds until the child is killed."""
    cpu: int = 20
    """Seconds of processor until it is."""
    memory: int = 1536 << 20
    """Bytes of address space that a child has in all."""


class Readers:
    """The pool. `read` is for one event loop; the children start with the first pages."""

    def __init__(self, folder: Path, workers: int | None = None, limits: Limits | None = None) -> None:
        self._folder, self._limits = folder, limits or Limits()
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["gemascraper.ingest.readers"])
        self._threads = ThreadPoolExecutor(workers or os.cpu_count() or 1, thread_name_prefix="reader")
        self._own = threading.local()
        self._children: set[Child] = set()
        self._lock = threading.Lock()
        self._closed = False

    async def read(self, captures: Sequence[Capture], outlet: Outlet, entry: Entry | None = None) -> Reading:
        """The reading of captures; where a reader died twice or took too long, one that says so."""
        if captures[0].understood and entry:
            return unchanged(captures, entry)
        loop = asyncio.get_running_loop()
        reading = await loop.run_in_executor(self._threads, self._once, (captures, outlet, entry))
        if reading.outcome == "reader_died" and not self._closed:
            reading = await loop.run_in_executor(self._threads, self._once, (captures, outlet, entry))
        return reading

    def close(self) -> None:
        """Stop the children; pages still being read are given up."""
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
        answer = child.asked(task) if child else "reader_died"
        if isinstance(answer, Reading):
            return answer
        if isinstance(answer, GemascraperError):
            raise answer
        self._own.child = None
        if child:
            self._bury(child)
        return _unread(task[0], task[2], answer)

    def _child(self) -> Child | None:
        """This thread's child, a new one if it has none; None once the pool is closed."""
        child: Child | None = getattr(self._own, "child", None)
        with self._lock:
            if child is None and not self._closed:
                child = self._own.child = Child.start(self._context, self._folder, self._limits)
                self._children.add(child)
        return child

    def _bury(self, child: Child) -> None:
        with self._lock:
            self._children.discard(child)
        child.end()


@attrs.frozen(eq=False)
class Child:
    """One reader process."""

    process: BaseProcess
    pipe: Connection
    patience: float

    @classmethod
    def start(cls, context: multiprocessing.context.ForkServerContext, folder: Path, limits: Limits) -> Child:
        ours, its = context.Pipe()
        process = context.Process(target=_serve, args=(its, folder, limits), daemon=True, name="reader")
        process.start()
        its.close()
        return cls(process, ours, limits.wall)

    def asked(self, task: Task) -> Answer:
        """What it makes of a task, or in one word why it makes nothing."""
        try:
            self.pipe.send(task)
            if not wait([self.pipe, self.process.sentinel], self.patience):
                return "reader_timeout"
            answer: Answer = self.pipe.recv()
        except (EOFError, OSError):
            return "reader_died"
        if isinstance(answer, str):  # a mistake of ours in one page is no reason to lose the others
            log.error("%s could not be read: %s", task[0][0].url, answer)
            return "reader_failed"
        return answer

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _unread(captures: Sequence[Capture], entry: Entry | None, outcome: str) -> Reading:
    finding = Finding(code=outcome, message="The page is archived, but reading it exceeded its limits.")
    url = entry.url if entry else captures[0].url
    return Reading(url=url, outcome=outcome, captures=tuple(captures), findings=(finding,))


def _serve(pipe: Connection, folder: Path, limits: Limits) -> None:
    """The life of a child: task in, reading out, until whoever asks is gone."""
    _begin(limits.memory)
    with suppress(EOFError, OSError):
        while True:
            task = pipe.recv()
            _allow(limits.cpu)
            pipe.send(_answer(folder, *task))


def _answer(folder: Path, captures: Sequence[Capture], outlet: Outlet, entry: Entry | None) -> Answer:
    try:
        return _read(folder, captures, outlet, entry)
    except MemoryError:
        os._exit(1)  # what is left of the memory is no place to read another page in
    except GemascraperError as error:
        return error
    except Exception:
        return traceback.format_exc()


def _begin(memory: int) -> None:
    """In each child: die with the parent, leave Ctrl-C to it, and never take more memory than one page may."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _allow(seconds: int) -> None:
    """So much more of the processor, and then the kernel ends us."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds, resource.RLIM_INFINITY))


def _read(folder: Path, captures: Sequence[Capture], outlet: Outlet, entry: Entry | None) -> Reading:
    loaded = [attrs.evolve(capture, block=archived.load(folder, capture)) for capture in captures]
    reading = read(loaded, outlet, entry)
    return attrs.evolve(reading, captures=tuple(captures))  # the blocks stay here
