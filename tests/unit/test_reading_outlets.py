"""Markup of outlets that have a profile, read with it and without it."""

import pytest
from reading import html_page, read_article

TITLE = "Jembatan Kali Wening Ditutup, Truk Berat Diminta Memutar"
P = [
    "Pemerintah Kota menutup Jembatan Kali Wening mulai Senin pagi karena salah satu pilarnya retak dua meter.",
    "Kepala Dinas Pekerjaan Umum, Raharjo Winata, mengatakan retakan itu pertama kali dilihat oleh warga yang memancing.",
    "“Kami langsung menurunkan tim untuk memeriksa. Beban kendaraan harus dibatasi,” kata Raharjo, Senin (3/4).",
    "Truk dengan muatan lebih dari delapan ton diminta memutar lewat Pasar Baru hingga perbaikan selesai dikerjakan.",
    "Sejumlah pedagang mengeluhkan penutupan itu karena pembeli dari seberang sungai tidak lagi datang ke pasar.",
    "Perbaikan diperkirakan memakan waktu tiga minggu dengan anggaran Rp 2,4 miliar dari pos tanggap darurat.",
]
PS = "".join(f"<p>{text}</p>" for text in P[1:])
READ = "Pasar Wening Sepi Sejak Jembatan Retak"
LINK = f'<a href="/berita/1/pasar-wening">{READ}</a>'
FURNITURE = """<div class="sidebar"><h3>Terpopuler</h3><ul>
<li><a href="/b/2/harga"><img src="/t/2.jpg" width="120">Harga Cabai Naik Lagi Jelang Libur Panjang</a> 3 jam lalu</li>
<li><a href="/b/3/timnas"><img src="/t/3.jpg" width="120">Timnas Menang Tipis di Laga Uji Coba</a> 4 jam lalu</li>
</ul></div><footer>Copyright © 2024 Media Contoh. All rights reserved.</footer>"""


def outlet_page(body, head=""):
    navigation = '<nav><a href="/">Home</a> <a href="/b">Berita</a></nav>'
    return html_page(TITLE, navigation + body + FURNITURE, f'<meta property="og:title" content="{TITLE}">{head}')


def detik(text, above="", after=""):
    return outlet_page(
        f"""<article class="detail"><div class="detail__header">{above}<h1 class="detail__title">{TITLE}</h1>
<div class="detail__author">Dewi Anggraini - <span class="detail__label">detikNews</span></div>
<div class="detail__date">Senin, 03 Apr 2023 10:12 WIB</div></div>
<div class="detail__body itp_bodycontent_wrapper"><div class="detail__body-text itp_bodycontent">{text}
<div class="detail__body-tag"><div class="nav"><a href="https://www.detik.com/tag/jembatan" class="nav__item">jembatan</a>
</div></div></div></div></article>{after}"""
    )


def kompas(text, time="Kompas.com - 03/04/2023, 10:12 WIB", credit="", figure=""):
    return outlet_page(
        f"""<h1 class="read__title">{TITLE}</h1><div class="read__time">{time}</div>{figure}{credit}
<div class="read__content"><div class="clearfix">{text}</div></div>"""
    )


def tribun(text, date="Senin, 3 April 2023 10:12 WITA", picture=""):
    return outlet_page(
        f"""<div id="article"><h1 id="arttitle">{TITLE}</h1><time class="grey"><span>{date}</span></time>{picture}
<div class="side-article txt-article multi-fontsize editcontent">{text}</div><div id="editor">Editor: Wema Satya</div></div>"""
    )


def fields_read(html, url, **given):
    article = read_article(html, url, **given)
    dateline = article.dateline
    return {
        "kicker": article.kicker,
        "body": [block.text for block in article.blocks],
        "byline": [(person.name, person.role) for person in article.byline],
        "published": article.published and article.published.isoformat(timespec="minutes"),
        "dateline": dateline and (dateline.outlet, dateline.place, dateline.text),
        "initials": article.initials,
        "related": [link.text for link in article.related],
        "tags": list(article.tags),
        "images": [(image.caption, image.credit_line) for image in article.images],
    }


