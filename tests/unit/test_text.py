"""Text that is safe to print."""

import re

import pytest
from vectors import vectors

from gemascraper.values.text import printable

UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


@pytest.mark.parametrize("vector", vectors("log_strings"), ids=lambda vector: vector["why"])
def test_log_strings_are_printed_on_one_line_without_controls(vector):
    printed = printable(vector["value"])
    assert UNSAFE.search(printed) is None
    assert printed.splitlines() == [printed]
    assert printed == vector["value"] or UNSAFE.search(vector["value"])


def test_controls_are_escaped():
    assert printable("\x1b[2J \u202ecod.exe \u2066a") == "\\x1b[2J \\u202ecod.exe \\u2066a"
