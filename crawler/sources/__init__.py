"""The registry of portals: data in TOML, read into Source and written back."""

from crawler.sources.finding import find_source, lookup
from crawler.sources.reading import load_registry, load_sources, shipped
from crawler.sources.writing import add_source, format_source

__all__ = [
    "add_source",
    "find_source",
    "format_source",
    "load_registry",
    "load_sources",
    "lookup",
    "shipped",
]
