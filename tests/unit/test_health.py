"""``[expect]`` of a profile against what a run filed: pure comparison, and how a run counts."""

from __future__ import annotations

from collections import Counter

import pytest

from gemascraper import outlets
from gemascraper.cli.newsroom import STORIES
from gemascraper.health.expectations import FEWEST_LINES, Figures, shortfalls
from gemascraper.ingest.tally import Tally
from gemascraper.items import Article
from gemascraper.newsroom import Newsroom
from gemascraper.outlets.profile import Expect

EXPECT = Expect(articles=3, filled={"headline": 0.95, "byline": 0.5})


def keys(expect: Expect, **figures: Figures) -> list[tuple[str | None, str]]:
    named = {None if edition == "all" else edition: filed for edition, filed in figures.items()}
    return [(missed.edition, missed.key) for missed in shortfalls(expect, named)]


def test_nothing_is_missed_where_every_figure_is_just_met() -> None:
    assert keys(EXPECT, all=Figures(3, 20, Counter(headline=19, byline=10))) == []


def test_each_figure_is_compared_for_the_outlet_and_for_each_edition() -> None:
    few = Figures(2, 40, Counter(headline=37, byline=20))
    assert keys(EXPECT, all=Figures(3), bali=few) == [("bali", "articles"), ("bali", "filled.headline")]


def test_fill_rates_of_few_lines_are_not_compared() -> None:
    assert keys(EXPECT, all=Figures(3, FEWEST_LINES - 1)) == []
    assert keys(EXPECT, all=Figures(3, FEWEST_LINES)) == [(None, "filled.headline"), (None, "filled.byline")]


@pytest.mark.parametrize("share", [0.07, 0.29, 0.57, 0.58, 0.98])
def test_a_share_that_is_just_met_is_not_lost_to_rounding(share: float) -> None:
    filed = Figures(0, 100, Counter(headline=round(100 * share)))
    assert keys(Expect(filled={"headline": share}), all=filed) == []


def line(edition: str | None, **fields: str) -> Article:
    return Article(id="1", outlet="gemapos", url="https://gemapos.example/1", edition=edition, **fields)


def test_a_story_counts_once_for_the_outlet_and_for_its_edition() -> None:
    tally = Tally(Expect(articles=2), ("pusat", "bali"))
    for url, edition in (("u1", "pusat"), ("u1", "pusat"), ("u2", "bali"), ("u3", "bali")):
        tally.add_story(url, edition)
    missed = tally.shortfalls()
    assert missed
    assert [(one.edition, one.got) for one in missed] == [("pusat", 1)]


def test_one_edition_that_was_asked_for_is_the_whole_run() -> None:
    tally = Tally(Expect(articles=2, filled={"headline": 1}), ("bali",))
    tally.add_story("u1", "bali")
    tally.add_story("u2", "pusat")
    for _ in range(FEWEST_LINES):
        tally.add_line(line("bali"))
        tally.add_line(line("pusat", headline="H"))
    missed = tally.shortfalls()
    assert missed
    assert [(one.edition, one.key, one.got) for one in missed] == [
        ("bali", "articles", 1),
        ("bali", "filled.headline", 0),
    ]


def test_no_more_stories_are_remembered_than_are_expected() -> None:
    tally = Tally(Expect(articles=1))
    assert tally.lacks_stories
    tally.add_story("u1", None)
    assert not tally.lacks_stories
    assert tally.shortfalls() == []


def test_without_expectations_nothing_is_compared() -> None:
    assert Tally().shortfalls() is None
    assert not Tally().lacks_stories


def test_the_demo_meets_the_expectations_of_its_profile_in_every_edition() -> None:
    """Also where each story that several editions carry is first seen where this lowers the share most."""
    paper = Newsroom(1, STORIES)
    for edition in paper.editions:
        there = [story for story in paper.stories if edition in story.editions]
        dated = {story.id for story in there if paper.truth(story.id, edition)["published"]}
        alone = [story for story in there if len(story.editions) == 1 and story.id in dated]
        share = len(alone) / (len(alone) + len(there) - len(dated))
        assert share >= outlets.load("gemapos").expect.filled["published"], edition


def test_a_value_that_is_false_is_a_value():
    tally = Tally(Expect(filled={"paywalled": 1.0, "headline": 1.0}))
    for number in range(FEWEST_LINES):
        tally.add_line(Article(id=str(number), outlet="harian", url="https://harian.example/", paywalled=False))
    assert [missed.key for missed in tally.shortfalls()] == ["filled.headline"]
