"""No regular expression of ours is held up by a text made to backtrack: counted in the process's own time."""

import signal
from itertools import islice

import pytest
from hostile.pumping import patterns, pumped

SIZE = 600
"""Letters: an exponential pattern would need for ever, one of third degree minutes."""
MOST = 120
"""Texts for each pattern."""
LIMIT = 2.0
"""Seconds of the processor's, not the clock's: hundreds of times what any pattern needs."""
ALL = patterns("crawler", "pipeline")


class HeldUpError(Exception):
    """A pattern that does not come to an end."""


def _held_up(*_: object) -> None:
    raise HeldUpError


def test_patterns_are_found():
    assert len(ALL) > 300


@pytest.fixture(scope="module")
def _alarm():
    before = signal.signal(signal.SIGVTALRM, _held_up)
    yield
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, before)


@pytest.mark.usefixtures("_alarm")
def test_no_pattern_is_held_up():
    held_up = []
    for name, pattern in ALL.items():
        for text in islice(pumped(pattern, SIZE), MOST):
            subject = text.encode() if isinstance(pattern.pattern, bytes) else text
            signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT)
            try:
                pattern.search(subject)
            except HeldUpError:
                held_up.append((name, text[:40]))
            finally:
                signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    assert held_up == []


def test_the_test_itself_finds_one_that_is():
    import re

    before = signal.signal(signal.SIGVTALRM, _held_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, 0.2)
    slow = re.compile(r"^(a+)+$")
    try:
        with pytest.raises(HeldUpError):
            list(map(slow.search, pumped(slow, 60)))
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
