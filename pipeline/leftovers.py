"""What killed programs left unfinished: its names carry the number of the process that was at work on it."""

import os
import re
import shutil
from pathlib import Path

_NUMBER = re.compile(r"\d+")


def clear(folder: Path, before: str, after: str = "") -> None:
    """Remove from the folder what is called `before`, a process's number, `after` and anything.

    What a process that lives is at work on stays; under our own number stands what one before us left,
    as in a container, where each is number 1.
    """
    for rest in folder.iterdir() if folder.is_dir() else ():
        if not rest.name.startswith(before):
            continue
        number = _NUMBER.match(rest.name, len(before))
        if number and rest.name.startswith(after, number.end()) and not _lives(int(number[0])):
            _remove(rest)


def _lives(process: int) -> bool:
    """Whether another process of that number runs."""
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _remove(rest: Path) -> None:
    if rest.is_dir():
        shutil.rmtree(rest, ignore_errors=True)
    else:
        rest.unlink(missing_ok=True)
