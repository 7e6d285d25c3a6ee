"""What one line says of the people who made a story: labels and names, text in and value out."""

from __future__ import annotations

import pytest

from gemascraper.extract.lines import byline_labels
from gemascraper.extract.lines.author_marks import (
    is_author_path,
    is_author_path_abroad,
    names_author,
    names_author_abroad,
)
from gemascraper.extract.lines.byline_abroad import after_labels, desk_after_label, leading_names, name_beside_date
from gemascraper.extract.lines.person_names import is_person, names

BRANDS = frozenset(["kabarkota", "kabarkotacom"])


@pytest.mark.parametrize("label", byline_labels._LABELS)
def test_every_label_of_the_table_gives_its_role(label: str) -> None:
    people = list(byline_labels.labelled(f"{label.title()}: Rina Kartika", BRANDS))
    assert [(person.name, person.role) for person in people] == [("Rina Kartika", byline_labels._LABELS[label])]
    assert byline_labels.label_alone(f"{label.upper()} :") == label.upper()
    assert byline_labels.is_credits_line(f"{label.title()} : Rina Kartika")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Penulis: Rina Kartika", "Penulis: Rina Kartika"),
        ("Penulis Rina Kartika", "Penulis: Rina Kartika"),
        ("Rina Kartika (Jurnalis)", "Jurnalis: Rina Kartika"),
        ("Berita / Oleh Rina / 3 Juni", "Berita | Oleh: Rina / 3 Juni"),
        ("Penulis itu datang ke Solo.", ""),
        ("Red Bull Racing", ""),
        ("Penulis: " + "Rina Kartika, " * 20, ""),
    ],
)
def test_colons_after_labels(line: str, said: str) -> None:
    assert byline_labels.with_colons(line) == said


def test_a_title_that_begins_with_a_job_has_no_label() -> None:
    assert byline_labels.with_colons("Wartawan Rina Kartika") == "Wartawan: Rina Kartika"
    assert byline_labels.with_colons("Wartawan Rina Kartika", is_title=True) == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Rina Kartika (rk) dan Budi Setiawan", [("Rina Kartika", "rk"), ("Budi Setiawan", None)]),
        ("Oleh: Dr. Rina Kartika, M.Pd.", [("Rina Kartika", None)]),
        ("Rina Kartika, Dosen UGM", [("Rina Kartika", None)]),
        ("Rina Kartika / FMB", [("Rina Kartika", None)]),
        ("Rina Kartika - Senin, 3 Juni 2024", [("Rina Kartika", None)]),
        ("Redaksi, Kabar Kota, Antara", []),
    ],
)
def test_names_of_people(text: str, found: list[tuple[str, str | None]]) -> None:
    assert [tuple(name) for name in names(text, BRANDS)] == found


def test_desks_count_where_they_are_wanted() -> None:
    assert [name for name, _ in names("Redaksi", BRANDS)] == []
    assert [name for name, _ in names("Redaksi", BRANDS, desks=True)] == ["Redaksi"]
    assert [name for name, _ in names("rina@kabarkota.com", BRANDS, desks=True)] == []


@pytest.mark.parametrize(
    "name", ["Kabar Kota", "Kabar Kota Bali", "Kota", "Antara", "Humas Pemkot", "3 Juni 2024", "x"]
)
def test_what_is_not_a_person(name: str) -> None:
    assert not is_person(name, BRANDS)


def test_a_long_name_in_lower_case_needs_a_label() -> None:
    assert not is_person("rina kartika dewi", BRANDS)
    assert is_person("rina kartika dewi", BRANDS, after_label=True)


def test_names_abroad() -> None:
    assert leading_names("Ana Ruiz, MD, und Tom Okello | 4 May", BRANDS) == ["Ana Ruiz", "Tom Okello"]
    assert leading_names("Ana", BRANDS) == []
    assert leading_names("Ana", BRANDS, one_word=True) == ["Ana"]
    assert list(after_labels("Photo by Tom Okello")) == []
    assert list(after_labels("Von Ana Ruiz, Berlin")) == ["Ana Ruiz, Berlin"]
    assert name_beside_date("4 May 2024 · Ana Ruiz", BRANDS) == ["Ana Ruiz"]
    assert desk_after_label("By the people of a town") is None


def test_marks_of_authors() -> None:
    assert all(map(names_author, ("post-meta pewarta", "nmreporter", "fa-user"))) and not names_author("underwriters")
    assert names_author_abroad("post-journalist") and not names_author_abroad("fa-user")
    assert is_author_path("/penulis/rina") and not is_author_path("/people/rina")
    assert is_author_path_abroad("/people/ana-ruiz") and not is_author_path_abroad("/peoples/ana-ruiz")
