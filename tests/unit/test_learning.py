"""`extract.learning`: selectors learned from saved pages of each template, and what must not be learned."""

from __future__ import annotations

from urllib.parse import urlsplit

import attrs
import pytest
from reading import in_fields_of, newsroom_page

from gemascraper import outlets
from gemascraper.extract import Document, extract
from gemascraper.extract.learning import learning, selectors
from gemascraper.newsroom import Newsroom
from gemascraper.newsroom.responses import Responder
from gemascraper.outlets.profile import Design, Outlet

PAPER = Newsroom(5, stories=120)
ANSWERS = Responder(PAPER)
TRUTHS = PAPER.truths()
BARE = attrs.evolve(outlets.load("gemapos"), designs=())


def stories(edition: str) -> list[str]:
    return [url for url in TRUTHS if urlsplit(url).netloc == PAPER.editions[edition].host]


def right(url: str, outlet: Outlet) -> set[str]:
    """The fields of a story that are read as its truth says."""
    article = extract([newsroom_page(ANSWERS, url)], outlet).article
    if article is None:
        return set()
    truth = TRUTHS[url]
    said = in_fields_of(truth, article)
    return {key for key, value in truth.items() if said[key] == value}


@pytest.mark.parametrize(
    ("edition", "body", "removed", "others"),
    [
        ("pusat", ".post-content", ".iklan-tengah", {"section": ".breadcrumb a:last-child", "tags": ".post-tags a"}),
        ("bali", ".read__content", ".prads", {"tags": ".tag__list a", "caption": ".photo__caption"}),
        ("lampung", ".entry-content", ".sharedaddy", {"caption": ".wp-caption-text"}),
    ],
)
def test_selectors_of_each_design_are_learned_and_do_not_worsen_other_stories(edition, body, removed, others):
    urls = stories(edition)
    learned = learning.learn([newsroom_page(ANSWERS, url) for url in urls[:5]], BARE)
    assert learned.selectors.body == (body,)
    assert removed in learned.selectors.remove
    assert others.items() <= {each.field: each.selector for each in learned.proposals}.items()
    better = attrs.evolve(BARE, designs=(Design(name="learned", selectors=learned.selectors),))
    unseen = urls[5:25]
    before = sum(len(right(url, BARE)) for url in unseen)
    assert sum(len(right(url, better)) for url in unseen) >= before


def test_nothing_is_learned_from_pages_of_several_designs():
    mixed = [stories(edition)[0] for edition in ("pusat", "bali", "lampung")]
    learned = learning.learn([newsroom_page(ANSWERS, url) for url in mixed], BARE)
    assert (learned.proposals, learned.changes) == ((), ())


def test_nothing_is_learned_from_pages_without_a_story():
    fronts = [Document(ANSWERS.at(e.host, "/").body, e.home + "/") for e in PAPER.editions.values()]
    learned = learning.learn(fronts, BARE)
    assert (learned.proposals, learned.before) == ((), (None,) * 4)


def test_what_is_learned_is_the_same_each_time():
    pages = [newsroom_page(ANSWERS, url) for url in stories("lampung")[:4]]
    assert learning.learn(pages, BARE).selectors == learning.learn(pages, BARE).selectors


def made(number: int, name: str, ad: str) -> Document:
    """A page of a small outlet; the body's class is all that its pages share."""
    prose = "".join(
        f"<p>Warga Desa {name} nomor {number}{part} bergotong royong memperbaiki jembatan yang rusak karena banjir "
        "sejak pekan lalu, dan pemerintah daerah berjanji membantu biayanya.</p>"
        for part in "abcd"
    )
    return Document(
        f"<html lang='id'><head><title>Jembatan {name} Diperbaiki Warga - Bali Kini</title></head><body>"
        f"<div id='post-{number}9213' class='kolom css-bdVaJa'><h1>Jembatan {name} Diperbaiki Warga</h1>"
        f"<div class='isi-berita x{number}'>{prose}{ad}</div></div></body></html>",
        f"https://balikini.example/berita/{number}/jembatan",
    )


def test_generated_class_names_are_not_selectors():
    pages = [made(number, name, "") for number, name in enumerate(("Sukamaju", "Tanjung", "Lembah"), 1)]
    assert learning.learn(pages, outlets.generic()).selectors.body == (".isi-berita",)
    assert [selectors.is_stable(name) for name in ("post-19213", "css-bdVaJa", "isi-berita")] == [False, False, True]


def test_one_page_that_was_read_wrongly_does_not_change_what_is_learned():
    promo = "<div class='tawaran'>Beli rumah murah di kota, hanya hari ini, hubungi kami segera juga.</div>"
    names = ("Sukamaju", "Tanjung", "Lembah", "Cempaka", "Melati")
    pages = [made(number, name, promo if number == 2 else "") for number, name in enumerate(names, 1)]
    learned = learning.learn(pages, outlets.generic())
    assert all("Beli rumah" not in (a.body or "") for a in learned.after if a) or learned.changes == ()
