"""The examples in docstrings give the results they show."""

import doctest
import importlib
from pathlib import Path

import pytest

import gemascraper

PACKAGE = Path(gemascraper.__file__).parent


def modules():
    """Names of the modules with an example in a docstring."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if ">>> " in path.read_text("utf-8"):
            parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
            yield ".".join(parts).removesuffix(".__init__")


@pytest.mark.parametrize("name", list(modules()))
def test_examples_in_docstrings(name):
    failed, attempted = doctest.testmod(importlib.import_module(name), verbose=False)
    assert (failed, attempted > 0) == (0, True)
