"""`discover.patterns`: the URL patterns of stories and of their numbers, from example URLs."""

import pytest

from gemascraper.discover.patterns import patterns


@pytest.mark.parametrize(
    ("paths", "stories", "number"),
    [
        (
            [f"/read/2024/06/{n}/10020{n}/30625{n}/323/judul-berita-ini" for n in (11, 12, 13)],
            [r"^/read/\d{4}/\d{1,2}/\d{1,2}/\d{7,}(?:[/?]|$)"],
            None,
        ),
        (
            [f"/{r}/d-645{n}/judul-{r}-ini" for n, r in ((4487, "bola"), (4488, "net"), (4999, "bola"))],
            [r"^/[^/]+/d-\d{7,}(?:[/?]|$)"],
            r"^/[^/]+/d-(\d{7,})(?:[/?]|$)",
        ),
        (
            [f"/berita/judul-ini-{n}.html" for n in (70519, 70520, 81234)],
            [r"^/berita/[^/]*-\d{5,}\.html(?:[/?]|$)"],
            r"^/berita/[^/]*-(\d{5,})\.html(?:[/?]|$)",
        ),
        (["/banjir-di-kota", "/panen-raya-desa", "/jalan-rusak-lagi"], [r"^/[^/?]+-[^/?]+(?:[/?]|$)"], None),
    ],
)
def test_patterns_of_story_urls(paths, stories, number):
    found = patterns(f"https://koran.example{path}" for path in paths)
    assert found
    assert found.matched == found.of == 3
    if number or "\\d{7" not in stories[0]:
        assert (list(found.stories), found.article_id) == (stories, number)


def test_two_urls_are_too_few_for_a_pattern():
    assert patterns(["https://koran.example/a/12345/x-y-z", "https://koran.example/a/12346/x-y-z"]) is None
