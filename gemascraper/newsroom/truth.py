"""The correct article for a printed story, as JSON: made from the same data as its page, never parsed from it."""

from __future__ import annotations

from typing import Any

from gemascraper.items import Dateline, plain
from gemascraper.newsroom.printed_story import PrintedPicture, PrintedStory
from gemascraper.values.text import clean


def truth(printed: PrintedStory) -> dict[str, Any]:
    """The correct article, with the fields that a page can state and without those that a crawl adds."""
    story = printed.story
    byline = printed.byline
    authors = [person.name for person in byline if person.role in ("reporter", "contributor", "unknown")]
    blocks = [{"type": block.type, "text": clean(block.text)} for block in story.blocks]
    return {
        "id": story.id,
        "outlet": "gemapos",
        "edition": printed.edition.key,
        "url": printed.url,
        "kind": story.kind,
        "language": "id",
        "kicker": story.kicker,
        "headline": clean(story.headline),
        "standfirst": story.standfirst,
        "body": "\n\n".join(str(block["text"]) for block in blocks),
        "blocks": blocks,
        "section": printed.section,
        "tags": list(story.tags),
        "byline": plain(byline),
        "authors": list(dict.fromkeys(authors)),
        "initials": story.initials,
        "dateline": _dateline(printed),
        "published": plain(printed.times.published),
        "published_precision": printed.times.precision,
        "modified": plain(printed.times.modified),
        "images": [_image(each, number, each is printed.lead) for number, each in enumerate(printed.pictures, 1)],
        "sources": list(story.sources),
        "related": [{"url": link.url, "text": clean(link.text)} for link in printed.related],
        "pages": {"expected": len(printed.pages), "read": len(printed.pages)},
        "paywalled": True if story.kind == "paywalled" else None,
    }


def _dateline(printed: PrintedStory) -> dict[str, Any] | None:
    dateline = printed.story.dateline
    if dateline is None:
        return None
    said: dict[str, Any] = plain(Dateline(outlet=dateline.outlet, place=dateline.place, text=dateline.text))
    return said


def _image(each: PrintedPicture, position: int, is_lead: bool) -> dict[str, Any]:
    credit = each.picture.credit
    return {
        "url": each.url,
        "alt": clean(each.alt),
        "caption": clean(each.picture.caption),
        "credit_line": credit.line if credit else None,
        "credit": plain(credit.credit) if credit else None,
        "rights": plain(each.rights),
        "is_lead": is_lead,
        "position": position,
    }
