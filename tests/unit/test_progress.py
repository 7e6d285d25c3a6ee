"""What a crawl says of itself where there is no terminal."""

from __future__ import annotations

import threading

import pytest

from gemascraper.cli import progress


def test_a_log_has_a_line_of_progress_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
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
