"""Pictures with caption and credit in the markup of many sites, and pictures that do not belong to the story."""

import pytest
from reading import PageTemplate, read_article

from gemascraper.extract.images.image_urls import is_furniture
from gemascraper.items import Credit

URL = "https://www.kabarkota.example/daerah/2780012345/pasar-murah-dibuka"
TITLE = "Pasar Murah Dibuka di Balai Kota"
TEXT = [
    (
        "Wali kota membuka pasar murah di halaman balai kota pada Senin pagi. Ratusan warga sudah mengantre sejak pukul "
        "enam untuk membeli beras dan minyak goreng dengan harga di bawah pasar."
    ),
    (
        "Kepala dinas perdagangan mengatakan kegiatan itu akan diulang setiap bulan sampai harga kembali turun. Menurut "
        "dia, stok beras di gudang masih cukup untuk tiga bulan ke depan."
    ),
    (
        "Warga berharap pasar murah digelar di setiap kecamatan agar tidak perlu datang jauh ke pusat kota. Mereka juga "
        "meminta jumlah paket ditambah."
    ),
    "Pemerintah kota akan membahas permintaan itu dalam rapat pekan depan bersama para camat dan lurah.",
]
PICTURE = "https://foto.example/2026/11/pasar-murah-antre.jpg"
IMG = f'<img src="{PICTURE}" alt="Pasar murah" width="750" height="500">'
SAID = "Warga mengantre beras di halaman balai kota."
LINE = "Kabar Kota/Rina Lestari"


PARAGRAPHS = [f"<p>{text}</p>" for text in TEXT]
PAGE = PageTemplate(
    URL,
    f'<html lang="id"><head><title>{TITLE} - Kabar Kota</title><meta property="og:site_name" content="Kabar Kota">'
    f'</head><body><header><a href="/">Beranda</a></header><article><h1>{TITLE}</h1>'
    '<div class="meta"><span class="author">Rina Lestari</span> 20 November 2026 06:30 WIB</div>{above}'
    f'<div class="entry-content">{"".join(PARAGRAPHS[:2])}{{within}}{"".join(PARAGRAPHS[2:])}</div></article>'
    "<footer>© 2026 Kabar Kota</footer></body></html>",
)


def shown(**markup):
    article = PAGE.read(**markup)
    assert [block.text for block in article.blocks] == TEXT
    return [(image.url, image.caption, image.credit_line) for image in article.images]


