"""The `congtin` command: data on stdout, progress and errors on stderr, documented exit codes."""

import errno
import io
import logging
import os
import sys
from typing import NoReturn, cast

import typer

from crawler.children import end_with_parent
from crawler.cli import logs
from crawler.cli.app import app
from crawler.cli.commands import (
    archive,
    archiving,
    care,
    crawling,
    database,
    demo,
    exporting,
    extracting,
    notices,
    outlines,
    places,
    publishing,
    reading,
    registry,
    runs,
    sources,
    units,
    verifying,
    working,
)
from crawler.cli.terminal import harmless
from crawler.interrupts import heard, interruptible
from pipeline.errors import CRASHED, INTERRUPTED, CongtinError

__all__ = [
    "app",
    "archive",
    "archiving",
    "care",
    "crawling",
    "database",
    "demo",
    "exporting",
    "extracting",
    "main",
    "notices",
    "outlines",
    "places",
    "publishing",
    "reading",
    "registry",
    "runs",
    "sources",
    "units",
    "verifying",
    "working",
]

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
"""What the system says when an output cannot take more."""


MISTAKE = cast("type[typer.BadParameter]", typer.BadParameter.__mro__[1])
"""Every mistake of a command line: Click's UsageError, which Typer carries along under no name of its own."""


def main() -> None:
    """Run the command line; a user's mistake is one message and an exit code, never a traceback."""
    interruptible()
    end_with_parent()
    _prepare_streams()
    try:
        try:
            _run(logs.prepare(sys.argv[1:]))
        finally:
            heard()  # nothing is left to interrupt: an alarm in Python's own end would kill it
            sys.stdout.flush()
    except CongtinError as error:
        _leave(f"congtin: {error}", error.exit_code)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        _leave("", 0)
    except SystemExit as ended:
        if not isinstance(ended.__context__, BrokenPipeError):
            raise
        _leave("", 0)  # whoever reads has read enough, as `head` has; Typer would call it a failure
    except OSError as error:
        if error.errno not in FULL:
            _crash(error)
        where = error.filename or "the output"
        _leave(f"congtin: {where}: {error.strerror}. Free some space, then try again.", 1)
    except Exception as error:  # noqa: BLE001 - the last who can say it as it was asked for
        _crash(error)


def _run(words: list[str]) -> None:
    """The verb of a command line. What Typer says of a wrong one is a picture for people: else ours."""
    out = logs.lines()
    if out is None:
        app(words)
        return
    try:
        code = app(words, standalone_mode=False)
    except (typer.Abort, EOFError):
        code = 1
    except MISTAKE as error:
        out.say("error", error.format_message(), exit_code=error.exit_code)
        code = error.exit_code
    out.finish()
    sys.exit(code or 0)


def _crash(error: Exception) -> NoReturn:
    """A mistake of ours: with its traceback, in the form that was asked for."""
    if out := logs.lines():
        out.say("critical", f"{error}", exception=logs.told(error), exit_code=CRASHED)
    else:
        trace = logs.told(error)["traceback"].rstrip("\n")
        print(logs.marked("critical", trace), file=sys.stderr)  # noqa: T201
    sys.exit(CRASHED)


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
    if message and (out := logs.lines()):
        out.say("error", message.removeprefix("congtin: "), exit_code=code)
    elif message:
        print(logs.marked("error", harmless(message)), file=sys.stderr)  # noqa: T201
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)
