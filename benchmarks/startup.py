"""How long `gemascraper --help` takes beyond Python itself."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time


def _seconds(*arguments: str) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
    return time.perf_counter() - began


def main(rounds: int = 11) -> None:
    pairs = [(_seconds("-c", "pass"), _seconds("-m", "gemascraper", "--help")) for _ in range(rounds)]
    bare, ours = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"start-up, median of {rounds}: python {1000 * bare:.0f} ms, ours {1000 * ours:.0f} ms")
    print(f"  gemascraper --help takes {1000 * (ours - bare):+.0f} ms")


if __name__ == "__main__":
    main()
