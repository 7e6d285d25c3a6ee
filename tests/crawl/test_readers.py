"""The pool of reader processes: limits of time, processor and memory, and the next page after a child is lost."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Sequence
from pathlib import Path

import attrs
import pytest
from archiving import GEMAPOS, answer, open_archive, page, url_of

from gemascraper.ingest.readers import ReaderLimits, Readers
from gemascraper.items import Capture, Entry, Reading
from gemascraper.outlets.profile import Outlet

INDEX = "https://www.gemapos.id/indeks-berita"
ENDLESS = attrs.evolve(GEMAPOS, stories=(r"(?:a+)+b$",))
"""A profile whose pattern takes for ever on a long URL."""


async def captured(output: Path) -> list[Capture]:
    links = f"<a href='/{'a' * 60}'>Berita hari ini tentang banjir</a>".encode()
    async with open_archive(output) as opened:
        index = await opened.keep(INDEX, answer(b"<html><body>" + links * 3), entry=Entry(url=INDEX, kind="index"))
        story = await opened.keep(url_of(1), answer(page(1)))
    return [index, story]


async def read(folder: Path, tasks: Sequence[tuple[Capture, Outlet]], limits: ReaderLimits) -> list[Reading]:
    readers = Readers(folder / "gemapos/archive", 1, limits)
    try:
        return [await readers.read((capture,), outlet, capture.entry) for capture, outlet in tasks]
    finally:
        readers.close()


@pytest.mark.parametrize(
    ("limits", "outcome"),
    [(ReaderLimits(wall=4.0), "reader_timeout"), (ReaderLimits(cpu=1), "reader_died")],
    ids=["too long", "too much of the processor"],
)
def test_a_page_that_takes_more_is_marked_and_the_next_one_is_read(
    tmp_path: Path, limits: ReaderLimits, outcome: str
) -> None:
    async def scenario() -> list[Reading]:
        index, story = await captured(tmp_path)
        return await read(tmp_path, [(index, ENDLESS), (story, GEMAPOS)], limits)

    lost, found = asyncio.run(scenario())
    assert (lost.outcome, lost.url, lost.article) == (outcome, INDEX, None)
    assert [finding.code for finding in lost.findings] == [outcome]
    assert (found.outcome, found.article and found.article.headline) == ("read", "Warga Desa 1 Bersihkan Saluran")


def test_a_child_has_no_more_memory_than_it_may(tmp_path: Path) -> None:
    async def scenario() -> list[Reading]:
        async with open_archive(tmp_path) as opened:
            long = await opened.keep(url_of(1), answer(page(1, "Air naik. " * 400_000)))
        return await read(tmp_path, [(long, GEMAPOS)] * 2, limits)

    limits = ReaderLimits(memory=64 << 20)  # less than it has from the start: no block for 16 MB can be free
    assert [one.outcome for one in asyncio.run(scenario())] == ["reader_died"] * 2


def test_a_child_that_is_killed_costs_at_most_its_page(tmp_path: Path) -> None:
    async def scenario() -> Reading:
        _, story = await captured(tmp_path)
        readers = Readers(tmp_path / "gemapos/archive", 1)
        try:
            await readers.read((story,), GEMAPOS, story.entry)
            [child] = readers._children
            assert child.process.pid
            os.kill(child.process.pid, signal.SIGKILL)
            return await readers.read((story,), GEMAPOS, story.entry)
        finally:
            readers.close()

    assert asyncio.run(scenario()).outcome == "read", "it is read a second time, by another child"
