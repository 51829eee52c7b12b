"""Ctrl-C and SIGTERM: both end a verb in the same way."""

import signal
import sys
from types import FrameType

AGAIN = 0.5
"""Seconds until an interrupt is raised once more: Python drops one that comes inside a destructor."""


def interruptible() -> None:
    """Let SIGINT and SIGTERM raise KeyboardInterrupt. Said again after a crawl: Scrapy keeps both."""
    signal.signal(signal.SIGINT, _interrupt)
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGALRM, _again)
    sys.unraisablehook = _unheard


def heard() -> None:
    """The interrupt has arrived: it is not raised again, and what tidies up may take its time."""
    signal.setitimer(signal.ITIMER_REAL, 0)


def _interrupt(_: int, __: FrameType | None) -> None:
    signal.setitimer(signal.ITIMER_REAL, AGAIN)
    raise KeyboardInterrupt


def _again(_: int, __: FrameType | None) -> None:
    signal.raise_signal(signal.SIGTERM)  # to whoever has it by now: us, or a crawl


def _unheard(what: "sys.UnraisableHookArgs") -> None:
    """Python's own report of a dropped exception, save for an interrupt: that comes again."""
    if what.exc_type is not KeyboardInterrupt:
        sys.__unraisablehook__(what)
