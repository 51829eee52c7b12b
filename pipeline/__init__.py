"""From a page's bytes to a feed entry: clean, normalise, store, publish. No network here."""

from pipeline.extract import extract
from pipeline.model import Article

__all__ = ["Article", "extract"]
