"""Whole pages of Indonesian outlets, written for this project, and what is read from them."""

from datetime import UTC, datetime

import pytest
from reading import PageTemplate

from gemascraper import outlets, read
from gemascraper.extract import Document, extract
from gemascraper.extract.images.image_identity import file_name, identity_keys
from gemascraper.extract.lines.dateline import dateline
from gemascraper.extract.lines.initials import closing
from gemascraper.items import Byline, Dateline, Finding
from gemascraper.outlets.profile import Design, Outlet, Selectors

URL = "https://www.kabarcontoh.id/daerah/2781931384/jembatan-gantung-dibuka"
TEXT = """
<p>
<strong>DENPASAR, KABARCONTOH.ID –</strong> Jembatan gantung di Desa Sukamaju dibuka untuk umum pada Rabu (19/6/2024).
Warga dari tiga desa datang sejak pagi untuk menyaksikan peresmian itu bersama bupati.</p>
<p class="baca-juga">Baca juga: <a href="/daerah/2781931000/jalan-desa">Jalan Desa Selesai Diaspal</a></p>
<p>“Kami menunggu jembatan ini sejak lama,” kata Kepala Desa Sukamaju, Wayan Sudana, di sela acara yang ramai itu.</p>
<p>Bupati mengatakan pembangunan jembatan itu memakan waktu delapan bulan dan dibiayai oleh anggaran daerah.(wsd/rl)</p>
"""
HEAD = """<title>Jembatan Gantung Sukamaju Dibuka - Kabar Contoh</title>
<meta property="og:site_name" content="Kabar Contoh">
<meta property="og:title" content="Jembatan Gantung Sukamaju Dibuka - Kabar Contoh">"""


PAGE = PageTemplate(
    URL,
    """<!DOCTYPE html><html lang="id"><head><meta charset="utf-8">{head}</head><body>
<ul class="menu"><li><a href="/">Beranda</a></li><li><a href="/daerah">Daerah</a></li></ul>
<div class="breadcrumb"><a href="/">Beranda</a> / <a href="/daerah">Daerah</a></div>
<h1>{h1}</h1>{above}<div class="article-content">{text}</div>{below}
<div class="terkait"><h3>Berita Terkait</h3><ul><li>
<a href="/a/1/x">Pasar Desa Sukamaju Ramai Lagi Setelah Direnovasi</a></li></ul></div>
</body></html>""",
    defaults={"text": TEXT, "head": HEAD, "h1": "Jembatan Gantung Sukamaju Dibuka"},
)


def test_a_whole_story_without_a_profile():
    above = """<div class="meta">Penulis: Rina Lestari | Editor: Budi Santoso</div>
<div class="date">Rabu, 19 Juni 2024 | 10:32 WITA</div>"""
    figure = """<figure><img src="/foto/jembatan-gantung.jpg">
<figcaption>Warga menyeberang. (Foto: Kabar Contoh/Rina Lestari)</figcaption></figure>"""
    below = """<p>Sumber: Antara</p>
<div class="tags">Tags: <a href="/tag/jembatan">jembatan</a> <a href="/tag/desa">desa</a></div>"""
    found = read(PAGE.page(above=above + figure, below=below), URL)
    article = found.article
    assert (found.kind, article.headline, article.section, article.language) == (
        "article",
        "Jembatan Gantung Sukamaju Dibuka",
        "Daerah",
        "id",
    )
    assert article.dateline == Dateline(outlet="KABARCONTOH.ID", place="DENPASAR", text="DENPASAR, KABARCONTOH.ID –")
    assert article.initials == "wsd/rl"
    assert article.byline == (Byline(name="Rina Lestari", role="reporter"), Byline(name="Budi Santoso", role="editor"))
    assert article.authors == ("Rina Lestari",)
    assert (article.published.isoformat(), article.published_precision) == ("2024-06-19T10:32:00+08:00", "minute")
    assert [b.text[:30] for b in article.blocks] == [
        "Jembatan gantung di Desa Sukam",
        "“Kami menunggu jembatan ini se",
        "Bupati mengatakan pembangunan ",
    ]
    assert article.blocks[-1].text.endswith("oleh anggaran daerah.")
    assert [link.text for link in article.related] == ["Jalan Desa Selesai Diaspal"]
    assert (article.tags, article.sources) == (("jembatan", "desa"), ("Antara",))
    image = article.images[0]
    assert (image.url, image.caption, image.credit_line) == (
        "https://www.kabarcontoh.id/foto/jembatan-gantung.jpg",
        "Warga menyeberang.",
        "Kabar Contoh/Rina Lestari",
    )
    assert (image.credit.kind, image.credit.holder, image.credit.photographer, image.is_lead) == (
        "staff",
        "Kabar Contoh",
        "Rina Lestari",
        True,
    )
    assert article.id.startswith("u")
    assert len(article.id) == 13
    assert article.provenance["headline"].source == "printed"


