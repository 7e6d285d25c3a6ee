"""Any printed date: no exception, and no digit of the answer is made up."""

import re
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st

from gemascraper.values.times import machine, printed

WIB = timezone(timedelta(hours=7))
NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
MONTHS = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]
PIECES = st.sampled_from(
    [
        "Rabu", "Jum'at", "Ahad", ", ", " ", "19", "31", "30", "6", "/", "-", "|", "2024", "24", "1961", "Juni",
        "Feb", "Agt", "Mei", "10:32", "10.32", "24:00", "7:65", "WIB", "wita", "WIT", "Pukul", "(", ")", "lalu",
        "Diperbarui", "Terbit:",
        "minggu", "3 jam lalu", "kemarin", "hari ini", "T", "Z", "+07:00", "00:00:00", "June", "at", "\xa0",
    ]
)  # fmt: skip
LINES = st.one_of(
    st.text(max_size=60), st.lists(PIECES, max_size=10).map("".join), st.lists(PIECES, max_size=8).map(" ".join)
)
RELATIVE = re.compile(
    r"lalu|kemarin|hari ini|baru|tadi|ago|yesterday|today|just|sejam|semenit|seminggu|sebulan|setahun", re.I
)


@settings(deadline=None)  # dateparser takes half a second to load
@given(LINES)
def test_no_printed_text_crashes_and_a_year_is_printed_or_relative(text):
    found = printed(text, WIB, NOW)
    assert printed(text, WIB, NOW) == found
    if found:
        assert found.value.tzinfo is not None
        year, short = f"{found.value.year:04}", f"{found.value.year % 100:02}"
        assert year in text or short in text or RELATIVE.search(text), text


@given(LINES)
def test_without_a_base_nothing_is_relative(text):
    found = printed(text, WIB, None)
    if found:
        digits = re.findall(r"\d+", text)
        assert any(int(number) in (found.value.year, found.value.year % 100) for number in digits)
        assert any(int(number) == found.value.day for number in digits if len(number) < 9)


@given(LINES)
def test_no_machine_time_crashes(text):
    found = machine(text, WIB)
    assert found is None or found.value.tzinfo is not None


@given(
    st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2030, 1, 1)),
    st.sampled_from(["WIB", "WITA", "WIT"]),
)
def test_what_is_printed_in_full_is_read_as_it_stands(moment, zone):
    moment = moment.replace(second=0, microsecond=0)
    offset = timedelta(hours={"WIB": 7, "WITA": 8, "WIT": 9}[zone])
    text = f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}, {moment:%H:%M} {zone}"
    found = printed(text, WIB, NOW)
    assert found.value == moment.replace(tzinfo=timezone(offset))
    assert (found.value.utcoffset(), found.precision) == (offset, "minute")
