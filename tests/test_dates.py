from datetime import datetime, timedelta, timezone

import pytest

from pipeline.normalise.dates import parse_date

VN = timezone(timedelta(hours=7))
FETCHED = datetime(2026, 3, 10, 9, 30, tzinfo=VN)

MINUTE = "2025-09-05T16:30"
FORMATS = [
    ("Thứ sáu - 05/09/2025 16:30", MINUTE),
    ("Thứ Sáu, 05/09/2025, 16:30 (GMT+7)", MINUTE),
    ("Thứ 6, 5/9/2025 | 16:30", MINUTE),
    ("05/09/2025 16:30", MINUTE),
    ("05/09/2025 16:30:45", MINUTE),
    ("05-09-2025 16:30", MINUTE),
    ("05.09.2025 16.30 16:30", MINUTE),
    ("5 / 9 / 2025 - 16:30", MINUTE),
    ("16:30 05/09/2025", MINUTE),
    ("16:30, 05/09/2025", MINUTE),
    ("16:30 | 05-09-2025", MINUTE),
    ("16h30 ngày 5/9/2025", MINUTE),
    ("16h30' - 05/09/2025", MINUTE),
    ("16g30 ngày 05/09/2025", MINUTE),
    ("16 giờ 30, ngày 05/9/2025", MINUTE),
    ("16 giờ 30 phút ngày 5 tháng 9 năm 2025", MINUTE),
    ("ngày 5 tháng 9 năm 2025 lúc 16 giờ 30", MINUTE),
    ("05/09/2025 | 04:30 PM", MINUTE),
    ("05/09/2025 4:30 CH", MINUTE),
    ("04:30:00 CH 05/09/2025", MINUTE),
    ("05/09/2025 4:30 chiều", MINUTE),
    ("4h30 chiều 5/9/2025", MINUTE),
    ("Ngày đăng: 05/09/2025 - 16:30", MINUTE),
    ("Đăng ngày 05/09/2025 lúc 16:30", MINUTE),
    ("Cập nhật lúc: 16:30 ngày 05/09/2025", MINUTE),
    ("Cập nhật: Thứ sáu, 05/09/2025 16:30", MINUTE),
    ("Xuất bản: 05/09/2025 16:30", MINUTE),
    ("Tháng Chín 5, 2025 4:30 chiều", MINUTE),
    ("5 Tháng Chín, 2025 16:30", MINUTE),
    ("5 Tháng 9, 2025 16:30", MINUTE),
    ("September 5, 2025 4:30 pm", MINUTE),
    ("Sep 5, 2025, 4:30 PM", MINUTE),
    ("5 September 2025 16:30", MINUTE),
    ("Fri, 05 Sep 2025 16:30:00 +0700", MINUTE),
    ("Fri, 05 Sep 2025 09:30:00 GMT", MINUTE),
    ("2025-09-05T16:30:00+07:00", MINUTE),
    ("2025-09-05T09:30:00Z", MINUTE),
    ("2025-09-05T09:30:00.000Z", MINUTE),
    ("2025-09-05T16:30:00", MINUTE),
    ("2025-09-05T16:30+0700", MINUTE),
    ("2025-09-05 16:30:00", MINUTE),
    ("2025-09-05+0716:30:00", MINUTE),
    ("2025/09/05 16:30", MINUTE),
    ("9/15/2025 4:30 PM", "2025-09-15T16:30"),
    ("05/09/25 16:30", MINUTE),
    ("21/12/2012 | 12:00 AM", "2012-12-21T00:00"),
    ("21/12/2012 12:15 SA", "2012-12-21T00:15"),
    ("21/12/2012 12:15 PM", "2012-12-21T12:15"),
    ("21/12/2012 11:15 đêm", "2012-12-21T23:15"),
    ("05/09/2025", "2025-09-05"),
    ("(05/09/2025)", "2025-09-05"),
    ("5-9-2025", "2025-09-05"),
    ("2025-09-05", "2025-09-05"),
    ("ngày 05 tháng 09 năm 2025", "2025-09-05"),
    ("Thứ sáu, ngày 5 tháng chín năm 2025", "2025-09-05"),
    ("22 tháng Mười Hai năm 2024", "2024-12-22"),
    ("22 tháng mười một, 2024", "2024-11-22"),
    ("Tháng Giêng 2, 2024", "2024-01-02"),
    ("2025年9月5日", "2025-09-05"),
    ("nga\u0300y 5 tha\u0301ng 9 na\u0306m 2025", "2025-09-05"),
]


@pytest.mark.parametrize(("text", "expected"), FORMATS)
def test_every_printed_format_is_read(text, expected):
    found = parse_date(text, fetched_at=FETCHED)
    assert found is not None
    assert found.at.isoformat().startswith(expected)
    assert found.precision == ("minute" if "T" in expected else "day")
    assert found.at.utcoffset() == timedelta(hours=7)


RELATIVE = [
    ("5 phút trước", "2026-03-10T09:25", "minute"),
    ("2 giờ trước", "2026-03-10T07:30", "minute"),
    ("3 ngày trước", "2026-03-07T00:00", "day"),
    ("1 tuần trước", "2026-03-03T00:00", "day"),
    ("Hôm nay, 08:15", "2026-03-10T08:15", "minute"),
    ("08:15 hôm qua", "2026-03-09T08:15", "minute"),
    ("hôm qua", "2026-03-09T00:00", "day"),
    ("2 hours ago", "2026-03-10T07:30", "minute"),
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
        "05/09/1999",
        "12/03/2026",
        "01/01/2027 08:00",
        "Số 12/2015/NĐ-CP",
        "tháng 5 năm 2025",
        "2.350 lượt xem",
        "Điện thoại 0226.3870.123",
        "99/99/2025",
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
