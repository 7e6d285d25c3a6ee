"""The first JSON value of a text, whatever follows it."""

from __future__ import annotations

import json
from typing import Any

_DECODER = json.JSONDecoder(strict=False)


def decoded(text: str) -> Any:
    """The value; None where there is none, or it is nested too deep."""
    try:
        return _DECODER.raw_decode(text.lstrip())[0]
    except (ValueError, RecursionError):
        return None
