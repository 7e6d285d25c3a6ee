"""`extract.page.app_state`: stories in the data that a page carries for its scripts, with markup or without."""

import json
from datetime import UTC, datetime

import pytest
from reading import html_page

from gemascraper import outlets
from gemascraper.extract import Document, extract
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


def page_with(data, shown="<p>Memuat…</p>", script='<script id="__NEXT_DATA__" type="application/json">{}</script>'):
    state = script.format(json.dumps(data).replace("<", "\\u003c"))
    title = 'Pasar Murah "Senin Berkah" Dibuka - Kabar Kota'
    head = '<meta property="og:site_name" content="Kabar Kota">'
    body = f'<div id="__next"><nav><a href="/">Beranda</a></nav><main>{shown}</main></div>{state}'
    return Document(html_page(title, body, head), URL, NOW)


def props(article):
    return {"props": {"pageProps": {"latest": [TEASER] * 5, "article": article}}, "query": {"id": "2780012345"}}


def read_generic(page):
    return extract([page], outlets.generic())


def assert_whole_story(article):
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


def test_a_story_that_is_only_in_page_data():
    article = read_generic(page_with(props(ARTICLE))).article
    assert_whole_story(article)
    assert {article.provenance[field].source for field in ("headline", "body", "byline", "tags", "images")} == {
        "page data"
    }
    assert article.provenance["body"].rule.startswith("__NEXT_DATA__")


@pytest.mark.parametrize(
    "script",
    ["<script>window.__INITIAL_STATE__ = {};</script>", "<script>\n window.__PRELOADED_STATE__={};\nvar x=1</script>"],
)
def test_a_state_that_is_assigned_to_the_window(script):
    article = read_generic(page_with({"article": {"data": ARTICLE}}, script=script)).article
    assert_whole_story(article)
    assert "STATE" in article.provenance["body"].rule


def flat(data):
    """Some data as Nuxt writes it: one list, in which objects and lists hold the places of their values."""
    made = []

    def put(value):
        at = len(made)
        made.append(None)
        if isinstance(value, dict):
            made[at] = {key: put(each) for key, each in value.items()}
        elif isinstance(value, list):
            made[at] = [put(each) for each in value]
        else:
            made[at] = value
        return at

    made += [["ShallowReactive", 1]]
    put(data)
    return made


NUXT = '<script type="application/json" id="__NUXT_DATA__" data-ssr="true">{}</script>'


def test_a_story_in_the_flat_list_of_nuxt():
    article = read_generic(page_with(flat({"data": {"article-2780012345": ARTICLE}, "state": {}}), script=NUXT)).article
    assert_whole_story(article)
    assert article.provenance["body"].rule.startswith("__NUXT_DATA__")


def test_vue_wrappers_around_values_are_removed():
    made = flat({"article": dict(ARTICLE)})
    story = made[2]
    made += [["Ref", story["title"]], ["Date", "2026-11-19T23:30:15.000Z"], ["Reactive", 2]]
    story["title"], story["published_at"], made[1]["article"] = len(made) - 3, len(made) - 2, len(made) - 1
    assert_whole_story(read_generic(page_with(made, script=NUXT)).article)


@pytest.mark.parametrize(
    "made",
    [[], [[0]], [{"a": 0}], [["Reactive", 0]], [["Reactive", 1], ["Ref", 0]], [{"a": -1, "b": 9, "c": "x", "d": None}]],
)
def test_a_flat_list_with_a_cycle_or_a_dangling_reference(made):
    assert read_generic(page_with(made, f"<h1>Pasar Murah Dibuka</h1>{CONTENT}", NUXT)).article.blocks


def test_an_object_that_is_assigned_to_nuxt_and_a_function_that_is_not_run():
    script = "<script>window.__NUXT__={}</script>"
    assert_whole_story(read_generic(page_with({"data": [{"article": ARTICLE}]}, script=script)).article)
    called = page_with({"data": ARTICLE}, script="<script>window.__NUXT__=(function(a){{return a}}({}))</script>")
    assert called.app_state is None


def streamed(rows, cut=97):
    """Rows as React's server components push them, cut anywhere."""
    stream = "".join(rows)
    parts = [stream[at : at + cut] for at in range(0, len(stream), cut)]
    pushed = [json.dumps([1, part]).replace("<", "\\u003c") for part in parts]
    scripts = ["(self.__next_f=self.__next_f||[]).push([0])", *(f"self.__next_f.push({each})" for each in pushed)]
    return "".join(f"<script>{each}</script>" for each in scripts).replace("{", "{{").replace("}", "}}")


