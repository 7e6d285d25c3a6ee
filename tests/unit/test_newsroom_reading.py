"""Every story of the newsroom, read from its pages, against its truth: whole articles, field by field."""

from collections import Counter

import pytest
from reading import in_fields_of, newsroom_page

from gemascraper import outlets
from gemascraper.extract import extract
from gemascraper.extract.story.paging import is_whole
from gemascraper.newsroom import Newsroom
from gemascraper.newsroom.responses import Responder


def read_story(answers, url, paper, outlet):
    """The story as a crawl reads it: the first page, then what it says is still missing."""
    first = newsroom_page(answers, url, paper.now)
    extraction = extract([first], outlet)
    more = [newsroom_page(answers, other, paper.now) for other in extraction.further]
    if more:
        extraction = extract([first, *more], outlet)
        assert extraction.further == ()
    return extraction


def stories(seed, count=240, family=None):
    paper = Newsroom(seed, stories=count)
    for key in paper.editions if family else ():
        paper.switch(key, family)
    return paper, Responder(paper), paper.truths()


@pytest.mark.parametrize(
    ("seed", "family"),
    [
        (1, None),
        (1, "promedia-next"),
        pytest.param(20261124, None, marks=pytest.mark.slow),
        pytest.param(5, "promedia-next", marks=pytest.mark.slow),
    ],
)
def test_every_story_is_read_as_its_truth_says(seed, family):
    paper, answers, truths = stories(seed, family=family)
    gemapos = outlets.load("gemapos")
    assert len(truths) > 200
    for url, truth in truths.items():
        assert in_fields_of(truth, read_story(answers, url, paper, gemapos).article) == truth


def test_every_value_has_a_provenance():
    paper, answers, truths = stories(3, 40)
    for url in truths:
        article = read_story(answers, url, paper, outlets.load("gemapos")).article
        filled = {
            key
            for key in ("headline", "byline", "section", "tags", "published", "dateline", "initials", "body", "images")
            if getattr(article, key)
        }
        assert filled <= set(article.provenance), url


def test_the_provenance_of_a_story_in_page_data_is_page_data():
    paper, answers, truths = stories(3, 40, "promedia-next")
    for url, truth in truths.items():
        article = read_story(answers, url, paper, outlets.load("gemapos")).article
        sources = {article.provenance[field].source for field in ("headline", "body") if field in article.provenance}
        assert sources == ({"page data"} if truth["published_precision"] == "second" else {"profile"}), url


@pytest.mark.parametrize("family", [None, pytest.param("promedia-next", marks=pytest.mark.slow)])
def test_share_of_fields_read_correctly_without_a_profile(capsys, family):
    """Without a profile the same pages are read nearly as well; the figures are shown by ``pytest -s``."""
    paper, answers, truths = stories(2, family=family)
    right: Counter[str] = Counter()
    for url, truth in truths.items():
        extraction = read_story(answers, url, paper, outlets.generic())
        said = in_fields_of(truth, extraction.article) if extraction.article else {}
        right.update(key for key, value in truth.items() if said.get(key) == value)
    shares = {key: round(right[key] / len(truths), 3) for key in next(iter(truths.values()))}
    with capsys.disabled():
        print(
            "\ngeneric instead of the profile:",
            ", ".join(f"{key} {share}" for key, share in shares.items() if key not in ("id", "outlet", "edition")),
        )
    for key, least in {
        "headline": 0.97,
        "body": 0.85,
        "dateline": 0.9,
        "initials": 0.9,
        "published": 0.6,
        "tags": 0.9,
        "images": 0.99,
    }.items():
        assert shares[key] >= least, key


def test_only_the_page_with_the_whole_story_is_requested_where_there_is_one():
    paper, answers, truths = stories(1, 60)
    gemapos = outlets.load("gemapos")
    found = [extract([newsroom_page(answers, url, paper.now)], gemapos).further for url in truths]
    assert any(len(further) == 1 and is_whole(further[0]) for further in found)
    assert any(further and not is_whole(further[0]) for further in found)


def test_a_time_without_a_zone_has_that_of_its_edition():
    paper, answers, truths = stories(1, 40)
    gemapos = outlets.load("gemapos")
    for url in truths:
        article = read_story(answers, url, paper, gemapos).article
        zones = {time.zone_source for time in article.timestamps}
        assert zones <= {"printed", "machine", "edition" if gemapos.editions[article.edition].timezone else "outlet"}
    generic = {
        time.zone_source
        for url in truths
        for time in read_story(answers, url, paper, outlets.load("generic")).article.timestamps
    }
    assert generic == {"printed", "machine", "outlet"}
