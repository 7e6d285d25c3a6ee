"""`values.times`: printed times, machine times and relative times."""

from datetime import UTC, datetime, timedelta, timezone
from operator import itemgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vectors import vectors

from gemascraper.values.times import dates, machine, printed
from gemascraper.values.zones import WIB, WITA, ZONES

BASE = datetime(2024, 6, 20, 12, tzinfo=WIB)


def iso(text, zone=WIB, base=None):
    found = printed(text, zone, base)
    return found and (found.value.isoformat(), found.precision, found.zone_printed)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- Rabu, 19 Juni 2024 | 10:32 WIB", ("2024-06-19T10:32:00+07:00", "minute", True)),
        ("Jum’at, 9 Pebruari 2018 Pukul 06.05 wita", ("2018-02-09T06:05:00+08:00", "minute", True)),
        ("Ahad , 17 February 2019, 13:16 WIT", ("2019-02-17T13:16:00+09:00", "minute", True)),
        ("Diterbitkan 21.26, 13/04/2019", ("2019-04-13T21:26:00+08:00", "minute", False)),
        ("7/6/2024", ("2024-06-07T00:00:00+08:00", "day", False)),
        ("October 9, 2020 3:05 pm", ("2020-10-09T15:05:00+08:00", "minute", False)),
        ("31 Februari 2024 08:00 WIB", None),
        ("Sabtu (16/8)", None),
        ("Copyright 2024", None),
        ("waktu baca 3 menit", None),
    ],
)
def test_printed(text, expected):
    assert iso(text, WITA) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 jam lalu", "2024-06-20T09:00:00+07:00"),
        ("dua hari yang lalu", "2024-06-18T00:00:00+07:00"),
        ("Kemarin, 14:30 WIB", "2024-06-19T14:30:00+07:00"),
        ("2 hours ago", "2024-06-20T10:00:00+07:00"),
    ],
)
def test_relative_needs_a_base(text, expected):
    assert printed(text, WIB) is None
    assert printed(text, WIB, BASE.astimezone(UTC)).value.isoformat() == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-06-19T03:32:00Z", "2024-06-19T03:32:00+00:00"),
        ("2024-06-19T10:32:00.123+0700", "2024-06-19T10:32:00+07:00"),
        ("2024-06-19 10:32:00", "2024-06-19T10:32:00+08:00"),
        ("2015-11-05 T10:08:58Z", "2015-11-05T10:08:58+00:00"),
        ("2019-09-28WIB19:17:34+07:00", "2019-09-28T19:17:34+07:00"),
        ("Wed, 19 Jun 2024 10:32:00 +0700", "2024-06-19T10:32:00+07:00"),
        ("1718767920", "2024-06-19T11:32:00+08:00"),
        ("20240619T033200Z", "2024-06-19T03:32:00+00:00"),
        ("19-06-2024 10:32:11", "2024-06-19T10:32:11+08:00"),
        ("05 Agustus 2019", "2019-08-05T00:00:00+08:00"),
        ("Selasa, 16 Februari 2016 | 13:01 WIB", "2016-02-16T13:01:00+07:00"),
    ],
)
def test_machine(text, expected):
    assert machine(text, WITA).value.isoformat() == expected


@pytest.mark.parametrize("text", ["", "0", "segera", "99999", "2024", "0000-00-00", "13:00"])
def test_a_machine_time_gets_no_part_that_was_not_given(text):
    assert machine(text, WIB) is None


def test_dates_in_order():
    assert dates("Terbit 3 Mei 2021, ralat 04/05/2021") == ["2021-05-03", "2021-05-04"]


@pytest.mark.parametrize("vector", vectors("indonesian_dates"), ids=itemgetter("text"))
def test_indonesian_dates(vector):
    found = printed(vector["text"], WIB, BASE)
    answer = (found.value.isoformat(), found.precision) if found else (None, None)
    assert answer == (vector["value"], vector["precision"])


@given(st.text(max_size=80))
def test_no_text_crashes(text):
    for found in (printed(text, WIB, BASE), machine(text, WIB)):
        assert found is None or found.value.utcoffset() is not None


MONTHS = [
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli"),
    *("Agustus", "September", "Oktober", "November", "Desember"),
]


@given(
    st.datetimes(datetime(1950, 1, 1), datetime(2090, 1, 1)),
    st.sampled_from(["WIB", "WITA", "WIT"]),
    st.sampled_from([":", "."]),
)
def test_what_is_printed_is_read(value, zone, dot):
    text = f"Senin, {value.day} {MONTHS[value.month - 1]} {value.year} | {value:%H}{dot}{value:%M} {zone}"
    assert printed(text, timezone(timedelta(hours=-3))).value == value.replace(
        second=0, microsecond=0, tzinfo=ZONES[zone]
    )
