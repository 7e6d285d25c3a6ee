"""Bylines of Indonesian stories: labels in any order, place and markup."""

from __future__ import annotations

import pytest
from reading import PageTemplate, read_article

from gemascraper.items import Alternative, Provenance

STORY = "".join(
    f"<p>{text}</p>"
    for text in (
        "Pemerintah kota meresmikan jembatan penyeberangan baru di kawasan pasar lama pada Selasa pagi.",
        "Wali kota mengatakan pembangunan jembatan itu menghabiskan anggaran daerah selama dua tahun terakhir.",
        "Menurut dia, jembatan tersebut akan membantu para pedagang yang setiap hari menyeberang sungai.",
        "Warga menyambut baik peresmian itu karena mereka sudah lama menunggu akses yang aman.",
    )
)


PAGE = PageTemplate(
    "https://kabarkota.example/berita/1/jembatan",
    "<html lang='id'><head><title>Jembatan Baru Diresmikan</title><meta property='og:site_name' content='Kabar Kota'>"
    "{head}</head><body><h1>Jembatan Baru Diresmikan</h1>{above}<div class='article-content'>" + STORY + "{end}</div>"
    "{below}</body></html>",
)


def byline(above: str = "", end: str = "", below: str = "") -> list[tuple[str, str]]:
    article = PAGE.read(above=above, end=end, below=below)
    assert "Rina" not in (article.body or "")
    return [(person.name, person.role) for person in article.byline]


@pytest.mark.parametrize("where", ["above", "end", "below"])
@pytest.mark.parametrize(
    "markup",
    [
        "<p>{}: {}</p>",
        "<p>{} : {}</p>",
        "<p><strong>{}</strong><br>{}</p>",
        "<div>{} {}</div>",
        "<div><span>{}</span><span>{}</span></div>",
        "<table><tr><td>{}</td><td>: {}</td></tr></table>",
        "<dl><dt>{}</dt><dd>{}</dd></dl>",
    ],
)
@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Penulis", "reporter"),
        ("Wartawan", "reporter"),
        ("Peliput", "reporter"),
        ("Laporan Wartawan", "reporter"),
        ("Redaktur", "editor"),
        ("Disunting oleh", "editor"),
        ("Copy Editor", "editor"),
        ("Koresponden", "contributor"),
        ("Pewarta Foto", "photographer"),
        ("Penerjemah", "translator"),
    ],
)
def test_every_label_in_every_markup_and_place(label: str, role: str, markup: str, where: str) -> None:
    assert byline(**{where: markup.format(label, "Rina Kartika")}) == [("Rina Kartika", role)]


RINA, BUDI = ("Rina Kartika", "reporter"), ("Budi Setiawan", "editor")


@pytest.mark.parametrize(
    ("below", "people"),
    [
        ("<p>(Penulis: Rina Kartika/Editor: Budi Setiawan)</p>", [RINA, BUDI]),
        ("<p>Penulis: Rina Kartika (rk/bs) Editor: Budi Setiawan</p>", [RINA, BUDI]),
        ("<p>Pewarta: Rina Kartika Editor: Budi Setiawan COPYRIGHT © KABAR 2026</p>", [RINA, BUDI]),
        ("<dl><dt>Penulis</dt><dd>Rina Kartika</dd><dt>Editor</dt><dd>Budi Setiawan</dd></dl>", [RINA, BUDI]),
        (
            "<table><tr><th>Penulis</th><th>Editor</th></tr><tr><td>Rina Kartika</td><td>Budi Setiawan</td></tr></table>",
            [RINA, BUDI],
        ),
        ("<p>Penulis: Rina Kartika, Dosen Universitas Kota Lama</p>", [RINA]),
        ("<p>Laporan Wartawan Kabar Kota, Rina Kartika</p>", [RINA]),
        ("<p>18 Agustus 2026 oleh Rina Kartika</p>", [RINA]),
        ("<p>Oleh: Rina Kartika</p><h3><a href='/2'>Harga Cabai Naik</a></h3><span>Oleh: Orang Lain</span>", [RINA]),
        ("<p>Oleh: Rina Kartika</p><div class='komentar'><p>Oleh: Orang Lain</p></div>", [RINA]),
        ("<p>Penulis: Diskominfo Kota Lama</p>", []),
        ("<p>Penulis: Redaksi</p><p>Editor: Admin</p>", []),
    ],
)
def test_several_people_and_words_that_are_not_people(below: str, people: list[tuple[str, str]]) -> None:
    assert byline(below=below) == people


