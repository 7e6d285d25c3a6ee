"""Indonesian outlets without a profile: one story in the markup of many content management systems."""

import pytest
from reading import PageTemplate, read_article

from gemascraper.extract.lines.credit_line import split
from gemascraper.extract.lines.dateline import dateline
from gemascraper.extract.lines.initials import closing

TITLE = "Harga Kopi Robusta Petani Naik Dua Kali Lipat"
TEXT = (
    "Harga kopi robusta di tingkat petani menembus Rp70.000 per kilogram pada pekan ketiga Juni tahun ini.",
    "“Tahun ini panen memang sedikit, tetapi harganya menggembirakan,” kata Sutrisno, petani di Sumber Makmur.",
    "Warga dapat bergabung ke grup WhatsApp desa untuk mengetahui jadwal penimbangan di gudang koperasi.",
    "Pemerintah daerah berencana membangun resi gudang agar petani bisa menyimpan hasil panen mereka.",
)
TEASERS = """<div class="item"><h3><a href="/a/1">Polisi Tangkap Dua Pelaku Pencurian Motor</a></h3>
<span class="date">19 Juni 2024, 07:15 WIB</span></div>"""
PICTURE = '<figure><img src="/foto/kopi-robusta.jpg" width="700"></figure>'


PAGE = PageTemplate(
    "https://www.kabarlereng.id/ekonomi/harga-kopi-robusta-naik-88120",
    f"""<!DOCTYPE html><html lang="id"><head><title>{TITLE}</title>{{head}}
<meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="Kabar Lereng"></head><body>
<div class="top"><span>Senin, 24 Juni 2024</span></div>{{crumbs}}<h1>{TITLE}</h1>{{above}}
<div class="isi-konten"><p>{{lead}}{TEXT[0]}</p><p>{TEXT[1]}</p>{{inside}}<p>{TEXT[2]}</p><p>{TEXT[3]}{{close}}</p></div>
{{below}}<div class="lainnya">{TEASERS}</div></body></html>""",
)


def people(article):
    return [(person.name, person.role) for person in article.byline]


def texts(article):
    return tuple(block.text for block in article.blocks)


@pytest.mark.parametrize(
    ("above", "named"),
    [
        ('<div class="td-author-by">Oleh</div> <a href="/author/x">Rina Lestari</a> <div> - </div>', "reporter"),
        ('<div class="author">Oleh - <a href="/p/1">Rina Lestari</a></div>', "reporter"),
        ("<p><span>Penulis,</span> <span>Rina Lestari</span></p>", "reporter"),
        ("<p>Tinggalkan Komentar / Berita / Oleh Rina Lestari / 18 Juni 2024</p>", "reporter"),
        ("<p>Dipublikasikan pada 18 Juni 2024 pukul 14.05 WIB oleh <b>Rina Lestari</b></p>", "reporter"),
        ("<p><b>Rina Lestari</b>, Jurnalis<br>Selasa, 18 Juni 2024 | 14:05 WIB</p>", "reporter"),
        ("<p>Dipublish oleh Rina Lestari pada 18 Juni 2024, 14:05</p>", "reporter"),
        ("<table><tr><td>Penulis</td><td>:</td><td>Rina Lestari</td></tr></table>", "reporter"),
        ('<div class="reporter"><p><a href="/reporter/1">Rina Lestari</a></p><p>Reporter</p></div>', "reporter"),
        ('<div><a href="/author/21">Rina Lestari</a></div>', "unknown"),
        ('<div class="writer"><a href="/w/1">Rina Lestari</a> <span>Kabarlereng.id</span></div>', "unknown"),
        ('<p><i class="fa fa-user"></i> Rina Lestari <i class="fa"></i> 18 Juni 2024, 14:05 WIB</p>', "unknown"),
        ('<p class="author">Rina Lestari<time>Diterbitkan: Selasa, 18 Juni 2024 14:05 WIB</time></p>', "unknown"),
    ],
)
def test_bylines(above, named):
    assert people(PAGE.read(above=above)) == [("Rina Lestari", named)]


@pytest.mark.parametrize(
    ("above", "inside", "expected"),
    [
        (
            "<p>Oleh :</p><ul><li>Rina Lestari</li><li>Budi Santoso</li></ul><p>Kopi Robusta Lereng</p>",
            "",
            [("Rina Lestari", "reporter"), ("Budi Santoso", "reporter")],
        ),
        (
            "<p>Penulis <b>Rina Lestari</b> | Editor <b>Budi Santoso</b></p>",
            "",
            [("Rina Lestari", "reporter"), ("Budi Santoso", "editor")],
        ),
        (
            "",
            "<p><b>Reporter: Rina. Editor: Budi Santoso</b></p>",
            [("Rina", "reporter"), ("Budi Santoso", "editor")],
        ),
        ("<p>Oleh Admin</p>", "<p>Pilihan Editor: <a href='/b'>Tanggul Jebol, Sawah Terendam</a></p>", []),
        ("<p>Ditulis oleh <span>Super User</span></p>", "", []),
    ],
)
def test_several_people_or_none(above, inside, expected):
    assert people(PAGE.read(above=above, inside=inside)) == expected


