"""Learns selectors for an outlet from saved pages."""
