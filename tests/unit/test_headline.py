"""Headlines next to kickers, site names, breadcrumb trails and titles worded for search engines."""

from __future__ import annotations

import pytest
from reading import PageTemplate, linked_data, read_article

HEADLINE = "Pelabuhan Lama Teluk Raya Dibuka Lagi"
STORY = "".join(
    f"<p>Kapal ke-{number} bersandar di pelabuhan lama pada Senin pagi, kata kepala pelabuhan kepada para wartawan.</p>"
    for number in range(1, 9)
)


PAGE = PageTemplate(
    "https://www.kabarteluk.example/2026/07/pelabuhan-lama-dibuka",
    "<html lang='id'><head><title>{title}</title>{head}</head><body>{above}"
    f"<article>{{shown}}<div class='post-content'>{STORY}</div></article></body></html>",
)


def meta(title: str) -> str:
    return f"<meta property='og:title' content='{title}'>"


def linked(headline: str, kind: str = "NewsArticle", **more: object) -> str:
    return linked_data({"@type": kind, "headline": headline, **more})


@pytest.mark.parametrize(
    ("heading", "kicker"),
    [
        (f"<span class='dachzeile'>Transportasi laut</span> <span>{HEADLINE}</span>", "Transportasi laut"),
        (f"<span class='article__subheadline'>Transportasi laut</span><br>{HEADLINE}", "Transportasi laut"),
        (f"<em class='roofline'>Transportasi laut</em> – {HEADLINE}", "Transportasi laut"),
        (f"<span class='topline'>12.07.2026</span>{HEADLINE}", None),
        (f"<span>Transportasi laut</span> {HEADLINE}", None),
    ],
)
def test_text_before_the_headline_in_its_element_is_the_kicker(heading: str, kicker: str | None) -> None:
    article = PAGE.read(title=f"{HEADLINE} - Kabar Teluk", shown=f"<h1>{heading}</h1>", head=meta(HEADLINE))
    assert (article.headline, article.kicker) == (HEADLINE, kicker)


def test_text_that_ends_in_a_colon_is_part_of_the_headline() -> None:
    shown = f"<h1><span class='kicker'>Transportasi laut</span><span>: </span>{HEADLINE}</h1>"
    assert PAGE.read(title=HEADLINE, shown=shown, head=meta(HEADLINE)).headline == f"Transportasi laut: {HEADLINE}"


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Teluk Raya: pelabuhan lama dibuka, ini jadwal kapal 2026", f"<h1>{HEADLINE}</h1>"),
        ("Jadwal kapal terbaru", f"<h1>{HEADLINE}</h1>"),
        ("Pelabuhan teluk, jadwal lengkap", f"<div class='banner-top'><h1>{HEADLINE}</h1></div>"),
    ],
    ids=["worded like the title", "worded like the address", "in a banner"],
)
def test_the_only_h1_is_the_headline_where_the_title_is_written_for_search_engines(title: str, shown: str) -> None:
    assert PAGE.read(title=title, shown=shown, head=meta(title)).headline == HEADLINE


def test_a_declared_headline_is_preferred_to_an_h1_with_other_words() -> None:
    shown = "<h1>Jadwal kapal pelabuhan lama: ini daftar lengkapnya untuk pekan depan</h1>"
    assert PAGE.read(title=HEADLINE, shown=shown, head=linked(HEADLINE)).headline == HEADLINE


@pytest.mark.parametrize(
    ("title", "site"),
    [
        (f"{HEADLINE} | Cerita dari tepi laut selatan", "<h1>Cerita dari tepi laut selatan</h1>"),
        (f"{HEADLINE} - Cerita dari tepi laut selatan", "<h1><a href='/'>Cerita dari tepi laut selatan</a></h1>"),
        (f"Cerita dari tepi laut selatan » Arsip » {HEADLINE}", "<h1>Cerita dari tepi laut selatan</h1>"),
    ],
    ids=["behind a bar", "linked to the front page", "at the start of a trail"],
)
def test_a_heading_that_is_a_part_of_the_title_is_the_headline_and_the_sites_part_is_not(title: str, site: str) -> None:
    assert PAGE.read(title=title, shown=f"<h2>{HEADLINE}</h2>", above=site).headline == HEADLINE


