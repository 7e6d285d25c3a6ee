"""The stories of the newsroom and their truths, without a server."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Iterator

import attrs
import pytest

from gemascraper.newsroom import Newsroom
from gemascraper.newsroom.paper import picture_stem
from gemascraper.newsroom.responses import NewsroomResponse, Responder
from gemascraper.newsroom.story import Family
from gemascraper.values.text import clean

FAMILIES: tuple[Family, ...] = ("cms", "promedia", "wordpress", "promedia-next")


@pytest.fixture(scope="module")
def paper() -> Newsroom:
    return Newsroom(seed=1)


def ask(answers: Responder, url: str) -> NewsroomResponse:
    host, _, path = url.removeprefix("https://").partition("/")
    return answers.at(host, "/" + path)


def visible(page: bytes) -> str:
    """The page's text as a reader sees it, that of its data too; a tag in the middle of a word leaves no space."""
    text = re.sub(r"(?s)<(script|head)\b.*?</\1>", "", page.decode())
    if data := re.search(r'(?s)<script id="__NEXT_DATA__"[^>]*>(.*?)</script>', page.decode()):
        text += " ".join(told(json.loads(data[1])["props"]["pageProps"]["article"]))
    return clean(html.unescape(re.sub(r"<[^>]+>", "", text))) or ""


def told(value: object) -> Iterator[str]:
    """Every text in a page's data."""
    if isinstance(value, str):
        yield value
    for child in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from told(child)


def pages(answers: Responder, url: str, count: int) -> str:
    return " ".join(visible(ask(answers, f"{url}?page={number}").body) for number in range(1, count + 1))


def test_the_same_seed_writes_the_same_paper() -> None:
    one, two = Newsroom(seed=7), Newsroom(seed=7)
    assert one.stories == two.stories
    assert one.truths() == two.truths()
    url = next(iter(one.truths()))
    assert ask(Responder(one), url) == ask(Responder(two), url)


def test_other_seeds_write_other_stories(paper: Newsroom) -> None:
    other = Newsroom(seed=2)
    bodies = {truth["body"] for truth in paper.truths().values()}
    assert not bodies & {truth["body"] for truth in other.truths().values()}
    assert not {story.id for story in paper.stories} & {story.id for story in other.stories}


def test_two_hundred_different_stories(paper: Newsroom) -> None:
    assert len(paper.stories) == 240
    assert len({paper.truth(story.id)["body"] for story in paper.stories}) == 240
    assert len({story.headline for story in paper.stories}) == 240


@pytest.mark.parametrize("seed", [1, 5, 23])
@pytest.mark.parametrize("family", FAMILIES)
def test_every_truth_stands_on_its_page(seed: int, family: Family) -> None:
    paper = Newsroom(seed=seed, stories=90)
    for key in paper.editions:
        paper.switch(key, family)
    answers = Responder(paper)
    for url, truth in paper.truths().items():
        text = pages(answers, url, truth["pages"]["expected"])
        said = [truth["headline"], truth["kicker"], truth["standfirst"], truth["section"], truth["initials"]]
        said += [block["text"] for block in truth["blocks"]] + truth["tags"] + truth["sources"]
        said += [person["name"] for person in truth["byline"]] + [link["text"] for link in truth["related"]]
        said += [image[field] for image in truth["images"] for field in ("caption", "credit_line")]
        said += [truth["dateline"]["text"] if truth["dateline"] else None]
        missing = [each for each in said if each and each not in text]
        assert not missing, url


@pytest.mark.parametrize("family", FAMILIES)
def test_pictures_of_a_truth_are_on_the_page_and_can_be_fetched(family: Family) -> None:
    paper = Newsroom(seed=3, stories=60)
    for key in paper.editions:
        paper.switch(key, family)
    answers = Responder(paper)
    kinds = Counter[str]()
    for url, truth in paper.truths().items():
        body = b"".join(ask(answers, f"{url}?page={n + 1}").body for n in range(truth["pages"]["expected"]))
        for image in truth["images"]:
            assert html.escape(image["url"]).encode() in body
            picture = ask(answers, image["url"])
            assert picture.status == 200, image["url"]
            kinds[picture.content_type] += 1
            assert picture.body[:3] in (b"\xff\xd8\xff", b"\x89PN", b"RIF")
    assert set(kinds) == {"image/jpeg", "image/png", "image/webp"}


