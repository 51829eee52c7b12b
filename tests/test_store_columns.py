"""Column types: what goes in aware comes out aware, in order, on both databases."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from pipeline.model import VIETNAM
from pipeline.store.columns import Moment
from pipeline.store.records import storable

SQLITE = sqlite.dialect()
moments = st.datetimes(
    min_value=datetime(1900, 1, 1),  # noqa: DTZ001
    max_value=datetime(9000, 1, 1),  # noqa: DTZ001
    timezones=st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours))),
)


@given(moments, moments)
def test_text_in_sqlite_sorts_as_time_does(one: datetime, other: datetime) -> None:
    texts = [Moment().process_bind_param(moment, SQLITE) for moment in (one, other)]
    assert (texts[0] < texts[1]) == (one < other)
    assert {len(text) for text in texts} == {27}


@given(moments)
def test_a_moment_comes_back_equal_and_in_vietnam(moment: datetime) -> None:
    back = Moment().process_result_value(Moment().process_bind_param(moment, SQLITE), SQLITE)
    assert back == moment
    assert back.utcoffset() == timedelta(hours=7)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        Moment().process_bind_param(datetime(2024, 5, 1), SQLITE)  # noqa: DTZ001


def test_utc_is_what_sqlite_holds() -> None:
    text = Moment().process_bind_param(datetime(2024, 5, 1, 6, tzinfo=VIETNAM), SQLITE)
    assert text == "2024-04-30T23:00:00.000000Z"
    assert datetime.fromisoformat(text) == datetime(2024, 4, 30, 23, tzinfo=UTC)


def test_storable_reaches_into_lists_and_dicts() -> None:
    assert storable({"a\x00": ["b\x00", {"c": "\udfff"}], "n": 1}) == {
        "a": ["b", {"c": "?"}],
        "n": 1,
    }
