"""What stands on stderr: lines for people, or one JSON object a line (`--log-format json`).

In the second case stderr itself is a `Lines`: whatever is written to it, by us, by a library or by Python's
own end, comes out as an object. Each holds "time" (ISO 8601, +07:00), "level", "message", "logger" and
"process"; beyond that what is known: "source", "run", "exception" (type, message, traceback), counts.
"""

import io
import json
import logging
import os
import sys
import threading
import traceback
from collections.abc import Sequence
from typing import Any, TextIO

from pipeline.clock import now
from pipeline.config import LOG_FORMATS, load_config
from pipeline.errors import ConfigError

OPTION = "--log-format"
VARIABLE = "CONGTIN_LOG_FORMAT"
OURS = "congtin"
"""How loggers of ours begin, and what notes are of."""
PRIORITIES = {"debug": 7, "info": 6, "warning": 4, "error": 3, "critical": 2}
"""How the journal counts what we call so (sd-daemon(3))."""
_QUIET = ("scrapy", "twisted")
"""Whose warnings are about portals: those stand in the run reports."""


def prepare(words: Sequence[str]) -> list[str]:
    """Write stderr as it is asked for; the command line without `--log-format`, which may stand anywhere.

    Processes that we start are asked for the same. Raises ConfigError for a format that is none.
    """
    asked, rest = _asked(words)
    if asked:
        if asked not in LOG_FORMATS:
            raise ConfigError(f"option {OPTION}: {asked!r} is none of {', '.join(LOG_FORMATS)}.")
        os.environ[VARIABLE] = asked
        os.environ.pop(f"{VARIABLE}_FILE", None)
    if _in_force() == "json":
        begin(sys.stderr)
    return rest


def _asked(words: Sequence[str]) -> tuple[str, list[str]]:
    """(the format that the command line names, the other words). After "--" nothing is an option."""
    asked, rest, given = "", [], iter(words)
    for word in given:
        if word == "--":
            rest += [word, *given]
        elif word == OPTION:
            asked = next(given, "nothing")
        elif word.startswith(f"{OPTION}="):
            asked = word.removeprefix(f"{OPTION}=") or "nothing"
        else:
            rest.append(word)
    return asked, rest


def _in_force() -> str:
    """By the settings; where one of those is wrong, the verb will say so, in the format meant."""
    try:
        return load_config().log_format
    except ConfigError:
        return os.environ.get(VARIABLE, "")


def begin(stream: TextIO) -> None:
    """From now on stderr is JSON, what libraries and broken threads have to say too."""
    lines = Lines(stream)
    sys.stderr = lines
    root = logging.getLogger()
    root.handlers = [_Handler(lines)]
    logging.getLogger(OURS).setLevel(logging.INFO)
    logging.captureWarnings(True)
    threading.excepthook = _broken_thread


def marked(level: str, text: str) -> str:
    """Each of the lines with its priority before it, where stderr is systemd's journal: it takes it off."""
    if not _is_journal():
        return text
    return "\n".join(f"<{PRIORITIES[level]}>{line}" for line in text.split("\n"))


def _is_journal() -> bool:
    """Whether stderr is what systemd made for the journal, and nothing that was put in its place."""
    try:
        there = os.fstat(2)
    except OSError:
        return False
    return os.environ.get("JOURNAL_STREAM") == f"{there.st_dev}:{there.st_ino}"


def lines() -> "Lines | None":
    """Stderr, where it is JSON; None where it is for people."""
    return sys.stderr if isinstance(sys.stderr, Lines) else None


def record(message: str, **known: Any) -> None:
    """An event that only machines are told: nothing where stderr is for people."""
    if out := lines():
        out.say("info", message, **known)


def hand_on(line: str) -> str:
    """Write what a process of ours wrote on its stderr: an object as it is. Gives the words in it."""
    out = lines()
    said = _object(line) if out else None
    if out is None or said is None:
        print(line, file=sys.stderr, flush=True)  # noqa: T201 - the child's word, not ours
        return line
    out.put(said["level"], line)
    return str(said["message"])


def _object(line: str) -> dict[str, Any] | None:
    """One of the objects that `Lines` writes; None where it is none."""
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        return None
    names = {"time", "level", "message", "logger", "process"}
    ours = isinstance(said, dict) and said.keys() >= names and said["level"] in PRIORITIES
    return said if ours else None


class Lines(io.TextIOBase):
    """A text stream that writes JSON objects, one a line."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._rest = ""
        self._lock = threading.RLock()

    def say(self, level: str, message: str, *, logger: str = OURS, **known: Any) -> None:
        """One object; of what is known, what is None or "" is left out."""
        said = {
            "time": now().isoformat(timespec="milliseconds"),
            "level": level,
            "message": message,
            "logger": logger,
            "process": os.getpid(),
        }
        more = {name: value for name, value in known.items() if value not in (None, "", {})}
        self.put(level, json.dumps(said | more | said, default=str))

    def put(self, level: str, text: str) -> None:
        """A line that is an object already."""
        with (
            self._lock
        ):  # ASCII, in one write: readable whatever reads it, whole beside other processes
            self._stream.write(f"{marked(level, text)}\n")
            self._stream.flush()

    def write(self, text: str) -> int:
        """Whatever others print: each of its lines becomes an object."""
        with self._lock:
            *whole, self._rest = f"{self._rest}{text}".split("\n")
        for line in whole:
            self._stray(line)
        return len(text)

    def finish(self) -> None:
        """Write what stands there without the end of its line."""
        rest, self._rest = self._rest, ""
        self._stray(rest)

    def _stray(self, line: str) -> None:
        if line.strip():
            self.say("warning", line, logger="stderr")

    def flush(self) -> None:
        """What was written is written."""
        self._stream.flush()

    def isatty(self) -> bool:
        """Nobody looks on."""
        return False

    def writable(self) -> bool:
        """It is for writing."""
        return True

    def fileno(self) -> int:
        """The descriptor beneath, for processes that we start."""
        return self._stream.fileno()

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """What it takes, it takes as text."""
        return "utf-8"


class _Handler(logging.Handler):
    """Records of Python's logging as objects."""

    def __init__(self, out: Lines) -> None:
        super().__init__(logging.INFO)
        self._out = out

    def emit(self, entry: logging.LogRecord) -> None:
        """Write one."""
        if entry.name.startswith(_QUIET) and entry.levelno < logging.ERROR:
            return
        try:
            self._out.say(
                entry.levelname.lower(), entry.getMessage(), logger=entry.name, **_known(entry)
            )
        except Exception:  # noqa: BLE001 - as logging does with any record that cannot be written
            self.handleError(entry)


def _known(entry: logging.LogRecord) -> dict[str, Any]:
    """What a record carries beyond its words: our own facts, Scrapy's spider, an exception."""
    known = dict(getattr(entry, "known", {}))
    spider = getattr(entry, "spider", None)
    if source := getattr(spider, "source", None):
        known.setdefault("source", source.id)
    if entry.exc_info and entry.exc_info[1] is not None:
        known["exception"] = told(entry.exc_info[1])
    return known


def told(error: BaseException) -> dict[str, str]:
    """An exception, with where it was raised."""
    trace = "".join(traceback.format_exception(error))
    return {"type": type(error).__qualname__, "message": str(error), "traceback": trace}


def _broken_thread(broken: threading.ExceptHookArgs) -> None:
    """A thread that ended with an exception."""
    out, error = lines(), broken.exc_value
    if out and error is not None and not isinstance(error, SystemExit):
        name = broken.thread.name if broken.thread else "a thread"
        out.say("critical", f"{name} broke: {error}", exception=told(error))
