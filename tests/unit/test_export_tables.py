"""Which rows an export has, and how the three formats and the command write them."""

from __future__ import annotations

import csv as standard_csv
import io
import json
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import attrs
import pytest
from click.testing import CliRunner, Result
from vectors import vectors

from gemascraper.cli.export import CountedRows, export
from gemascraper.errors import ArchiveError, Damaged, GemascraperError, UsageError
from gemascraper.export import csv, jsonl, parquet
from gemascraper.export.archived_articles import ArchivedArticles, archived_outlets
from gemascraper.export.columns import COLUMNS, Column, table
from gemascraper.export.filters import StoryFilters, select, with_editions
from gemascraper.export.line_files import article_line
from gemascraper.items import Article, Credit, Image, Timestamp
from gemascraper.ledger import Ledger
from gemascraper.ledger.revisions import PlannedLine
from gemascraper.outlets.profile import Outlet

WITA = datetime.fromisoformat("2026-11-20T00:30:00+08:00")

OMBAK = Article(
    id="1",
    outlet="gemapos",
    edition="bali",
    editions=("bali",),
    url="https://bali.gemapos.example/1",
    headline="Ombak “Tinggi” di Sanur",
    section="Bali",
    tags=("ombak", "nelayan"),
    published=WITA,
    published_precision="minute",
    timestamps=(Timestamp(value=WITA, raw="20/11/2026 00:30 WITA", source="markup"),),
    images=(Image(url="/a.jpg", caption="Perahu.", credit=Credit(kind="staff")), Image(url="/b.jpg", position=2)),
    captured_at=datetime(2026, 11, 20, 2, tzinfo=UTC),
)
CORRECTED = attrs.evolve(OMBAK, revision=2, headline="Ombak Tinggi di Kuta")
KOPI = Article(
    id="2", outlet="gemapos", edition="lampung", editions=("lampung",), url="https://lampung.gemapos.example/2",
    headline="Harga Kopi Naik", section="Ekonomi", published=WITA - timedelta(days=3),
    captured_at=datetime(2026, 12, 1, tzinfo=UTC),
)  # fmt: skip
UNDATED = Article(id="1", outlet="wartabaru", url="https://wartabaru.example/1", headline="Tanpa Tanggal")


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Two archives; the last line of one is still being written."""
    fill(tmp_path / "output" / "gemapos" / "articles" / "2026-11.jsonl", OMBAK, CORRECTED)
    fill(tmp_path / "output" / "gemapos" / "articles" / "2026-12.jsonl", KOPI, tail=article_line(UNDATED)[:-30])
    fill(tmp_path / "output" / "wartabaru" / "articles" / "2026-12.jsonl", UNDATED)
    (tmp_path / "output" / "demo.txt").write_text("not an outlet")
    return tmp_path / "output"


def fill(file: Path, *articles: Article, tail: bytes = b"") -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"".join(map(article_line, articles)) + tail)


def headlines(rows: Iterator[Any]) -> list[str]:
    return [row["headline"] for row in rows]


# ------------------------------------------------------------------------------------------------- which rows


def test_revisions_come_in_capture_order_and_as_often_as_asked(output: Path) -> None:
    revisions = ArchivedArticles(archived_outlets(output))
    assert list(revisions) == list(revisions) == [story.to_dict() for story in (OMBAK, CORRECTED, KOPI, UNDATED)]


def test_lines_that_a_run_adds_during_an_export_are_not_read(output: Path) -> None:
    revisions = ArchivedArticles(archived_outlets(output))
    newest = revisions.newest()
    with (output / "wartabaru" / "articles" / "2026-12.jsonl").open("ab") as file:
        file.write(article_line(attrs.evolve(UNDATED, revision=2, headline="Baru")))
    assert headlines(filter(newest, revisions)) == ["Ombak Tinggi di Kuta", "Harga Kopi Naik", "Tanpa Tanggal"]


def test_a_damaged_line_is_named(output: Path) -> None:
    file = output / "gemapos" / "articles" / "2026-11.jsonl"
    file.write_bytes(b'{"id":\n' + file.read_bytes())
    with pytest.raises(Damaged, match=r"the line at byte 0 is not JSON .* gemascraper rebuild gemapos"):
        list(ArchivedArticles(archived_outlets(output)))


def test_archived_outlets_are_found_and_a_missing_one_is_named(output: Path, tmp_path: Path) -> None:
    assert [folder.name for folder in archived_outlets(output)] == ["gemapos", "wartabaru"]
    assert [folder.name for folder in archived_outlets(output, ["wartabaru"])] == ["wartabaru"]
    with pytest.raises(UsageError, match=r"no articles of harian\. It has: gemapos, wartabaru"):
        archived_outlets(output, ["gemapos", "harian"])
    with pytest.raises(UsageError, match="Crawl an outlet first"):
        archived_outlets(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Ombak “Tinggi” di Sanur", "Ombak Tinggi di Kuta", "Harga Kopi Naik", "Tanpa Tanggal"]),
        (
            {"since": date(2026, 11, 20)},
            ["Ombak “Tinggi” di Sanur", "Ombak Tinggi di Kuta"],
        ),  # the day in Bali, not in UTC
        ({"until": date(2026, 11, 17)}, ["Harga Kopi Naik"]),
        ({"since": date(2026, 11, 21)}, []),
        ({"edition": "lampung"}, ["Harga Kopi Naik"]),
        ({"section": "ekonomi"}, ["Harga Kopi Naik"]),
        ({"text": "OMBAK kuta"}, ["Ombak Tinggi di Kuta"]),
    ],
)
def test_select(output: Path, asked: dict[str, Any], found: list[str]) -> None:
    archived = ArchivedArticles(archived_outlets(output))
    assert headlines(select(archived, StoryFilters(newest=False, **asked), {})) == found


def test_select_takes_the_newest_revision_of_each_story(output: Path) -> None:
    archived = ArchivedArticles(archived_outlets(output))
    assert headlines(select(archived, StoryFilters(outlets=("gemapos",), edition="bali"), {})) == [
        "Ombak Tinggi di Kuta"
    ]


def test_an_edition_that_joined_later_counts() -> None:
    known = {("gemapos", "1"): ["bali", "pusat"]}
    rows = list(with_editions([OMBAK.to_dict(), UNDATED.to_dict()], known))
    assert [row["editions"] for row in rows] == [["bali", "pusat"], []]
    assert headlines(filter(StoryFilters(edition="pusat").takes, rows)) == ["Ombak “Tinggi” di Sanur"]


def test_columns_are_chosen_in_order_and_unknown_ones_named() -> None:
    assert list(table("articles", ["headline", "id"]).rows([KOPI.to_dict()])) == [
        {"headline": "Harga Kopi Naik", "id": "2"}
    ]
    with pytest.raises(UsageError, match=r"The table credits has no field body, author. It has: id, outlet,"):
        table("credits", ["body", "caption", "author"])


def test_credits_are_the_pictures_of_the_stories_selected() -> None:
    rows = table("credits", ["id", "url", "image_url", "position"]).rows([OMBAK.to_dict(), KOPI.to_dict()])
    assert list(rows) == [
        {"id": "1", "url": "https://bali.gemapos.example/1", "image_url": "/a.jpg", "position": 1},
        {"id": "1", "url": "https://bali.gemapos.example/1", "image_url": "/b.jpg", "position": 2},
    ]


def test_rows_are_counted_while_they_are_written() -> None:
    seen: list[int] = []
    rows = iter(CountedRows([{"a": 1}, {"a": 2}], seen.append))
    next(rows)
    assert seen == []
    assert list(rows) == [{"a": 2}]
    assert seen == [1, 2]


def test_one_entry_of_the_table_makes_a_column_in_every_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = Column("words", int, lambda article: len((article["headline"] or "").split()))
    monkeypatch.setitem(COLUMNS, "articles", (*COLUMNS["articles"], words))  # type: ignore[misc]
    chosen = table("articles", ["id", "words"])
    rows = list(chosen.rows([KOPI.to_dict()]))
    assert rows == [{"id": "2", "words": 3}]
    parquet.write(rows, chosen.types, tmp_path / "a.parquet")
    assert types_of(tmp_path / "a.parquet") == {"id": "VARCHAR", "words": "BIGINT"}


# ------------------------------------------------------------------------------------------------------ formats


def written(values: list[str], **options: bool) -> list[str]:
    stream = io.BytesIO()
    csv.write(({"value": value} for value in values), ["value"], stream, **options)
    text = stream.getvalue().decode("utf-8")
    return [row[0] if row else "" for row in standard_csv.reader(io.StringIO(text, newline=""))]


RISKY = [
    "=1+1",
    "+62812",
    "-1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\uff1d1",
    "\uff0b1",
    "\uff0d1",
    "\uff20x",
    " =1",
    "\ufeff=1",
    "'=1",
]
HARMLESS = ["'kata'", "5 = 5", 'a";=1+1;"', "a\r\n=1+1,b", "a,b", "\ufeffx", "\u2028", "\x1b[31m", "x" * 40_000]


def test_a_cell_that_a_spreadsheet_would_run_is_guarded_and_comes_back() -> None:
    assert written(RISKY, bom=False) == ["value", *(f"'{value}" for value in RISKY)]
    assert written(HARMLESS, bom=False) == ["value", *HARMLESS]
    assert [csv.unguarded(csv.guarded(value)) for value in RISKY + HARMLESS] == RISKY + HARMLESS
    assert written(RISKY, bom=False, raw=True) == ["value", *RISKY]


def test_characters_that_no_file_can_hold_are_replaced() -> None:
    assert written(["a\0b", "\ud83d"], bom=False) == ["value", "ab", "\ufffd"]


def test_csv_cell_vectors() -> None:
    for vector in vectors("csv_cells"):
        value = vector["value"].replace("\0", "").replace("\ud83d", "\ufffd")
        (_, cell) = written([vector["value"]], bom=False)
        assert csv.unguarded(cell) == value, vector["why"]
        assert vector["csv_safe"] in (None, cell), vector["why"]


def test_csv_has_the_form_that_excel_opens() -> None:
    stream = io.BytesIO()
    columns = ["headline", "section", "tags", "revision", "paywalled", "images"]
    csv.write(table("articles", columns).rows([OMBAK.to_dict(), UNDATED.to_dict()]), columns, stream)
    images = json.dumps(OMBAK.to_dict()["images"], separators=(",", ":")).replace('"', '""')
    assert stream.getvalue().decode("utf-8") == (
        "\ufeffheadline,section,tags,revision,paywalled,images\r\n"
        f'Ombak “Tinggi” di Sanur,Bali,ombak; nelayan,1,,"{images}"\r\n'
        "Tanpa Tanggal,,,1,,\r\n"
    )


def test_json_lines_are_the_archives_own() -> None:
    stream = io.BytesIO()
    jsonl.write([OMBAK.to_dict(), KOPI.to_dict()], stream)
    assert stream.getvalue() == article_line(OMBAK) + article_line(KOPI)


def types_of(file: Path) -> dict[str, str]:
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect() as database:
        rows = database.execute(f"DESCRIBE SELECT * FROM '{file}'").fetchall()
    return {name: kind for name, kind, *_ in rows}


def test_parquet_has_types_and_keeps_each_value(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    file = tmp_path / "koran's.parquet"
    odd = attrs.evolve(KOPI, headline="a\0b\u2028c \ud83d", provenance={})
    parquet.write([story.to_dict() for story in (OMBAK, odd, UNDATED)], table("articles").types, file)
    with duckdb.connect() as database:
        database.execute("SET TimeZone = 'UTC'")
        found = database.read_parquet(str(file)).project(
            "id, headline, tags, published, published_zone, timestamps, images"
        )
        first, second, third = found.fetchall()
    assert first[:3] == ("1", "Ombak “Tinggi” di Sanur", ["ombak", "nelayan"])
    assert (first[3], first[4]) == (WITA, "+08:00")
    assert first[5] == [
        {
            "value": WITA,
            "value_zone": "+08:00",
            "raw": "20/11/2026 00:30 WITA",
            "source": "markup",
            "zone_source": "machine",
            "precision": "minute",
        }
    ]
    assert first[6] == OMBAK.to_dict()["images"]
    assert second[:3] == ("2", "a\0b\u2028c \ufffd", [])
    assert third[3:] == (None, None, [], [])
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_parquet_of_nothing_has_the_columns_of_everything(tmp_path: Path) -> None:
    for name in ("articles", "credits"):
        parquet.write([], table(name).types, tmp_path / "a.parquet")
        parquet.write(table(name).rows([OMBAK.to_dict()]), table(name).types, tmp_path / "b.parquet")
        assert types_of(tmp_path / "a.parquet") == types_of(tmp_path / "b.parquet")
    assert types_of(tmp_path / "a.parquet")["published"] == "TIMESTAMP WITH TIME ZONE"
    assert types_of(tmp_path / "a.parquet")["credit"].startswith("STRUCT(kind VARCHAR, agency VARCHAR")


def test_parquet_takes_a_very_long_story(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    long = attrs.evolve(KOPI, body="Kopi. " * 1_000_000)
    parquet.write([KOPI.to_dict(), long.to_dict()], table("articles").types, tmp_path / "a.parquet")
    with duckdb.connect() as database:
        found = database.execute(f"SELECT length(body) FROM '{tmp_path}/a.parquet'").fetchall()
    assert found == [(None,), (6_000_000,)]


def test_parquet_without_duckdb_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(UsageError, match=r"pip install 'gemascraper\[parquet\]'"):
        parquet.write([], table("articles").types, tmp_path / "a.parquet")


# -------------------------------------------------------------------------------------------------- the command


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(export, [str(arg) for arg in args])


def test_the_command_writes_a_file_and_says_so(output: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    result = run(
        "csv", "--to", target, "--output", output, "--outlet", "gemapos", "--fields", "id, headline", "--no-bom"
    )
    assert (result.exit_code, result.stdout) == (0, "")
    assert target.read_text("utf-8").splitlines() == ["id,headline", "1,Ombak Tinggi di Kuta", "2,Harga Kopi Naik"]
    assert result.stderr == f"2 rows of articles, {target.stat().st_size} bytes: {target}\n"


def test_the_command_on_standard_output(output: Path) -> None:
    result = run("jsonl", "--to", "-", "--output", output, "--all-revisions", "--edition", "bali")
    assert result.stdout_bytes == article_line(OMBAK) + article_line(CORRECTED)
    assert result.stderr == "2 rows of articles\n"


def test_the_command_knows_editions_that_joined_later(output: Path) -> None:
    ledger = Ledger(output / "gemapos" / "ledger.sqlite", Outlet(key="gemapos", name="Gemapos"))
    with ledger.transaction():
        first = ledger.revisions.numbered(OMBAK)
        assert first
        ledger.revisions.add(first, [], PlannedLine("articles/2026-11.jsonl", 1, b"\n"), None)
        assert ledger.revisions.numbered(attrs.evolve(OMBAK, edition="pusat", editions=("pusat",))) is None
    ledger.close()
    result = run("jsonl", "--to", "-", "--output", output, "--edition", "pusat", "--fields", "id,editions")
    assert result.stdout == '{"id":"1","editions":["bali","pusat"]}\n'


@pytest.mark.parametrize("name", ["articles", "credits"])
def test_the_command_writes_parquet(output: Path, tmp_path: Path, name: str) -> None:
    duckdb = pytest.importorskip("duckdb")
    result = run("parquet", "--to", tmp_path / "a.parquet", "--output", output, "--table", name)
    assert result.exit_code == 0, result.output
    with duckdb.connect() as database:
        count = database.execute(f"SELECT count(*) FROM '{tmp_path}/a.parquet'").fetchone()
    assert count == ({"articles": 3, "credits": 2}[name],)


@pytest.mark.parametrize(
    ("args", "error", "words"),
    [
        (("jsonl", "--to", "-", "--outlet", "harian"), UsageError, "no articles of harian"),
        (("jsonl", "--to", "-", "--fields", "judul"), UsageError, "no field judul"),
        (("parquet", "--to", "-"), UsageError, "cannot go to standard output"),
        (("csv", "--to", "nowhere/a.csv"), UsageError, "There is no folder nowhere"),
    ],
)
def test_the_command_refuses_with_a_message(
    output: Path, args: tuple[str, ...], error: type[GemascraperError], words: str
) -> None:
    result = run(*args, "--output", output)
    assert isinstance(result.exception, error)
    assert words in str(result.exception)


def test_a_failed_export_leaves_the_previous_file(output: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.jsonl"
    target.write_text("the former one")
    damaged = output / "gemapos" / "articles" / "2026-12.jsonl"
    damaged.write_bytes(b"{\n" + damaged.read_bytes())
    result = run("jsonl", "--to", target, "--output", output, "--all-revisions")
    assert isinstance(result.exception, ArchiveError)
    assert target.read_text() == "the former one"
    assert {path.name for path in tmp_path.iterdir()} == {"a.jsonl", "output"}