@pytest.mark.parametrize(
    ("above", "published"),
    [
        ('<p><a href="/author/x">Rina</a> <span>Juni 18, 2024</span></p>', "2024-06-18T14:05:00+07:00"),
        ('<p><span>Rina Lestari</span><span class="meta-date">Juni 18, 2024</span></p>', "2024-06-18T14:05:00+07:00"),
        ("<p>18 / 06 / 2024 14:05 WIB</p>", "2024-06-18T14:05:00+07:00"),
        (
            """<p><time class="updated" itemprop="dateModified" datetime="2024-06-20T08:00:00+07:00">20 Juni 2024</time
><time class="entry-date published" datetime="2024-06-18T14:05:00+07:00">18 Juni 2024</time></p>""",
            "2024-06-18T14:05:00+07:00",
        ),
        ("<p>Selasa, 18/06/2024 - 14:05:45 WITA | Oleh: H. Syamsul | Dibaca: 88 kali</p>", "2024-06-18T14:05:45+08:00"),
    ],
)
def test_the_time_at_the_headline_and_not_that_of_a_teaser(above, published):
    head = '<meta property="article:published_time" content="2024-06-18T07:05:00+00:00">'
    found = PAGE.read(above=above, head=head if "WITA" not in above else "")
    assert found.published.isoformat() == published
    assert texts(found) == TEXT


@pytest.mark.parametrize(
    "furniture",
    [
        "<p>Scroll ke bawah untuk melanjutkan membaca</p>",
        "<p><strong>Jangan Lewatkan Video Terbaru:</strong></p>",
        "<p>Yuk, ikuti saluran WhatsApp kami biar nggak ketinggalan berita terbaru!</p>",
        "<p>Berita Populer dan Breaking News! Bergabung di <a>Saluran WhatsApp Kabar Lereng</a></p>",
        "<p>Mau Berita Terbaru Lainnya dari Kabar Lereng? Yuk Follow Kami di Google News.</p>",
        "<p>Artikel ini telah tayang di Kabarlain.com dengan judul Kopi Naik</p>",
        '<div class="embed"><a href="/a/9"><h4>Petani Karet Beralih ke Sawit</h4></a></div>',
        '<ul><li><a href="/a/9">Mengapa harga kopi robusta naik?</a></li></ul>',
        "<h4>Halaman Selanjutnya</h4><p>Sekretaris Dinas Perkebunan menyebut kenaikan itu...</p>",
        "<p>Uploader: Satyagraha</p>",
        "<p><b>(Laporan Hendrik T)</b></p>",
    ],
)
def test_page_furniture_within_the_text_is_left_out(furniture):
    assert texts(PAGE.read(inside=furniture)) == TEXT


@pytest.mark.parametrize(
    "link",
    [
        "<div><span>Baca Juga</span><a href='/b'>Kopi Gayo Tembus Pasar Eropa</a></div>",
        "<div class='bacaJuga'><strong>Baca Juga</strong><a href='/b'><h4>Kopi Gayo Tembus Pasar Eropa</h4></a></div>",
        "<p>BACA JUGA:<a href='/b'>Kopi Gayo Tembus Pasar Eropa</a></p>",
        "<blockquote><p><strong>Baca Juga:</strong> <a href='/b'>Kopi Gayo Tembus Pasar Eropa</a></p></blockquote>",
        "<p>* Lihat Juga : <a href='/b'>Kopi Gayo Tembus Pasar Eropa</a></p>",
    ],
)
def test_links_to_other_stories(link):
    found = PAGE.read(inside=link)
    assert ([each.text for each in found.related], texts(found)) == (["Kopi Gayo Tembus Pasar Eropa"], TEXT)


@pytest.mark.parametrize(
    ("below", "tags"),
    [
        ('<footer class="entry-footer"><span class="tags-links"><a href="/tag/kopi" rel="tag">kopi</a></span></footer>',
         ("kopi",)),
        ('<div class="tag-header"><ul class="list-tag"><li><a href="/tag/kopi"># kopi</a></li></ul></div>', ("kopi",)),
        ('<p class="foot">Ditulis dalam <a href="/c">Niaga</a> | Tag: <a href="/tag/kopi/" rel="tag">kopi</a></p>',
         ("kopi",)),
        ('<div><b>Tags</b><a href="/tag/kopi">kopi</a></div>', ("kopi",)),
        ('<div><a class="badge" href="/tag/kopi">#Kopi</a></div>', ("Kopi",)),
    ],
)  # fmt: skip
def test_tags(below, tags):
    assert PAGE.read(below=below).tags == tags


@pytest.mark.parametrize(
    ("crumbs", "section"),
    [
        ('<div class="mi-breadcrumb"><a href="/">Home</a> <span>Niaga</span></div>', "Niaga"),
        ('<nav aria-label="breadcrumb"><a href="/">Home</a><a href="/n">Niaga</a></nav>', "Niaga"),
        ('<span class="kategori"><a href="/niaga">Niaga</a></span>', "Niaga"),
        ('<div><a href="/category/niaga/">Niaga</a></div>', "Niaga"),
    ],
)
def test_the_section(crumbs, section):
    assert PAGE.read(crumbs=crumbs).section == section


