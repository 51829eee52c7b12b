"""Our own verbs in processes of their own: Scrapy's reactor runs once a process, feedgen moves its locale."""

import os
import subprocess
import sys
from collections.abc import Sequence

from pipeline.config import Config


def begin(config: Config, verb: Sequence[str]) -> "subprocess.Popen[bytes]":
    """Start a verb with its arguments on that data. Raises OSError where there can be no process.

    In a session of its own, so that Ctrl-C reaches it through us alone; its data goes nowhere, what it has
    to say to our stderr.
    """
    # -P: a folder named crawler where the service was started is not our crawler.
    command = [sys.executable, "-P", "-m", "crawler", *verb, "--data", str(config.data)]
    return subprocess.Popen(  # noqa: S603 - our own verbs
        command, stdout=subprocess.DEVNULL, start_new_session=True, env=environment(config)
    )


def environment(config: Config) -> dict[str, str]:
    """Ours, and the database's URL, whose password must not stand on a command line."""
    url = config.database_url
    return {**os.environ, **({"CONGTIN_DATABASE_URL": url} if url else {})}
