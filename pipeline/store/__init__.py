"""Articles, pages, sources and runs in SQLite or PostgreSQL."""

from pipeline.store.storage import Store, open_for_readers, open_store, upgrade

__all__ = ["Store", "open_for_readers", "open_store", "upgrade"]
