"""A survey in words: what was found, and what a person has to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from gemascraper.survey.guesses import hosts, outlet_name, timezone
from gemascraper.survey.site_survey import SiteSurvey

_MOST_HOSTS = 8


def found_facts(found: SiteSurvey) -> Iterator[tuple[str, str]]:
    """What was found: a label and a line for each fact."""
    yield "name", ", ".join(found.front.names or found.story.names) or "-"
    yield "zone", "{} ({})".format(*timezone(found))
    for label, lists in (("sitemap", found.sitemaps), ("feed", found.feeds)):
        for url, entries in lists.items():
            kinds = Counter("stories" if entry.kind == "story" else "sitemaps" for entry in entries)
            yield label, f"{url}  {', '.join(f'{n} {kind}' for kind, n in kinds.items()) or 'empty'}"
    if known := found.patterns:
        yield "stories", f"{known.matched} of {known.of} URLs match {' or '.join(known.stories)}"
        yield "id", known.article_id or "no number in the URLs: an id is made of the URL"
    yield "sections", " ".join(found.front.sections) or "-"


def open_points(found: SiteSurvey) -> Iterator[str]:
    """What was not found, and what a person has to decide."""
    if outlet_name(found) is None:
        yield "the outlet's name: put it into `name` and `brands`"
    if not found.feeds:
        yield "a feed"
    if not found.sitemaps:
        yield "a sitemap"
    if not found.patterns:
        yield "what the URL of a story looks like: put a pattern into `stories`"
    yield from (f"{url} ({why})" for url, why in found.refused.items())
    if others := [host for host in found.front.hosts if host not in hosts(found)]:
        yield f"whether these hosts are editions, sections or something else: {', '.join(others[:_MOST_HOSTS])}"
