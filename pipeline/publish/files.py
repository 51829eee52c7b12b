"""Feeds as files: any web server can serve them. Written whole or not at all, and only when they changed."""

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline.config import Config
from pipeline.errors import PublishError
from pipeline.publish.catalog import ALL, Feed, province_feeds, source_feed
from pipeline.publish.feeds import atom, rss
from pipeline.publish.opml import opml
from pipeline.store import Store

OPML = "subscriptions.opml"


@dataclass(frozen=True, slots=True)
class Published:
    """What one publishing did: paths relative to `Config.feeds`, and what was left out with the reason."""

    written: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()
    """(entry key, reason), each once."""


def publish(store: Store, config: Config) -> Published:
    """Bring every feed file under `config.feeds` up to date with the store.

    One publisher at a time: a second one waits, so an older state never overwrites a newer one.
    Raises PublishError when a file cannot be written; files that were there stay whole.
    """
    with _writable(config.feeds), _one_at_a_time(config.feeds):
        provinces = province_feeds(store.provinces())
        sources = [source_feed(status.source) for status in store.sources()]
        changed: dict[str, bool] = {}
        skipped: dict[str, str] = {}
        for feed in (ALL, *provinces, *sources):
            skipped |= _publish_feed(feed, store, config, changed)
        groups = [("Tất cả", [ALL]), ("Tỉnh, thành phố", provinces), ("Nguồn tin", sources)]
        changed[OPML] = write(config.feeds / OPML, opml(groups, config.base_url))
    return Published(
        written=tuple(path for path, new in changed.items() if new),
        unchanged=tuple(path for path, new in changed.items() if not new),
        skipped=tuple(skipped.items()),
    )


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
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    return True


def _publish_feed(
    feed: Feed, store: Store, config: Config, changed: dict[str, bool]
) -> dict[str, str]:
    """Write one feed in both formats, note which files changed, and return what was left out."""
    entries, _ = store.entries(feed.where, limit=config.feed_size)
    channel = feed.channel(config.base_url)
    rendered = {"rss": rss(channel, entries), "atom": atom(channel, entries)}
    for form, result in rendered.items():
        path = f"{feed.name}.{form}"
        changed[path] = write(config.feeds / path, result.body)
    return {left.key: left.reason for result in rendered.values() for left in result.skipped}


@contextmanager
def _one_at_a_time(directory: Path) -> Iterator[None]:
    """Hold the directory's lock. The kernel frees it however the holder ends."""
    directory.mkdir(parents=True, exist_ok=True)
    with (directory / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _writable(directory: Path) -> Iterator[None]:
    """Turn the system's refusals into one message that says what to do."""
    try:
        yield
    except OSError as error:
        where = error.filename or directory
        raise PublishError(f"Cannot write {where}: {error.strerror}. {_advice(error)}") from error


def _advice(error: OSError) -> str:
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return "Free some space, then run `congtin publish` again; the old feeds are untouched."
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return "Give this user the right to write there, or choose another place with --data."
    return "Check the directory given with --data, then run `congtin publish` again."
