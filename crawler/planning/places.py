"""How many crawls may be under way at once, so that no source waits for a slow one. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

VISITS, WALKS, MOST = 8, 16, 64
"""Places for short visits; for first crawls and whatever else takes long; and for all together."""
LONG = timedelta(minutes=10)
"""A visit that takes longer leaves its place to the next: it waits for its host, and costs us little."""
SLICE = timedelta(hours=1)
"""So long a crawl may hold a place that others wait for."""


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A crawl under way."""

    key: str
    began: datetime
    walk: bool
    """A first crawl, or one taken up again."""
    ending: bool = False

    def is_long(self, moment: datetime) -> bool:
        """Whether it holds a place for long crawls."""
        return self.walk or moment - self.began > LONG


def has_place(walk: bool, under_way: Iterable[UnderWay], moment: datetime) -> bool:
    """Whether one more may begin: a walk, or a short visit."""
    long = [crawl.is_long(moment) for crawl in under_way]
    if len(long) >= MOST:
        return False
    return sum(long) < WALKS if walk else len(long) - sum(long) < VISITS


def gives_way(under_way: Sequence[UnderWay], moment: datetime) -> UnderWay | None:
    """Who is to make place for one that waits: the longest at it, once that is long enough, one at a time."""
    if any(crawl.ending for crawl in under_way):
        return None
    long = [crawl for crawl in under_way if crawl.is_long(moment)]
    eldest = min(long, key=lambda crawl: crawl.began, default=None)
    return eldest if eldest and moment - eldest.began >= SLICE else None
