"""`items`: what an article and an extraction look like in a notebook."""

from datetime import UTC, datetime

from gemascraper.items import Article, Block, Extraction, Finding, Image


def test_an_article_is_shown_on_one_line():
    article = Article(
        id="2781931384",
        outlet="gemapos",
        url="https://www.gemapos.id/bisnis/2781931384/ombak",
        revision=2,
        headline="Ombak " * 20,
        published=datetime(2026, 11, 20, 9, tzinfo=UTC),
        blocks=(Block(type="paragraph", text="Satu."),),
        images=(Image(url="https://www.gemapos.id/a.jpg"),),
    )
    title = ("Ombak " * 10).strip() + "…"
    shown = f'<Article gemapos 2781931384 r2 2026-11-20 09:00 "{title}" 1 block, 1 image>'
    assert repr(article) == shown
    assert repr(Extraction(kind="article", article=article)) == f"<Extraction article {shown}>"


def test_an_article_without_headline_and_time_is_shown_too():
    article = Article(id="u1", outlet="generic", url="https://a.example/")
    assert repr(article) == '<Article generic u1 r1 "no headline" 0 blocks, 0 images>'


def test_an_extraction_without_an_article_says_why():
    why = Finding(code="page_index", message="the front page")
    assert repr(Extraction(kind="index", findings=(why,))) == "<Extraction index: the front page>"
    assert repr(Extraction(kind="other")) == "<Extraction other>"
