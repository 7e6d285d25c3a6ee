"""Records of WARC files on their way to the recorder."""

from __future__ import annotations

import asyncio

from gemascraper.ingest.operations import RegisterRecord
from gemascraper.ingest.recorder import Recorder

MOST_RECORDS, MOST_BYTES = 256, 32 << 20
"""Records, or bytes of them, that wait in memory at a time."""


class RecordQueue:
    """Registers many records at a time, as many as the memory should hold."""

    def __init__(self) -> None:
        self._tasks: list[asyncio.Task[None]] = []
        self._bytes = 0

    async def add(self, recorder: Recorder, operation: RegisterRecord) -> None:
        """Register a record; this waits where the queue is full."""
        self._tasks.append(asyncio.create_task(recorder.register(operation)))
        self._bytes += len(operation.member)
        if len(self._tasks) >= MOST_RECORDS or self._bytes >= MOST_BYTES:
            await self.done()

    async def done(self) -> None:
        """Return when every record is registered and on disk."""
        tasks, self._tasks, self._bytes = self._tasks, [], 0
        await asyncio.gather(*tasks)
