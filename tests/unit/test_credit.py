"""The credit grammar against the lines of tests/data/credits.toml; ``pytest -s`` shows the figures."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from gemascraper.extract.lines import agencies
from gemascraper.extract.lines.credit import parse
from gemascraper.extract.lines.credit_line import split, tidy

BRANDS = ["Gemapos", "Gemapos.ID", "Gema Bali"]
PARTS = ("agency", "photographer", "platform", "handle", "holder")
DATA = tomllib.loads((Path(__file__).parents[1] / "data" / "credits.toml").read_text("utf-8"))
CAPTIONS = DATA.pop("caption")
LINES = [
    (given["line"], {"kind": kind, **{part: given[part] for part in PARTS if part in given}})
    for kind, lines in DATA.items()
    for given in lines
]


def parts(line, brands=BRANDS):
    """The parts that a line has, kind first."""
    found = parse(line, brands)
    return found and {"kind": found.kind, **{name: getattr(found, name) for name in PARTS if getattr(found, name)}}


def test_there_are_enough_lines_and_none_twice():
    assert len(LINES) >= 300
    assert len({line for line, _ in LINES}) == len(LINES)
    assert all(set(given) <= {"line", *PARTS} for lines in DATA.values() for given in lines)


@pytest.mark.parametrize(("line", "expected"), LINES, ids=[line for line, _ in LINES])
def test_a_line_is_parsed(line, expected):
    assert parts(line) == expected


def test_precision_and_recall_of_each_part_of_a_credit(capsys):
    """Precision and recall by part over all lines, and of the kinds."""
    said, wanted, right = Counter(), Counter(), Counter()
    for line, expected in LINES:
        found = parts(line)
        for part in ("kind", *PARTS):
            said[part] += part in found
            wanted[part] += part in expected
            right[part] += part in expected and found.get(part) == expected[part]
    with capsys.disabled():
        print(f"\n{len(LINES)} credit lines:", end=" ")
        shown = (f"{part} P {right[part] / said[part]:.3f} R {right[part] / wanted[part]:.3f}" for part in wanted)
        print(", ".join(shown))
    assert all(right[part] >= 0.98 * max(said[part], wanted[part]) for part in wanted)


@pytest.mark.parametrize("given", CAPTIONS, ids=[given["printed"][:60] for given in CAPTIONS])
def test_a_caption_is_split_from_its_credit(given):
    assert split(given["printed"]) == (given.get("caption"), given.get("line"))


@pytest.mark.parametrize("nothing", [None, "", " ", "\u200b"])
def test_an_empty_line_has_no_credit(nothing):
    assert parse(nothing, BRANDS) is None
    assert split(nothing) == (None, None)


def test_a_brand_is_recognised_by_the_name_of_its_host():
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
def test_a_credit_line_is_tidied(printed, line):
    assert tidy(printed) == line


def test_the_table_has_one_meaning_for_each_name():
    assert agencies.sort_of("getty images") == "stock"
    assert agencies.canonical("IG") == "Instagram"
    assert agencies.sort_of("Rina Lestari") is None


def test_no_name_is_in_two_places_of_the_table():
    table = agencies.table()
    names = [name for sort in ("agency", "stock", "platform") for printed in table[sort].values() for name in printed]
    assert [name for name, count in Counter(map(str.casefold, names)).items() if count > 1] == []
