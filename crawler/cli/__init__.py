"""The `congtin` command: data on stdout, progress and errors on stderr, documented exit codes."""

import errno
import io
import logging
import os
import sys

from crawler.cli.app import app
from crawler.cli.commands import (
    archiving,
    care,
    crawling,
    database,
    demo,
    exporting,
    extracting,
    outlines,
    places,
    publishing,
    reading,
    registry,
    runs,
    sources,
    units,
    verifying,
)
from crawler.interrupts import heard, interruptible
from pipeline.errors import CongtinError

__all__ = [
    "app",
    "archiving",
    "care",
    "crawling",
    "database",
    "demo",
    "exporting",
    "extracting",
    "main",
    "outlines",
    "places",
    "publishing",
    "reading",
    "registry",
    "runs",
    "sources",
    "units",
    "verifying",
]

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
"""What the system says when an output cannot take more."""


def main() -> None:
    """Run the command line; a user's mistake is one message and an exit code, never a traceback."""
    interruptible()
    _prepare_streams()
    try:
        try:
            app()
        finally:
            heard()  # nothing is left to interrupt: an alarm in Python's own end would kill it
            sys.stdout.flush()
    except CongtinError as error:
        _leave(f"congtin: {error}", error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        _leave("", 0)
    except SystemExit as ended:
        if not isinstance(ended.__context__, BrokenPipeError):
            raise
        _leave("", 0)  # whoever reads has read enough, as `head` has; Typer would call it a failure
    except OSError as error:
        if error.errno not in FULL:
            raise
        where = error.filename or "the output"
        _leave(f"congtin: {where}: {error.strerror}. Free some space, then try again.", 1)


def _prepare_streams() -> None:
    """Vietnamese is written as UTF-8 wherever we run; a warning of a library is no message of ours.

    A lone surrogate, which no encoding can say, is printed as the escape that JSON has for it.
    """
    if sys.stdout is None:  # closed by whoever started us: then nobody reads it
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - open to the end
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    logging.getLogger("warcio").setLevel(logging.ERROR)


def _leave(message: str, code: int) -> None:
    """Say it and end; what the output did not take is dropped, so that the end is quiet."""
    if message:
        print(message, file=sys.stderr)  # noqa: T201
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)
