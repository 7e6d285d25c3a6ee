"""Whether the selectors of a profile are valid CSS or XPath: for ``outlet check``, not for each load."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import attrs

from gemascraper.errors import ProfileError
from gemascraper.outlets import line_numbers
from gemascraper.outlets.profile import Outlet, Selectors
from gemascraper.outlets.rules import Mistake, shown


def check(outlet: Outlet, file: str | Path) -> None:
    """Raise `ProfileError` with every selector of *outlet*, read from *file*, that is neither CSS nor XPath."""
    wrong = list(mistakes(outlet))
    if wrong:
        at = line_numbers.of(outlet.text)
        raise ProfileError(
            str(file), [f"line {line_numbers.nearest(at, mistake.path)}: {mistake}" for mistake in wrong]
        )


def mistakes(outlet: Outlet) -> Iterator[Mistake]:
    """Every selector that is not valid."""
    for index, design in enumerate(outlet.designs):
        for field in attrs.fields(Selectors):
            for position, selector in enumerate(getattr(design.selectors, field.name)):
                if reason := _refusal(selector):
                    path = ("designs", index, "selectors", field.name, position)
                    yield Mistake(
                        path, "a CSS selector, or an XPath that starts with / or (", f"{shown(selector)} ({reason})"
                    )


def _refusal(selector: str) -> str | None:
    from lxml import etree
    from parsel.csstranslator import HTMLTranslator

    try:
        is_xpath = selector.startswith(("/", "(", "./"))
        etree.XPath(selector if is_xpath else HTMLTranslator().css_to_xpath(selector))
    except (SyntaxError, etree.XPathError, ValueError) as error:  # cssselect's errors are SyntaxErrors
        return str(error)
    return None
