"""The example article of the project, in every template of the newsroom, is read as its specification says."""

from datetime import UTC, datetime
from pathlib import Path

import attrs
import pytest

from gemascraper import outlets
from gemascraper.extract import Document, extract
from gemascraper.items import Block, Credit
from gemascraper.newsroom import Newsroom
from gemascraper.newsroom.responses import Responder
from gemascraper.newsroom.story import NewsroomStory, Picture, PrintedCredit, PrintedDateline

EXAMPLE = Path(__file__).resolve().parents[2].parent / "shared" / "example-article.txt"
pytestmark = pytest.mark.skipif(not EXAMPLE.exists(), reason="the example article is not beside this checkout")
NAVIGATION, DATELINE, SIGNATURE = "Gema Bali Gema Lampung Gema Kalteng", "Gemapos.ID (Jakarta) -", "(ns)"
CREDIT = Credit(kind="social_media", holder="Gemapos", platform="X", handle="@kawankorea")
FAMILIES = ("cms", "promedia", "wordpress", "promedia-next")


def example():
    """Headline, caption as printed, and the paragraphs of the file."""
    navigation, headline, captions, *paragraphs = EXAMPLE.read_text("utf-8").strip().split("\n\n")
    assert navigation == NAVIGATION
    caption, again = captions.split("\n")
    assert caption == again
    return headline, caption, [paragraph.replace("\xa0", " ").strip() for paragraph in paragraphs]


def story():
    headline, caption, paragraphs = example()
    printed = caption[caption.index("(Foto:") :]
    credit = PrintedCredit(printed, printed.removeprefix("(Foto: ").removesuffix(")"), CREDIT)
    first = paragraphs[0].removeprefix(DATELINE).strip()
    texts = [first, *paragraphs[1:-1], paragraphs[-1].removesuffix(SIGNATURE)]
    return NewsroomStory(
        id="2780000001",
        slug="putin-kim",
        editions=("pusat",),
        section_slug="nasional",
        label="Nasional",
        headline=headline,
        blocks=tuple(Block(type="paragraph", text=text) for text in texts),
        dateline=PrintedDateline(outlet="Gemapos.ID", place="Jakarta", text=DATELINE, gap="\xa0"),
        initials="ns",
        pictures=(Picture(name="Putin Kim", caption=caption.removesuffix(printed).strip(), credit=credit),),
        published=datetime(2024, 6, 19, 13, 0, tzinfo=UTC),
        stamp="none",
    )


def check(article, precise):
    """What DESIGN says of the example; a look that prints a section and a time is believed."""
    headline, _, paragraphs = example()
    said = article.to_dict()
    assert said["headline"] == headline == "Putin-Kim Jong Un Teken Perjanjian Saling Bantu Bidang Pertahanan"
    assert said["dateline"] == {"outlet": "Gemapos.ID", "place": "Jakarta", "text": DATELINE}
    assert said["initials"] == "ns"
    (picture,) = said["images"]
    assert picture["caption"] == "Presiden Rusia, Vladimir Putin dan pemimpin Korea Utara, Kim Jong Un."
    assert picture["credit_line"] == "Gemapos/X@kawankorea"
    assert {key: value for key, value in picture["credit"].items() if value} == attrs.asdict(
        CREDIT, filter=lambda _, value: value
    )
    assert (said["byline"], said["authors"], said["tags"], said["related"]) == ([], [], [], [])
    assert (said["kicker"], said["standfirst"]) == (None, None)
    texts = [block["text"] for block in said["blocks"]]
    assert len(texts) == 12
    assert said["body"] == "\n\n".join(texts)
    assert texts[0].startswith("Presiden Rusia, Vladimir Putin dan pemimpin Korea Utara, Kim Jong Un menandatangani")
    assert texts[-1].endswith("kedua negara.")
    assert [text for text in texts if text.endswith(("Reuters", '"termasuk patung"'))] == [texts[5], texts[8]]
    assert [text.split() for text in texts[1:-1]] == [text.split() for text in paragraphs[1:-1]]
    if not precise:
        assert (said["published"], said["published_precision"], said["modified"]) == (None, None, None)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("name", ["gemapos", "generic"])
def test_the_example_is_read_in_each_template(family, name):
    paper = Newsroom(seed=1, stories=12)
    paper.switch("pusat", family)
    paper.publish(story())
    url = paper.url("2780000001")
    body = Responder(paper).at("www.gemapos.id", "/nasional/2780000001/putin-kim").body
    article = extract([Document(body, url, paper.now)], outlets.load(name)).article
    check(article, precise=family != "cms")


@pytest.mark.parametrize("name", ["gemapos", "generic"])
def test_the_example_without_a_template_gets_no_section_and_no_time(name):
    """The file itself, as a page that prints nothing else: no section, no time, and none is made up."""
    headline, caption, paragraphs = example()
    html = "".join(f"<p>{paragraph.replace(DATELINE, DATELINE + '&nbsp;')}</p>" for paragraph in paragraphs)
    figure = f'<figure><img src="/image-post/x.jpg" alt="{caption}"><figcaption>{caption}</figcaption></figure>'
    nav = "".join(
        f'<a href="https://{key}.gemapos.id/">Gema {key.title()}</a> ' for key in ("bali", "lampung", "kalteng")
    )
    body = (
        f"<html lang=id><body><nav>{nav}</nav><main><h1>{headline}</h1>{figure}<div>{html}</div></main></body></html>"
    )
    article = extract(
        [Document(body, "https://www.gemapos.id/x/2780000001/putin-kim", datetime(2024, 6, 20, tzinfo=UTC))],
        outlets.load(name),
    ).article
    check(article, precise=False)
    assert article.section is None
