"""Crawls that start by themselves: timers of systemd or cron, and whether they do what was planned.

The outlet's own lock keeps two runs apart: a timer that finds one going on skips its turn with exit code 5.
"""
