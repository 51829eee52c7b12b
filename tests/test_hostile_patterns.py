"""No regular expression of ours is held up by a text made to backtrack: counted in the process's own time."""

import contextlib
import re
import signal
from itertools import islice

import pytest
from hostile.pumping import patterns, pumped
from raw_pages import raw

from crawler.onboarding.doorway import way_in
from crawler.pages.links import read_page
from pipeline import extract
from pipeline.errors import PipelineError

SIZE = 600
"""Letters: an exponential pattern would need for ever, one of third degree minutes."""
MOST = 120
"""Texts for each pattern."""
OF_LINES = (
    "pipeline.clean.body.trim.",
    "pipeline.clean.files.LABEL",
    "pipeline.clean.people.",
    "pipeline.clean.template.standing.",
)
"""Patterns that only ever see printed lines (clean_line), and no long ones."""
LINE = 120
"""Letters of such lines."""
LIMIT = 3.0
"""Seconds of the processor's, not the clock's: all texts of a pattern together need a hundredth."""
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


def texts(name, pattern):
    """What it is fed; of lines, white space is one space before a pattern of theirs sees them."""
    for text in islice(pumped(pattern, SIZE), MOST):
        subject = " ".join(text.split())[:LINE] if name.startswith(OF_LINES) else text
        yield subject.encode() if isinstance(pattern.pattern, bytes) else subject


@pytest.mark.usefixtures("_alarm")
def test_no_pattern_is_held_up():
    held_up = []
    for name, pattern in ALL.items():
        signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT)
        try:
            for text in texts(name, pattern):
                pattern.search(text)
        except HeldUpError:
            held_up.append(name)
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    assert held_up == []


BLANKS = " " * 100_000
HELD_UP = {
    "a copy's onload": f"<html><body onload={BLANKS}x><h1>Tin</h1><p>x</p></body></html>",
    "an author's name": f'<html><head><meta name="author" content="Lê{BLANKS}An"></head><body><h1>Tin</h1>',
    "a refresh": f'<html><meta http-equiv="refresh" content="0;{BLANKS}"><body><p>x</p></body></html>',
}  # fmt: skip
"""Pages that took hours once."""


@pytest.mark.usefixtures("_alarm")
@pytest.mark.parametrize("page", HELD_UP.values(), ids=HELD_UP)
def test_no_page_of_blanks_holds_anything_up(page):
    signal.setitimer(signal.ITIMER_VIRTUAL, 10)
    try:
        way_in(read_page(raw(page, "http://xa.example.vn/")))
        with contextlib.suppress(PipelineError):
            extract(page, "http://xa.example.vn/tin-1.html")
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def test_the_test_itself_finds_one_that_is():
    before = signal.signal(signal.SIGVTALRM, _held_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, 0.2)
    slow = re.compile(r"^(a+)+$")
    try:
        with pytest.raises(HeldUpError):
            list(map(slow.search, pumped(slow, 60)))
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
