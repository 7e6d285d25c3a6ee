"""What the installed package contains."""

import tomllib
from importlib.resources import files
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


def test_type_checkers_use_the_annotations():
    """The marker file of PEP 561 is in the package, and the wheel is the whole package."""
    assert files("gemascraper").joinpath("py.typed").is_file()
    wheel = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel == {"packages": ["gemascraper"]}
