"""Promises of the data: the schema describes what is written, and the reference says what the schema says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs
import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator, FormatChecker, ValidationError

from gemascraper.cli.schema import schema
from gemascraper.export.items_page import items_page
from gemascraper.export.line_files import article_line, credit_lines
from gemascraper.export.schema import items_schema
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
    Pages,
    Provenance,
    Related,
    Rights,
    Timestamp,
)

WITA = datetime.fromisoformat("2026-11-20T09:00:00+08:00")

BARE = Article(id="u0123456789ab", outlet="generic", url="https://warta.example/a")
FULL = Article(
    id="412",
    outlet="gemapos",
    edition="bali",
    editions=("bali", "pusat"),
    url="https://bali.gemapos.example/412/ombak-tinggi",
    canonical_url="https://bali.gemapos.example/412/ombak-tinggi",
    kind="photo",
    revision=2,
    language="id",
    kicker="Cuaca",
    headline="Ombak Tinggi di Sanur, Nelayan Tak Melaut",
    standfirst="Tinggi gelombang mencapai tiga meter.",
    body="Nelayan di Sanur tidak melaut.\n\nMereka menunggu.",
    blocks=(
        Block(type="paragraph", text="Nelayan di Sanur tidak melaut."),
        Block(type="quote", text="Mereka menunggu."),
    ),
    section="Bali",
    tags=("ombak", "nelayan"),
    byline=(Byline(name="Ni Luh Sari", role="reporter", initials="nls"),),
    authors=("Ni Luh Sari",),
    initials="nls",
    dateline=Dateline(outlet="Gema Bali", place="Denpasar", text="Gema Bali (Denpasar) -"),
    published=WITA,
    published_precision="minute",
    modified=WITA,
    timestamps=(
        Timestamp(value=WITA, raw="Jumat, 20 November 2026 09:00 WITA", source="markup", zone_source="printed"),
    ),
    images=(
        Image(
            url="https://bali.gemapos.example/a.jpg",
            alt="Perahu",
            caption="Perahu nelayan di Pantai Sanur.",
            credit_line="Gema Bali/Made Arta",
            credit=Credit(kind="staff", photographer="Made Arta", holder="Gema Bali"),
            rights=Rights(license="https://bali.gemapos.example/lisensi"),
            is_lead=True,
            width=800,
            height=600,
            digest="sha256:00",
        ),
        Image(url="https://bali.gemapos.example/b.jpg", position=2),
    ),
    sources=("BMKG",),
    related=(Related(url="https://bali.gemapos.example/400", text="Angin kencang"),),
    pages=Pages(expected=2, read=2),
    paywalled=False,
    provenance={"headline": Provenance(source="markup", rule="h1", over=(Alternative(source="meta", value="Ombak"),))},
    findings=(Finding(code="headline_disagrees", field="headline", message="og:title is shorter"),),
    captured_at=datetime(2026, 11, 20, 2, tzinfo=UTC),
    captures=(
        CaptureRef(url="https://bali.gemapos.example/412", warc="a", offset=0, record_id="r", payload_digest="d"),
    ),
    text_digest="sha256:00",
    extractor="gemascraper 0.1.0",
)


def validator(table: str) -> Draft202012Validator:
    return Draft202012Validator(items_schema(table), format_checker=FormatChecker())


def objects(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield schema
    yield from schema["$defs"].values()


@pytest.mark.parametrize("table", ["articles", "credits"])
def test_the_schema_is_a_valid_json_schema(table: str) -> None:
    Draft202012Validator.check_schema(items_schema(table))


@pytest.mark.parametrize("article", [BARE, FULL], ids=["bare", "full"])
def test_what_is_written_is_valid(article: Article) -> None:
    validator("articles").validate(json.loads(article_line(article)))
    for line in credit_lines(article).splitlines():
        validator("credits").validate(json.loads(line))


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"published": "2026-11-20T09:00:00"}, "does not match"),
        ({"published": "20 November 2026"}, "does not match"),
        ({"kind": "gossip"}, "is not one of"),
        ({"headline": 7}, "is not of type 'string', 'null'"),
        ({"id": None}, "is not of type 'string'"),
        ({"tags": None}, "is not of type 'array'"),
        ({"author": "Sari"}, "Additional properties are not allowed"),
        ({"pages": {"expected": 1}}, "'read' is a required property"),
        ({"dateline": {"outlet": None, "place": None, "text": None}}, "is not valid under any of the given schemas"),
    ],
)
def test_what_is_never_written_is_invalid(change: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        validator("articles").validate(FULL.to_dict() | change)


@pytest.mark.parametrize("table", ["articles", "credits"])
def test_every_field_is_required_and_described(table: str) -> None:
    for found in objects(items_schema(table)):
        assert found["description"]
        assert found["required"] == list(found["properties"])
        assert all(field["description"] for field in found["properties"].values())


def test_the_order_of_the_schema_is_the_order_of_a_line() -> None:
    assert list(items_schema()["properties"]) == list(BARE.to_dict()) == [field.name for field in attrs.fields(Article)]


def test_the_reference_says_what_the_schema_says() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "reference" / "items.md"
    assert page.read_text("utf-8") == items_page(), "python -m gemascraper.export.items_page > docs/reference/items.md"


@pytest.mark.parametrize(("args", "table"), [([], "articles"), (["articles"], "articles"), (["credits"], "credits")])
def test_the_schema_command_prints_the_schema(args: list[str], table: str) -> None:
    run = CliRunner().invoke(schema, args)
    assert (run.exit_code, json.loads(run.stdout)) == (0, items_schema(table))
