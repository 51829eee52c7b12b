"""From a page's bytes to a feed entry: clean, normalise, store, publish. No network here.

For programs of your own:

    from pipeline import extract, open_store

    with open_store("sqlite:///congtin-data/congtin.db", read_only=True) as store:
        for hit in store.search("nông thôn mới", limit=5).hits:
            print(hit.entry.article.published_at, hit.entry.article.title)
"""

from typing import TYPE_CHECKING, Any

from pipeline.extract import extract
from pipeline.model import Article, Entry, EntryFilter

if TYPE_CHECKING:
    from pipeline.store import Store, open_store

__all__ = ["Article", "Entry", "EntryFilter", "Store", "extract", "open_store"]


def __getattr__(name: str) -> Any:
    """The store is imported when it is asked for: who only extracts does not wait for SQLAlchemy."""
    if name in ("Store", "open_store"):
        from pipeline import store

        return getattr(store, name)
    raise AttributeError(f"module 'pipeline' has no attribute {name!r}")
