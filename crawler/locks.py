"""Files that one process of ours has locked, and the system frees when it dies, however it dies."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from pipeline.errors import ConfigError

FOLDER = "locks"
"""Where they lie in the data folder."""


def file_lock(data: Path, name: str, patience: float = 0.0) -> FileLock | None:
    """The lock of that name, taken; None where another process has it after `patience` seconds still.

    Raises ConfigError where nothing can be written.
    """
    folder = data / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / f"{name}.lock")
        lock.acquire(timeout=patience)
    except Timeout:
        return None
    except OSError as error:
        raise ConfigError(f"{folder}: cannot be written ({error.strerror or error}).") from error
    return lock


@contextmanager
def alone(data: Path, name: str, patience: float = 0.0) -> Iterator[bool]:
    """Whether no other process has that lock; in the block it is ours. Raises as `file_lock` does."""
    lock = file_lock(data, name, patience)
    try:
        yield lock is not None
    finally:
        if lock is not None:
            lock.release()