SHAPES = {
    "figure": f"<figure>{IMG}<figcaption>{SAID} (Foto: {LINE})</figcaption></figure>",
    "span": f"<figure>{IMG}<figcaption>{SAID} <span>Foto: {LINE}</span></figcaption></figure>",
    "em": f"<figure>{IMG}<figcaption>{SAID} <em>({LINE})</em></figcaption></figure>",
    "small": f"<figure>{IMG}<figcaption>{SAID}<small>{LINE}</small></figcaption></figure>",
    "paragraphs": f"<figure>{IMG}<figcaption><p>{SAID}</p><p>Foto: {LINE}</p></figcaption></figure>",
    "line break": f"<figure>{IMG}<figcaption>{SAID}<br>Foto: {LINE}</figcaption></figure>",
    "two captions": f'<figure>{IMG}<figcaption>{SAID}</figcaption><figcaption class="source">{LINE}</figcaption></figure>',
    "credit first": f'<figure>{IMG}<span class="photo-credit">({LINE})</span><figcaption>{SAID}</figcaption></figure>',
    "dash": f"<figure>{IMG}<figcaption>{SAID} - {LINE}</figcaption></figure>",
    "caption after an empty figure": f"<figure>{IMG}</figure><figcaption>{SAID} (Foto: {LINE})</figcaption>",
    "named spans after an empty figure": f'<div><figure>{IMG}</figure><figcaption><span class="x-caption--text">{SAID}'
    f'</span> <span class="x-caption--author">{LINE}</span></figcaption></div>',
    "WordPress": f'<div id="attachment_12" class="wp-caption"><a href="{PICTURE}">{IMG}</a>'
    f'<p class="wp-caption-text">{SAID} (Foto: {LINE})</p></div>',
    "WordPress block": f'<figure class="wp-block-image">{IMG}<figcaption class="wp-element-caption">{SAID} Foto: {LINE}'
    "</figcaption></figure>",
    "paragraph": f"<p>{IMG}<br><em>{SAID} (Foto: {LINE})</em></p>",
    "next paragraph": f"<p>{IMG}</p><p><small>{SAID} (Foto: {LINE})</small></p>",
    "Promedia": f'<div class="photo"><div class="photo__img">{IMG}</div><div class="photo__caption">{SAID} /{LINE}</div></div>',
    "Tribun": f'<div class="pos_rel">{IMG}<div class="ovh"><div class="f12">{LINE}</div><div class="arial">{SAID}</div></div></div>',
    "unnamed boxes": f'<div class="x1"><div class="x2">{IMG}</div><p class="x3">{SAID}</p><p class="x4">Foto: {LINE}</p></div>',
    "repeats the title": f'<div class="x1"><img src="{PICTURE}" title="{SAID}" data-credit="{LINE}"><p>{SAID}</p></div>',
    "table": f'<table class="pic_artikel"><tr><td>{IMG}</td></tr><tr><td>{SAID} (Foto: {LINE})</td></tr></table>',
    "alternative text": f'<div><img src="{PICTURE}" alt="{SAID} (Foto: {LINE})"></div>',
    "title": f'<div><img src="{PICTURE}" alt="{SAID}" title="{SAID} (Foto: {LINE})"></div>',
    "data-caption": f'<div><img src="{PICTURE}" alt="x" data-caption="{SAID} (Foto: {LINE})"></div>',
    "data-credit": f'<div><img src="{PICTURE}" alt="x" data-caption="{SAID}" data-credit="{LINE}"></div>',
    "light box": f'<div><a href="{PICTURE}" data-sub-html="<h4>{SAID}</h4><p>Foto: {LINE}</p>">{IMG}</a></div>',
    "link around both": f'<figure><a href="/foto/12">{IMG}<figcaption>{SAID} (Foto: {LINE})</figcaption></a></figure>',
    "link to the picture's page": f'<div><a href="/daerah/pasar-murah-12">{IMG}</a><div>{SAID}</div><div>Foto: {LINE}</div></div>',
    "lazy": f'<figure><img src="data:image/gif;base64,R0lGOD" data-src="{PICTURE}" alt="x"><noscript>{IMG}</noscript>'
    f"<figcaption>{SAID} (Foto: {LINE})</figcaption></figure>",
    "lazy, two lines": f'<figure><img src="data:image/gif;base64,R0lGOD" data-src="{PICTURE}"><noscript>{IMG}</noscript>'
    f"<p>{SAID}</p><p>Foto: {LINE}</p></figure>",
    "data-srcset": f'<figure><img data-srcset="{PICTURE}?w=320 320w, {PICTURE} 960w"><figcaption>{SAID} (Foto: {LINE})'
    "</figcaption></figure>",
    "picture": f'<figure><picture><source srcset="{PICTURE} 900w"><img src="/placeholder.svg" alt="x"></picture>'
    f"<figcaption>{SAID} (Foto: {LINE})</figcaption></figure>",
    "noscript": f'<div><noscript>{IMG}</noscript></div><div class="caption">{SAID} (Foto: {LINE})</div>',
    "AMP": f'<figure><amp-img src="{PICTURE}" width="750" height="500" layout="responsive"></amp-img>'
    f"<figcaption>{SAID} (Foto: {LINE})</figcaption></figure>",
    "AMP with noscript": f'<figure><amp-img src="{PICTURE}" width="750" height="500"><noscript>{IMG}</noscript></amp-img>'
    f"<figcaption>{SAID} (Foto: {LINE})</figcaption></figure>",
    "for screen readers": f'<figure><span class="sr-only">Buka foto ini di galeri:</span>{IMG}<figcaption>{SAID} (Foto: {LINE})'
    "</figcaption></figure>",
}


@pytest.mark.parametrize("place", ["above", "within"])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_caption_and_its_credit(shape, place):
    assert shown(**{place: SHAPES[shape]}) == [(PICTURE, SAID, LINE)]