def test_fields_that_a_page_does_not_print_are_empty():
    article = read(PAGE.page(), URL).article
    assert (article.kicker, article.standfirst, article.published, article.modified, article.paywalled) == (None,) * 5
    assert (article.byline, article.tags, article.sources, article.images) == ((), (), (), ())


def test_the_id_ignores_tracking_and_page_number_of_the_url():
    ids = {read(PAGE.page(), URL + query).article.id for query in ("", "?page=2", "?utm_source=wa&page=3")}
    assert len(ids) == 1


def test_a_printed_minute_corrects_a_wrong_offset():
    above = '<div class="date">Rabu, 19 Juni 2024 13:00 WIB</div>'
    head = (
        HEAD
        + '<meta property="article:published_time" content="2024-06-19T13:00:00-07:00">'
        + '<meta property="article:modified_time" content="2024-06-19T15:30:00-07:00">'
    )
    article = read(PAGE.page(head=head, above=above), URL).article
    assert article.published.isoformat() == "2024-06-19T13:00:00+07:00"
    assert article.modified.isoformat() == "2024-06-19T15:30:00+07:00"
    assert [finding.code for finding in article.findings] == ["times_disagree"]
    assert {claim.raw for claim in article.timestamps} == {
        "Rabu, 19 Juni 2024 13:00 WIB",
        "2024-06-19T13:00:00-07:00",
        "2024-06-19T15:30:00-07:00",
    }


def test_relative_times_need_the_instant_of_the_capture():
    html = PAGE.page(above='<div class="post-date">3 jam lalu</div>')
    assert read(html, URL).article.published is None
    captured = datetime(2024, 6, 19, 8, 0, tzinfo=UTC)
    assert read(html, URL, captured_at=captured).article.published.isoformat() == "2024-06-19T12:00:00+07:00"


def test_the_date_in_the_top_bar_is_not_the_publication_date():
    html = PAGE.page().replace("<h1>", '<div class="topbar">Jumat, 21 Juni 2024</div><h1>')
    assert read(html, URL).article.published is None


@pytest.mark.parametrize(
    ("title", "body", "kind", "code"),
    [
        ("Just a moment...", "Checking your browser before accessing", "blocked", "page_blocked"),
        ("Access denied", "Reference #18.2f", "blocked", "page_blocked"),
        ("Are you a robot?", "Please click the box below", "blocked", "page_blocked"),
        ("Before you continue", "We value your privacy. Accept all / Manage options", "consent", "page_consent"),
        ("Page not found", "Sorry, the page you are looking for does not exist.", "removed", "page_removed"),
        (
            "Halaman tidak ditemukan",
            "Maaf, berita yang Anda cari telah dihapus dari situs ini.",
            "removed",
            "page_removed",
        ),
        ("Login", "Sign in to continue reading this page", "blocked", "page_login"),
        ("", "", "other", "page_empty"),
        ("Judul", '{"error":"not found", "status": 404}', "other", "page_no_html"),
    ],
)
def test_a_page_without_a_story_has_a_kind_and_a_finding(title, body, kind, code):
    found = read(f"<html><head><title>{title}</title></head><body>{body}</body></html>", URL)
    assert (found.kind, found.article) == (kind, None)
    assert found.findings[0].code == code
    assert isinstance(found.findings[0], Finding)


@pytest.mark.parametrize(
    "title", ["Not Found: Kisah Desa yang Hilang", "Error 404 dan Cerita di Baliknya", "Cookie dan Kue Kering Lebaran"]
)
def test_headlines_that_sound_like_walls_are_stories(title):
    long = TEXT + "".join(
        f"<p>Paragraf ke-{n} menjelaskan bahwa warga di desa itu tidak pernah menerima surat dari pemerintah.</p>"
        for n in range(12)
    )
    head = f"<title>{title}</title>"
    assert read(PAGE.page(text=long, head=head, h1=title), URL).article.headline == title


def test_the_front_page_is_an_index():
    assert read(PAGE.page(), "https://www.kabarcontoh.id/").kind == "index"


def test_photo_stories_and_paywalls():
    assert (
        read(
            PAGE.page(h1="FOTO: Jembatan Gantung Sukamaju", head="<title>FOTO: Jembatan Gantung Sukamaju</title>"), URL
        ).kind
        == "photo"
    )
    head = (
        HEAD
        + '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Jembatan Gantung Sukamaju Dibuka",'
        + '"isAccessibleForFree":"False"}</script>'
    )
    found = read(PAGE.page(head=head), URL)
    assert (found.kind, found.article.paywalled) == ("paywalled", True)


