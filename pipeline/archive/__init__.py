"""The archive: every answer that mattered, kept as WARC, and WARC files of others read."""

from pipeline.archive.reading import Damage, Revisit, read_file
from pipeline.archive.storage import IMPORTED, Archive
from pipeline.archive.wacz import Part, parts_of

__all__ = ["IMPORTED", "Archive", "Damage", "Part", "Revisit", "parts_of", "read_file"]
