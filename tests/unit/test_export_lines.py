"""JSON Lines files of a run: planned, written, discarded, torn and repaired."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import attrs
import pytest

from gemascraper.errors import ArchiveError, Damaged, DiskFull
from gemascraper.export.columns import STORY_KEYS, credit_rows
from gemascraper.export.jsonl import line
from gemascraper.export.line_files import JsonLines, article_line, credit_lines
from gemascraper.items import Article, Credit, Image, ImageCredit

FILE = "articles/2026-11.jsonl"
LINES = [b'{"n":%d}\n' % n for n in (1, 22, 333)]
ENDS = [8, 17, 27]


def missing(after: int) -> list[tuple[int, bytes]]:
    return [(end, data) for end, data in zip(ENDS, LINES, strict=True) if end > after]


def put(folder: Path, data: bytes) -> Path:
    path = folder / FILE
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return path


def test_a_line_ends_where_it_was_planned(tmp_path: Path) -> None:
    lines = JsonLines(tmp_path)
    assert [lines.place("articles", "2026-11", data) for data in LINES] == [(FILE, end) for end in ENDS]
    assert lines.place("image_credits", "2026-11", b"") == (
        "image_credits/2026-11.jsonl",
        0,
    )
    assert not (tmp_path / FILE).exists()
    lines.write()
    lines.write()
    lines.close()
    assert (tmp_path / FILE).read_bytes() == b"".join(LINES)
    assert not (tmp_path / "image_credits").exists()


def test_planning_goes_on_from_what_the_file_holds(tmp_path: Path) -> None:
    put(tmp_path, LINES[0])
    assert JsonLines(tmp_path).place("articles", "2026-11", LINES[1]) == (FILE, 17)


def test_a_failed_transaction_leaves_no_trace(tmp_path: Path) -> None:
    lines = JsonLines(tmp_path)
    lines.place("articles", "2026-11", LINES[0])
    lines.write()
    lines.place("articles", "2026-11", b"never committed\n")
    lines.discard()
    assert lines.place("articles", "2026-11", LINES[1]) == (FILE, 17)
    lines.write()
    assert (tmp_path / FILE).read_bytes() == LINES[0] + LINES[1]


@pytest.mark.parametrize(
    ("found", "restored"),
    [
        (None, 3),
        (b"", 3),
        (LINES[0][:5], 3),
        (LINES[0], 2),
        (LINES[0] + LINES[1][:-1], 2),
        (LINES[0] + bytes(15), 2),  # length without bytes, as a power cut leaves it
        (b"".join(LINES), 0),
        (b"".join(LINES) + b'{"n":4444}\n', 0),
        (bytes(27), 3),
    ],
)
def test_repair_makes_the_file_what_the_ledger_says(tmp_path: Path, found: bytes | None, restored: int) -> None:
    if found is not None:
        put(tmp_path, found)
    lines = JsonLines(tmp_path)
    assert lines.repair(FILE, ENDS, missing) == restored
    assert (tmp_path / FILE).read_bytes() == b"".join(LINES)
    assert lines.place("articles", "2026-11", b"x\n") == (FILE, 29)


def test_repair_of_a_file_the_ledger_does_not_know(tmp_path: Path) -> None:
    put(tmp_path, b"anything")
    assert JsonLines(tmp_path).repair(FILE, [], lambda _: []) == 0
    assert (tmp_path / FILE).read_bytes() == b""


@pytest.mark.parametrize("owed", [(9, LINES[0]), (8, None)])
def test_repair_refuses_lines_that_do_not_fit(tmp_path: Path, owed: tuple[int, bytes | None]) -> None:
    with pytest.raises(Damaged, match=r"cannot be restored\. Write the lines again: gemascraper rebuild"):
        JsonLines(tmp_path).repair(FILE, [owed[0]], lambda _: [owed])


def test_every_cut_is_repaired(tmp_path: Path) -> None:
    whole = b"".join(LINES)
    for size in range(len(whole)):
        path = put(tmp_path, whole[:size])
        JsonLines(tmp_path).repair(FILE, ENDS, missing)
        assert path.read_bytes() == whole


def test_other_errors_of_the_disk_are_archive_errors(tmp_path: Path) -> None:
    (tmp_path / "articles").write_text("a file where the folder should be")
    lines = JsonLines(tmp_path)
    lines.place("articles", "2026-11", LINES[0])
    with pytest.raises(ArchiveError, match=FILE) as caught:
        lines.write()
    assert not isinstance(caught.value, DiskFull)


STORY = Article(
    id="12",
    outlet="gemapos",
    edition="bali",
    url="https://bali.gemapos.example/12/ombak",
    headline="Ombak Tinggi\u2028di Sanur \ud83d",
    published=datetime.fromisoformat("2026-11-20T09:00:00+08:00"),
    captured_at=datetime(2026, 11, 20, 2, tzinfo=UTC),
    revision=2,
    images=(
        Image(
            url="https://bali.gemapos.example/a.jpg",
            caption="Ombak.",
            is_lead=True,
            credit=Credit(kind="staff"),
        ),
        Image(url="https://bali.gemapos.example/b.jpg", position=2),
    ),
)


def test_one_story_is_one_line_for_every_reader() -> None:
    data = article_line(STORY)
    assert data.endswith(b"\n")
    assert len(data.decode().splitlines()) == 1
    assert json.loads(data) == STORY.to_dict() | {"headline": "Ombak Tinggi\u2028di Sanur \ufffd"}


def test_a_credit_line_is_one_image_joined_with_its_story() -> None:
    first, second = map(
        json.loads,
        credit_lines(attrs.evolve(STORY, headline="Ombak Tinggi")).splitlines(),
    )
    assert first == {
        "id": "12",
        "outlet": "gemapos",
        "edition": "bali",
        "url": "https://bali.gemapos.example/12/ombak",
        "headline": "Ombak Tinggi",
        "published": "2026-11-20T09:00:00+08:00",
        "revision": 2,
        "image_url": "https://bali.gemapos.example/a.jpg",
        "alt": None,
        "caption": "Ombak.",
        "credit_line": None,
        "credit": {
            "kind": "staff",
            "agency": None,
            "photographer": None,
            "platform": None,
            "handle": None,
            "holder": None,
        },
        "rights": None,
        "is_lead": True,
        "position": 1,
        "width": None,
        "height": None,
        "digest": None,
    }
    assert (second["image_url"], second["position"]) == (
        "https://bali.gemapos.example/b.jpg",
        2,
    )
    assert credit_lines(attrs.evolve(STORY, images=())) == b""


def test_the_contract_of_a_credit_line_is_what_is_written() -> None:
    (written, *_) = credit_rows(STORY.to_dict())
    assert list(written) == [field.name for field in attrs.fields(ImageCredit)]
    assert tuple(written)[: len(STORY_KEYS)] == STORY_KEYS


def test_a_line_break_inside_a_value_never_breaks_the_line() -> None:
    row = {"text": "".join(map(chr, (*range(0x20), 0x7F, 0x85, 0x2028, 0x2029)))}
    assert len(line(row).decode().splitlines()) == 1
    assert json.loads(line(row)) == row
