"""Scrapy's feed exports (`-O x.jsonl`): articles as docs/reference/items.md has them, other items as usual."""

from __future__ import annotations

from typing import Any

from scrapy.exporters import JsonItemExporter, JsonLinesItemExporter

from gemascraper.items import Article


class ArticleLines(JsonLinesItemExporter):
    """One article a line."""

    def export_item(self, item: Any) -> None:
        super().export_item(item.to_dict() if isinstance(item, Article) else item)


class ArticleList(JsonItemExporter):
    """All articles as one JSON array."""

    def export_item(self, item: Any) -> None:
        super().export_item(item.to_dict() if isinstance(item, Article) else item)