@pytest.mark.parametrize(
    ("printed", "caption", "line", "credit"),
    [
        (f"{SAID} (dok. BPBD Bali)", SAID, "dok. BPBD Bali", Credit(kind="handout", holder="BPBD Bali")),
        (f"{SAID} (Istimewa)", SAID, "Istimewa", Credit(kind="courtesy")),
        (f"{SAID} Foto: ist", SAID, "ist", Credit(kind="courtesy")),
        ("Ilustrasi. (Foto: Shutterstock)", "Ilustrasi.", "Shutterstock", Credit(kind="stock", agency="Shutterstock")),
        (f"{SAID} (Kabar Kota)", SAID, "Kabar Kota", Credit(kind="staff", holder="Kabar Kota")),
        ("(Kabar Kota)", None, "Kabar Kota", Credit(kind="staff", holder="Kabar Kota")),
        ("Warga mengantre /Xinhua", "Warga mengantre", "Xinhua", Credit(kind="agency", agency="Xinhua")),
        ("Warga mengantre - ANTARA", "Warga mengantre", "ANTARA", Credit(kind="agency", agency="ANTARA")),
        ("Warga mengantre - Senin pagi", "Warga mengantre - Senin pagi", None, None),
        (
            f"{SAID} (ANTARA FOTO/Budi Setya/foc.)",
            SAID,
            "ANTARA FOTO/Budi Setya/foc.",
            Credit(kind="agency", agency="ANTARA", photographer="Budi Setya"),
        ),
    ],
)
def test_what_a_credit_in_a_caption_means(printed, caption, line, credit):
    (image,) = PAGE.read(above=f"<figure>{IMG}<figcaption>{printed}</figcaption></figure>").images
    assert (image.caption, image.credit_line, image.credit) == (caption, line, credit)


PICTURES = [f"https://foto.example/2026/11/obor-warga-{number}.jpg" for number in range(1, 5)]
CAPTIONS = ["Anak membawa obor.", "Warga berjalan ke lapangan.", "Panitia menyiapkan bambu.", "Pawai di alun-alun."]
CREDITS = [LINE, "ANTARA FOTO/Budi Setya", None, "Dok. Humas Pemkot"]
ALL = list(zip(PICTURES, CAPTIONS, CREDITS, strict=True))


def gallery(one, around="{}"):
    """Four pictures with their captions, of which the third has no credit."""
    items = (
        one.format(url=url, said=said, line=line or "", label=f" (Foto: {line})" if line else "")
        for url, said, line in ALL
    )
    return around.format("".join(items))


GALLERIES = {
    "figures": gallery('<figure><img src="{url}"><figcaption>{said}{label}</figcaption></figure>'),
    "photo boxes": gallery('<div class="photo"><img src="{url}"><div class="photo__caption">{said}{label}</div></div>'),
    "captions above": gallery('<figure><figcaption>{said}{label}</figcaption><img src="{url}"></figure>'),
    "light box": gallery('<a href="{url}" data-sub-html="<p>{said}{label}</p>"><img src="{url}"></a>', "<div>{}</div>"),
    "WordPress": gallery(
        '<figure class="wp-block-image"><img src="{url}"><figcaption>{said}{label}</figcaption></figure>',
        '<figure class="wp-block-gallery">{}</figure>',
    ),
    "carousel": gallery(
        '<div><amp-img src="{url}" width="400" height="300"></amp-img><div class="caption">{said}{label}</div></div>',
        '<amp-carousel type="slides">{}</amp-carousel>',
    ),
    "slides": gallery(
        '<div class="slide"><img data-src="{url}"><noscript><img src="{url}"></noscript><div class="slide-caption">{said}'
        '<span class="slide-credit">{line}</span></div></div>'
    ),
}


@pytest.mark.parametrize("place", ["above", "within"])
@pytest.mark.parametrize("shape", GALLERIES)
def test_each_picture_of_a_gallery_has_its_own_caption(shape, place):
    assert shown(**{place: GALLERIES[shape]}) == ALL


