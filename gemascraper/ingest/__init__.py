"""The recorder and the readers: archives what was fetched, has it read, and files the readings.

Nothing here imports Scrapy: crawl, import and rebuild all use it. It is the only package that brings archive, ledger,
extract, discover and export together.
"""
