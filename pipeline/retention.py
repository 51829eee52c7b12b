"""Archive retention: old captures go, articles never do. Settings `archive_keep_days`, `archive_max_gb`."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter

from filelock import FileLock, Timeout

from pipeline.archive.retention import ArchiveFile, Dropped, drop, old_files, own_files
from pipeline.config import Config
from pipeline.errors import ArchiveError
from pipeline.model import VIETNAM, WarcLocation
from pipeline.store import Store

STAMP = ".pruned"
"""In the archive: empty, last changed when pruning last came to its end."""
EVERY = timedelta(hours=23)
LOOK_EVERY = 900
"""Seconds between two looks of a service whether it is due."""

Told = Callable[[Dropped], None]


def is_wanted(config: Config) -> bool:
    """Whether any retention is set."""
    return bool(config.archive_keep_days or config.archive_max_gb)


def is_due(config: Config, at: datetime) -> bool:
    """Whether retention is set, and was not carried out within a day (nor in the future, by the clock)."""
    if not is_wanted(config) or not config.archive.is_dir():
        return False
    try:
        last = datetime.fromtimestamp((config.archive / STAMP).stat().st_mtime, VIETNAM)
    except OSError:
        return True
    return abs(at - last) >= EVERY


def to_drop(config: Config, at: datetime, *, imported: bool = False) -> list[ArchiveFile]:
    """The files that go by these settings, by folder, the oldest first in each. Raises ArchiveError."""
    going = old_files(
        own_files(config.archive),
        at.astimezone(VIETNAM).date(),
        keep_days=config.archive_keep_days,
        max_size=int(config.archive_max_gb * 10**9),
        imported=imported,
    )
    return sorted(going, key=attrgetter("folder"))


def prune(
    config: Config, store: Store, at: datetime, *, imported: bool = False, told: Told | None = None
) -> list[Dropped]:
    """Carry the settings out, folder by folder; what became of each. Raises ArchiveError, StoreError.

    No article, version or ledger line goes: a page whose capture is dropped says so from then on
    (`PageVisit.dropped_at`). Killed anywhere, the next call does the rest.
    """
    try:
        with FileLock(config.archive / f"{STAMP}.lock", timeout=0):
            return _pruned(config, store, at, imported=imported, told=told)
    except Timeout:
        return []  # another process is at it
    except OSError as error:
        raise ArchiveError(f"{config.archive}: {error.strerror or error}.") from error


def _pruned(
    config: Config, store: Store, at: datetime, *, imported: bool, told: Told | None
) -> list[Dropped]:
    done = []
    today = at.astimezone(VIETNAM).date()

    def forget(file: str, moved: Mapping[int, WarcLocation]) -> int:
        return store.drop_captures(file, moved, at)

    for folder, going in groupby(to_drop(config, at, imported=imported), key=attrgetter("folder")):
        done.append(drop(config.archive, folder, going, today, forget, writer=config.worker_name))
        if told:
            told(done[-1])
    (config.archive / STAMP).touch()
    return done
