"""The credit grammar: lines written for the project in the shapes that Indonesian desks print."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gemascraper.extract import agencies
from gemascraper.extract.credit import parse
from gemascraper.extract.creditline import split, tidy

BRANDS = ["Gemapos", "Gemapos.ID", "Gema Bali"]


def parts(line, brands=BRANDS):
    """The parts that a line has, kind first."""
    found = parse(line, brands)
    names = ("agency", "photographer", "platform", "handle", "holder")
    return found and {"kind": found.kind, **{name: getattr(found, name) for name in names if getattr(found, name)}}


@pytest.mark.parametrize(
    ("printed", "caption", "line"),
    [
        ("Wali kota meninjau pasar. (Foto: Gemapos/X@kawanwarga)", "Wali kota meninjau pasar.", "Gemapos/X@kawanwarga"),
        ("Wali kota meninjau pasar (ANTARA FOTO/Rina Lestari)", "Wali kota meninjau pasar", "ANTARA FOTO/Rina Lestari"),
        ("Petani memanen padi. Foto: Dok. Dinas Pertanian", "Petani memanen padi.", "Dok. Dinas Pertanian"),
        ("Foto: Budi Santoso", None, "Budi Santoso"),
        ("Suasana pelabuhan /Xinhua", "Suasana pelabuhan", "Xinhua"),
        ("Suasana pelabuhan /Instagram @pelabuhan_kita", "Suasana pelabuhan", "Instagram @pelabuhan_kita"),
        ("Ilustrasi beras ©2026 Gemapos.ID/Rina Lestari", "Ilustrasi beras", "Gemapos.ID/Rina Lestari"),
        ("Menteri berpidato. | Kredit Foto: iStock Photo", "Menteri berpidato.", "iStock Photo"),
        ("Pasar pagi | GEMAPOS/RINA LESTARI", "Pasar pagi", "GEMAPOS/RINA LESTARI"),
        ("Image: Gemapos/Rina Lestari", None, "Gemapos/Rina Lestari"),
        ("Sumber : • Gemapos/M Ali", None, "Gemapos/M Ali"),
        ("Photo by Rina Lestari from Pexels", None, "Rina Lestari from Pexels"),
        ("Banjir merendam jalan. (Istimewa)", "Banjir merendam jalan.", "Istimewa"),
        ("Banjir merendam jalan (ist)", "Banjir merendam jalan", "ist"),
        ("Warga antre minyak (Ilustrasi)", "Warga antre minyak", "Ilustrasi"),
        ("Harga naik. AP Photo/Vince Lee", "Harga naik.", "AP Photo/Vince Lee"),
        ("Rapat di gedung dewan, Rabu (19/6/2024).", "Rapat di gedung dewan, Rabu (19/6/2024).", None),
        ("Gubernur (kiri) dan wakilnya (kanan)", "Gubernur (kiri) dan wakilnya (kanan)", None),
        ("Rapat Komisi Pemberantasan Korupsi (KPK)", "Rapat Komisi Pemberantasan Korupsi (KPK)", None),
        ("BERSAMA: Para wali kota berfoto seusai rapat", "BERSAMA: Para wali kota berfoto seusai rapat", None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_split(printed, caption, line):
    assert split(printed) == (caption, line)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "Gemapos/X@kawanwarga",
            {"kind": "social_media", "platform": "X", "handle": "@kawanwarga", "holder": "Gemapos"},
        ),
        ("Instagram @kotakita", {"kind": "social_media", "platform": "Instagram", "handle": "@kotakita"}),
        (
            "Gemapos.ID/Instagram @kotakita",
            {"kind": "social_media", "platform": "Instagram", "handle": "@kotakita", "holder": "Gemapos.ID"},
        ),
        ("TikTok @kotakita.id", {"kind": "social_media", "platform": "TikTok", "handle": "@kotakita.id"}),
        ("IG @kotakita", {"kind": "social_media", "platform": "Instagram", "handle": "@kotakita"}),
        ("Facebook", {"kind": "social_media", "platform": "Facebook"}),
        ("Gemapos/Rina Lestari", {"kind": "staff", "holder": "Gemapos", "photographer": "Rina Lestari"}),
        ("Rina Lestari/Gemapos.ID", {"kind": "staff", "holder": "Gemapos.ID", "photographer": "Rina Lestari"}),
        ("GEMAPOS", {"kind": "staff", "holder": "GEMAPOS"}),
        ("ANTARA FOTO/Rina Lestari", {"kind": "agency", "agency": "ANTARA", "photographer": "Rina Lestari"}),
        ("Antara", {"kind": "agency", "agency": "Antara"}),
        ("REUTERS / Rina Lestari", {"kind": "agency", "agency": "REUTERS", "photographer": "Rina Lestari"}),
        ("AP Photo/Vince Lee", {"kind": "agency", "agency": "AP", "photographer": "Vince Lee"}),
        ("Rina Lestari/MNC Portal", {"kind": "agency", "agency": "MNC Portal", "photographer": "Rina Lestari"}),
        ("Tribun Jateng/Rina Lestari", {"kind": "agency", "agency": "Tribun Jateng", "photographer": "Rina Lestari"}),
        ("Xinhua", {"kind": "agency", "agency": "Xinhua"}),
        ("www.kabarjauh.co.uk", {"kind": "agency", "agency": "www.kabarjauh.co.uk"}),
        ("Indonesian Navy via AP", {"kind": "agency", "agency": "AP", "holder": "Indonesian Navy"}),
        ("Handout / INDONESIA MILITARY / AFP", {"kind": "handout", "agency": "AFP", "holder": "INDONESIA MILITARY"}),
        ("Getty Images", {"kind": "stock", "agency": "Getty Images"}),
        (
            "Getty Images/iStockphoto/lensa.studio",
            {"kind": "stock", "agency": "Getty Images/iStockphoto", "photographer": "lensa.studio"},
        ),
        ("iStock Photo", {"kind": "stock", "agency": "iStock"}),
        ("Rina Lestari from Pexels", {"kind": "stock", "agency": "Pexels", "photographer": "Rina Lestari"}),
        ("Ilustrasi shutterstock.com", {"kind": "stock", "agency": "shutterstock.com"}),
        ("Dok. BNPB", {"kind": "handout", "holder": "BNPB"}),
        ("Dok. Gemapos", {"kind": "archive", "holder": "Gemapos"}),
        ("Humas Polda Bali", {"kind": "handout", "holder": "Humas Polda Bali"}),
        ("Istimewa", {"kind": "courtesy"}),
        ("ist", {"kind": "courtesy"}),
        ("Gemapos.ID/Istimewa", {"kind": "courtesy", "holder": "Gemapos.ID"}),
        ("Dok. pribadi", {"kind": "courtesy"}),
        ("Tangkapan layar YouTube Kabar Pagi", {"kind": "screenshot", "platform": "YouTube", "holder": "Kabar Pagi"}),
        ("Ilustrasi", {"kind": "illustration"}),
        ("Ilustrasi dibuat AI", {"kind": "ai_generated"}),
        ("Pool/Rina Lestari", {"kind": "unknown", "holder": "Pool", "photographer": "Rina Lestari"}),
        ("Rina Lestari", {"kind": "unknown", "photographer": "Rina Lestari"}),
        (None, None),
        ("", None),
    ],
)
def test_parse(line, expected):
    assert parts(line) == expected


def test_the_outlet_is_known_by_its_host_too():
    assert parts("Tribun Jateng/Rina Lestari", ["tribunnews"]) == {
        "kind": "staff",
        "holder": "Tribun Jateng",
        "photographer": "Rina Lestari",
    }


@pytest.mark.parametrize(
    ("printed", "line"),
    [
        ("(Foto: Antara)", "Antara"),
        ("©2021 Gemapos", "Gemapos"),
        ("Kredit Foto: iStock", "iStock"),
        ("[ist]", "ist"),
        ("Foto: ", "Foto"),
        ("", None),
    ],
)
def test_tidy(printed, line):
    assert tidy(printed) == line


def test_the_table_has_one_meaning_for_each_name():
    assert agencies.sort_of("getty images") == "stock"
    assert agencies.canonical("IG") == "Instagram"
    assert agencies.sort_of("Rina Lestari") is None


@given(st.text(max_size=120))
def test_no_text_crashes_and_nothing_is_invented(text):
    caption, line = split(text)
    for part in filter(None, (caption, line)):
        assert set(part) <= set(text) | {" "} or not text.isascii()
    found = parse(line, BRANDS)
    if found and line and found.photographer:
        assert set(found.photographer) <= set(line)


@given(st.text(max_size=80))
def test_tidy_is_settled(text):
    once = tidy(text)
    assert once is None or tidy(once) in (once, tidy(tidy(once)))
