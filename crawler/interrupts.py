"""Ctrl-C and SIGTERM: both end a verb in the same way."""

import signal
from types import FrameType


def interruptible() -> None:
    """Let SIGINT and SIGTERM raise KeyboardInterrupt. Said again after a crawl: Scrapy keeps both."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, _interrupt)


def _interrupt(_: int, __: FrameType | None) -> None:
    raise KeyboardInterrupt
