"""The archive as files that other people open: JSON Lines while a run goes on, CSV and Parquet when asked for.

Knows articles as the data contract has them, and nothing of how they were come by.
"""
