"""Ctrl-C and SIGTERM: both end a verb in the same way."""

import os
import signal
import sys
from collections.abc import Callable
from time import sleep
from types import FrameType

AGAIN = 0.5
"""Seconds until an interrupt is raised once more: Python drops one that comes inside a destructor."""

LAST_PAGE = 12.0
"""Seconds for the page in hand, once we have to end: a crawl waits 7 for answers (crawler.run.GRACE)."""


def end_ourselves(unless: Callable[[], bool] = lambda: False) -> None:
    """From a thread that watches over us: end as at SIGTERM, and be killed where that does not end us.

    `unless`: asked before the killing, whether there is no need for it any more.
    """
    os.kill(os.getpid(), signal.SIGTERM)
    sleep(LAST_PAGE)
    if not unless():
        os.kill(os.getpid(), signal.SIGKILL)


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