def test_the_sites_name_is_no_headline_also_where_it_is_declared_as_one() -> None:
    head = meta("Kabarteluk")
    article = PAGE.read(
        title=f"{HEADLINE} | Kabarteluk", shown=f"<h2>{HEADLINE}</h2>", head=head, above="<h1>Kabarteluk</h1>"
    )
    assert article.headline == HEADLINE


def test_the_sites_name_behind_the_printed_headline_goes_where_it_is_declared_without_it() -> None:
    shown = f"<h1>{HEADLINE} – Kabarteluk</h1>"
    assert PAGE.read(title=f"{HEADLINE} – Kabarteluk", shown=shown, head=meta(HEADLINE)).headline == HEADLINE


def test_an_h1_at_the_end_of_a_breadcrumb_trail_is_not_the_headline() -> None:
    trail = "<nav><ol><li>Beranda</li><li><h1>Jadwal kapal pelabuhan lama dan cara ke sana</h1></li></ol></nav>"
    head = meta("Jadwal kapal pelabuhan lama dan cara ke sana") + linked(HEADLINE)
    assert (
        PAGE.read(title="Jadwal kapal pelabuhan lama", shown=f"<h2>{HEADLINE}</h2>", head=head, above=trail).headline
        == HEADLINE
    )


def test_a_web_page_node_named_like_the_story_is_not_the_name_of_the_outlet() -> None:
    head = linked(
        HEADLINE, isPartOf={"@type": "WebPage", "name": HEADLINE}, publisher={"@id": "https://kabar.example/#us"}
    )
    assert PAGE.read(title=f"{HEADLINE} : Kabar", shown=f"<h1>{HEADLINE}</h1>", head=head).headline == HEADLINE


def test_the_live_blog_is_the_story_and_not_its_latest_entry() -> None:
    entry = {
        "@type": "BlogPosting",
        "headline": "Sampai besok",
        "datePublished": "2026-07-12",
        "articleBody": "Itu saja.",
    }
    head = linked(HEADLINE, "LiveBlogPosting", liveBlogUpdate=[entry])
    assert PAGE.read(title=HEADLINE, shown=f"<h1>{HEADLINE}</h1><h3>Sampai besok</h3>", head=head).headline == HEADLINE


def test_an_element_of_class_commentary_is_not_a_comment_section() -> None:
    page = f"<div class='news commentary'><h1>{HEADLINE}</h1></div>"
    assert (
        PAGE.read(title=f"Transportasi: {HEADLINE}", shown=page, head=meta(f"Transportasi: {HEADLINE}")).headline
        == HEADLINE
    )


def test_the_heading_with_its_kicker_is_left_out_of_the_text() -> None:
    opening, *rest = (
        "The harbour of the old town opened again on Monday after eleven months of work, the mayor said to reporters.",
        "Fishermen had moved their boats to the neighbouring bay, which cost them an hour of fuel on every trip.",
        "The council paid for most of it; the rest came from a fund that the region set up after the storm.",
    )
    text = "".join(f"<p>{line}</p>" for line in (opening, *rest))
    shown = f"<h1><span class='kicker'>Coast</span> Harbour of the old town reopens</h1>{text}"
    page = (
        f"<html lang='en'><title>Harbour of the old town reopens</title><body><article>{shown}</article></body></html>"
    )
    article = read_article(page, "https://paper.example/harbour")
    assert (article.kicker, article.headline) == ("Coast", "Harbour of the old town reopens")
    assert article.body == "\n\n".join((opening, *rest))


def test_a_printed_headline_that_is_also_declared_is_not_shortened() -> None:
    shown = f"<h1>{HEADLINE} | Bagian 1</h1>"
    head = meta(f"{HEADLINE} Bagian 1") + meta(f"{HEADLINE} | Bagian 1")
    assert (
        PAGE.read(title=f"{HEADLINE} | Bagian 1 - Kabarteluk", shown=shown, head=head).headline
        == f"{HEADLINE} | Bagian 1"
    )