def test_every_kind_of_value_occurs_in_the_truths(paper: Newsroom) -> None:
    truths = list(paper.truths().values())
    assert {truth["kind"] for truth in truths} == {"article", "photo", "video", "live", "paywalled"}
    assert {truth["published_precision"] for truth in truths} == {"minute", "second", "day", None}
    assert {person["role"] for truth in truths for person in truth["byline"]} == {
        "reporter",
        "editor",
        "contributor",
        "photographer",
        "unknown",
    }
    kinds = {image["credit"]["kind"] for truth in truths for image in truth["images"] if image["credit"]}
    assert kinds == {
        "staff",
        "agency",
        "stock",
        "social_media",
        "handout",
        "courtesy",
        "screenshot",
        "archive",
        "illustration",
        "ai_generated",
        "unknown",
    }
    for field in ("kicker", "standfirst", "initials", "dateline", "modified"):
        assert {truth[field] is None for truth in truths} == {True, False}, field
    for field in ("tags", "byline", "images", "sources", "related"):
        assert {not truth[field] for truth in truths} == {True, False}, field
    assert {truth["pages"]["expected"] for truth in truths} == {1, 2, 3}
    assert {block["type"] for truth in truths for block in truth["blocks"]} == {
        "paragraph",
        "heading",
        "list_item",
        "quote",
    }


def test_wire_stories_have_one_id_and_a_time_for_each_zone(paper: Newsroom) -> None:
    wire = [story for story in paper.stories if {"pusat", "bali"} <= set(story.editions) and story.stamp == "minute"]
    printed = [story for story in wire if story.zone_style == "printed"]
    assert len(printed) > 3
    for story in printed:
        here, there = paper.truth(story.id, "pusat"), paper.truth(story.id, "bali.gemapos.id")
        assert here["id"] == there["id"]
        assert here["body"] == there["body"]
        assert here["published"].endswith("+07:00")
        assert there["published"].endswith("+08:00")
        assert (here["url"], there["url"]) == (paper.url(story.id, "pusat"), paper.url(story.id, "bali"))


def test_a_page_without_a_printed_time_declares_none(paper: Newsroom) -> None:
    answers = Responder(paper)
    silent = [truth for truth in paper.truths().values() if truth["published"] is None and not truth["modified"]]
    assert silent
    for truth in silent:
        page = ask(answers, truth["url"]).body
        assert b"datePublished" not in page
        assert b"published_time" not in page
        assert b"post-date" not in page
        host = truth["url"].split("/")[2]
        for path in ("/feed", "/sitemap-news.xml"):
            assert truth["id"].encode() not in answers.at(host, path).body


def test_the_worked_example_of_a_credit() -> None:
    lines = {
        image["credit_line"]: image["credit"]
        for seed in range(6)
        for truth in Newsroom(seed=seed).truths().values()
        for image in truth["images"]
    }
    assert lines["Gemapos/X@suarakota"] == {
        "kind": "social_media",
        "agency": None,
        "photographer": None,
        "platform": "X",
        "handle": "@suarakota",
        "holder": "Gemapos",
    }
    assert lines["Dok. BNPB"]["kind"] == "handout"
    assert lines["Dok. BNPB"]["holder"] == "BNPB"
    assert lines["iStock Photo"]["agency"] == "iStock"


