"""Profiles: what they contain, how they are found, and messages about mistakes in them."""

from __future__ import annotations

import os
import pickle
import re
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner

from gemascraper import outlets
from gemascraper.cli.outlet import outlet as command
from gemascraper.errors import ProfileError, UsageError
from gemascraper.outlets import line_numbers, loading, profile, selector_check

GEMAPOS = outlets.load("gemapos")
REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "profile.md"


def wrong(text: str, key: str = "x") -> list[str]:
    with pytest.raises(ProfileError) as caught:
        loading.parse(text, key, "x.toml")
    return list(caught.value.mistakes)


# ------------------------------------------------------------------------------------------------------ Gemapos


def test_the_four_editions_and_their_zones() -> None:
    assert {key: GEMAPOS.zone_of(key) for key in GEMAPOS.editions} == {
        "pusat": "Asia/Jakarta",
        "bali": "Asia/Makassar",
        "lampung": "Asia/Jakarta",
        "kalteng": "Asia/Pontianak",
    }
    assert GEMAPOS.zone_of(None) == "Asia/Jakarta"
    assert [GEMAPOS.home_of(key) for key in GEMAPOS.editions] == [
        "https://www.gemapos.id/",
        "https://bali.gemapos.id/",
        "https://lampung.gemapos.id/",
        "https://kalteng.gemapos.id/",
    ]


@pytest.mark.parametrize(
    ("url", "edition", "number", "story", "owned"),
    [
        ("https://www.gemapos.id/bisnis/2781931384/", "pusat", "2781931384", True, True),
        ("https://bali.gemapos.id/nasional/2781931384/kredit-umkm?page=2", "bali", "2781931384", True, True),
        ("https://gemapos.id/nasional/278193138/x", "pusat", "278193138", True, True),
        ("https://kalteng.gemapos.id/bisnis", "kalteng", None, False, True),
        ("https://www.gemapos.id/bisnis/amp/2781931384/x", "pusat", None, False, True),
        ("https://cms.gemapos.co.id/image-post/cG9zdHM/450/280", "pusat", None, False, True),
        ("https://www.beritasatu.com/network/gemapos/400710/daun-salam", "pusat", None, False, False),
        ("https://xgemapos.id/bisnis/2781931384/", "pusat", "2781931384", False, False),
    ],
)
def test_edition_number_and_kind_of_a_url(url: str, edition: str, number: str | None, story: bool, owned: bool) -> None:
    told = GEMAPOS.edition_of(url), GEMAPOS.own_number(url), GEMAPOS.is_story(url), GEMAPOS.owns(url)
    assert told == (edition, number, story, owned)


def test_every_story_has_an_id() -> None:
    numbered = "https://bali.gemapos.id/nasional/2781931384/kredit-umkm"
    assert {GEMAPOS.story_id(f"{numbered}{query}") for query in ("", "?page=2")} == {"2781931384"}
    ids = {outlets.generic().story_id(f"https://warta.example/banjir{query}") for query in ("", "?utm_source=wa")}
    (made,) = ids
    assert re.fullmatch(r"u[0-9a-f]{12}", made)


def test_unchecked_values_of_a_profile_are_listed() -> None:
    seen = {"name", "home", "timezone", "language", "brands", "stories", "article_id", "editions", "expect", "unproven"}
    keys = {field.name for field in attrs.fields(profile.Outlet)} - {"key", "text", "politeness"}
    assert {key.split(".")[0] for key in GEMAPOS.unproven} | seen == keys
    assert {f"discovery.{name}" for name in ("sitemaps", "feeds", "sections", "date_index")} <= set(GEMAPOS.unproven)


def test_an_outlet_travels_to_a_reader_process() -> None:
    assert pickle.loads(pickle.dumps(GEMAPOS)) == GEMAPOS


def test_editions_that_share_a_host_differ_by_path() -> None:
    text = """
        name = "Harian"
        home = "https://harian.id/"
        hosts = ["harian.id"]
        [editions.pusat]
        name = "Harian"
        hosts = ["harian.id"]
        [editions.bali]
        name = "Harian Bali"
        paths = ["/bali"]
        timezone = "Asia/Makassar"
        [editions.kuta]
        name = "Harian Kuta"
        paths = ["/bali/kuta/"]
    """
    harian = loading.parse(text, "harian", "harian.toml")
    asked = ("/bali/1/a", "/bali", "/balikpapan/1", "/bali/kuta/1/a", "/", "/bali?x=/bali/kuta/")
    assert [harian.edition_of(f"https://harian.id{path}") for path in asked] == [
        "bali",
        "bali",
        "pusat",
        "kuta",
        "pusat",
        "bali",
    ]
    assert harian.zone_of("kuta") == "Asia/Jakarta"


# ------------------------------------------------------------------------------------------------------- generic


