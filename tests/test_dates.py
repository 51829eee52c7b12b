from datetime import UTC, datetime, timedelta, timezone

import pytest
from date_formats import NEWSPAPERS, PORTALS

from pipeline.normalise.dates import parse_date

VN = timezone(timedelta(hours=7))
FETCHED = datetime(2026, 3, 10, 9, 30, tzinfo=VN)


@pytest.mark.parametrize(("text", "expected"), PORTALS + NEWSPAPERS)
def test_every_printed_format_is_read(text, expected):
    found = parse_date(text, fetched_at=FETCHED)
    assert found is not None
    assert found.at.isoformat().startswith(expected)
    assert found.precision == ("minute" if "T" in expected else "day")
    assert found.at.utcoffset() == timedelta(hours=7)


def test_the_portals_formats_are_at_least_those_measured():
    assert len({text for text, _ in PORTALS}) >= 48


STAMPS = [
    ("20250905163000", "2025-09-05T16:30"),
    ("20250905T093000Z", "2025-09-05T16:30"),
    ("20250905", "2025-09-05T00:00"),
    ("1757064600", "2025-09-05T16:30"),
    ("1757064600000", "2025-09-05T16:30"),
    ("/Date(1757064600000)/", "2025-09-05T16:30"),
]


@pytest.mark.parametrize(("text", "expected"), STAMPS)
def test_stamps_written_for_scripts_are_read(text, expected):
    found = parse_date(text, fetched_at=FETCHED)
    assert found is not None
    assert found.at.isoformat()[:16] == expected


ZONED = [
    ("2025-09-05T16:30:00+02:00", "2025-09-05T14:30"),
    ("2025-09-05T20:30:00-04:00", "2025-09-06T00:30"),
    ("5 September 2025 16:30 CEST", "2025-09-05T14:30"),
    ("05/09/2025 16:30 (GMT+9)", "2025-09-05T07:30"),
    ("05/09/2025 16:30 UTC", "2025-09-05T16:30"),
    ("05/09/2025 16:30:00 +01:00", "2025-09-05T15:30"),
]


@pytest.mark.parametrize(("text", "utc"), ZONED)
def test_a_printed_zone_keeps_the_instant(text, utc):
    found = parse_date(text)
    assert found is not None
    assert found.at.astimezone(UTC).isoformat()[:16] == utc


RELATIVE = [
    ("5 phút trước", "2026-03-10T09:25", "minute"),
    ("2 giờ trước", "2026-03-10T07:30", "minute"),
    ("3 ngày trước", "2026-03-07T00:00", "day"),
    ("1 tuần trước", "2026-03-03T00:00", "day"),
    ("Hôm nay, 08:15", "2026-03-10T08:15", "minute"),
    ("08:15 hôm qua", "2026-03-09T08:15", "minute"),
    ("hôm qua", "2026-03-09T00:00", "day"),
    ("2 hours ago", "2026-03-10T07:30", "minute"),
    ("cách đây 2 giờ", "2026-03-10T07:30", "minute"),
    ("vừa xong", "2026-03-10T09:30", "minute"),
]


@pytest.mark.parametrize(("text", "expected", "precision"), RELATIVE)
def test_relative_words_count_from_the_fetch(text, expected, precision):
    found = parse_date(text, fetched_at=FETCHED)
    assert found is not None
    assert (found.at.isoformat()[:16], found.precision) == (expected, precision)


@pytest.mark.parametrize("text", [text for text, _, _ in RELATIVE])
def test_relative_words_are_unread_without_a_fetch_time(text):
    assert parse_date(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Không có ngày",
        "31/02/2025",
        "0001-01-01T00:00:00",
        "00:00 01/01/0001",
        "05/09/1999",
        "12/03/2026",
        "01/01/2027 08:00",
        "Số 12/2015/NĐ-CP",
        "tháng 5 năm 2025",
        "2.350 lượt xem",
        "Điện thoại 0226.3870.123",
        "99/99/2025",
        "5 năm 2025",
        "5 xã 2025",
        "12 người 2025",
        "0912345678",
        "08:30 - 10:00",
    ],
)
def test_what_is_no_publication_date_is_none(text):
    assert parse_date(text, fetched_at=FETCHED) is None


def test_tomorrow_is_let_through_for_clocks_that_run_ahead():
    assert parse_date("11/03/2026 08:00", fetched_at=FETCHED) is not None


def test_a_day_alone_never_shifts_across_midnight():
    found = parse_date("2025-09-05", fetched_at=FETCHED)
    assert found is not None
    assert found.at == datetime(2025, 9, 5, tzinfo=VN)


def test_the_day_comes_first_where_both_orders_would_do():
    found = parse_date("04/05/2025", fetched_at=FETCHED)
    assert found is not None
    assert (found.at.month, found.at.day) == (5, 4)


def test_a_month_in_words_is_read_longest_first():
    assert parse_date("2 tháng mười hai năm 2024").at.month == 12


def test_hours_ago_are_rough_and_minutes_are_not():
    assert parse_date("2 giờ trước", fetched_at=FETCHED).rough
    assert not parse_date("20 phút trước", fetched_at=FETCHED).rough


def test_a_range_of_times_is_no_zone():
    found = parse_date("05/09/2025 08:30 -10:00")
    assert found.at == datetime(2025, 9, 5, 8, 30, tzinfo=VN)


def test_the_time_of_a_change_is_not_that_of_the_day_before_it():
    found = parse_date("16:30 05/09/2025 - cập nhật lúc 18:00")
    assert (found.at.hour, found.at.minute) == (16, 30)


def test_the_next_date_counts_where_the_first_does_not_exist():
    assert parse_date("31/02/2025, 05/09/2025").at == datetime(2025, 9, 5, tzinfo=VN)


def test_a_long_text_of_numbers_ends_soon():
    assert parse_date("1/1/1 " * 2000) is None
