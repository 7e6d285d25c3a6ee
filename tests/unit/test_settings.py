"""Settings: values of the wrong type are named, and docs/reference/settings.md has every setting and variable."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import scrapy
from scrapy.settings import Settings

from gemascraper import settings as ours
from gemascraper.crawl import setting_values
from gemascraper.errors import UsageError

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/reference/settings.md"
TYPES = {bool: "switch", int: "whole number", float: "number", str: "text", list: "list", dict: "table"}


def all_of_them(**given: Any) -> Settings:
    settings = Settings()
    settings.setmodule("gemascraper.settings")
    settings.setdict(given, priority="cmdline")
    return settings


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("DOWNLOAD_DELAY", "abc", "a number of at least 0, such as 2.0"),
        ("DOWNLOAD_DELAY", "-1", "a number of at least 0, such as 2.0"),
        ("DOWNLOAD_DELAY", "nan", "a number of at least 0, such as 2.0"),
        ("CONCURRENT_REQUESTS", "0", "a whole number of at least 1, such as 16"),
        ("CONCURRENT_REQUESTS", "2.5", "a whole number of at least 1, such as 16"),
        ("DOWNLOAD_TIMEOUT", "soon", "a number of at least 0.001, such as 30"),
        ("ROBOTSTXT_OBEY", "maybe", "1 or 0 (true or false)"),
        ("GEMASCRAPER_READERS", "many", "a whole number of at least 0, such as 0"),
        ("GEMASCRAPER_IMAGES", "yes", "1 or 0 (true or false)"),
        ("AUTOTHROTTLE_START_DELAY", "x", "a number, such as 5.0"),
        ("CLOSESPIDER_ITEMCOUNT", "x", "a whole number, such as 0"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_expected(name: str, value: str, expected: str) -> None:
    with pytest.raises(UsageError) as caught:
        setting_values.check(all_of_them(**{name: value}))
    assert str(caught.value) == f"The setting {name} is {value!r}, which is not {expected}."


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DOWNLOAD_DELAY", "0"),
        ("DOWNLOAD_TIMEOUT", "0.5"),
        ("ROBOTSTXT_OBEY", "false"),
        ("GEMASCRAPER_IMAGES", True),
        ("GEMASCRAPER_ALLOW_PRIVATE", "1"),
        ("DEPTH_PRIORITY", "-1"),
        ("RETRY_TIMES", 0),
    ],
)
def test_what_scrapy_can_read_is_taken(name: str, value: Any) -> None:
    setting_values.check(all_of_them(**{name: value}))


def test_types_are_those_that_scrapy_reads() -> None:
    """A type is guessed from the default; Scrapy's source says with which method it reads the value."""
    source = "\n".join(file.read_text() for file in Path(scrapy.__file__).parent.rglob("*.py"))
    read = dict(re.findall(r'get(?=(?:int|float|bool)\(\s*"([A-Z_0-9]+)")(int|float|bool)', source))
    kinds = {name: kind.__name__ for name, kind in setting_values.kinds().items()}
    assert {name: kinds[name] for name in read.keys() & kinds.keys()} == {
        name: read[name] for name in read.keys() & kinds.keys()
    }


def documented() -> dict[str, tuple[str, str, str]]:
    rows = re.findall(r"^\| `([A-Z_]+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    return {name: (kind, default, text) for name, kind, default, text in rows}


def test_every_setting_is_documented_with_its_type_and_default() -> None:
    page = documented()
    defaults = {name: value for name, value in vars(ours).items() if name.isupper()} | ours.own_defaults
    assert page.keys() - {"GEMASCRAPER_OUTLETS", "GEMASCRAPER_DEBUG"} == defaults.keys()
    kinds = {name: kind.__name__ for name, kind in setting_values.kinds().items()}
    for name, value in defaults.items():
        kind, default, text = page[name]
        assert kind == {"GEMASCRAPER_CONNECT_TO": "list", "DOWNLOAD_TIMEOUT": "number"}.get(name, TYPES[type(value)]), (
            name
        )
        if name in kinds:
            assert default == f"`{value}`"
        elif isinstance(value, str) and name != "USER_AGENT":
            assert default == (f"`{value}`" if value else "empty"), name
        assert text.endswith("."), name


def test_every_variable_that_the_code_reads_is_documented() -> None:
    source = "\n".join(file.read_text() for file in (ROOT / "gemascraper").rglob("*.py"))
    assert set(re.findall(r"GEMASCRAPER_[A-Z_]*[A-Z]", source)) <= documented().keys()


def test_the_environment_gives_our_own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib

    for name in ours.own_defaults:
        monkeypatch.setenv(name, "7")
    changed = importlib.reload(ours)
    assert {name: getattr(changed, name) for name in changed.own_defaults} == dict.fromkeys(changed.own_defaults, "7")
    monkeypatch.undo()
    importlib.reload(ours)


def test_an_unknown_log_level_is_a_usage_error():
    with pytest.raises(UsageError, match="LOG_LEVEL"):
        setting_values.check(all_of_them(LOG_LEVEL="LOUD"))