@pytest.mark.parametrize(
    "path",
    [
        "/news/pr-1005983004/warga-bandung",
        "/2020/10/09/polisi-tangkap-pelaku",
        "/baca/311233/20240619/103200/banjir",
        "/berita/banjir-bandang-705193",
        "/read/banjir-bandang-terjang-dua-desa.html",
        "/denpasar/gubernur-resmikan-jalan-baru/",
        "/?p=1234",
        "/regional/read/2024/06/19/10320071/banjir-bandang",
    ],
)
def test_paths_that_look_like_a_story_on_any_site(path: str) -> None:
    assert outlets.generic().is_story(f"https://harian.example{path}")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/nasional",
        "/tag/donald-trump-di-bali-lagi",
        "/page/20245",
        "/wp-content/uploads/2024/a-b-c-d.jpg",
        "/author/nama-yang-sangat-panjang/",
        "/pedoman-media-siber-dewan-pers",
        "/kategori/hukum-dan-kriminal-bali/",
        "/berita/a-b-c-d-e/amp/",
        "/x-1-2-3-4.pdf",
        "/a-b-c-d?replytocom=5",
    ],
)
def test_paths_that_do_not_look_like_a_story(path: str) -> None:
    assert not outlets.generic().is_story(f"https://harian.example{path}")


def test_the_generic_outlet_accepts_any_url_and_has_no_editions() -> None:
    known = outlets.generic()
    assert known.anywhere and known.owns("http://harian.example/") and not known.owns("file:///etc/hostname")
    assert (known.edition_of("http://a.id/"), known.own_number("http://a.id/bisnis/2781931384/")) == (None, None)


# ------------------------------------------------------------------------------------------------- finding a file


def test_own_profiles_are_found_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "scrapy.cfg").touch()
    for folder, name, text in (
        ("outlets", "balikini", "B"),
        ("outlets", "gemapos", "Milik"),
        ("own", "gemapos", "Sendiri"),
    ):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / f"{name}.toml").write_text(f'name = "{text}"\nhosts = ["{name}.example"]\n')
    (tmp_path / "deep").mkdir()
    monkeypatch.chdir(tmp_path / "deep")
    monkeypatch.delenv("GEMASCRAPER_OUTLETS", raising=False)
    assert {"balikini", "gemapos", "generic"} <= set(outlets.names())
    assert outlets.load("gemapos").name == "Milik"
    monkeypatch.setenv("GEMASCRAPER_OUTLETS", str(tmp_path / "own"))
    assert outlets.load("gemapos").name == "Sendiri"
    assert outlets.load(str(tmp_path / "outlets" / "balikini.toml")).key == "balikini"
    assert (found := outlets.by_host("https://balikini.example/x")) and found.key == "balikini"
    assert outlets.by_host("https://lain.example/") is None


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text('name = "Satu"')
    assert outlets.load(path).name == "Satu"
    path.write_text('name = "Dua"')
    os.utime(path, ns=(1, 1))
    assert outlets.load(path).name == "Dua"


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(UsageError):
        outlets.load("gemapo")


# ------------------------------------------------------------------------------------------------------- mistakes


def test_all_mistakes_of_a_profile_are_reported_at_once_with_their_lines() -> None:
    text = """\
name = 5
hom = "x"
timezone = "Asia/Bali"
hosts = "gemapos.id"
article_id = 'abc'
stories = [
  'ok',
  '(bad',
  5,
]
unproven = ["sitemaps", "designs.cms.selectors"]
[editions.bali]
hosts = ["https://x.id/"]
[editions.b]
name = "B"
zone = "x"
[discovery]
sitemap = ["/x"]
feeds = ["x y"]
date_index = "/{since}"
[[designs]]
name = "cms"
valid_until = "2024-01-01"
[designs.selectors]
headlin = ["h1"]
body = "x"
[politeness]
delay = -1
[expect]
filled = { headline = 2 }
"""
    assert wrong(text) == [
        "line 1: name: expected text in quotation marks, got 5",
        "line 2: hom: expected a known key, got an unknown one; did you mean home?",
        'line 3: timezone: expected an IANA time zone such as Asia/Jakarta (WIB), got "Asia/Bali"',
        'line 4: hosts: expected a list in brackets, got "gemapos.id"',
        'line 5: article_id: expected a regular expression with exactly one group, got "abc" with 0',
        'line 8: stories[1]: expected a regular expression, got "(bad" (missing ), unterminated subpattern at position 0)',
        "line 9: stories[2]: expected text in quotation marks, got 5",
        'line 11: unproven[0]: expected a key that this file has, got "sitemaps"',
        "line 12: editions.bali.name: expected a value, got nothing",
        'line 13: editions.bali.hosts[0]: expected a host name in lower case, got "https://x.id/"',
        "line 16: editions.b.zone: expected a known key, got an unknown one; did you mean timezone?",
        "line 18: discovery.sitemap: expected a known key, got an unknown one; did you mean sitemaps?",
        'line 19: discovery.feeds[0]: expected a path that starts with / or a URL with https://, got "x y"',
        'line 20: discovery.date_index: expected a URL or path with {since}, {until} and {page}, once each, got "/{since}"',
        'line 23: designs[0].valid_until: expected a date such as 2024-12-31, got "2024-01-01"',
        "line 25: designs[0].selectors.headlin: expected a known key, got an unknown one; did you mean headline?",
        'line 26: designs[0].selectors.body: expected a list in brackets, got "x"',
        "line 28: politeness.delay: expected a number from 0 to 3600, got -1",
        "line 30: expect.filled.headline: expected a number from 0 to 1, got 2",
    ]


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ('name = "x"\nb = [1,\n', "line 3: expected TOML, got invalid value"),
        ('name = "x"\nname = "y"\n', "line 2: expected TOML, got cannot overwrite a value"),
        ("", "line 1: name: expected a value, got nothing"),
        ('name = "x"\nkey = "y"', "line 2: key: expected one of name, home, "),
        ('name = "x"\neditions = ["bali"]', "line 2: editions: expected a table, got ['bali']"),
        ('name = "x"\n[expect]\narticles = true', "line 3: expect.articles: expected a whole number, got True"),
        (
            'name = "x"\nhome = "gemapos.id"',
            'line 2: home: expected a URL such as https://www.example.id/, got "gemapos.id"',
        ),
        ('name = "x"\nhosts = ["a.id/"]', "line 2: hosts[0]: expected a host name in lower case"),
        ('name = "x"\n[discovery]\ndate_format = "%x"', "line 3: discovery.date_format: expected a day's format"),
        ('name = "x"\n[editions.Bali]\nname = "B"', "line 2: editions.Bali: expected a key of lower-case letters"),
        (
            'name = "x"\n[editions.a]\nname = "A"\nhosts = ["a.id"]\n[editions.b]\nname = "B"\nhosts = [\n"a.id"]',
            "line 8: editions.b.hosts[0]: expected a host of this edition alone, got a.id of a too",
        ),
    ],
)
def test_a_mistake_names_its_line(text: str, mistake: str) -> None:
    found = wrong(text)
    assert len(found) == 1 and found[0].startswith(mistake), found