def test_broken_linked_data_is_repaired():
    head = (
        HEAD
        + '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Jembatan "Gantung" Sukamaju Dibuka",'
        + '"datePublished":"2024-06-19T03:32:00Z",}</script>'
    )
    assert read(PAGE.page(head=head), URL).article.published.isoformat() == "2024-06-19T10:32:00+07:00"


def test_pages_of_a_story_are_joined_in_order():
    paging = '<div class="paging">Halaman: <a href="?page=2">2</a> <a href="?page=3">3</a></div>'
    texts = [
        f"<p>Halaman {n} dari cerita tentang jembatan itu ditulis di sini dengan kalimat yang cukup panjang.</p>" * 2
        for n in (1, 2, 3)
    ]
    first = Document(PAGE.page(text=TEXT + texts[0], below=paging), URL)
    alone = extract([first], outlets.generic())
    assert alone.further == (f"{URL}?page=2", f"{URL}?page=3")
    assert (alone.article.pages.expected, alone.article.pages.read) == (3, 1)
    rest = [Document(PAGE.page(text=text, below=paging), f"{URL}?page={n}") for n, text in enumerate(texts[1:], 2)]
    joined = extract([first, *rest], outlets.generic())
    assert joined.further == ()
    assert joined.article.pages.read == 3
    assert [n for n in (1, 2, 3) if f"Halaman {n} dari" in joined.article.body] == [1, 2, 3]
    assert joined.article.url == URL


def test_the_design_of_the_captures_day():
    old = Design(
        name="old",
        valid_until=datetime(2023, 1, 1, tzinfo=UTC).date(),
        selectors=Selectors(body=(".isi",), headline=(".judul",)),
    )
    new = Design(name="new", selectors=Selectors(body=(".article-content",), headline=("h1",)))
    outlet = Outlet(key="kabarcontoh", name="Kabar Contoh", hosts=("www.kabarcontoh.id",), designs=(new, old))
    former = f'<html><body><div class="judul">Judul Lama</div><div class="isi">{TEXT}</div></body></html>'
    for html, captured, headline in (
        (former, datetime(2022, 5, 1, tzinfo=UTC), "Judul Lama"),
        (former, None, "Judul Lama"),
        (PAGE.page(), None, "Jembatan Gantung Sukamaju Dibuka"),
    ):
        article = extract([Document(html, URL, captured)], outlet).article
        assert (article.headline, article.provenance["body"].source) == (headline, "profile")


def test_the_example_of_the_item_contract():
    caption = "Presiden Rusia bertemu pemimpin Korea Utara. (Foto: Gemapos/X@kawankorea)"
    text = """<p>Gemapos.ID (Jakarta) -&nbsp;Presiden Rusia bertemu pemimpin Korea Utara dan menandatangani
perjanjian pada Rabu (19/6/2024), kata media.</p>
<p>Menurutnya, kunjungan itu akan memperkuat “persahabatan erat” kedua negara yang sudah lama terjalin.(ns)</p>"""
    html = f"""<html lang="id"><body><nav><a href="/">Gema Bali</a> <a href="/">Gema Lampung</a></nav>
<h1 class="post-title">Perjanjian Diteken di Pyongyang</h1>
<figure class="post-image"><img src="/image-post/cG9zdHMvZm90by5qcGc/450/280" alt="{caption}">
<figcaption>{caption}</figcaption></figure><div class="post-content">{text}</div></body></html>"""
    article = read(html, "https://www.gemapos.id/internasional/2781931999/perjanjian", outlet="gemapos").article
    assert article.dateline == Dateline(outlet="Gemapos.ID", place="Jakarta", text="Gemapos.ID (Jakarta) -")
    assert (article.id, article.initials, article.byline, article.published, article.tags) == (
        "2781931999",
        "ns",
        (),
        None,
        (),
    )
    assert article.blocks[0].text.startswith("Presiden Rusia bertemu")
    assert article.blocks[1].text.endswith("terjalin.")
    (image,) = article.images
    assert (image.caption, image.credit_line) == (
        "Presiden Rusia bertemu pemimpin Korea Utara.",
        "Gemapos/X@kawankorea",
    )


