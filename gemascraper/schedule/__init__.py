"""Regular crawls: timers of systemd or cron, and whether they run as planned.

The lock of the outlet's archive keeps two runs apart: one that finds another running ends at once, with exit code 5.
"""
