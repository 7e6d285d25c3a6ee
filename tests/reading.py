"""Pages read without a crawl: pages written for a test, and pages of the newsroom beside their truths."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import attrs

import gemascraper
from gemascraper.extract import Document
from gemascraper.items import Article
from gemascraper.newsroom.responses import Responder

GAP = re.compile(r"{(\w+)}")


def read_article(html: str, url: str, **options: Any) -> Article:
    """The article that `gemascraper.read` finds in *html*; the test fails where it finds none."""
    article = gemascraper.read(html, url, **options).article
    assert article is not None
    return article


def html_page(title: str, body: str, head: str = "", language: str = "id") -> str:
    """A small HTML page; *head* follows its title."""
    return f'<html lang="{language}"><head><title>{title}</title>{head}</head><body>{body}</body></html>'


def linked_data(node: Mapping[str, object]) -> str:
    """The script element that holds *node* as JSON-LD."""
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


@attrs.frozen
class PageTemplate:
    """The story page of an invented outlet, with gaps in braces that a test fills with markup.

    A gap that a test does not fill has its default; a gap without a default is empty.
    """

    url: str
    html: str
    defaults: Mapping[str, str] = attrs.field(factory=dict)

    def page(self, **markup: str) -> str:
        """The HTML with its gaps filled."""
        unknown = markup.keys() - set(GAP.findall(self.html))
        assert not unknown, f"the template has no gap {unknown}"
        filled = {**self.defaults, **markup}
        return GAP.sub(lambda gap: filled.get(gap[1], ""), self.html)

    def read(self, **markup: str) -> Article:
        """The article that is read from the page with its gaps filled."""
        return read_article(self.page(**markup), self.url)


def newsroom_page(answers: Responder, url: str, captured_at: datetime | None = None) -> Document:
    """The page that the newsroom publishes at *url*."""
    split = urlsplit(url)
    answer = answers.at(split.netloc, f"{split.path}?{split.query}" if split.query else split.path)
    assert answer.status == 200, url
    return Document(answer.body, url, captured_at, answer.content_type)


def in_fields_of(truth: Mapping[str, Any], article: Article) -> dict[str, Any]:
    """What *article* says, in the fields that the newsroom's *truth* of the story has; the two can be compared."""
    said = article.to_dict()
    if truth["images"]:
        said["images"] = [{key: image[key] for key in truth["images"][0]} for image in said["images"]]
    return {key: said[key] for key in truth}
