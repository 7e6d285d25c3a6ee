"""What a page declares about its pictures: the lead in meta elements, caption and credit in linked data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gemascraper.extract.images.image_identity import identity_keys
from gemascraper.extract.images.image_urls import is_furniture
from gemascraper.extract.lines import credit_line
from gemascraper.extract.lines.image_labels import is_image_label
from gemascraper.extract.page import linked_data
from gemascraper.extract.page.page import Page
from gemascraper.values import urls

_LEAD_METAS = ("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src")
_CREDIT_KEYS = ("creditText", "copyrightHolder")


def lead_keys(page: Page) -> frozenset[str]:
    """The identity keys of all pictures that the page declares as its lead."""
    found = (urls.absolute(page.url, value) for value in _declared_leads(page))
    return frozenset(key for url in found if url and not is_furniture(url) for key in identity_keys(url))


def lead_url(page: Page) -> str | None:
    """The URL of the declared lead, absolute; None where there is none, or a logo."""
    declared = next((candidate.value for candidate in page.meta("og:image", "twitter:image")), None)
    url = urls.absolute(page.url, declared) if declared else None
    return url if url and not is_furniture(url) else None


def _declared_leads(page: Page) -> Iterator[str]:
    yield from (candidate.value for candidate in page.meta(*_LEAD_METAS))
    image = page.document.story.get("image")
    for item in image if isinstance(image, list) else [image]:
        url = item.get("url") or item.get("contentUrl") if isinstance(item, dict) else item
        if isinstance(url, str):
            yield url


def descriptions(page: Page) -> dict[str, linked_data.Node]:
    """The descriptions of pictures in linked data, by the identity keys of the pictures; the first one counts."""
    found: dict[str, linked_data.Node] = {}
    for node in page.document.nodes:
        url = node.get("contentUrl") or node.get("url")
        if "ImageObject" in linked_data.types(node) and isinstance(url, str):
            for key in identity_keys(urls.absolute(page.url, url) or url):
                found.setdefault(key, node)
    return found


def description_of(url: str, described: Mapping[str, linked_data.Node]) -> linked_data.Node:
    """The description of one picture; empty where linked data has none."""
    return next((described[key] for key in identity_keys(url) if key in described), {})


def caption_and_credit(node: linked_data.Node) -> tuple[str | None, str | None]:
    """Caption and credit line that a description declares, each None where it does not."""
    caption, inner = credit_line.split(linked_data.text(node.get("caption")) or None)
    owner = next((text for key in _CREDIT_KEYS if (text := linked_data.text(node.get(key)))), None)
    return None if caption and is_image_label(caption) else caption, credit_line.tidy(owner) or inner