def test_a_profile_name_that_cannot_be_a_folder_name_is_refused() -> None:
    assert wrong('name = "x"', "../x") == [
        'line 1: file name: expected lower-case letters, digits, - and _, got "../x.toml"'
    ]


def test_lines_of_a_file_with_everything() -> None:
    text = 'a.b = 1\nc = """\n[x]\n"""\n\n# [y]\n[t."u.v"]\nd = [\n  "[z]", # e = 1\n  "q",\n]\n[[l]]\n[l.m]\nn = {o = 1}\n[[l]]\np = 1\n'
    assert line_numbers.of(text) == {
        ("a",): 1,
        ("a", "b"): 1,
        ("c",): 2,
        ("t", "u.v"): 7,
        ("t", "u.v", "d"): 8,
        ("t", "u.v", "d", 0): 9,
        ("t", "u.v", "d", 1): 10,
        ("l", 0): 12,
        ("l", 0, "m"): 13,
        ("l", 0, "m", "n"): 14,
        ("l", 0, "m", "n", "o"): 14,
        ("l", 1): 15,
        ("l", 1, "p"): 16,
    }


# ------------------------------------------------------------------------------------------- selectors and commands


@pytest.mark.parametrize("name", ["gemapos", "generic"])
def test_the_profiles_of_the_package_are_valid(name: str) -> None:
    assert list(selector_check.mistakes(outlets.load(name))) == []


def test_an_invalid_selector_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text(
        'name = "X"\n[[designs]]\nname = "a"\n[designs.selectors]\nbody = [\n  "p",\n  "p[",\n]\ntags = ["//a[", "//a"]\n'
    )
    result = CliRunner().invoke(command, ["check", str(path)])
    assert isinstance(result.exception, ProfileError) and result.exception.exit_code == 3
    assert [mistake.partition(": expected")[0] for mistake in result.exception.mistakes] == [
        "line 7: designs[0].selectors.body[1]",
        "line 9: designs[0].selectors.tags[0]",
    ]


def test_the_commands_print_what_a_person_asks_for() -> None:
    run = CliRunner()
    assert run.invoke(command, ["check", "gemapos"]).output == "ok\n"
    listed = run.invoke(command, ["list"]).output
    assert "gemapos" in listed and "(pusat, bali, lampung, kalteng)" in listed and "any site" in listed
    shown = run.invoke(command, ["show", "gemapos"]).output
    for line in (
        "bali       Gema Bali        bali.gemapos.id              Asia/Makassar WITA +8",
        "  discovery.date_index",
    ):
        assert line in shown


def test_the_reference_lists_every_key() -> None:
    documented = set(re.findall(r"^\| `([a-z_]+)`", REFERENCE.read_text("utf-8"), re.MULTILINE))
    classes = (
        profile.Outlet,
        profile.Edition,
        profile.Discovery,
        profile.Design,
        profile.Selectors,
        profile.Politeness,
        profile.Expect,
    )
    assert documented == {field.name for cls in classes for field in attrs.fields(cls)} - {"key", "text"}
