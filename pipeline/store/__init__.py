"""Articles, pages, sources and runs in SQLite or PostgreSQL."""

from pipeline.store.restoring import Restored, restore
from pipeline.store.storage import Store, find_store, open_for_readers, open_store, upgrade

__all__ = [
    "Restored",
    "Store",
    "find_store",
    "open_for_readers",
    "open_store",
    "restore",
    "upgrade",
]
