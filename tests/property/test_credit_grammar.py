"""Any text below a picture: no exception, nothing invented, and a tidy line stays as it is."""

from hypothesis import given
from hypothesis import strategies as st

from gemascraper.extract.lines.credit import parse
from gemascraper.extract.lines.credit_line import split, tidy
from gemascraper.values.text import clean

BRANDS = ["Gemapos", "Gemapos.ID", "Gema Bali"]
PARTS = ("agency", "photographer", "platform", "handle", "holder")
PIECES = st.sampled_from(
    [
        "Gemapos", "ANTARA FOTO", "AP Photo", "Getty Images", "AFP", "iStock", "Pexels", "Rina Lestari", "Budi", "BNPB",
        "Dok. ", "dok.", "Istimewa", "ist", "Ilustrasi", "AI", "HO-", "Handout", "Humas", "Instagram", "X", "@kota",
        "IG", "Tangkapan layar", "YouTube", "video", "Pool", "/", " / ", "-", " - ", " via ", " from ", "|",
        "•", "(", ")", ",", ": ", " ", "©", "2026 ", "Foto: ", "(Foto: ", "Kredit Foto: ", ". ", "[", "]",
        "Kodam IX/Udayana", "\xa0", "é", "Wali kota meninjau pasar", "Rabu (19/6/2024)", "(kiri)", "untuk Gemapos",
        "editorial", "www.kabar.com",
    ]
)  # fmt: skip
LINES = st.one_of(st.text(max_size=100), st.lists(PIECES, max_size=9).map("".join))


@given(LINES)
def test_the_parts_of_a_credit_stand_in_its_line(line):
    found = parse(line, BRANDS)
    assert (found is None) == (clean(line) is None)
    for part in PARTS if found else ():
        said = getattr(found, part)
        assert said is None or (said and said in clean(line)), part


@given(LINES)
def test_a_caption_and_its_credit_stand_in_what_is_printed(printed):
    caption, line = split(printed)
    assert caption is None or caption in clean(printed)
    words = (clean(printed) or "").replace("©", "").replace("®", "")
    assert all(word in words for word in (line or "").split())


@given(LINES)
def test_a_tidy_line_stays_as_it_is(printed):
    once = tidy(printed)
    assert once is None or tidy(once) == once


@given(LINES)
def test_parsing_twice_says_the_same(line):
    assert parse(line, BRANDS) == parse(line, tuple(BRANDS))
