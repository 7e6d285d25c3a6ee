"""The outcomes of fetches and readings: a closed list, and what the docs say of it."""

from __future__ import annotations

import json
import re
from pathlib import Path

from gemascraper.outcomes import FINAL, UNDERSTOOD, Outcome, of_certificate_error, of_status, stored

RUN_MD = Path(__file__).resolve().parents[2] / "docs/reference/run.md"


def test_the_docs_list_exactly_these() -> None:
    table = RUN_MD.read_text().partition("## Outcomes")[2]
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", table, re.MULTILINE)
    assert rows == [(outcome.value, outcome.meaning) for outcome in Outcome]


def test_values_are_text_on_disk() -> None:
    assert json.dumps({Outcome.READ: Outcome.TIMEOUT}) == '{"read": "timeout"}'
    assert f"{Outcome.ROBOTS}" == "robots"
    assert "robots" in FINAL
    assert {"read", "unchanged"} == UNDERSTOOD


def test_outcomes_with_a_number() -> None:
    assert (of_status(404), of_status(None)) == ("404", Outcome.FAILED)
    assert of_certificate_error(62) == "tls_x509_62"


def test_a_stored_outcome_is_shown_as_it_is() -> None:
    assert stored("read") is Outcome.READ
    assert [stored(text) for text in ("404", "tls_x509_62", "of_an_older_version")] == [
        "404",
        "tls_x509_62",
        "of_an_older_version",
    ]
