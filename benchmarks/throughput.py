"""Whole crawls, pages per second: ours against Scrapy alone and against what people write, in turn, in one run."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

NAMES = ("fetch", "naive", "archive", "full")


def measure(pages: int, rounds: int) -> dict[str, list[float]]:
    """Pages per second of each rival, *rounds* times."""
    found: dict[str, list[float]] = {name: [] for name in NAMES}
    server = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.pages", str(pages)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        port, count = server.stdout.readline().split()
        for _ in range(rounds):
            for name in NAMES:
                found[name].append(_once(name, port, count))
    finally:
        server.stdin.close()
        server.wait(10)
    return found


def _once(name: str, port: str, pages: str) -> float:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "benchmarks.rivals", name, port, pages, str(Path(folder, name))]
        done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    if done.returncode:
        sys.exit(done.stderr[-3000:])
    return json.loads(done.stdout.splitlines()[-1])["pages_per_second"]


def main(pages: int = 400, rounds: int = 3) -> None:
    found = {name: statistics.median(values) for name, values in measure(pages, rounds).items()}
    print(f"throughput, {pages} pages, 16 at once, median of {rounds}")
    for name, speed in found.items():
        ratios = f"{speed / found['fetch']:5.2f} × fetch   {speed / found['naive']:5.2f} × naive"
        print(f"  {name:8} {speed:7.1f} pages/s   {ratios}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
