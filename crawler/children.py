"""Our own verbs in processes of their own: Scrapy's reactor runs once a process, feedgen moves its locale.

No child outlives us, however we die: each holds the reading end of a pipe that nobody but us can write to.
When the system closes our end, the child is told to end, and is killed where it does not.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from functools import cache

from crawler.interrupts import end_ourselves
from pipeline.config import Config

LIFELINE = "CONGTIN_LIFELINE"
"""The variable that names the pipe's descriptor to a child."""


def begin(config: Config, verb: Sequence[str], *, heard: bool = False) -> "subprocess.Popen[bytes]":
    """Start a verb with its arguments on that data. Raises OSError where there can be no process.

    In a session of its own, so that Ctrl-C reaches it through us alone; its data goes nowhere, what it has
    to say to our stderr, or with `heard` into a pipe that the caller reads.
    """
    # -P: a folder named crawler where the service was started is not our crawler.
    command = [sys.executable, "-P", "-m", "crawler", *verb, "--data", str(config.data)]
    lifeline = _lifeline()
    return subprocess.Popen(  # nosec B603 # noqa: S603 - our own verbs
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE if heard else None,
        start_new_session=True,
        pass_fds=(lifeline,),
        env={**environment(config), LIFELINE: str(lifeline)},
    )


def environment(config: Config) -> dict[str, str]:
    """Ours, with what must not stand on a command line (a password), and who writes the archive."""
    ours = {
        "CONGTIN_DATABASE_URL": config.database_url,
        "CONGTIN_WORKER_NAME": config.worker_name,
        "CONGTIN_BASE_URL": config.base_url,  # mail to operators leads to our pages
    }
    given = {name: value for name, value in ours.items() if value}
    files = {f"{name}_FILE" for name in given}  # read by us already; both would be one too many
    inherited = {name: value for name, value in os.environ.items() if name not in files}
    return {**inherited, **given}


def end_with_parent() -> None:
    """In a child: end when whoever began us is gone. Elsewhere nothing happens."""
    descriptor = os.environ.pop(LIFELINE, "")
    if descriptor.isdigit():
        threading.Thread(target=_outlive_nobody, args=(int(descriptor),), daemon=True).start()


def _outlive_nobody(descriptor: int) -> None:
    try:
        os.read(descriptor, 1)
    except OSError:
        return
    end_ourselves()


@cache
def _lifeline() -> int:
    """The reading end; the other one stays open, in this process alone, until it ends."""
    reading, _ = os.pipe()
    return reading
