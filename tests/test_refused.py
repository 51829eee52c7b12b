"""A portal that turns us away page after page is left alone."""

from datetime import UTC, datetime

import pytest
from raw_pages import raw

from crawler.network.outcomes import FAILED
from crawler.visit.refused import MOST_REFUSALS, Refusals, outcome_of
from pipeline.model import KnownPage

CAPTCHA = raw(
    "<html><title>Xác minh</title><body><p>Vui lòng xác minh bạn không phải là robot</p>"
    "<div class='g-recaptcha'></div></body></html>".encode()
)
FORBIDDEN, GONE, PAGE = raw(b"Forbidden", status=403), raw(b"Not found", status=404), raw()


def line(outcome: str) -> KnownPage:
    return KnownPage("/a", "/a", outcome, datetime(2026, 11, 20, tzinfo=UTC))


def met(refusals: Refusals, *, times: int) -> list[bool]:
    enough = []
    for _ in range(times):
        assert refusals.meet(FORBIDDEN) == "forbidden"
        enough.append(refusals.are_enough)
    return enough


def test_a_refusal_has_its_name_and_any_other_answer_none() -> None:
    refusals = Refusals()
    assert [refusals.meet(page) for page in (FORBIDDEN, GONE, PAGE)] == ["forbidden", "", ""]


def test_only_the_last_of_a_few_in_a_row_ends_the_visit() -> None:
    refusals = Refusals()
    assert met(refusals, times=MOST_REFUSALS + 1) == [False] * (MOST_REFUSALS - 1) + [True, False]
    assert refusals.verdict[0] == "forbidden"
    assert "403" in refusals.verdict[1]


def test_a_page_in_between_begins_the_row_anew() -> None:
    refusals = Refusals()
    met(refusals, times=MOST_REFUSALS - 1)
    refusals.meet(PAGE)
    met(refusals, times=MOST_REFUSALS - 1)
    assert refusals.verdict == ("", "")


def test_an_error_in_between_does_not() -> None:
    refusals = Refusals()
    met(refusals, times=MOST_REFUSALS - 1)
    refusals.meet(GONE)
    assert met(refusals, times=1) == [True]


def test_what_is_refused_is_asked_for_again_until_it_is_forbidden_twice() -> None:
    failed = f"{FAILED}-forbidden"
    assert outcome_of("forbidden", None) == failed
    assert outcome_of("forbidden", line("article")) == failed
    assert outcome_of("forbidden", line(failed)) == "forbidden"


def test_a_maintenance_page_is_asked_for_again_however_often_it_came() -> None:
    failed = f"{FAILED}-maintenance"
    assert outcome_of("maintenance", line(failed)) == failed


@pytest.mark.parametrize(("times", "ends"), [(2, False), (3, True)])
def test_refusals_at_a_visits_end_are_its_last_word(times: int, ends: bool) -> None:
    refusals = Refusals()
    for _ in range(times):
        refusals.meet(CAPTCHA)
    assert bool(refusals.last_word[0]) is ends


def test_private_pages_at_the_end_say_nothing_of_the_portal() -> None:
    refusals = Refusals()
    for _ in range(4):
        refusals.meet(FORBIDDEN)
    assert refusals.last_word == ("", "")
