"""Which validators of an answer are sent back, and which were made by the clock."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from raw_pages import raw

from pipeline.validators import DAY, is_clock_made, trusted

ANSWERED = datetime(2026, 11, 20, 2, tzinfo=UTC)


def http(moment: datetime) -> str:
    return format_datetime(moment, usegmt=True)


def before(seconds: int) -> str:
    return http(ANSWERED - timedelta(seconds=seconds))


@pytest.mark.parametrize(
    "age",
    [0, 3, -3600, DAY, DAY - 2, DAY + 2, 7 * DAY],
    ids=["now", "just now", "ahead", "yesterday", "nearly", "hardly", "a week"],
)
def test_a_time_that_follows_the_clock_is_not_trusted(age: int) -> None:
    assert is_clock_made(before(age), ANSWERED)


@pytest.mark.parametrize("age", [60, 3600, DAY - 60, 9 * DAY + 12345])
def test_a_time_of_its_own_is_trusted(age: int) -> None:
    assert not is_clock_made(before(age), ANSWERED)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "0",
        "hôm qua",
        "Fri, 20 Nov 2026 01:00:00",
        "Fri, 20 Nov 2026 01:00:00 -0000",
        "Fri, 31 Feb 2026 01:00:00 GMT",
        "Fri, 20 Nov 99999999999999999999 01:00:00 GMT",
        "Fri, 20 Nov 2026 01:00:00 +9999999999999999999",
    ],
)
def test_what_is_no_http_date_is_not_trusted(header: str) -> None:
    assert is_clock_made(header, ANSWERED)


@given(st.text(max_size=60))
def test_no_header_makes_it_fail(header):
    is_clock_made(header, ANSWERED)


def headers(**fields: str) -> tuple[tuple[str, str], ...]:
    return tuple((name.replace("_", "-"), value) for name, value in fields.items())


def test_both_validators_of_an_honest_answer_are_kept() -> None:
    sent = headers(ETag=' "7" ', Last_Modified=before(90), Date=http(ANSWERED))
    assert trusted(raw(headers=sent)) == ('"7"', before(90))


def test_an_etag_is_kept_where_the_time_is_made_by_the_clock() -> None:
    sent = headers(ETag='W/"7"', Last_Modified=before(DAY), Date=http(ANSWERED))
    assert trusted(raw(headers=sent)) == ('W/"7"', "")


def test_an_answer_without_a_date_of_its_own_was_answered_when_it_came() -> None:
    modified = headers(Last_Modified=before(DAY))
    assert trusted(raw(headers=modified, fetched_at=ANSWERED)) == ("", "")
    assert trusted(raw(headers=modified, fetched_at=ANSWERED + timedelta(hours=3)))[1]


def test_an_answer_without_validators_gives_none() -> None:
    assert trusted(raw(headers=())) == ("", "")