def test_a_story_in_line_breaks_with_the_caption_in_italics_before_it():
    html = f"""<html lang="id"><head><title>{TITLE} ~ PEWARTA DESA</title></head><body><h3 class="post-title">{TITLE}</h3>
<div class="post-body"><div class="separator"><img src="https://1.example.com/s640/kopi-robusta.jpg"></div>
<i>Petani menjemur kopi (Ft: istimewa)</i><br><br><b>Sukamaju, PD</b> - {"<br><br>".join(TEXT)}</div></body></html>"""
    found = read_article(html, "https://pewartadesa.example.id/2021/06/kopi.html")
    assert (found.dateline.outlet, found.dateline.place, texts(found)) == ("PD", "Sukamaju", TEXT)
    assert [(image.caption, image.credit_line) for image in found.images] == [("Petani menjemur kopi", "istimewa")]


def test_a_picture_of_an_amp_page():
    amp = '<figure><amp-img src="/kopi-robusta.jpg"></amp-img><figcaption>Kebun kopi. (Kabarlereng.id)</figcaption></figure>'
    image = PAGE.read(above=amp).images[0]
    assert (image.caption, image.credit_line) == ("Kebun kopi.", "Kabarlereng.id")


@pytest.mark.parametrize(
    ("text", "outlet", "place"),
    [
        ("KABAR.CO.ID - JAKARTA. Harga", "KABAR.CO.ID", "JAKARTA"),
        ("KBRN, Denpasar: Harga", "KBRN", "Denpasar"),
        ("BANJARMASIN, MR - Harga", "MR", "BANJARMASIN"),
        ("Jakarta: Harga", None, "Jakarta"),
        ("Muara Teweh, 10 Juni 2024 – Harga", None, "Muara Teweh"),
        ("Jakarta, Senin (10/6/2024) - Harga", None, "Jakarta"),
        ("MATARAM, NTB - Harga", None, "MATARAM, NTB"),
    ],
)
def test_datelines(text, outlet, place):
    found, rest = dateline(text, ["Kabar"])
    assert (found.outlet, found.place, rest) == (outlet, place, "Harga")


def test_a_quotation_is_not_a_dateline():
    assert dateline("Bupati: Harga naik.", []) == (None, "Bupati: Harga naik.")


def test_a_dateline_in_a_paragraph_of_its_own_needs_no_dash():
    found = PAGE.read(lead="<b>Klaten, Kabar Lereng</b></p><p>")
    assert (found.dateline.outlet, found.dateline.place, texts(found)) == ("Kabar Lereng", "Klaten", TEXT)


@pytest.mark.parametrize(
    ("text", "initials", "rest"),
    [
        ("Harga naik. (OL/Z-3)", "OL/Z-3", "Harga naik."),
        ("Harga naik. (Mudiarta/kabarpost)", "Mudiarta/kabarpost", "Harga naik."),
        ("Harga naik. *lik", "lik", "Harga naik."),
        ("Harga naik.*", None, "Harga naik."),
        ("Harga naik. (red)", "red", "Harga naik."),
        ("Harga naik. (*/zal)", "*/zal", "Harga naik."),
        ("dari segi (pendapatan/pengeluaran)", None, "dari segi (pendapatan/pengeluaran)"),
    ],
)
def test_initials_at_the_end_of_a_text(text, initials, rest):
    assert closing(text) == (initials, rest)


@pytest.mark.parametrize(
    ("printed", "caption", "line"),
    [
        ("Jembatan putus. Foto/Dok.KABARNEWS", "Jembatan putus.", "Dok.KABARNEWS"),
        ("Warga menyeberang (ft/syam)", "Warga menyeberang", "syam"),
        ("Pekerja di jembatan - Bisnis/Rina Lestari", "Pekerja di jembatan", "Bisnis/Rina Lestari"),
        ("Jembatan di Buleleng. -LILIK", "Jembatan di Buleleng.", "LILIK"),
        ("Petani kopi di Lahat.-foto: Rina/Lahatpos.co-", "Petani kopi di Lahat.", "Rina/Lahatpos.co"),
        ("Jembatan. KONTAN/Rina A. Lestari/19/06/2024.", "Jembatan.", "KONTAN/Rina A. Lestari/19/06/2024"),
        ("Foto: Maria (kanan) bersama murid. Sumber: Antara", "Maria (kanan) bersama murid.", "Antara"),
        ("Bupati Wayan Sudana/Net", "Bupati Wayan Sudana", "Net"),
        ("Puskesmas apung/Dok. Dinkes", "Puskesmas apung", "Dok. Dinkes"),
        ("Jembatan gantung [BPBD]", "Jembatan gantung", "BPBD"),
        ("Perbaikan dikebut. Dok: Istimewa", "Perbaikan dikebut.", "Dok: Istimewa"),
        ("Laga Persib - Persija di Bandung", "Laga Persib - Persija di Bandung", None),
    ],
)
def test_credits(printed, caption, line):
    assert split(printed) == (caption, line)
