"""What newsrooms of other countries do otherwise: pages in their shapes, written for this project."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

import pytest

import gemascraper
from gemascraper.extract import creditline
from gemascraper.items import Article

URL = "https://paper.example/2026/harbour-reopens"
PROSE = (
    "The harbour of the old town opened again on Monday after eleven months of work on its walls, the mayor said. ",
    "Fishermen had moved their boats to the neighbouring bay, which cost them an hour of fuel on every trip, they said. ",
    "The council paid for most of it; the rest came from a fund that the region set up after the storm of last winter. ",
    "Nobody expects the ferries before spring, because the new ramp still has to be tested with a full load of lorries. ",
)
STORY = "".join(f"<p>{text}</p>" for text in PROSE * 2)


def read(head: str = "", above: str = "", within: str = "", h1: str = "Harbour of the old town reopens") -> Article:
    page = (
        f"<html lang='en'><head><title>Harbour of the old town reopens</title>{head}</head><body><article>"
        f"<h1>{h1}</h1>{above}<div class='story-body'><p>{PROSE[0]}</p>{within}{STORY}</div></article></body></html>"
    )
    article = gemascraper.read(page, URL).article
    assert article is not None
    return article


def linked(**story: object) -> str:
    node = {"@type": "NewsArticle", "headline": "Harbour of the old town reopens", **story}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


# ------------------------------------------------------------------------------------------------------- pictures


@pytest.mark.parametrize(
    "caption",
    [
        "<span class='cap-text'>Boats at the quay.</span> <span class='caption-author'>Ana Ruiz / Reuters</span>",
        "<span>Boats at the quay.</span> <span class='mediaRights'>Ana Ruiz / Reuters</span>",
        "<p class='figure__caption'>Boats at the quay.</p><p class='caption__credit'>Ana Ruiz / Reuters</p>",
        "<span>Boats at the quay.</span> <span class='photo-credit'>Ana Ruiz</span> / <span class='distributor'>Reuters</span>",
    ],
)
def test_the_last_word_of_a_name_says_what_is_the_credit(caption: str) -> None:
    figure = f"<figure><img src='/quay-boats.jpg' width='800'><figcaption>{caption}</figcaption></figure>"
    image = read(within=figure).images[0]
    assert image.caption == "Boats at the quay."
    assert image.credit_line == "Ana Ruiz / Reuters"


@pytest.mark.parametrize("around", ["<noscript>{}</noscript>", "<button>{}</button>"])
def test_pictures_wait_in_noscript_and_stand_in_buttons(around: str) -> None:
    picture = around.format("<img src='/quay-boats.jpg' alt='Boats'>")
    figure = f"<figure>{picture}<figcaption>Boats at the quay.</figcaption></figure>"
    (image,) = read(within=figure).images
    assert (image.url, image.caption) == ("https://paper.example/quay-boats.jpg", "Boats at the quay.")


def test_a_title_has_the_credit_behind_the_caption() -> None:
    figure = (
        "<figure><img src='/quay-boats.jpg' alt='Boats at the quay' title='Boats at the quay | Ana Ruiz/dpa'>"
        "<figcaption>Boats at the quay</figcaption></figure>"
    )
    image = read(within=figure).images[0]
    assert (image.caption, image.credit_line) == ("Boats at the quay", "Ana Ruiz/dpa")


def test_the_copyright_holder_that_is_declared_is_the_credit() -> None:
    holder = {"@type": "Person", "name": "Ana Ruiz"}
    node = {"@type": "ImageObject", "url": "https://paper.example/quay-boats.jpg", "copyrightHolder": holder}
    image = read(head=linked(image=node), within="<figure><img src='/quay-boats.jpg'></figure>").images[0]
    assert image.credit_line == "Ana Ruiz"


@pytest.mark.parametrize(
    ("printed", "caption", "line"),
    [
        ("韓国の国旗＝ＡＰ", "韓国の国旗", "ＡＰ"),
        ("イスラエルの国旗＝同国で2019年5月", "イスラエルの国旗＝同国で2019年5月", None),
        ("의원총회에서 국기에 경례하고 있다. 연합뉴스", "의원총회에서 국기에 경례하고 있다.", "연합뉴스"),
        ("Боты у причала. Фото: Анна Руис", "Боты у причала.", "Анна Руис"),
        ("Boote am Kai. (Quelle: Ana Ruiz)", "Boote am Kai.", "Ana Ruiz"),
        ("The quay on Monday. Supplied", "The quay on Monday.", "Supplied"),
    ],
)
def test_credits_as_other_countries_print_them(printed: str, caption: str, line: str | None) -> None:
    assert creditline.split(printed) == (caption, line)


# --------------------------------------------------------------------------------------------------------- people


def test_the_first_source_that_names_somebody_is_enough() -> None:
    head = linked(author={"@type": "Person", "name": "Ana Ruiz"}) + "<meta name='author' content='Ruiz, Ana'>"
    assert read(head=head).authors == ("Ana Ruiz",)


def test_an_author_may_be_a_reference_to_another_node() -> None:
    graph = [
        {"@type": "NewsArticle", "headline": "Harbour of the old town reopens", "author": {"@id": f"{URL}#ana"}},
        {"@type": "Person", "@id": f"{URL}#ana", "name": "Ana Ruiz"},
    ]
    head = f'<script type="application/ld+json">{json.dumps({"@graph": graph})}</script>'
    assert read(head=head).authors == ("Ana Ruiz",)


def test_abroad_an_agency_may_sign() -> None:
    assert read(head=linked(author={"@type": "Organization", "name": "Reuters"})).authors == ("Reuters",)


# -------------------------------------------------------------------------------------------- headline, time, rubric


def test_a_kicker_within_the_heading_is_no_part_of_the_headline() -> None:
    article = read(head=linked(), h1="<span>Coast</span> <span>Harbour of the old town reopens</span>")
    assert article.headline == "Harbour of the old town reopens"


def test_the_printed_heading_counts_where_the_declared_one_is_worded_for_search_engines() -> None:
    head = "<meta property='og:title' content='Harbour walls: the harbour of the old town reopens in 2026'>"
    assert read(head=head, h1="The harbour of the old town reopens").headline == "The harbour of the old town reopens"


@pytest.mark.parametrize("local", ["2026-03-02T17:49:09-08:00", "2026-03-02 17:49:09"])
def test_another_claim_of_the_same_instant_proves_the_offset(local: str) -> None:
    head = f"<meta property='article:published_time' content='2026-03-03T01:49:09+00:00'>{linked(datePublished=local)}"
    published = read(head=head).published
    assert published == datetime(2026, 3, 2, 17, 49, 9, tzinfo=timezone(timedelta(hours=-8)))
    assert published is not None and published.utcoffset() == timedelta(hours=-8)


def test_the_category_of_a_weblog_is_its_rubric() -> None:
    above = "<p>Filed under <a rel='category tag' href='/coast/'>Coast</a></p>"
    assert read(above=above).section == "Coast"


def test_a_comment_in_code_keeps_its_dashes() -> None:
    article = read(
        within="<p>-- note: the pump of the harbour runs at night, when power is cheap, said the keeper.</p>"
    )
    assert article.body is not None and "-- note: the pump of the harbour" in article.body
