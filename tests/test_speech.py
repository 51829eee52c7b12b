"""Times, numbers and states in words."""

from datetime import UTC, datetime, timedelta

import pytest
from markupsafe import Markup
from sample_entries import make_entry

from crawler.network.outcomes import NEXT_STEPS
from pipeline.model import VIETNAM, RunReport
from pipeline.publish.words.passages import fragments, marked
from pipeline.publish.words.speech import Speech
from pipeline.publish.words.telling import health, lasted, state
from pipeline.wording import word_diff

VI, EN = Speech("vi"), Speech("en")


def test_snippets_are_escaped_before_their_matches_are_marked():
    assert marked("<b> «nông thôn» & «mới»") == (
        "&lt;b&gt; <mark>nông thôn</mark> &amp; <mark>mới</mark>"
    )


def test_numbers_have_the_vietnamese_point():
    assert VI.number(1234567) == "1.234.567"


def test_a_source_that_never_ran_says_so():
    assert (state(None, VI), health(None)) == ("Chưa thu thập", "waiting")


def test_times_from_other_zones_are_printed_in_ours():
    entry = make_entry(published_at=datetime(2024, 4, 30, 18, 5, tzinfo=UTC))
    assert VI.published(entry) == "Thứ Tư, 01/05/2024, 01:05"


@pytest.mark.parametrize("reason", sorted(NEXT_STEPS))
def test_every_named_failure_has_vietnamese_words(reason: str) -> None:
    run = RunReport("a", datetime(2026, 1, 1, tzinfo=VIETNAM), status=reason)
    assert state(run, VI) != f"Không thành: {reason}"


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
    assert lasted(RunReport("a", start, start + timedelta(seconds=seconds)), VI) == words


def test_a_run_under_way_has_no_duration_yet():
    assert lasted(RunReport("a", datetime(2026, 1, 1, tzinfo=VIETNAM)), VI) == ""


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0 B"), (999, "999 B"), (1499, "1 kB"), (1_234_567, "1,2 MB"), (3_400_000_000, "3,4 GB")],
)
def test_bytes_are_said_in_a_unit_that_fits(count, words):
    assert VI.size(count) == words


def test_an_edit_is_shown_with_the_words_around_it_and_their_spaces():
    before = "đầu " * 80 + "dài 120 mét " + "cuối " * 80
    shown = fragments(word_diff(before, before.replace("120", "125")), around=20)
    assert shown == ("… đầu đầu đầu dài <del>120</del><ins>125</ins> mét cuối cuối cuối …")


def test_a_gap_of_whole_lines_ends_a_line():
    before = "\n".join(f"dòng {n} dài" for n in range(60))
    after = before.replace("dòng 1 ", "dòng một ").replace("dòng 50 ", "dòng năm mươi ")
    assert " …\n… " in fragments(word_diff(before, after), around=20)


def test_edits_are_escaped():
    shown = fragments(word_diff("<b>cũ</b>", "<b>mới & lạ</b>"))
    assert "<b>" not in shown
    assert "&lt;b&gt;" in shown


def test_english_says_one_and_many():
    assert (EN("{n} bài", n=1), EN("{n} bài", n=1200)) == ("1 article", "1,200 articles")
    assert VI("{n} bài", n=1200) == "1.200 bài"


def test_values_of_a_phrase_are_text_and_only_markup_stays_markup():
    link = Markup("<a>x</a>")
    assert VI("Để đăng ký tất cả cùng lúc, nhập tệp {file}.", file=link).endswith("<a>x</a>.")
    assert not isinstance(VI("từ {day}", day="<b>"), Markup)


def test_a_message_in_both_languages_is_said_in_one():
    both = "Không có bài viết này. / There is no such article."
    assert (VI.own(both), EN.own(both)) == tuple(both.split(" / "))
    assert EN.own("a / b / c") == "a / b / c"
    assert EN.own("plain") == "plain"
