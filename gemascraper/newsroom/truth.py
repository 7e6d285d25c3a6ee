"""What a perfect reader says of a printed story, as the article's JSON; made from the sheet, never parsed."""

from __future__ import annotations

from typing import Any

from gemascraper.items import Dateline, plain
from gemascraper.newsroom.sheet import Print, Sheet
from gemascraper.values.text import clean


def truth(sheet: Sheet) -> dict[str, Any]:
    """The article as its page shows it: everything that a page can say, nothing that a crawl adds."""
    story = sheet.story
    byline = sheet.byline
    authors = [person.name for person in byline if person.role in ("reporter", "contributor", "unknown")]
    blocks = [{"type": block.type, "text": clean(block.text)} for block in story.blocks]
    return {
        "id": story.id,
        "outlet": "gemapos",
        "edition": sheet.edition.key,
        "url": sheet.url,
        "kind": story.kind,
        "language": "id",
        "kicker": story.kicker,
        "headline": clean(story.headline),
        "standfirst": story.standfirst,
        "body": "\n\n".join(str(block["text"]) for block in blocks),
        "blocks": blocks,
        "section": sheet.section,
        "tags": list(story.tags),
        "byline": plain(byline),
        "authors": list(dict.fromkeys(authors)),
        "initials": story.initials,
        "dateline": _dateline(sheet),
        "published": plain(sheet.times.published),
        "published_precision": sheet.times.precision,
        "modified": plain(sheet.times.modified),
        "images": [_image(each, number, each is sheet.lead) for number, each in enumerate(sheet.prints, 1)],
        "sources": list(story.sources),
        "related": [{"url": link.url, "text": clean(link.text)} for link in sheet.related],
        "pages": {"expected": len(sheet.pages), "read": len(sheet.pages)},
        "paywalled": True if story.kind == "paywalled" else None,
    }


def _dateline(sheet: Sheet) -> dict[str, Any] | None:
    opening = sheet.story.opening
    if opening is None:
        return None
    said: dict[str, Any] = plain(Dateline(outlet=opening.outlet, place=opening.place, text=opening.text))
    return said


def _image(each: Print, position: int, is_lead: bool) -> dict[str, Any]:
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
