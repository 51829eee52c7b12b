"""Files replaced in one step, by one publisher at a time, with a clear word where the disk refuses."""

import errno
import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.errors import PublishError


def write(path: Path, content: bytes) -> bool:
    """Replace the file by `content` in one step that survives a crash; False when it already is so."""
    with suppress(FileNotFoundError):
        if path.read_bytes() == content:
            return False
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.tmp")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except (OSError, KeyboardInterrupt):
        draft.unlink(missing_ok=True)
        raise
    return True


def read(path: Path) -> bytes:
    """The file's content, b"" where there is none."""
    with suppress(FileNotFoundError):
        return path.read_bytes()
    return b""


@contextmanager
def one_at_a_time(directory: Path) -> Iterator[None]:
    """Hold the directory's lock. The kernel frees it however the holder ends."""
    directory.mkdir(parents=True, exist_ok=True)
    with (directory / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def writable(directory: Path) -> Iterator[None]:
    """Turn the system's refusals into one message that says what to do."""
    try:
        yield
    except OSError as error:
        where = error.filename or directory
        raise PublishError(f"Cannot write {where}: {error.strerror}. {_advice(error)}") from error
    except sqlite3.Error as error:
        raise PublishError(
            f"Cannot keep the feeds' state in {directory}: {error}. {_FULL}"
        ) from error


_FULL = "Free some space, then run `congtin publish` again; the old feeds are untouched."


def _advice(error: OSError) -> str:
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return _FULL
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return "Give this user the right to write there, or choose another place with --data."
    return "Check the directory given with --data, then run `congtin publish` again."
