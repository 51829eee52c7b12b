"""The archive: every answer that mattered, kept as WARC, and WARC files of others read."""

from pipeline.archive.reading import Damage, read_file
from pipeline.archive.storage import Archive

__all__ = ["Archive", "Damage", "read_file"]
