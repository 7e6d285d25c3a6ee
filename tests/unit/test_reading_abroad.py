"""Markup of outlets in other countries, on pages written for this project."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from reading import PageTemplate, linked_data, read_article

from gemascraper.extract.lines import credit_line as creditline

URL = "https://paper.example/2026/harbour-reopens"
PROSE = (
    "The harbour of the old town opened again on Monday after eleven months of work on its walls, the mayor said. ",
    "Fishermen had moved their boats to the neighbouring bay, which cost them an hour of fuel on every trip, they said. ",
    "The council paid for most of it; the rest came from a fund that the region set up after the storm of last winter. ",
    "Nobody expects the ferries before spring, because the new ramp still has to be tested with a full load of lorries. ",
)
STORY = "".join(f"<p>{text}</p>" for text in PROSE * 2)


PAGE = PageTemplate(
    URL,
    "<html lang='en'><head><title>Harbour of the old town reopens</title>{head}</head><body><article><h1>{h1}</h1>{above}"
    f"<div class='story-body'><p>{PROSE[0]}</p>{{within}}{STORY}</div></article></body></html>",
    defaults={"h1": "Harbour of the old town reopens"},
)


def linked(**story: object) -> str:
    return linked_data({"@type": "NewsArticle", "headline": "Harbour of the old town reopens", **story})


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
def test_the_last_word_of_a_class_name_marks_the_credit(caption: str) -> None:
    figure = f"<figure><img src='/quay-boats.jpg' width='800'><figcaption>{caption}</figcaption></figure>"
    image = PAGE.read(within=figure).images[0]
    assert image.caption == "Boats at the quay."
    assert image.credit_line == "Ana Ruiz / Reuters"


@pytest.mark.parametrize("around", ["<noscript>{}</noscript>", "<button>{}</button>"])
def test_pictures_in_noscript_and_button_elements_are_found(around: str) -> None:
    picture = around.format("<img src='/quay-boats.jpg' alt='Boats'>")
    figure = f"<figure>{picture}<figcaption>Boats at the quay.</figcaption></figure>"
    (image,) = PAGE.read(within=figure).images
    assert (image.url, image.caption) == ("https://paper.example/quay-boats.jpg", "Boats at the quay.")


def test_a_title_has_the_credit_behind_the_caption() -> None:
    figure = (
        "<figure><img src='/quay-boats.jpg' alt='Boats at the quay' title='Boats at the quay | Ana Ruiz/dpa'>"
        "<figcaption>Boats at the quay</figcaption></figure>"
    )
    image = PAGE.read(within=figure).images[0]
    assert (image.caption, image.credit_line) == ("Boats at the quay", "Ana Ruiz/dpa")


def test_the_copyright_holder_that_is_declared_is_the_credit() -> None:
    holder = {"@type": "Person", "name": "Ana Ruiz"}
    node = {"@type": "ImageObject", "url": "https://paper.example/quay-boats.jpg", "copyrightHolder": holder}
    image = PAGE.read(head=linked(image=node), within="<figure><img src='/quay-boats.jpg'></figure>").images[0]
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
    assert PAGE.read(head=head).authors == ("Ana Ruiz",)


def test_an_author_may_be_a_reference_to_another_node() -> None:
    graph = [
        {"@type": "NewsArticle", "headline": "Harbour of the old town reopens", "author": {"@id": f"{URL}#ana"}},
        {"@type": "Person", "@id": f"{URL}#ana", "name": "Ana Ruiz"},
    ]
    head = linked_data({"@graph": graph})
    assert PAGE.read(head=head).authors == ("Ana Ruiz",)


def test_an_agency_may_be_the_author_in_other_countries() -> None:
    assert PAGE.read(head=linked(author={"@type": "Organization", "name": "Reuters"})).authors == ("Reuters",)


@pytest.mark.parametrize(
    ("above", "names"),
    [
        ("<p>By Ana Ruiz and Tom Okello, Staff Writers</p>", ("Ana Ruiz", "Tom Okello")),
        ("<p>By <a href='/a/1'>Ana Ruiz</a>Updated May 4, 2026</p>", ("Ana Ruiz",)),
        ("<p>ByA. J. Ruiz</p>", ("A. J. Ruiz",)),
        ("<p>May 4, 2026 by <a href='/a/1'>ibby</a> 3 Comments</p>", ("ibby",)),
        ("<p>Von Ana Ruiz am 04.05.2026</p>", ("Ana Ruiz",)),
        ("<p>Eine Kolumne von Ana de la Cruz</p>", ("Ana de la Cruz",)),
        ("<p>Par Élodie Martin, le 4 mai 2026</p>", ("Élodie Martin",)),
        ("<p>Por Ana Ruiz | 04/05/2026</p>", ("Ana Ruiz",)),
        ("<p>Door Jan van der Berg</p>", ("Jan van der Berg",)),
        ("<p>Text: Ana Ruiz</p>", ("Ana Ruiz",)),
        ("<p>Author</p><p>Ana Ruiz</p>", ("Ana Ruiz",)),
        ("<p><a href='/authors/ruiz'>Ana Ruiz</a></p>", ("Ana Ruiz",)),
        ("<div class='post-byline'><span>Ana Ruiz</span>CEO</div>", ("Ana Ruiz",)),
        ("<p>Ana Ruiz, May 4, 2026</p>", ("Ana Ruiz",)),
        ("<p>By Harbour Desk</p>", ("Harbour Desk",)),
        ("<p>Illustration by Ana Ruiz</p>", ()),
    ],
)
def test_bylines_of_other_countries(above: str, names: tuple[str, ...]) -> None:
    assert PAGE.read(above=above).authors == names


def test_a_printed_byline_completes_the_declared_authors() -> None:
    head = linked(author={"@type": "Person", "name": "Ana"})
    assert PAGE.read(head=head, above="<p>By Ana Ruiz and Tom Okello</p>").authors == ("Ana Ruiz", "Tom Okello")


def test_a_printed_person_is_preferred_to_a_declared_outlet() -> None:
    head = "<meta name='author' content='Paper'><meta property='og:site_name' content='Paper'>"
    assert PAGE.read(head=head, above="<p>by Ana Ruiz</p>").authors == ("Ana Ruiz",)
    assert PAGE.read(head=head).authors == ("Paper",)


def test_the_social_media_card_names_the_author() -> None:
    head = "<meta name='twitter:label1' content='Written by'><meta name='twitter:data1' content='Ana Ruiz'>"
    assert PAGE.read(head=head).authors == ("Ana Ruiz",)


# -------------------------------------------------------------------------------------------- headline, time, section


def test_a_kicker_within_the_heading_is_no_part_of_the_headline() -> None:
    article = PAGE.read(head=linked(), h1="<span>Coast</span> <span>Harbour of the old town reopens</span>")
    assert article.headline == "Harbour of the old town reopens"


def test_the_printed_heading_counts_where_the_declared_one_is_worded_for_search_engines() -> None:
    head = "<meta property='og:title' content='Harbour walls: the harbour of the old town reopens in 2026'>"
    assert (
        PAGE.read(head=head, h1="The harbour of the old town reopens").headline == "The harbour of the old town reopens"
    )


@pytest.mark.parametrize("local", ["2026-03-02T17:49:09-08:00", "2026-03-02 17:49:09"])
def test_a_second_statement_of_the_same_instant_confirms_the_offset(local: str) -> None:
    head = f"<meta property='article:published_time' content='2026-03-03T01:49:09+00:00'>{linked(datePublished=local)}"
    published = PAGE.read(head=head).published
    assert published == datetime(2026, 3, 2, 17, 49, 9, tzinfo=timezone(timedelta(hours=-8)))
    assert published is not None and published.utcoffset() == timedelta(hours=-8)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("<p class='meta'>von Ana Ruiz | 20. März 2021 | Küste, Hafen | 0 Kommentare</p>", "2021-03-20"),
        ("<div>3 de mayo de 2022</div>", "2022-05-03"),
        ("<div>2020年07月12日 | 港</div>", "2020-07-12"),
        ("<p>Actualizado 9 de mayo de 2022</p><p>Publicado 3 de mayo de 2022</p>", "2022-05-03"),
        ("<div>Last updated:</div><div>December 12, 2025</div><div>October 3, 2025</div>", "2025-10-03"),
        ("<div>03/15/2024</div>", "2024-03-15"),
        ("<div>الأربعاء، 07 أكتوبر 2020</div>", "2020-10-07"),
    ],
)
def test_a_day_is_printed_in_the_words_of_the_country(line: str, day: str) -> None:
    article = PAGE.read(above=line)
    assert (str(article.published)[:10], article.published_precision) == (day, "day")
    assert article.provenance["published"].source == "printed"


def test_a_day_above_the_headline_is_the_publication_day() -> None:
    page = f"<html lang='en'><body><div>April 17, 2024</div><h1>Harbour reopens early</h1><article>{STORY}</article></body></html>"
    article = read_article(page, URL)
    assert str(article.published)[:10] == "2024-04-17"


def test_a_day_within_a_sentence_is_not_the_publication_day() -> None:
    above = "<p>Editor's note: this text first appeared on October 7, 2008, but what it says of ferries is as true today.</p>"
    within = f"{STORY}<p>Posted on January 8, 2015</p>"
    assert str(PAGE.read(above=above, within=within).published)[:10] == "2015-01-08"


def test_a_line_below_the_story_that_says_when_it_was_posted_is_read() -> None:
    within = f"{STORY}<p>This entry was posted on Wednesday, May 19th, 2010 at 11:03 pm and is filed under Coast.</p>"
    assert str(PAGE.read(within=within).published)[:16] == "2010-05-19 23:03"


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("2024/04/17/harbour", "2024-04-17"),
        ("news/2024-04-17-harbour", "2024-04-17"),
        ("20240417/harbour", "2024-04-17"),
        ("news/17-04-2024", "2024-04-17"),
        ("202404/harbour", None),
        ("2024/04/harbour", None),
        ("news/2024417", None),
    ],
)
def test_the_day_in_the_url_is_used_where_the_page_has_none(path: str, day: str | None) -> None:
    page = f"<html lang='en'><body><h1>Harbour reopens early</h1><article>{STORY}</article></body></html>"
    article = read_article(page, f"https://paper.example/{path}")
    found = article.provenance.get("published")
    assert (str(article.published)[:10], found and found.source) == ((day, "address") if day else ("None", None))


def test_of_two_declared_days_the_printed_one_is_used() -> None:
    head = (
        linked(datePublished="2022-01-04T07:29:00Z")
        + "<meta property='article:published_time' content='2022-01-06T08:29:34'>"
    )
    assert str(PAGE.read(head=head, above="<div>06.01.2022</div>").published)[:19] == "2022-01-06 08:29:34"


def test_a_declared_day_is_preferred_to_a_time_of_another_day() -> None:
    above = "<p>Updated <time datetime='2026-02-12T12:07:55-05:00'>February 12</time></p>"
    article = PAGE.read(head=linked(datePublished="2017-04-03"), above=above)
    assert (str(article.published)[:10], str(article.modified)[:10]) == ("2017-04-03", "2026-02-12")


def test_a_printed_day_is_preferred_to_a_vague_meta_element() -> None:
    article = PAGE.read(head="<meta name='date' content='2020-02-12'>", above="<div>05.02.2020</div>")
    assert str(article.published)[:10] == "2020-02-05"


def test_the_printed_day_is_used_where_the_machine_time_is_in_utc() -> None:
    above = "<time datetime='2026-02-24T04:13:00Z'>February 23, 2026</time>"
    article = PAGE.read(above=above)
    assert (str(article.published)[:10], article.published_precision) == ("2026-02-23", "day")


def test_the_printed_minute_proves_the_offset() -> None:
    article = PAGE.read(head=linked(datePublished="2026-05-17T17:06:53Z"), above="<p>17.05.2026, 19:06 Uhr</p>")
    assert article.published is not None
    assert article.published.isoformat() == "2026-05-17T19:06:53+02:00"


def test_the_linked_data_of_the_web_page_gives_a_day() -> None:
    head = linked(**{"@type": "WebPage", "headline": None, "datePublished": "2024-03-17T19:47:39+00:00"})
    assert str(PAGE.read(head=head).published)[:10] == "2024-03-17"


def test_a_time_that_a_meta_element_has_in_another_attribute() -> None:
    head = "<meta name='article:published_time' value='2017-01-13T21:45:08Z'>"
    assert str(PAGE.read(head=head).published)[:19] == "2017-01-13 21:45:08"


def test_the_category_of_a_blog_post_is_its_section() -> None:
    above = "<p>Filed under <a rel='category tag' href='/coast/'>Coast</a></p>"
    assert PAGE.read(above=above).section == "Coast"


def test_a_comment_in_code_keeps_its_dashes() -> None:
    article = PAGE.read(
        within="<p>-- note: the pump of the harbour runs at night, when power is cheap, said the keeper.</p>"
    )
    assert article.body is not None and "-- note: the pump of the harbour" in article.body


# --------------------------------------------------------------------------------- what is no text, who is no picture


@pytest.mark.parametrize(
    "line",
    [
        "Lesen Sie auch: Der Hafen im Winter",
        "Te puede interesar: El puerto en invierno",
        "À lire aussi : le port en hiver",
        "(Leggi anche: Il porto in inverno)",
        "Leia também: O porto no inverno",
        "Zobacz też: Port zimą",
        "Les også: Havnen om vinteren",
        "Quelle: Hafenamt",
        "Letzte Änderung 14.02.2026",
        "Teilen mit:",
    ],
)
def test_links_to_other_stories_are_left_out_in_other_languages_too(line: str) -> None:
    first, *others = (f"<p>{text}</p>" for text in PROSE)
    story = f"<div class='story-body'>{first}<p>{line}</p>{''.join(others)}</div>"
    page = f"<html><head>{linked()}</head><body><article><h1>Harbour of the old town reopens</h1>{story}</article></body></html>"
    article = read_article(page, URL)
    assert article.body == "\n\n".join(map(str.strip, PROSE))


@pytest.mark.parametrize("name", ["avatar", "author-image", "byline byline--links", "author_photo"])
def test_a_portrait_of_the_author_is_not_a_picture_of_the_story(name: str) -> None:
    portrait = f"<div class='{name}'><img src='/ana-ruiz.jpg' alt='Ana Ruiz'></div>"
    figure = "<figure><img src='/quay-boats.jpg' width='800'><figcaption>Boats at the quay.</figcaption></figure>"
    (image,) = PAGE.read(above=portrait, within=figure).images
    assert (image.url, image.is_lead) == ("https://paper.example/quay-boats.jpg", True)


def test_a_meta_element_may_write_value_for_content() -> None:
    (image,) = PAGE.read(head="<meta name='og:image' value='https://paper.example/quay-boats.jpg'>").images
    assert image.url == "https://paper.example/quay-boats.jpg"