@pytest.mark.parametrize(
    ("text", "outlet", "place", "printed"),
    [
        ("Gemapos.ID (Jakarta) - Presiden tiba.", "Gemapos.ID", "Jakarta", "Gemapos.ID (Jakarta) -"),
        ("Jakarta (Gemapos News) - Presiden tiba.", "Gemapos News", "Jakarta", "Jakarta (Gemapos News) -"),
        ("JAKARTA, GEMAPOS.com — Presiden tiba.", "GEMAPOS.com", "JAKARTA", "JAKARTA, GEMAPOS.com —"),
        ("Gemapos.com, Jakarta Presiden tiba.", "Gemapos.com", "Jakarta", "Gemapos.com, Jakarta"),
        ("GEMAPOS.CO.ID, JAKARTA -- Presiden tiba.", "GEMAPOS.CO.ID", "JAKARTA", "GEMAPOS.CO.ID, JAKARTA --"),
        ("Gemapos.com - Presiden tiba.", "Gemapos.com", None, "Gemapos.com -"),
        ("Bandarlampung (SL)- Presiden tiba.", "SL", "Bandarlampung", "Bandarlampung (SL)-"),
        ("Mangupura, (Gemapos.com)-Presiden tiba.", "Gemapos.com", "Mangupura", "Mangupura, (Gemapos.com)-"),
        (
            "MEDIA CENTER, Palangka Raya – Presiden tiba.",
            "MEDIA CENTER",
            "Palangka Raya",
            "MEDIA CENTER, Palangka Raya –",
        ),
        ("Gemapos.ID, Palangka Raya Presiden tiba.", "Gemapos.ID", "Palangka Raya", "Gemapos.ID, Palangka Raya"),
        ("Samarinda – Presiden tiba.", None, "Samarinda", "Samarinda –"),
        ("Gemapos.ID | BADUNG | Presiden tiba.", "Gemapos.ID", "BADUNG", "Gemapos.ID | BADUNG |"),
    ],
)
def test_dateline(text, outlet, place, printed):
    assert dateline(text, ["Gemapos"]) == (Dateline(outlet=outlet, place=place, text=printed), "Presiden tiba.")


@pytest.mark.parametrize(
    "text",
    [
        "Presiden tiba di Jakarta.",
        "Kereta cepat Jakarta-Bandung beroperasi.",
        "Harga naik - kata dia - lagi.",
        "",
        "-",
        "Rabu (19/6/2024) - Polisi datang.",
        "Komisi Pemberantasan Korupsi (KPK) - Polri sepakat.",
        "BREAKING NEWS - Gempa lagi.",
        "Gubernur - Wakil rukun.",
    ],
)
def test_lines_without_a_dateline(text):
    assert dateline(text, ["Gemapos"]) == (None, text)


@pytest.mark.parametrize("measure", ["ha", "yoy", "mg"])
def test_a_unit_in_brackets_is_not_initials(measure):
    text = f"seluas lima hektare ({measure})"
    assert closing(text) == (None, text)


@pytest.mark.parametrize(
    ("text", "initials", "rest"),
    [
        ("kedua negara.(ns)", "ns", "kedua negara."),
        ("ujarnya. (mdk/ank)", "mdk/ank", "ujarnya."),
        ("ujarnya.” (WHY)", "WHY", "ujarnya.”"),
        ("ujarnya. (E-2)", "E-2", "ujarnya."),
        ("ujarnya. [sc]", "sc", "ujarnya."),
        ("ujarnya. (kpl/pur/tch)", "kpl/pur/tch", "ujarnya."),
        ("ujarnya. (*)", None, "ujarnya."),
        ("milik PT Contoh (Persero)", None, "milik PT Contoh (Persero)"),
        ("Komisi Pemberantasan Korupsi (KPK)", None, "Komisi Pemberantasan Korupsi (KPK)"),
        ("pada Rabu (19/6/2024)", None, "pada Rabu (19/6/2024)"),
    ],
)
def test_initials(text, initials, rest):
    assert closing(text) == (initials, rest)


def test_one_picture_in_other_sizes_and_on_other_hosts_has_one_key():
    assert identity_keys("https://a.id/2024/banjir-bandang-750x500.jpg") & identity_keys(
        "https://cdn.a.id/x/banjir-bandang.webp?w=900"
    )
    assert file_name("https://cms.gemapos.co.id/image-post/cG9zdHMvRm90byBTYXR1LmpwZw/450/280") == "Foto Satu.jpg"


def test_read_accepts_an_outlet_by_name_by_object_or_by_the_host_of_the_url():
    assert read(PAGE.page(), "https://bali.gemapos.id/daerah/2781931384/x").article.outlet == "gemapos"
    assert read(PAGE.page(), "https://bali.gemapos.id/daerah/2781931384/x").article.edition == "bali"
    assert read(PAGE.page(), URL, outlet="gemapos").article.outlet == "gemapos"
    assert read(PAGE.page(), URL, outlet=outlets.generic()).article.outlet == "generic"
    assert read(PAGE.page().encode(), URL).article.outlet == "generic"