def test_a_caption_of_a_whole_gallery_is_not_the_caption_of_a_picture():
    pictures = "".join(f'<img src="{url}">' for url in PICTURES)
    assert shown(within=f'<div data-desc="Pawai obor di Denpasar">{pictures}</div>') == [
        (url, None, None) for url in PICTURES
    ]


def test_a_picture_in_a_paragraph_that_links_elsewhere_is_the_storys():
    linked = f'{TEXT[1]} Lihat <a href="/tag/beras">beras</a> dan <a href="/tag/minyak">minyak goreng</a>.'
    markup = f'<div class="tag-author"><p>{IMG}<br>{linked}</p><p>{TEXT[0]}</p><p>{TEXT[2]}</p><p>{TEXT[3]}</p></div>'
    (image,) = PAGE.read(above=markup).images
    assert (image.url, image.caption, image.credit_line) == (PICTURE, None, None)


def test_a_picture_shown_twice_is_the_one_with_the_caption():
    twice = f"<div>{IMG}</div><p><br></p>{SHAPES['figure']}"
    assert shown(above=twice) == [(PICTURE, SAID, LINE)]


OTHER = "https://foto.example/2026/11/harga-cabai-naik.jpg"


@pytest.mark.parametrize(
    "markup",
    [
        f'<a href="/daerah/2780012346/harga-cabai"><img src="{OTHER}"></a>',
        (
            f'<div class="x1"><div class="x2"><img src="{OTHER}"></div>'
            '<h3><a href="/daerah/2780012346/harga-cabai">Harga Cabai Naik Dua Kali Lipat</a></h3></div>'
        ),
        f'<ul><li><img src="{OTHER}"><a href="/daerah/2780012346/harga-cabai">Harga Cabai Naik Dua Kali</a></li></ul>',
        f'<div class="author-box"><img src="{OTHER}" width="120" height="120"></div>',
        '<img src="https://foto.example/img/appIcon.png">',
    ],
    ids=["link", "card", "list", "face of the author", "icon"],
)
@pytest.mark.parametrize("place", ["above", "within"])
def test_pictures_that_do_not_belong_to_the_story_are_left_out(place, markup):
    article = PAGE.read(**{place: markup})
    assert article.images == ()


@pytest.mark.parametrize(
    "markup",
    [f'<img src="{PICTURE}" alt="{TITLE}"><h2>{TITLE}</h2>', f'<img src="{PICTURE}" alt="{TITLE}" title="{TITLE}">'],
)
def test_the_headline_is_not_taken_as_a_caption(markup):
    article = PAGE.read(above=f"<div>{markup}</div>")
    assert [(image.caption, image.credit_line) for image in article.images] == [(None, None)]


def test_a_figure_right_below_the_last_line():
    html = PAGE.page().replace("</article>", f"{SHAPES['figure']}</article>")
    (image,) = read_article(html, URL).images
    assert (image.url, image.caption, image.credit_line) == (PICTURE, SAID, LINE)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://freebeacon.example/2026/11/rapat.jpg", False),
        ("https://beacon.example/2026/11/rapat.jpg", True),
        ("https://secure.gravatar.com/abc.jpg", True),
        ("https://foto.example/img/logo-kabar.png", True),
        ("https://foto.example/img/appIcon.png", True),
    ],
)
def test_the_name_of_a_site_does_not_make_its_pictures_page_furniture(url, expected):
    assert is_furniture(url) is expected


@pytest.mark.parametrize(
    "addresses",
    [
        [f"/g/{n}/medium.jpg" for n in (123, 124, 125)],
        [f"/2024/0{n}/foto-utama.jpg" for n in (1, 2, 3)],
        [f"/img?id={n}&amp;w=800" for n in (1, 2, 3)],
        [f"/media/view?file={n}.jpg" for n in "abc"],
    ],
)
def test_pictures_with_meaningless_file_names_stay_separate(addresses: list[str]) -> None:
    figures = "".join(
        f"<figure><img src='{address}'><figcaption>Warga menyeberang {n}.</figcaption></figure>"
        for n, address in enumerate(addresses)
    )
    assert [caption for _, caption, _ in shown(within=figures)] == [f"Warga menyeberang {n}." for n in range(3)]
