"""Progress of a crawl in the log, where there is no terminal."""

from __future__ import annotations

import threading

import pytest

from gemascraper.cli import progress


def test_progress_is_logged_at_intervals_without_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    said = threading.Event()
    lines: list[tuple[object, ...]] = []

    def keep(*words: object) -> None:
        lines.append(words)
        said.set()

    monkeypatch.setattr(progress, "_INTERVAL", 0.01)
    monkeypatch.setattr(progress.log, "info", keep)
    with progress.Progress(quiet=False, plain=True).showing([]):
        assert said.wait(30)
    count = len(lines)
    assert lines[0] == ("%s", progress.Text(""))
    assert len(lines) == count, "nothing is said after the end"
