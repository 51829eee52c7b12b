"""Where an article stands in time, as one number: the order of every list, and the row of the search index.

Seconds since 1970 of its sort time, then bits of its key that settle equal seconds. One number makes lists,
their cursors, spans of days and the index's own order the same thing on every database.
"""

import hashlib
from datetime import UTC, datetime, time, timedelta
from math import ceil

from pipeline.geography import MERGER
from pipeline.model import VIETNAM

BITS = 29
"""Bits of the key: 34 of seconds (the years 1698 to 2242) and these fill a signed 64-bit number."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST = 1 << 33
_SECOND = timedelta(seconds=1)


def timeline(moment: datetime, key: str) -> int:
    """The place of the article of that key at that moment."""
    bits = int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big") >> (32 - BITS)
    return (_clamped((moment - _EPOCH) // _SECOND) << BITS) | bits


def first_of(moment: datetime) -> int:
    """The first place at or after the moment, in whole seconds."""
    return _clamped(ceil((moment - _EPOCH) / _SECOND)) << BITS


def second_of(place: int) -> datetime:
    """The second in which the place lies."""
    return _EPOCH + timedelta(seconds=place >> BITS)


def _clamped(seconds: int) -> int:
    return max(-_LAST, min(seconds, _LAST - 1))


MERGED = first_of(datetime.combine(MERGER, time(), VIETNAM))
"""The first place in time of the units of today: 2025-07-01 00:00 in Vietnam."""
