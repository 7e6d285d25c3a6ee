"""Stories that stand in a page's data for its scripts, with markup or without."""

import json
from datetime import UTC, datetime

import pytest

from gemascraper import outlets
from gemascraper.extract import Page, extract
from gemascraper.items import Byline, Rights

URL = "https://www.kabarkota.example/daerah/2780012345/pasar-murah-dibuka"
NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
PARAGRAPHS = [
    "Kabar Kota, Denpasar - Wali kota membuka pasar murah di halaman balai kota pada Senin pagi.",
    "Ratusan warga sudah mengantre sejak pukul enam untuk membeli beras dan minyak goreng.",
    "“Kegiatan ini akan kami ulang setiap bulan,” kata kepala dinas perdagangan. (rl)",
]
CONTENT = (
    f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>"
    '<p><strong>Baca Juga: <a href="/daerah/2780012346/harga-beras">Harga Beras Naik</a></strong></p>'
    f"<p>{PARAGRAPHS[2]}</p><p>Editor: Made Arta</p>"
)
ARTICLE = {
    "article_id": 2780012345,
    "title": "Pasar Murah &quot;Senin Berkah&quot; Dibuka",
    "slug": "pasar-murah-dibuka",
    "content": CONTENT,
    "published_at": "2026-11-19T23:30:15.000Z",
    "updated_at": "2026-11-20T00:10:00.000Z",
    "authors": [{"name": "Rina Lestari"}],
    "category": {"name": "Daerah", "slug": "daerah"},
    "tags": [{"name": "pasar murah"}, {"name": "beras"}],
    "image": {"url": "https://foto.example/pasar.jpg", "caption": "Warga antre. (Foto: Antara)"},
}
TEASER = {"title": "Berita Lain", "slug": "berita-lain", "published_at": "2026-11-18T01:00:00Z", "excerpt": "x" * 300}


def page(data, shown="<p>Memuat…</p>", script='<script id="__NEXT_DATA__" type="application/json">{}</script>'):
    state = script.format(json.dumps(data).replace("<", "\\u003c"))
    title = 'Pasar Murah "Senin Berkah" Dibuka - Kabar Kota'
    head = f'<title>{title}</title><meta property="og:site_name" content="Kabar Kota">'
    body = f'<div id="__next"><nav><a href="/">Beranda</a></nav><main>{shown}</main></div>{state}'
    return Page(f"<html lang=id><head>{head}</head><body>{body}</body></html>", URL, NOW)


def props(article):
    return {"props": {"pageProps": {"latest": [TEASER] * 5, "article": article}}, "query": {"id": "2780012345"}}


def read(page):
    return extract([page], outlets.generic())


def check(article):
    said = article.to_dict()
    assert said["headline"] == 'Pasar Murah "Senin Berkah" Dibuka'
    assert said["dateline"]["place"] == "Denpasar"
    assert said["initials"] == "rl"
    assert [block["text"] for block in said["blocks"]] == [
        PARAGRAPHS[0].removeprefix("Kabar Kota, Denpasar - "),
        PARAGRAPHS[1],
        PARAGRAPHS[2].removesuffix(" (rl)"),
    ]
    assert article.byline == (Byline(name="Rina Lestari"), Byline(name="Made Arta", role="editor"))
    assert (said["published"], said["published_precision"]) == ("2026-11-20T06:30:15+07:00", "second")
    assert said["modified"] == "2026-11-20T07:10:00+07:00"
    assert (said["section"], said["tags"]) == ("Daerah", ["pasar murah", "beras"])
    assert said["related"] == [
        {"url": URL.replace("2780012345/pasar-murah-dibuka", "2780012346/harga-beras"), "text": "Harga Beras Naik"}
    ]
    (image,) = article.images
    assert (image.url, image.caption, image.credit_line) == ("https://foto.example/pasar.jpg", "Warga antre.", "Antara")
    assert image.rights in (None, Rights())


def test_a_story_that_stands_only_in_the_data():
    article = read(page(props(ARTICLE))).article
    check(article)
    assert {article.provenance[field].source for field in ("headline", "body", "byline", "tags", "images")} == {
        "page data"
    }
    assert article.provenance["body"].rule.startswith("__NEXT_DATA__")


@pytest.mark.parametrize(
    "script",
    ["<script>window.__INITIAL_STATE__ = {};</script>", "<script>\n window.__PRELOADED_STATE__={};\nvar x=1</script>"],
)
def test_a_state_that_is_assigned_to_the_window(script):
    article = read(page({"article": {"data": ARTICLE}}, script=script)).article
    check(article)
    assert "STATE" in article.provenance["body"].rule


def test_paragraphs_as_a_list():
    blocks = [{"type": "text", "html": text} for text in PARAGRAPHS]
    article = read(page(props(ARTICLE | {"content": blocks}))).article
    assert len(article.blocks) == 3


def test_what_the_markup_shows_is_read_from_there_and_the_data_only_adds():
    title = "<h1>Pasar Murah &quot;Senin Berkah&quot; Dibuka</h1>"
    shown = f"{title}<div>Jumat, 20 November 2026 | 06:30 WIB</div><div>{CONTENT}</div>"
    article = read(page(props(ARTICLE), shown)).article
    assert len(article.blocks) == 3
    assert article.provenance["body"].source != "page data"
    # the printed minute, and the second of the data that agrees with it
    assert article.published.isoformat() == "2026-11-20T06:30:15+07:00"
    assert any(claim.source.startswith("page data") for claim in article.timestamps)
    assert article.section == "Daerah"


@pytest.mark.parametrize(
    "data",
    [
        props(None),
        props({"title": "Pasar Murah", "published_at": "2026-11-19"}),
        props(ARTICLE | {"content": "pendek"}),
        props(ARTICLE | {"title": "Berita Lain", "slug": "berita-lain", "article_id": 1})
        | {"more": [ARTICLE | {"title": "Ketiga", "slug": "ketiga-x", "article_id": 2}]},
        [],
        "teks",
    ],
)
def test_data_without_this_story_is_left_alone(data):
    found = read(page(data))
    assert found.article is None or found.article.body is None or "Wali kota" not in found.article.body


@pytest.mark.parametrize("state", ["{", '{"a": ' * 5_000, "[" * 100_000, "null", '{"title": "x"}', "\\u003c"])
def test_damaged_data_costs_nothing(state):
    shown = f"<h1>Pasar Murah Dibuka</h1><div>{CONTENT}</div>"
    html = f'<html lang=id><body>{shown}<script id="__NEXT_DATA__">{state}</script></body></html>'
    assert len(extract([Page(html, URL, NOW)], outlets.generic()).article.blocks) == 3
