"""The wording of messages, in this one place: what happened, what is safe, what to do next.

Other tests assert what a command does; whether its words are right is asserted here.
"""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gemascraper import errors
from gemascraper.crawl.run_result import result_error
from gemascraper.errors import GemascraperError, Locked, Stopped, UsageError, no_contact, unexpected
from gemascraper.ingest.run import RunRecord
from gemascraper.ingest.tally import Tally
from gemascraper.outlets.profile import Expect, Outlet
from gemascraper.values.counts import counted

PACKAGE = Path(errors.__file__).parent


# ------------------------------------------------------------------------------------------- the command line


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("lst", 'There is no command "lst". Did you mean list?'),
        ("search", "Did you mean list?"),
        ("zzzz", "`gemascraper --help` lists the commands."),
        ("show", "Missing argument"),
        ("show 1 --output nowhere", "Crawl an outlet first, or say --output DIR."),
        ("schedule install --cron gemapos --every 7m", "Choose from 5m, 10m"),
        ("schedule install --cron gemapos --at noon", "Write it as 05:30"),
        ("schedule status gemapos", "There is no timer of gemapos below output."),
        ("outlet show gemapo", 'No outlet is called "gemapo". Did you mean gemapos?'),
        ("crawl gemaposs", "Did you mean gemapos?"),
        ("crawl gemapos --edition aceh", "Gemapos has no edition 'aceh'. It has: pusat, bali, lampung, kalteng."),
        ("crawl gemapos https://koran.test/ --edition bali", "no edition 'bali'. It has: none."),
        ("crawl gemapos --since 2026-02-02 --until 2026-02-01", "--since is later than --until."),
        ("crawl gemapos --since kemarin", '"kemarin" is not a day. Write it as YYYY-MM-DD, such as 2026-11-24.'),
        ("list --until 24-11-2026", '"24-11-2026" is not a day. Write it as YYYY-MM-DD, such as 2026-11-24.'),
        ("crawl gemapos --set DOWNLOAD_DELAY", "--set 'DOWNLOAD_DELAY' is not KEY=VALUE."),
        (
            "crawl gemapos --set DOWNLOAD_DELAY=abc",
            "The setting DOWNLOAD_DELAY is 'abc', which is not a number of at least 0, such as 2.0.",
        ),
        ("crawl gemapos --connect-to nonsense", "HOST:PORT:ADDRESS:PORT"),
    ],
)
def test_usage_errors_say_what_is_wrong_and_what_to_do(words: str, said: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "gemascraper", *words.split()], capture_output=True, text=True, timeout=60, cwd=tmp_path
    )
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert done.stderr.count(said) == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert "%" not in done.stderr


def test_a_wrong_value_in_the_environment(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "gemascraper", "crawl", "gemapos"]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=60, cwd=tmp_path, env={"GEMASCRAPER_READERS": "many"}
    )
    assert done.returncode == 2
    assert done.stderr == (
        "gemascraper: The setting GEMASCRAPER_READERS is 'many', which is not a whole number of at least 0, such as 0.\n"
    )


# ----------------------------------------------------------------------------------------------------- the errors


def test_a_timer_without_a_contact() -> None:
    assert str(no_contact("no timer was installed")).startswith(
        "No contact is configured; no timer was installed. Set "
    )


def test_an_unexpected_error() -> None:
    assert str(unexpected(KeyError("x"))) == (
        "Unexpected error: KeyError: 'x'. What was reported as archived is safe, and the same command goes on from "
        "there. `gemascraper --debug …` shows where it happened; please report it."
    )


def test_the_message_of_a_stopped_run() -> None:
    stopped = Stopped(15)
    assert (str(stopped), stopped.exit_code) == (
        "Stopped; everything reported so far is committed. Run it again to go on.",
        143,
    )


def test_the_advice_ends_the_message() -> None:
    assert str(UsageError("This is wrong.", "Do that.")) == "This is wrong. Do that."
    assert str(Locked("It is locked.")) == "It is locked."


def test_each_kind_of_error_has_its_own_exit_code() -> None:
    """Those of docs/reference/cli.md; `Stopped` has its signal's."""
    classes = [cls for cls in vars(errors).values() if isinstance(cls, type) and issubclass(cls, GemascraperError)]
    codes = {cls.__name__: cls.exit_code for cls in classes}
    assert codes == {
        "GemascraperError": 1,
        "UsageError": 2,
        "ProfileError": 3,
        "NothingFetched": 4,
        "ExpectationMissed": 8,
        "Stopped": 1,
        "Locked": 5,
        "ArchiveError": 6,
        "DiskFull": 6,
        "Damaged": 7,
    }


def test_no_contact() -> None:
    assert str(no_contact()) == (
        "No contact is configured; nothing was fetched. "
        "Set GEMASCRAPER_CONTACT to a URL or e-mail address where the outlet can reach you."
    )


# ------------------------------------------------------------------------------------------- what a run amounts to


def ended(expect: Expect, tmp_path: Path, *captures: str) -> GemascraperError | None:
    run = RunRecord("harian", datetime(2026, 11, 24, 8, tzinfo=UTC), tmp_path, tally=Tally(expect, ("bali", "pusat")))
    run.captures.update(captures)
    for number in range(3):
        run.tally.add_story(f"u{number}", "bali")
    return result_error(run, Outlet(key="harian", name="Harian"), no_stories=False)


def test_an_expectation_that_was_missed(tmp_path: Path) -> None:
    missed = ended(Expect(articles=2), tmp_path, "200")
    assert str(missed) == (
        "Harian gave less than its profile expects: edition pusat: 0 stories, expected at least 2. What was fetched is "
        f"archived. Look at the outcomes in {tmp_path}/runs/20261124T080000Z/run.json; then correct the profile, or its "
        "[expect]."
    )
    assert "1 line" not in str(missed)


def test_nothing_fetched(tmp_path: Path) -> None:
    nothing = ended(Expect(), tmp_path)
    assert str(nothing) == "Nothing of Harian could be fetched (nothing was due). See run.json for each URL."
    assert ended(Expect(), tmp_path, "200") is None


# ------------------------------------------------------------------------------------------------ singular, plural


def test_counts_have_singular_and_plural() -> None:
    assert [counted(n, "story", "stories") for n in (0, 1, 2)] == ["0 stories", "1 story", "2 stories"]
    assert [counted(1, "capture"), counted(1000, "capture")] == ["1 capture", "1,000 captures"]
    assert RunRecord("harian", datetime(2026, 11, 24, tzinfo=UTC), Path()).summary() == "0 stories settled: none"


def test_counts_are_worded_in_one_place() -> None:
    """No message puts a plural behind a number by itself; `values/counts.py` does."""
    plain = re.compile(
        r"\{[^{}]*(?:len\(|sum\(|count|number|known)[^{}]*\} "
        r"(?:stories|captures|pages|hosts|exchanges|pictures|lines|articles|editions|records|rows|others)\b"
    )
    wrong = [
        f"{file.relative_to(PACKAGE)}: {found[0]}"
        for file in sorted(PACKAGE.rglob("*.py"))
        for found in plain.finditer(file.read_text())
    ]
    assert wrong == []
