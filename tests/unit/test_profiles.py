"""The profiles of the package are valid, list what is unproven, and do not worsen what is read."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import attrs
import pytest

from gemascraper import outlets
from gemascraper.extract import Document, extract
from gemascraper.outlets import selector_check

FOLDER = Path(outlets.__file__).parent
NAMES = sorted(path.stem for path in FOLDER.glob("*.toml") if path.stem not in ("gemapos", "generic"))
DEV = Path(__file__).resolve().parents[2].parent / "shared" / "quality" / "dev"


@pytest.mark.parametrize("name", NAMES)
def test_a_profile_is_valid_and_lists_what_is_unproven(name):
    outlet = outlets.load(FOLDER / f"{name}.toml")
    selector_check.check(outlet, name)
    assert outlet.hosts
    assert outlet.brands
    assert {"stories", "hosts"} <= set(outlet.unproven)
    assert outlet.owns(outlet.home)
    assert not outlet.is_story(outlet.home)


@pytest.mark.parametrize("name", NAMES)
def test_no_url_belongs_to_two_profiles(name):
    home = outlets.load(name).home
    assert [other for other in NAMES if outlets.load(other).owns(home)] == [name]


@pytest.mark.parametrize(
    ("url", "name", "number"),
    [
        ("http://www.antaranews.com/berita/600001/judul-berita", "antaranews", "600001"),
        ("http://inet.detik.com/read/2015/11/05/100204/3000001/323/judul-berita", "detik", "3000001"),
        ("http://news.detik.com/berita/3000002/judul-berita", "detik", "3000002"),
        ("https://sport.detik.com/sepakbola/liga/d-6000003/judul-berita", "detik", "6000003"),
        ("http://travel.kompas.com/read/2013/09/24/1500001/Judul.Berita", "kompas", "1500001"),
        ("https://www.liputan6.com/bisnis/read/4200001/judul-berita", "liputan6", "4200001"),
        ("http://photo.liputan6.com/musik/judul-berita-2400001", "liputan6", "2400001"),
        ("http://economy.okezone.com/read/2017/02/07/320/1600001/judul-berita", "okezone", "1600001"),
        ("http://www.republika.co.id/berita/nasional/umum/16/02/15/o2abc1234-judul-berita", "republika", "o2abc1234"),
        ("https://solo.tribunnews.com/2020/10/09/judul-berita", "tribunnews", None),
        ("https://www.beritasatu.com/nama-penulis/nasional/680001/judul-berita", "beritasatu", "680001"),
        ("https://www.beritasatu.com/network/gemapos/400001/judul-berita", "beritasatu", None),
        ("https://beritamanado.com/judul-berita-empat-kata/", "beritamanado", None),
        ("https://media.pikiran-rakyat.com/dunia/pr-18800001/judul-berita", "pikiran-rakyat", "18800001"),
        ("https://www.merdeka.com/jabar/judul-berita.html", "merdeka", None),
        ("https://www.fimela.com/gaya/read/4200002/judul-berita", "fimela", "4200002"),
        ("http://www.korankaltim.com/judul-berita-empat-kata/", "korankaltim", None),
        ("http://news.metrotvnews.com/read/2016/02/11/480001/judul-berita", "metrotvnews", "480001"),
        ("http://jagatplay.com/2016/01/news/judul-berita/", "jagatplay", None),
        ("http://tabloidgadget.com/judul-berita-empat-kata/", "tabloidgadget", None),
        ("http://www.bola.net/inggris/judul-berita-00abcd.html", "bola", "00abcd"),
    ],
)
def test_story_urls_of_each_profile(url, name, number):
    outlet = outlets.by_host(url)
    assert outlet
    assert (outlet.key, outlet.is_story(url), outlet.own_number(url)) == (name, True, number)


def test_every_profile_has_a_story_url_in_this_file():
    cases = test_story_urls_of_each_profile.pytestmark[0].args[1]
    assert {name for _, name, _ in cases} == set(NAMES)


@pytest.mark.skipif(not DEV.exists(), reason="the saved pages lie beside the checkout, not in it")
def test_a_design_does_not_change_what_is_read_without_it():
    different = []
    for line in (DEV / "truth.jsonl").read_text().splitlines():
        row = json.loads(line)
        outlet = outlets.by_host(row["url"]) if row["source"] == "id" else None
        if outlet and outlet.designs:
            page = Document(gzip.decompress((DEV / row["file"]).read_bytes()), row["url"])
            with_it = extract([page], outlet).article
            alone = extract([page], attrs.evolve(outlet, designs=())).article
            assert with_it
            assert alone
            fields = ("headline", "body", "byline", "published", "section", "dateline", "initials")
            different += [(row["id"], field) for field in fields if getattr(with_it, field) != getattr(alone, field)]
    assert different == []
