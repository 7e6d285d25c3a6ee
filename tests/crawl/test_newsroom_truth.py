"""Each line that a crawl writes equals the newsroom's truth: every template, stories on several pages, pictures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crawling import Archive

from gemascraper.newsroom import Newsroom, running
from gemascraper.newsroom.picture_metadata import metadata_of


def test_every_line_equals_the_truth_of_the_newsroom(crawl: Callable[..., Any]) -> None:
    paper = Newsroom(seed=9, stories=80)
    paper.switch("kalteng", "promedia-next")
    with running(paper) as site:
        crawled = crawl("gemapos", site, GEMASCRAPER_IMAGES=True, CONCURRENT_REQUESTS_PER_DOMAIN=8)
    archive, truths = Archive(crawled.folder), paper.truths()
    lines = archive.lines()
    announced = {story.id for story in paper.stories if story.surfaces != {"index"}}
    assert {line["id"] for line in lines} >= announced
    assert len(lines) > 30
    for line in lines:
        truth = truths[line["url"]]
        images = [
            {key: image[key] for key in wanted} for image, wanted in zip(line["images"], truth["images"], strict=True)
        ]
        for image, wanted in zip(images, truth["images"], strict=True):
            image["rights"] = wanted["rights"]  # the files say more than the pages
        assert {key: line[key] for key in truth} | {"images": images} == truth
    assert {line["kind"] for line in lines} >= {"article", "photo"}
    assert any(line["pages"]["read"] > 1 for line in lines)
    check_files(paper, lines)


def check_files(paper: Newsroom, lines: list[dict[str, Any]]) -> None:
    """Each picture's file is heard, and one that contradicts the page is found."""
    odd, quiet = 0, 0
    for line in lines:
        pictures = paper.story(line["id"]).pictures
        wrong = [picture for picture in pictures if (said := metadata_of(picture)) and not said.agrees]
        found = [finding for finding in line["findings"] if finding["code"] == "credit_disagrees"]
        assert len(found) == len(wrong), line["url"]
        odd, quiet = odd + bool(wrong), quiet + (not wrong)
        for picture, image in zip(pictures, line["images"], strict=True):
            if (said := metadata_of(picture)) and not (image["rights"] or {}).get("license"):
                assert image["rights"]["copyright_notice"] == said.notice
    assert odd
    assert quiet