PAGED = """<div class="detail__multiple"><div class="detail__anchor">Halaman</div><a class="detail__anchor-numb">1</a>
<a href="https://news.detik.com/berita/d-6650002/jembatan/2" class="detail__anchor-numb">2</a></div>"""
DETIK = {
    "byline": [("Dewi Anggraini", "unknown")],
    "published": "2023-04-03T10:12+07:00",
    "dateline": (None, "Jakarta", "Jakarta -"),
    "tags": ["jembatan"],
    "related": [],
}
KOMPAS = {"published": "2023-04-03T10:12+07:00", "body": P, "dateline": ("KOMPAS.com", "SOLO", "SOLO, KOMPAS.com -")}
SOLO = f"<p><strong>SOLO, KOMPAS.com</strong> - {P[0]}</p>{PS}"
TRIBUN = {
    "published": "2023-04-03T10:12+08:00",
    "body": P,
    "dateline": ("TRIBUN-BALI.COM", "DENPASAR", "TRIBUN-BALI.COM, DENPASAR -"),
    "initials": None,
}
BALI = f"<p><strong>TRIBUN-BALI.COM, DENPASAR</strong> - {P[0]}</p>{PS}"

SHAPES = {
    "the way to the next page is no text": (
        "https://news.detik.com/berita/d-6650002/jembatan",
        detik(f"<strong>Jakarta</strong> - <p>{P[0]}</p>{PS}<p>Bersambung ke halaman selanjutnya.</p>{PAGED}"),
        DETIK | {"body": P, "initials": None},
    ),
    "contents, a poll, a video with a title": (
        "https://news.detik.com/berita/d-6650002/jembatan",
        detik(
            f"""<strong>Jakarta</strong> - <p>{P[0]}</p><details><summary>Daftar Isi</summary><ul>
<li><a href="#satu">Jalur Alternatif</a></li></ul></details>{PS}<h2 id="satu">Jalur Alternatif</h2><p>{P[3]}</p>
<div class="polling__box"><h3>Setujukah Anda jembatan ditutup?</h3></div>
<p>Tonton juga video 'Jembatan Putus di Hulu':</p><p><strong>Lihat Video: Warga Menonton Perbaikan</strong></p>
<p>[Gambas:Video 20detik]</p><strong>(dwa/fjp)</strong>"""
        ),
        DETIK
        | {
            "body": [*P, "Jalur Alternatif", P[3]],
            "initials": "dwa/fjp",
            "related": ["Jembatan Putus di Hulu", "Warga Menonton Perbaikan"],
        },
    ),
    "an accelerated page has pictures too": (
        "https://news.detik.com/berita/d-6650002/jembatan/amp",
        detik(
            f"""<figure><amp-img src="https://cdn.example/2023/jembatan-wening.jpeg" width="700"></amp-img>
<figcaption>Jembatan ditutup. (Foto: Dewi Anggraini/detikcom)</figcaption></figure><p>{P[0]}</p>{PS}"""
        ),
        {"images": [("Jembatan ditutup.", "Dewi Anggraini/detikcom")]},
    ),
    "photos stand below the text of a photo story": (
        "https://news.detik.com/foto-news/d-6650009/jembatan",
        detik(
            f"<p>{P[0]}</p>",
            after="".join(
                f'<figure><img src="https://cdn.example/foto-wening-{n}.jpeg"><figcaption>Warga {n}. (Foto: Ani Sari)'
                "</figcaption></figure>"
                for n in ("satu", "dua")
            ),
        ).replace(f"<title>{TITLE}", f"<title>Foto: {TITLE}"),
        {"body": P[:1], "images": [("Warga satu.", "Ani Sari"), ("Warga dua.", "Ani Sari")]},
    ),
    "labels without a colon in an element called author": (
        "https://regional.kompas.com/read/2023/04/03/101200578/jembatan",
        kompas(
            f"{SOLO}<p>Simak breaking news dan berita pilihan kami langsung di ponselmu. {'Pilih saluran. ' * 15}</p>",
            credit="""<div id="penulis">Penulis <a href="/a">Kontributor Solo, Bagas Pramana</a></div>
<div id="editor">Editor <a href="/e">Laksono Hari</a></div>""",
        ),
        KOMPAS | {"byline": [("Bagas Pramana", "contributor"), ("Laksono Hari", "editor")]},
    ),
    "a day in brackets keeps its bracket": (
        "https://regional.kompas.com/read/2023/04/03/101200578/jembatan",
        kompas(
            SOLO,
            figure="""<div class="photo"><img src="https://cdn.example/2023/jembatan-wening.jpg"><div class="photo__caption">
Jembatan retak, Senin (3/4/2023)<span>(KOMPAS.com/BAGAS PRAMANA)</span></div></div>""",
        ),
        KOMPAS | {"images": [("Jembatan retak, Senin (3/4/2023)", "KOMPAS.com/BAGAS PRAMANA")]},
    ),
    "a list goes on behind a comma": (
        "https://regional.kompas.com/read/2023/04/03/101200578/jembatan",
        kompas(SOLO, credit="<div class='read__author'><h6>Bagas Pramana,</h6><h6>Laksono Hari</h6></div>"),
        KOMPAS | {"byline": [("Bagas Pramana", "unknown"), ("Laksono Hari", "unknown")]},
    ),
    "the reporter's line, promotion and signatures in full": (
        "https://bali.tribunnews.com/2023/04/03/jembatan-kali-wening-ditutup",
        tribun(
            f"""<p>Laporan Wartawan Tribun Bali, Ni Luh Ayu Sari</p>{BALI}
<p><strong>Baca berita lainnya di Google News</strong></p><p>(Tribun-Bali.com/Ayu) (Kompas.com/Bagas Pramana)</p>
<p>Artikel ini telah tayang di Kompas.com dengan judul "{TITLE}", Klik untuk baca: https://example/{"a" * 200}</p>"""
        ),
        TRIBUN | {"byline": [("Ni Luh Ayu Sari", "reporter"), ("Wema Satya", "editor")]},
    ),
    "a host of the region has its zone": (
        "https://bali.tribunnews.com/2023/04/03/jembatan-kali-wening-ditutup",
        tribun(BALI, date="Senin, 3 April 2023 10:12"),
        TRIBUN,
    ),
    "a summary stands before the dateline": (
        "https://bali.tribunnews.com/2023/04/03/jembatan-kali-wening-ditutup",
        tribun(f"<h2>Ringkasan Berita:</h2><ul><li>{P[5]}</li><li>{P[4]}</li></ul>{BALI}"),
        TRIBUN | {"body": ["Ringkasan Berita:", P[5], P[4], *P]},
    ),
    "the credit above the caption in one box": (
        "https://bali.tribunnews.com/2023/04/03/jembatan-kali-wening-ditutup",
        tribun(
            BALI,
            picture="""<div id="artimg"><img src="https://cdn.example/2023/jembatan-wening.jpg"><div class="artcaption">
Tribun Bali/Ayu Sari<br>Jembatan Kali Wening yang retak</div></div>""",
        ),
        TRIBUN | {"images": [("Jembatan Kali Wening yang retak", "Tribun Bali/Ayu Sari")]},
    ),
    "a colon closes the dateline, letters the text": (
        "https://www.medcom.id/nasional/daerah/ab12CD34-jembatan",
        outlet_page(
            f"""<h1>{TITLE}</h1><div class="info_ct">Rina Mutia • 03 April 2023 10:12</div>
<div class="text" id="articleBody"><b>Semarang:</b> {"<br><br>".join(P)}<br><br>(LDS)</div>"""
        ),
        {
            "byline": [("Rina Mutia", "unknown")],
            "published": "2023-04-03T10:12+07:00",
            "dateline": (None, "Semarang", "Semarang:"),
            "body": P,
            "initials": "LDS",
        },
    ),
    "the role behind the name, and below it": (
        "https://news.okezone.com/read/2023/04/03/512/2370001/jembatan",
        outlet_page(
            f"""<h1>{TITLE}</h1><div class="namerep"><a href="/r">Rina Mutia</a></div><div>Jurnalis</div>
<div>Senin, 03 April 2023 |10:12 WIB</div><div id="contentx" class="read"><p><strong>SEMARANG -</strong> {P[0]}</p>{PS}
<p>(aky)</p></div>"""
        ),
        {"byline": [("Rina Mutia", "reporter")], "published": "2023-04-03T10:12+07:00", "body": P, "initials": "aky"},
    ),
    "asterisks close, the alternative text is the caption": (
        "https://galamedia.pikiran-rakyat.com/daerah/pr-351566201/jembatan",
        outlet_page(
            f"""<h1 class="read__title">{TITLE}</h1><div class="read__info__date">- 3 April 2023, 10:12 WIB</div>
<div class="photo"><img src="https://cdn.example/2023/jembatan-wening.jpg" alt="Jembatan Wening retak">
<div class="photo__caption">Jembatan Wening retak Antara/Bima Satria</div></div>
<article class="read__content"><p><strong>GALAMEDIA</strong> - {P[0]}</p><p><strong>Baca Juga: {LINK}</strong></p>
{PS.removesuffix("</p>")}***(Rina Mutia)</p></article>"""
        ),
        {
            "published": "2023-04-03T10:12+07:00",
            "dateline": ("GALAMEDIA", None, "GALAMEDIA -"),
            "related": [READ],
            "initials": None,
            "images": [("Jembatan Wening retak", "Antara/Bima Satria")],
        },
    ),
    "who uploaded is nobody's byline": (
        "https://bali.antaranews.com/berita/240001/jembatan",
        outlet_page(
            f"""<h1 class="post-title">{TITLE}</h1><span class="article-date">Senin, 3 April 2023 19:30 WIB</span>
<div class="post-content">Denpasar (ANTARA) - {"<br><br>".join(P)}<br><br>
<span class="baca-juga"><b>Baca juga: </b>{LINK}</span>
<p class="text-muted">Pewarta: Genta Tenri<br>Uploader: Naryo<br>Editor: Ninditya<br>COPYRIGHT © ANTARA 2023</p>
<p>Dilarang keras mengambil konten untuk AI di situs web ini tanpa izin tertulis dari Kantor Berita ANTARA.</p></div>"""
        ),
        {
            "byline": [("Genta Tenri", "reporter"), ("Ninditya", "editor")],
            "published": "2023-04-03T19:30+07:00",
            "dateline": ("ANTARA", "Denpasar", "Denpasar (ANTARA) -"),
            "body": P,
            "related": [READ],
        },
    ),
}


@pytest.mark.parametrize("given", [{}, {"outlet": "generic"}], ids=["profile", "generic"])
@pytest.mark.parametrize("shape", SHAPES)
def test_markup_of_known_outlets(shape, given):
    url, html, expected = SHAPES[shape]
    found = fields_read(html, url, **given)
    assert {field: found[field] for field in expected} == expected


def test_no_place_after_the_outlet_where_a_sentence_begins():
    html = outlet_page(f"<h1>{TITLE}</h1><div class='artikel'><p>REPUBLIKA.CO.ID, {P[0]}</p>{PS}</div>")
    found = fields_read(html, "https://www.republika.co.id/berita/q6l4jt409/jembatan")
    assert (found["dateline"], found["body"]) == (("REPUBLIKA.CO.ID", None, "REPUBLIKA.CO.ID,"), P)
