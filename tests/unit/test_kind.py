"""The kind of a page, from the status, the URL after redirects and the content."""

from datetime import UTC, datetime

import pytest
from reading import html_page
from vectors import vectors

from gemascraper import outlets
from gemascraper.ingest import reading
from gemascraper.items import Capture, Entry

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
HOST = "https://www.kabarkota.example"
MEANT = {
    "soft404": {"removed"},
    "consent_wall": {"consent"},
    "paywall": {"paywalled"},
    "bot_challenge": {"blocked"},
    "login_wall": {"blocked"},
    "maintenance": {"blocked"},
    "empty": {"other"},
    "wrong_content": {"other"},
    "gone_candidate": {"removed"},
    "gone": {"removed"},
    "legal_block": {"removed"},
    "article": {"article"},
}
SENTENCES = [
    "Wali kota membuka pasar murah di halaman balai kota pada Senin pagi.",
    "Ratusan warga sudah mengantre sejak pukul enam untuk membeli beras dan minyak goreng.",
    "Panitia menyiapkan dua ribu paket yang dijual di bawah harga pasar.",
    "“Kegiatan ini akan kami ulang setiap bulan,” kata kepala dinas perdagangan.",
]


def prose(words):
    text = " ".join(SENTENCES * (words // 40 + 1)).split()[:words]
    return "".join(f"<p>{' '.join(text[start : start + 40])}.</p>" for start in range(0, words, 40))


def story(title, words=400):
    return html_page(title, f"<article><h1>{title}</h1>{prose(words)}</article>")


def read_answer(body, status=200, asked="/2026/01/a.html", final=None):
    head = f"HTTP/1.1 {status} X\r\nContent-Type: text/html; charset=utf-8\r\n\r\n".encode()
    capture = Capture(
        url=HOST + (final or asked),
        captured_at=NOW,
        outcome="complete",
        status=status,
        mime="text/html",
        block=head + body.encode(),
    )
    return reading.read([capture], outlets.generic(), Entry(url=HOST + asked, kind="story"))


def test_page_states():
    wrong = []
    for vector in vectors("page_states"):
        title, said = vector["title"], vector["body"]
        body = html_page(title, f"<p>{said}</p>") if said else ""
        if said.startswith("{"):
            body = said
        elif said.endswith("real article)"):
            body = story(title, int(said.strip("(").split()[0]))
        elif said.startswith("(home page"):
            body = html_page(
                title, "".join(f"<h2><a href='/{n}.html'>{line}</a></h2>" for n, line in enumerate(SENTENCES))
            )
        found = read_answer(body, vector["status"], vector["url_requested"], vector["final_url"])
        if found.kind not in MEANT[vector["expect"].split(" (")[0]]:
            wrong.append((vector["expect"], title, found.kind))
    assert wrong == []


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("removed", html_page("Halaman tidak ditemukan", "<p>Maaf, halaman yang Anda cari tidak ditemukan.</p>")),
        ("removed", html_page("Kabar Kota", "<h1>404</h1><p>Berita ini telah dihapus oleh redaksi.</p>")),
        ("removed", html_page("Ups!", "<h1>Ups! Artikel tidak tersedia</h1><p>Silakan kembali ke beranda.</p>")),
        ("blocked", html_page("Just a moment...", "<p>Checking your browser before accessing kabarkota.example</p>")),
        ("blocked", html_page("Internet Positif", "<p>Situs ini diblokir. internetpositif</p>")),
        ("blocked", html_page("Situs sedang dalam perbaikan", "<p>Kami segera kembali.</p>")),
        ("blocked", html_page("Masuk - Kabar Kota", "<h1>Masuk</h1><p>Silakan masuk dengan surel Anda.</p>")),
        ("consent", html_page("Persetujuan", "<p>We value your privacy. Accept all cookies to continue.</p>")),
        ("other", "{}"),
        ("other", "[]"),
        ("other", html_page("", "")),
        ("article", story("Halaman tidak ditemukan, warga bingung urus KTP daring")),
        ("article", story("Berita hoaks tidak tersedia lagi di media sosial")),
        ("article", story("Login Internet Banking Gagal, Nasabah Mengadu")),
        ("article", story("Akses ditolak: warga tak boleh masuk stadion")),
        ("article", story("Kebijakan privasi baru aplikasi pesan menuai kritik")),
        ("article", story("Warga Diminta Langganan Air Bersih")),
        ("live", story("LIVE REPORT: Debat Calon Wali Kota")),
        ("video", story("VIDEO: Detik-detik Banjir Bandang", 60)),
        ("photo", story("FOTO: Festival Layang-layang di Pantai", 60)),
        (
            "paywalled",
            html_page("Harga", f"<h1>Harga Beras Naik</h1>{prose(80)}<p>Berlangganan untuk membaca artikel ini.</p>"),
        ),
    ],
)
def test_kind_of_a_page(kind, body):
    found = read_answer(body)
    assert found.kind == kind, found.findings
    assert (found.article is not None) == (kind in ("article", "photo", "video", "live", "paywalled"))
    assert found.article is not None or found.findings


@pytest.mark.parametrize(
    "title",
    ["Daftar Harga Emas Hari Ini", "Masuk Bali Kini Wajib Bayar", "404: Film Baru Joko Anwar", "Login SSCASN Dibuka"],
)
def test_a_brief_is_a_story_whatever_its_title_begins_with(title):
    assert read_answer(story(title, 120)).kind == "article"


@pytest.mark.parametrize("title", ["Login", "Masuk - Kabar", "Masuk ke Akun Anda", "Sign in | Kabar"])
def test_a_login_page_is_blocked(title):
    assert (
        read_answer(html_page(title, f"<h1>{title}</h1><form><input type=password></form><p>Lupa kata sandi?</p>")).kind
        == "blocked"
    )


@pytest.mark.parametrize(
    "said", ["Kami menghargai privasi Anda", "Persetujuan Cookie", "Situs ini menggunakan cookie untuk iklan"]
)
def test_consent_is_asked_in_indonesian_too(said):
    body = f"<h1>{said}</h1><p>Kami dan mitra kami menyimpan data di perangkat Anda.</p><button>Setuju</button>"
    assert read_answer(html_page("Kabar", body)).kind == "consent"


@pytest.mark.parametrize(("path", "kind"), [("/tag/bali", "tag"), ("/indeks", "index"), ("/topik/banjir", "tag")])
def test_a_list_of_links_is_judged_by_its_url(path, kind):
    links = "".join(f"<li><a href='/2026/01/{n}.html'>Banjir rendam desa {n}</a></li>" for n in range(9))
    assert read_answer(html_page("Bali", f"<ul>{links}</ul>"), asked=path).kind == kind


def test_a_redirect_to_the_front_page_and_the_status_decide_the_kind():
    assert read_answer(story("Berita utama hari ini"), final="/").kind == "removed"
    assert read_answer(html_page("x", ""), status=403).kind == "blocked"
    assert read_answer(html_page("x", ""), status=410).kind == "removed"
    assert read_answer(html_page("x", ""), status=503).failed