def rows(article, text=CONTENT):
    """Modules and hints, the text apart with its size in bytes, then the component that is given the story."""
    given = ["$", "$L3", None, {"latest": [TEASER], "detail": article | {"content": "$1a"}}]
    return [
        '1:"$Sreact.fragment"\n',
        '3:I[13578,["2346","static/chunks/a.js"],"Detail"]\n',
        ':HL["/_next/static/media/a.woff2","font"]\n',
        f"1a:T{len(text.encode()):x},{text}",
        f"0:{json.dumps(given, ensure_ascii=False)}\n",
        "7:null\n",
    ]


def test_a_story_in_the_stream_of_server_components():
    article = read_generic(page_with({}, script=streamed(rows(ARTICLE)))).article
    assert_whole_story(article)
    assert article.provenance["body"].rule.startswith("__next_f")


def test_a_story_without_a_date_is_recognised_by_its_number_in_the_url():
    given = {"articleId": "2780012345", "webTitle": "Lain", "title": "Pasar Murah", "contentHtml": CONTENT}
    article = read_generic(page_with({"detail": given})).article
    assert (article.headline, len(article.blocks)) == ("Pasar Murah", 3)


@pytest.mark.parametrize(
    "stream",
    [
        ["1a:T"],
        ["1a:Tffffffff,x"],
        ["1a:T5,abcde", '0:{"content":"$1a"'],
        ['0:{"a":"$0"}\n'],
        ["0:" + "[" * 50_000],
        ["zz"],
        ["\n" * 9],
        ["0:T0,"] * 9,
        ["1:T3,abc", '2:["$1","$9","$$1","$L1","$1"]\n'],
    ],
)
def test_a_damaged_stream_does_not_affect_the_reading(stream):
    shown = f"<h1>Pasar Murah Dibuka</h1><div>{CONTENT}</div>"
    assert len(read_generic(page_with({}, shown, streamed(stream, 50_000))).article.blocks) == 3


def test_a_text_that_many_objects_share_is_joined_once():
    shared = {"title": "Lain", "date": "2026-11-19", "body": "$5"}
    many = [shared | {"id": number} for number in range(4_000)]
    text = ["<p>x</p>"] * 40_000
    stream = [f"5:{json.dumps(text)}\n", f"0:{json.dumps(many)}\n"]
    assert page_with({}, script=streamed(stream, 1 << 20)).app_state is None
    nuxt = [{"many": 1}, [2] * 40_000, {"title": 3, "date": 4, "body": 5}, "Lain", "2026", [6] * 100_000, "x"]
    assert page_with(nuxt, script=NUXT).app_state.given["title"] == "Lain"


def test_a_title_with_characters_that_html_forbids():
    article = read_generic(
        page_with(props(ARTICLE | {"title": "Pasar\uffff <b>Murah</b>", "slug": "pasar-murah-dibuka"}))
    ).article
    assert article.headline == "Pasar Murah"


def test_paragraphs_as_a_list():
    blocks = [{"type": "text", "html": text} for text in PARAGRAPHS]
    article = read_generic(page_with(props(ARTICLE | {"content": blocks}))).article
    assert len(article.blocks) == 3


def test_markup_is_preferred_and_page_data_only_adds():
    title = "<h1>Pasar Murah &quot;Senin Berkah&quot; Dibuka</h1>"
    shown = f"{title}<div>Jumat, 20 November 2026 | 06:30 WIB</div><div>{CONTENT}</div>"
    article = read_generic(page_with(props(ARTICLE), shown)).article
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
def test_page_data_of_other_stories_is_ignored(data):
    found = read_generic(page_with(data))
    assert found.article is None or found.article.body is None or "Wali kota" not in found.article.body


@pytest.mark.parametrize("state", ["{", '{"a": ' * 5_000, "[" * 100_000, "null", '{"title": "x"}', "\\u003c"])
def test_damaged_page_data_does_not_affect_the_reading(state):
    shown = f"<h1>Pasar Murah Dibuka</h1><div>{CONTENT}</div>"
    html = f'<html lang=id><body>{shown}<script id="__NEXT_DATA__">{state}</script></body></html>'
    assert len(extract([Document(html, URL, NOW)], outlets.generic()).article.blocks) == 3
