"""Any bytes: reading raises no exception and gives the same answer twice."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gemascraper import outlets
from gemascraper.extract import Document, extract
from gemascraper.extract.lines.dateline import dateline
from gemascraper.extract.lines.initials import closing
from gemascraper.items import STORY_KINDS, Extraction

URL = "https://www.gemapos.id/bisnis/2781931384/harga"
PIECES = st.sampled_from(
    [
        "<p>", "</p>", "<div class='read__content'>", "</div>", "<h1>", "</h1>", "<figure>", "</figure>", "[[[[", "}",
        "<img src='x.jpg' alt='(Foto: a)'>", "<script type='application/ld+json'>", "</script>", "<svg>", "<!--", "-->",
        '{"@type":"NewsArticle","headline":', '"datePublished":"2024-06-19"}', "<time datetime='2024-99-99'>", "(ns)",
        "Rabu, 19 Juni 2024 10:32 WIB", "Penulis: Rina Lestari", "Jakarta -", "<br><br>", "<table><td>", "\x00",
        "Gubernur mengatakan bahwa bantuan itu akan tiba pada hari Senin dan dibagikan di balai desa. ", "\ud83d",
        "<a href='?page=2'>2</a>", "<meta charset=utf-7>", "<base href='javascript:1'>", "<a href='http://[::1'>x</a>",
        "<blockquote>", "<li>", "<iframe>",
    ]
)  # fmt: skip
OUTLETS = [outlets.generic(), outlets.load("gemapos")]


def check(body, url, outlet):
    found = extract([Document(body, url)], outlet)
    assert isinstance(found, Extraction)
    assert (found.article is not None) == (found.kind in STORY_KINDS)
    assert found.article is not None or found.findings
    if found.article:
        found.article.to_dict()
        assert found.article.body is None or "\n\n".join(b.text for b in found.article.blocks) == found.article.body
    assert extract([Document(body, url)], outlet) == found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=600), st.sampled_from(OUTLETS))
def test_any_bytes(body, outlet):
    check(body, URL, outlet)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from(OUTLETS))
def test_any_tag_soup(html, outlet):
    check(html, URL, outlet)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_url(url):
    check(
        "<h1>Judul berita</h1><p>Gubernur mengatakan bahwa bantuan itu akan tiba pada hari Senin.</p>", url, OUTLETS[0]
    )


@given(st.text(max_size=120))
def test_dateline_and_initials_are_only_removed_from_the_text(text):
    found, rest = dateline(text, ["Gemapos"])
    assert text.endswith(rest)
    assert (found is None) == (rest == text)
    _, left = closing(text)
    assert text.startswith(left)