def test_publish_correct_move_and_retract_change_the_pages() -> None:
    paper = Newsroom(seed=4, stories=40)
    answers = Responder(paper)
    story = paper.publish()
    url = paper.url(story.id)
    host = url.split("/")[2]
    assert paper.truth(story.id)["headline"] == story.headline
    assert story.id.encode() in answers.at(host, f"/{story.section_slug}").body
    before = paper.truth(story.id)

    paper.correct(story.id, headline="Judul yang Sudah Diperbaiki")
    after = paper.truth(story.id)
    assert {name for name in after if after[name] != before[name]} == {"headline", "modified"}
    assert "Judul yang Sudah Diperbaiki" in visible(ask(answers, url).body)
    paper.correct(story.id)
    assert "Ralat ke-2: ejaan nama dan angka dalam berita ini telah diperbaiki." in paper.truth(story.id)["body"]

    paper.move(story.id)
    moved = ask(answers, url)
    assert (moved.status, moved.headers) == (301, (("Location", paper.url(story.id)),))
    for how, status in (("404", 404), ("410", 410), ("front", 302)):
        paper.retract(story.id, how)  # type: ignore[arg-type]
        assert ask(answers, url).status == status
        assert story.id.encode() not in answers.at(host, "/").body
    paper.publish(attrs.evolve(story, headline="Terbit Lagi"))
    assert paper.truth(story.id)["headline"] == "Terbit Lagi"


def test_switching_the_template_keeps_url_and_text() -> None:
    paper = Newsroom(seed=4, stories=40)
    story = next(story for story in paper.stories if story.editions[0] == "bali" and story.pictures)
    before = paper.truth(story.id)
    paper.switch("bali", "wordpress")
    after = paper.truth(story.id)
    assert (after["url"], after["body"]) == (before["url"], before["body"])
    assert after["images"][0]["url"] != before["images"][0]["url"]
    assert b"entry-content" in ask(Responder(paper), after["url"]).body


def test_a_correction_moves_lastmod() -> None:
    paper = Newsroom(seed=4, stories=40)
    answers = Responder(paper)
    story = paper.publish()
    edition = paper.editions[story.editions[0]]
    path = f"/{story.section_slug}/sitemap.xml"

    def lastmod() -> str:
        found = re.search(rf"{story.id}/[^<]*</loc><lastmod>([^<]+)", answers.at(edition.host, path).body.decode())
        assert found
        return found[1]

    before = lastmod()
    paper.correct(story.id)
    assert lastmod() > before


def test_only_the_outlets_own_cms_has_the_whole_story_on_one_page(paper: Newsroom) -> None:
    answers = Responder(paper)
    long = [truth for truth in paper.truths().values() if truth["pages"]["expected"] > 1]
    seen = set()
    for truth in long:
        whole = ask(answers, truth["url"] + "?page=all")
        family = paper.editions[truth["edition"]].family
        seen.add((family, whole.status))
        if whole.status == 200:
            assert all(block["text"] in visible(whole.body) for block in truth["blocks"])
    assert ("cms", 200) in seen
    assert seen <= {("cms", 200), ("promedia", 404), ("wordpress", 404)}


@pytest.mark.parametrize("family", [family for family in FAMILIES if family != "promedia-next"])
def test_the_further_pages_of_a_story_are_linked_from_its_first(family: Family) -> None:
    paper = Newsroom(seed=6, stories=80)
    for key in paper.editions:
        paper.switch(key, family)
    answers = Responder(paper)
    long = [truth for truth in paper.truths().values() if truth["pages"]["expected"] > 1]
    assert long
    for truth in long:
        linked = set(re.findall(r"\?page=(\d+)\"", ask(answers, truth["url"]).body.decode()))
        assert linked == {str(number) for number in range(2, truth["pages"]["expected"] + 1)}


def test_picture_file_names_are_found_in_their_urls() -> None:
    assert picture_stem("/crop/0x0:0x0/750x500/webp/photo/p2/278/2026/11/18/daun-salam-1-4821.jpg") == "daun-salam-1"
    assert picture_stem("/wp-content/uploads/2026/11/daun-salam-1.png") == "daun-salam-1"
    assert picture_stem("/image-post/!!/1/1") in (None, "")
