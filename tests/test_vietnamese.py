"""Times, numbers and states in words."""

from datetime import UTC, datetime, timedelta

import pytest
from sample_entries import make_entry

from crawler.network.outcomes import NEXT_STEPS
from pipeline.model import VIETNAM, RunReport
from pipeline.publish.vietnamese import health, lasted, marked, number, published, size, state


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


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "dưới 1 giây"),
        (45.4, "45 giây"),
        (60, "1 phút"),
        (125, "2 phút 5 giây"),
        (3780, "1 giờ 3 phút"),
        (7205, "2 giờ"),
    ],
)
def test_a_duration_is_said_in_the_two_largest_units(seconds, words):
    start = datetime(2026, 1, 1, tzinfo=VIETNAM)
    assert lasted(RunReport("a", start, start + timedelta(seconds=seconds))) == words


def test_a_run_under_way_has_no_duration_yet():
    assert lasted(RunReport("a", datetime(2026, 1, 1, tzinfo=VIETNAM))) == ""


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0 B"), (999, "999 B"), (1499, "1 kB"), (1_234_567, "1,2 MB"), (3_400_000_000, "3,4 GB")],
)
def test_bytes_are_said_in_a_unit_that_fits(count, words):
    assert size(count) == words