@pytest.mark.parametrize(
    ("markup", "people", "published"),
    [
        (
            "<span>Penulis: Rina Lestari</span><span>Rabu, 19 Juni 2024 | 10:32 WITA</span>",
            [("Rina Lestari", "reporter")],
            "2024-06-19T10:32:00+08:00",
        ),
        (
            "<span>Rabu, 19 Juni 2024 | 10:32 WITA</span><span>Penulis: Rina Lestari</span>",
            [("Rina Lestari", "reporter")],
            "2024-06-19T10:32:00+08:00",
        ),
        (
            "<em>19 Juni 2024</em><em>10:32 WITA</em>",
            [],
            "2024-06-19T10:32:00+08:00",
        ),
        ("<span>Penulis: Rina Lestari</span><span>Editor: Budi Santoso</span>", [("Rina Lestari", "reporter"),
         ("Budi Santoso", "editor")], None),
    ],
)  # fmt: skip
def test_elements_that_only_a_stylesheet_separates_are_read_separately(
    markup: str, people: list[tuple[str, str]], published: str | None
) -> None:
    article = PAGE.read(above=f"<div>{markup}</div>")
    assert [(person.name, person.role) for person in article.byline] == people
    assert (article.published.isoformat() if article.published else None) == published


def test_inline_elements_inside_a_word_do_not_split_it() -> None:
    last = "Kabar itu dimuat oleh harian <b>Gema</b>pos dan <span>J</span><span>akarta</span> Kini sejak pagi tadi, kata dia."
    article = PAGE.read(end=f"<p>{last}</p>")
    assert article.blocks[-1].text == "Kabar itu dimuat oleh harian Gemapos dan Jakarta Kini sejak pagi tadi, kata dia."


def test_a_label_with_a_lookalike_letter_is_not_a_label() -> None:
    assert byline("<div>Penul\u0131s: Rina Lestari</div>") == [("Rina Lestari", "unknown")]


def test_the_current_time_in_the_page_header_is_not_the_publication_time() -> None:
    clock = "<header><div>Jumat, 20 November 2026 | 11:00 WIB</div></header>"
    html = f"<html lang=id><body>{clock}<h1>Jembatan Baru Diresmikan</h1><div class='article-content'>{STORY}</div></body></html>"
    article = read_article(html, PAGE.url)
    assert (article.published, article.timestamps) == (None, ())


DECLARED = (
    "<meta name='author' content='Redaksi Kabar'><script type='application/ld+json'>"
    '{"@type": "NewsArticle", "headline": "Jembatan Baru Diresmikan", "author": {"@type": "Person", "name": "Kabar Kini"}}'
    "</script>"
)


def test_declared_authors_that_were_not_chosen_are_alternatives() -> None:
    alternatives = (
        Alternative(source="linked data", value="Kabar Kini"),
        Alternative(source="meta", value="Redaksi Kabar"),
    )
    found = PAGE.read(above="<p>Penulis: Rina Lestari | Editor: Budi Santoso</p>", head=DECLARED).provenance["byline"]
    assert found == Provenance(source="printed", rule="labels", over=alternatives)


def test_a_declared_author_has_its_own_source() -> None:
    article = PAGE.read(head="<meta name='content_author' content='Rina Lestari'>")
    assert [(person.name, person.role) for person in article.byline] == [("Rina Lestari", "unknown")]
    assert article.provenance["byline"] == Provenance(source="meta", rule="content_author")
