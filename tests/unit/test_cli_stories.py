"""`list`, `show`, `explain`, `credits` over archives that were written by hand: no crawl, no sockets."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta, timezone

import pytest

from gemascraper.cli import explanation
from gemascraper.cli.root import run
from gemascraper.export.line_files import article_line
from gemascraper.items import (
    Alternative,
    Article,
    Block,
    Byline,
    CaptureRef,
    Credit,
    Dateline,
    Finding,
    Image,
    Provenance,
    Timestamp,
)

WIB, WITA = timezone(timedelta(hours=7)), timezone(timedelta(hours=8))
FLOOD = "https://www.gemapos.id/daerah/2780000001/banjir-rendam-6-desa"


def story(number: str, headline: str, published: datetime | None, **facts: object) -> Article:
    url = f"https://www.gemapos.id/daerah/{number}/{headline.lower().replace(' ', '-')}"
    base = {
        "id": number,
        "outlet": "gemapos",
        "edition": "pusat",
        "editions": ("pusat",),
        "url": url,
        "headline": headline,
        "body": "Warga mengungsi.",
        "blocks": (Block(type="paragraph", text="Warga mengungsi."),),
        "published": published,
        "published_precision": published and "minute",
        "captured_at": datetime(2026, 11, 21, 1, 0, tzinfo=UTC),
        "captures": (
            CaptureRef(url=url, warc="A.warc.gz", offset=7, record_id="urn:uuid:1", payload_digest="sha256:1"),
        ),
        "extractor": "gemascraper/0.1.0",
    }
    return Article(**(base | facts))  # type: ignore[arg-type]


RICE = story(
    "2780000002",
    "Harga Beras Naik",
    datetime(2026, 11, 20, 8, 15, tzinfo=WITA),
    edition="bali",
    editions=("bali", "pusat"),
    section="Ekonomi",
)
FIRST = story("2780000001", "Banjir Rendam 5 Desa", datetime(2026, 11, 20, 7, 30, tzinfo=WIB), url=FLOOD)
SECOND = story(
    "2780000001",
    "Banjir Rendam 6 Desa",
    datetime(2026, 11, 20, 7, 30, tzinfo=WIB),
    url=FLOOD,
    revision=2,
    kicker="BENCANA",
    section="Daerah",
    byline=(Byline(name="Ni Luh Siregar", role="reporter", initials="nls"),),
    authors=("Ni Luh Siregar",),
    initials="nls",
    dateline=Dateline(outlet="Gemapos.ID", place="Demak", text="Gemapos.ID (Demak) -"),
    timestamps=(
        Timestamp(
            value=datetime(2026, 11, 20, 7, 30, tzinfo=WIB),
            raw="Jumat, 20 November 2026 | 07:30 WIB",
            source="profile published",
            zone_source="printed",
        ),
    ),
    images=(
        Image(
            url="https://cms.gemapos.co.id/a.jpg",
            caption="Warga menerjang banjir di Demak, Jumat pagi.",
            credit_line="ANTARA FOTO/Sri Setiawan",
            credit=Credit(kind="agency", agency="ANTARA", photographer="Sri Setiawan"),
            is_lead=True,
        ),
        Image(url="https://cms.gemapos.co.id/b.jpg", position=2),
    ),
    provenance={
        "headline": Provenance(
            source="profile", rule="h1", over=(Alternative(source="meta", value="Banjir | Gemapos"),)
        ),
        "published": Provenance(source="profile", rule="published"),
    },
    findings=(Finding(code="headline_disagrees", field="headline", message="profile says A, meta says B"),),
)
UNDATED = story("2780000003", "Pawai \x1b[31mObor", None, captured_at=datetime(2026, 11, 1, tzinfo=UTC))
OTHER = story(
    "2780000002", "Beras Kini", datetime(2026, 11, 19, 8, 0, tzinfo=WIB), outlet="balikini", edition=None, editions=()
)


@pytest.fixture
def archives(tmp_path):
    lines = {"gemapos": [RICE, FIRST, SECOND, UNDATED], "balikini": [OTHER]}
    for outlet, articles in lines.items():
        folder = tmp_path / outlet / "articles"
        folder.mkdir(parents=True)
        (folder / "2026-11.jsonl").write_bytes(b"".join(map(article_line, articles)))
    return tmp_path


@pytest.fixture
def gemascraper(archives, monkeypatch, capsys):
    """Run a verb on the archives; its exit code, standard output, standard error."""

    def command(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["gemascraper", *arguments, "--output", str(archives)])
        code = run()
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


def test_list_is_newest_first_by_instant_and_shows_the_newest_revision(gemascraper):
    code, out, err = gemascraper("list")
    assert (code, err) == (0, "4 stories\n")
    assert out.splitlines() == [
        "published              edition  id          rev  headline",
        "2026-11-20 07:30 WIB   pusat    2780000001  2    Banjir Rendam 6 Desa",
        "2026-11-20 08:15 WITA  bali     2780000002  1    Harga Beras Naik",
        "2026-11-19 08:00 WIB   -        2780000002  1    Beras Kini",
        "-                      pusat    2780000003  1    Pawai \\x1b[31mObor",
    ]


def test_list_escapes_terminal_controls_in_page_text(gemascraper):
    assert "\x1b" not in gemascraper("list")[1]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--outlet", "balikini"], ["Beras Kini"]),
        (["--edition", "pusat"], ["Banjir Rendam 6 Desa", "Harga Beras Naik", "Pawai \x1b[31mObor"]),
        (["--section", "ekonomi"], ["Harga Beras Naik"]),
        (["--since", "2026-11-20"], ["Banjir Rendam 6 Desa", "Harga Beras Naik"]),
        (["--until", "2026-11-19"], ["Beras Kini"]),
        (["--text", "rendam MENGUNGSI"], ["Banjir Rendam 6 Desa"]),
        (["--text", "rendam gempa"], []),
    ],
)
def test_list_filters(gemascraper, options, expected):
    code, out, _ = gemascraper("list", "--json", *options)
    assert (code, [json.loads(line)["headline"] for line in out.splitlines()]) == (0, expected)


def test_list_as_json_has_the_fields_that_identify_a_story(gemascraper):
    _, out, _ = gemascraper("list", "--json", "--outlet", "balikini")
    assert json.loads(out) == {
        "published": "2026-11-19T08:00:00+07:00",
        "published_precision": "minute",
        "outlet": "balikini",
        "edition": None,
        "id": "2780000002",
        "revision": 1,
        "kind": "article",
        "section": None,
        "headline": "Beras Kini",
        "url": OTHER.url,
        "captured_at": "2026-11-21T01:00:00+00:00",
    }


@pytest.mark.parametrize(
    "named", ["2780000001", FLOOD, f"{FLOOD}?utm_source=wa&page=2", FLOOD.removeprefix("https://")]
)
def test_show_finds_a_story_by_id_and_by_url(gemascraper, named):
    code, out, _ = gemascraper("show", named, "--json")
    assert (code, json.loads(out)) == (0, SECOND.to_dict())


def test_show_prints_the_whole_story(gemascraper):
    assert gemascraper("show", "2780000001")[1].splitlines() == [
        "gemapos · pusat · Daerah · article · 2780000001 · revision 2",
        "",
        "BENCANA",
        "Banjir Rendam 6 Desa",
        "",
        "By Ni Luh Siregar (reporter, nls)",
        "Published Friday 20 November 2026, 07:30 WIB",
        FLOOD,
        "",
        "Gemapos.ID (Demak) - Warga mengungsi.",
        "(nls)",
        "",
        "Picture 1, leads the story",
        "  Warga menerjang banjir di Demak, Jumat pagi.",
        "  ANTARA FOTO/Sri Setiawan  →  agency · agency ANTARA · photographer Sri Setiawan",
        "  https://cms.gemapos.co.id/a.jpg",
        "",
        "Picture 2",
        "  (no caption)",
        "  https://cms.gemapos.co.id/b.jpg",
        "",
        "Captures",
        "  2026-11-21 01:00 UTC  A.warc.gz, byte 7",
        f"  {SECOND.captures[0].url}",
        "",
        "Findings",
        "  headline_disagrees  profile says A, meta says B",
    ]


def test_show_prints_an_earlier_revision(gemascraper):
    assert json.loads(gemascraper("show", "2780000001", "--revision", "1", "--json")[1]) == FIRST.to_dict()
    both = gemascraper("show", "2780000001", "--all", "--json")[1].splitlines()
    assert [json.loads(line)["revision"] for line in both] == [1, 2]
    code, _, err = gemascraper("show", "2780000001", "--revision", "3")
    assert (code, err) == (2, "gemascraper: Story 2780000001 has no revision 3. Its revisions are: 1, 2.\n")


def test_an_id_that_several_outlets_have_is_refused_with_a_choice(gemascraper):
    code, out, err = gemascraper("show", "2780000002")
    assert (code, out) == (2, "")
    assert err.splitlines() == [
        "gemascraper: 2780000002 is a story of several outlets:",
        "  --outlet balikini  Beras Kini",
        "  --outlet gemapos  Harga Beras Naik ",
        "Say which one is meant with --outlet.",
    ]
    assert json.loads(gemascraper("show", "2780000002", "--outlet", "balikini", "--json")[1]) == OTHER.to_dict()


def test_a_story_that_is_not_archived_is_an_error_that_says_what_to_do(gemascraper):
    code, _, err = gemascraper("show", "99")
    assert (code, "`gemascraper list --text WORDS` searches" in err) == (2, True)
    code, _, err = gemascraper("explain", "https://www.gemapos.id/daerah/2799999999/x")
    assert (code, "`gemascraper extract https://www.gemapos.id/daerah/2799999999/x` reads it" in err) == (2, True)


def test_explain_shows_value_alternatives_times_and_findings(gemascraper):
    out = gemascraper("explain", "2780000001")[1]
    rows = [
        line.split(maxsplit=1)[1].rstrip() for line in out.splitlines() if line.startswith(("headline", "published "))
    ]
    assert rows == [
        "profile: h1                           Banjir Rendam 6 Desa",
        "profile: published                    2026-11-20T07:30:00+07:00",
    ]
    assert "                     over meta: trusted less               Banjir | Gemapos\n" in out
    assert "made of byline                        Ni Luh Siregar" in out
    assert out.endswith("Findings\n  headline_disagrees  profile says A, meta says B\n")


def test_explain_one_field(gemascraper):
    assert gemascraper("explain", "2780000001", "headline")[1].splitlines() == [
        "Banjir Rendam 6 Desa",
        "gemapos 2780000001 · revision 2 · gemascraper/0.1.0",
        "",
        "headline: As printed above the story, not the `<title>`.",
        "",
        "Value",
        "  Banjir Rendam 6 Desa",
        "",
        "From",
        "  profile: h1",
        "",
        "Over",
        "  meta: Banjir | Gemapos  (trusted less)",
        "",
        "Findings",
        "  headline_disagrees  profile says A, meta says B",
    ]
    assert "zone printed: Jumat, 20 November 2026 | 07:30 WIB" in gemascraper("explain", "2780000001", "published")[1]
    assert "no source has it, or none that is trusted" in gemascraper("explain", "2780000001", "standfirst")[1]


@pytest.mark.parametrize(
    ("mine", "theirs", "why"),
    [
        ("2026-11-20T07:30:00+07:00", "2026-11-20T00:30:12Z", "the same moment"),
        ("2026-11-20T07:30:00+07:00", "2026-11-20T07:30:00Z", "in another zone"),
        ("2026-11-20T07:30:00+07:00", "2026-11-20T09:30:00+07:00", "trusted less"),
        ("2026-11-20T07:30:00+07:00", "2026-11-20", "trusted less"),
        ("Banjir Rendam 6 Desa", "BANJIR Rendam 6 Desa!", "the same words"),
        (["banjir"], "banjir", "trusted less"),
    ],
)
def test_explain_says_why_an_alternative_was_not_chosen(mine, theirs, why):
    reason = {"source": "printed", "rule": "above the text", "over": [{"source": "meta", "value": theirs}]}
    _, loser = explanation.reasons({"field": mine, "provenance": {"field": reason}})
    assert loser == ("", f"over meta: {why}", theirs)


def test_explain_suggests_the_right_name_of_a_field(gemascraper):
    code, _, err = gemascraper("explain", "2780000001", "headlin")
    assert (code, err) == (2, "gemascraper: An article has no field headlin. Did you mean headline?\n")


def test_credits_as_a_table_and_as_lines(gemascraper):
    assert gemascraper("credits")[1].splitlines()[1:] == [
        (
            "Warga menerjang banjir di Demak, Ju…  ANTARA FOTO/Sri Setiawan      agency        "
            "agency ANTARA · photographer Sri Se…  2780000001     Banjir Rendam 6 Desa"
        ),
        f"{'-':36}  {'-':28}  {'-':12}  {'-':36}  2780000001     Banjir Rendam 6 Desa",
    ]
    rows = [json.loads(line) for line in gemascraper("credits", "--json")[1].splitlines()]
    assert [(row["id"], row["image_url"], row["credit_line"]) for row in rows] == [
        ("2780000001", "https://cms.gemapos.co.id/a.jpg", "ANTARA FOTO/Sri Setiawan"),
        ("2780000001", "https://cms.gemapos.co.id/b.jpg", None),
    ]


def test_the_story_number_of_another_site_does_not_find_our_story(gemascraper):
    code, out, err = gemascraper("show", FLOOD.replace("www.gemapos.id", "warta.example"))
    assert (code, out, "No story with the URL" in err) == (2, "", True)
