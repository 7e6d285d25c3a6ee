"""Reading: bytes to article, one module per field, every value with its provenance. Knows no clock and no network."""

from gemascraper.extract.article import extract
from gemascraper.extract.page.page import Page

__all__ = ["Page", "extract"]
