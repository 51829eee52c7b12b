"""What outlasts a power cut."""

import os
from pathlib import Path


def sync(path: Path) -> None:
    """What was written to that file, or the names in that folder, is on the disk. Raises OSError."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
