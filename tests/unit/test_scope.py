"""`crawl.scope`: the spider's arguments, which ``scrapy crawl -a`` gives as text."""

import pytest

from gemascraper import outlets
from gemascraper.crawl.scope import CrawlScope
from gemascraper.errors import UsageError


def scope(**arguments):
    return CrawlScope(outlet=outlets.load("gemapos"), **arguments)


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", True), ("TRUE", True), ("yes", True), (True, True), ("0", False), ("no", False), ("", False)],
)
def test_a_switch_is_read_whatever_its_case(text, value):
    assert (scope(dry_run=text).dry_run, scope(refresh=text).refresh) == (value, value)


@pytest.mark.parametrize("text", ["ja", "on", "2", "dry"])
def test_a_switch_that_is_neither_yes_nor_no_is_refused(text):
    with pytest.raises(UsageError):
        scope(dry_run=text)


def test_a_limit_is_a_whole_number_of_at_least_one():
    assert [scope(limit=value).limit for value in (None, "", "3", 3)] == [None, None, 3, 3]
    for wrong in ("abc", "-3", "0", "1.5"):
        with pytest.raises(UsageError):
            scope(limit=wrong)
