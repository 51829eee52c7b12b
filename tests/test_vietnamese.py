"""Times, numbers and states in words."""

from datetime import UTC, datetime

import pytest
from sample_entries import make_entry

from crawler.outcomes import NEXT_STEPS
from pipeline.model import VIETNAM, RunReport
from pipeline.publish.vietnamese import health, marked, number, published, state


def test_snippets_are_escaped_before_their_matches_are_marked():
    assert marked("<b> «nông thôn» & «mới»") == (
        "&lt;b&gt; <mark>nông thôn</mark> &amp; <mark>mới</mark>"
    )


def test_numbers_have_the_vietnamese_point():
    assert number(1234567) == "1.234.567"


def test_a_source_that_never_ran_says_so():
    assert (state(None), health(None)) == ("Chưa thu thập", "waiting")


def test_times_from_other_zones_are_printed_in_ours():
    entry = make_entry(published_at=datetime(2024, 4, 30, 18, 5, tzinfo=UTC))
    assert published(entry) == "Thứ Tư, 01/05/2024, 01:05"


@pytest.mark.parametrize("reason", sorted(NEXT_STEPS))
def test_every_named_failure_has_vietnamese_words(reason: str) -> None:
    run = RunReport("a", datetime(2026, 1, 1, tzinfo=VIETNAM), status=reason)
    assert state(run) != f"Không thành: {reason}"
