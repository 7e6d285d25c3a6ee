"""Stories on several pages: page numbers, which pages are requested, and links that are not pages."""

import pytest
from reading import html_page

from gemascraper import outlets
from gemascraper.extract import Document, extract
from gemascraper.items import Pages

HOME = "https://www.kabarkota.example/daerah/pasar-murah-dibuka"
NOTHING = Pages(expected=1, read=1)
TEXT = "".join(
    f"<p>Wali kota membuka pasar murah ke-{n} di halaman balai kota, dan ratusan warga sudah mengantre sejak pagi.</p>"
    for n in range(1, 6)
)
RELATED = '<p>Baca juga: <a href="https://www.kabarkota.example/daerah/harga-beras-naik/2">Harga Beras Naik</a></p>'


def story_page(paging="", url=HOME, head="", text=TEXT):
    body = f"<article><h1>Pasar Murah Dibuka Wali Kota</h1><div class='isi'>{text}{RELATED}</div>{paging}</article>"
    return Document(html_page("Pasar", body, head), url)


def pages_and_links(*pages):
    found = extract(pages, outlets.generic())
    return found.article.pages, [url.removeprefix("https://www.kabarkota.example") for url in found.further]


def links(form, *numbers):
    return " ".join(f'<a href="{form.format(n)}">{n}</a>' for n in numbers)


PATH = "/daerah/pasar-murah-dibuka"


@pytest.mark.parametrize(
    ("paging", "expected", "further"),
    [
        ("", 1, []),
        (f"<div class=paging>Halaman: 1 {links('?page={}', 2, 3)}</div>", 3, [f"{PATH}?page=2", f"{PATH}?page=3"]),
        (f"<div>Halaman 1 {links('?page={}', 2, 3)}</div>", 3, [f"{PATH}?page=2", f"{PATH}?page=3"]),
        (f"<div>Halaman 1 {links(HOME + '/{}', 2, 3)}</div>", 3, [f"{PATH}/2", f"{PATH}/3"]),
        (f"<div>Halaman 1 {links(PATH + '/page/{}/', 2)}</div>", 2, [f"{PATH}/page/2/"]),
        ("<p>Baca Selanjutnya: <a href='?page=2'>Halaman 2</a></p>", 2, [f"{PATH}?page=2"]),
        (f"<a href='{PATH}?page=2&utm_medium=page-2'>Selanjutnya</a>", 2, [f"{PATH}?page=2"]),
        (f"<div class=pagination>{links('?page={}', 2, 5)}</div>", 5, [f"{PATH}?page={n}" for n in (2, 3, 4, 5)]),
        (
            f"<div class=paging>{links('?page={}', 2, 3)} <a href='?page=all'>Show All</a></div>",
            3,
            [f"{PATH}?page=all"],
        ),
        (
            f"<div>Halaman 1 {links(PATH + '/{}', 2)} <a href='?single=1'>Tampilkan semua</a></div>",
            2,
            [f"{PATH}?single=1"],
        ),
    ],
)
def test_what_is_still_to_be_fetched(paging, expected, further):
    assert pages_and_links(story_page(paging)) == (Pages(expected=expected, read=1), further)


@pytest.mark.parametrize(
    "paging",
    [
        RELATED,
        "<p>Baca juga: <a href='/daerah/pasar-ikan/2'>Pasar Ikan Direnovasi</a></p>",
        "<div class=paging><a href='/daerah/berita-lain?page=2'>2</a></div>",
        "<div id=komentar><a href='?page=2'>2</a></div>",
        "<div class=comments><a href='?page=2#comments'>Next</a></div>",
        "<a href='/tag/pasar?page=2'>2</a>",
        "<a href='?page=2'>Pasar Murah Digelar Lagi</a>",
        "<a href='/daerah?page=2'>Selanjutnya</a>",
    ],
)
def test_links_that_are_not_pages_of_the_story(paging):
    assert pages_and_links(story_page(paging)) == (NOTHING, [])


def test_the_next_link_of_the_head_counts_only_for_the_same_story():
    assert pages_and_links(story_page(head=f"<link rel=next href='{HOME}/2/'>")) == (
        Pages(expected=2, read=1),
        [f"{PATH}/2/"],
    )
    assert pages_and_links(story_page(head="<link rel=next href='/daerah/berita-berikutnya/'>")) == (NOTHING, [])


@pytest.mark.parametrize("form", [HOME + "?page={}", HOME + "/{}"])
def test_pages_are_joined_in_order(form):
    paging = f"<div class=paging>{links(form, 1, 2)}</div>"
    second = story_page(
        paging, form.format(2), text="<p>Panitia menyiapkan dua ribu paket untuk warga yang tidak mampu.</p>"
    )
    found = extract([story_page(paging), second], outlets.generic())
    assert (found.article.pages, found.further) == (Pages(expected=2, read=2), ())
    assert found.article.blocks[-1].text.startswith("Panitia menyiapkan")
    assert len(found.article.blocks) == 6
    assert found.article.url == HOME


def test_the_whole_story_on_one_page_replaces_the_others():
    paging = f"<div class=paging>{links('?page={}', 2, 3)} <a href='?page=all'>Semua</a></div>"
    found = extract([story_page(paging), story_page(paging, f"{HOME}?page=all", text=TEXT * 2)], outlets.generic())
    assert (found.article.pages, found.further) == (Pages(expected=3, read=3), ())
    assert len(found.article.blocks) == 10


def test_a_later_page_alone_asks_for_the_others():
    paging = f"<div class=paging><a href='{HOME}'>1</a> 2 <a href='{HOME}/3'>3</a></div>"
    counted, further = pages_and_links(story_page(paging, f"{HOME}/2"))
    assert (counted, further) == (Pages(expected=3, read=1), [f"{PATH}/3"])


@pytest.mark.parametrize("mark", ["{} dari 3 halaman", "Halaman {} dari 3"])
def test_pages_within_one_document(mark):
    text = "".join(f"<h2>Bagian {n}</h2><div class=break>{mark.format(n)}</div>{TEXT}" for n in (1, 2, 3))
    found = extract([story_page(text=text)], outlets.generic())
    assert (found.article.pages, found.further) == (Pages(expected=3, read=3), ())
    assert not any("dari 3" in block.text for block in found.article.blocks)
    assert sum(block.type == "paragraph" for block in found.article.blocks) == 15


def test_a_number_at_the_end_of_a_url_is_not_a_page_number():
    url = "https://www.kabarkota.example/read/2024/06/19/12"
    assert pages_and_links(story_page(url=url)) == (NOTHING, [])
