"""Benchmarks: ratios within one run, rivals taken in turn, medians. `python -m benchmarks` runs them all."""
