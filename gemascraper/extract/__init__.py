"""Reading: bytes to article, one module per field, every value with its provenance. Knows no clock and no network."""

from gemascraper.extract.article import extract
from gemascraper.extract.page.document import Document

__all__ = ["Document", "extract"]
