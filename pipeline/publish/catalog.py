"""Which feeds there are: of everything, and of each source, unit (present and former) and larger topic."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from pipeline.model import EntryFilter, Source
from pipeline.publish.feed import FORMATS, Feed
from pipeline.publish.unit_feeds import (
    commune_feeds,
    district_feeds,
    feed_at,
    former_province_feeds,
    province_feeds,
)
from pipeline.slug import slug

__all__ = [
    "ALL",
    "FORMATS",
    "Catalog",
    "Feed",
    "Group",
    "catalog",
    "continued",
    "province_feeds",
    "source_feed",
    "topic_feed",
]

TOPIC_ARTICLES = 20
"""A topic gets files of its own when so many articles have it: below that, a search finds them as well."""
TOPICS = 500
"""At most so many topics get files, the largest first: a portal that tags each article with words of its
own would otherwise fill the disk with them. Every other topic is served on demand."""

_OF_UNITS = ("districts/", "communes/")
_SAFE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


@dataclass(frozen=True, slots=True)
class Group:
    """Feeds of one kind, under the name that a list of feeds shows."""

    name: str
    feeds: tuple[Feed, ...]


@dataclass(frozen=True, slots=True)
class Catalog:
    """Every feed that stands in files."""

    groups: tuple[Group, ...]

    def __iter__(self) -> Iterator[Feed]:
        return (feed for group in self.groups for feed in group.feeds)


ALL = Feed(
    name="all",
    heading="Tin mới nhất",
    description="Tin mới nhất từ các cổng thông tin điện tử của tỉnh, huyện và xã.",
    page="/",
    where=EntryFilter(),
)


def catalog(sources: Sequence[Source], topics: Iterable[tuple[str, str]] = ()) -> Catalog:
    """All feeds of those sources and of those topics (slug, name), in the order of lists."""
    heirs = successions(sources)
    groups = (
        Group("Tất cả", (ALL,)),
        Group("Tỉnh, thành phố", tuple(province_feeds((s.province, 0) for s in sources))),
        Group("Tỉnh, thành phố trước 1/7/2025", tuple(former_province_feeds(sources))),
        Group("Huyện, quận, thị xã trước 1/7/2025", tuple(district_feeds(sources))),
        Group("Xã, phường, đặc khu", tuple(commune_feeds(sources))),
        Group("Chủ đề", tuple(topic_feed(key, name) for key, name in topics)),
        Group("Nguồn tin", tuple(source_feed(source, heirs[source.id]) for source in sources)),
    )
    return Catalog(tuple(group for group in groups if group.feeds))


def continued(listed: Catalog, published: Iterable[str]) -> Iterator[Feed]:
    """Feeds of units that were published and are no longer listed: no address that was given out dies.

    The registry called the unit otherwise then, or had a source of it. `published`: names of feeds.
    """
    names = {feed.name for feed in listed}
    units = {feed.where.unit: feed for feed in listed if feed.where.unit}
    for name in published:
        if name not in names and name.startswith(_OF_UNITS) and (found := feed_at(name)):
            yield replace(units.get(found.where.unit, found), name=name)


def successions(sources: Iterable[Source]) -> dict[str, tuple[str, ...]]:
    """Source id -> the portals that went on for it, one after another."""
    successor = {source.id: source.successor for source in sources}
    found = {}
    for first in successor:
        line = [first]
        while (heir := successor.get(line[-1], "")) in successor and heir not in line:
            line.append(heir)
        found[first] = tuple(line[1:])
    return found


def source_feed(source: Source, heirs: Sequence[str] = ()) -> Feed:
    """The feed of one portal. `heirs`: the portals that went on for it, and took its articles with them: what
    was subscribed to goes on with theirs.
    """
    return Feed(
        name=f"sources/{_file_name(source.id)}",
        heading=source.name,
        description=f"Tin mới nhất từ {source.name} ({source.url}).",
        page=f"/sources/{quote(source.id)}",
        where=EntryFilter(sources=(source.id, *heirs))
        if heirs
        else EntryFilter(source_id=source.id),
    )


def topic_feed(key: str, name: str) -> Feed:
    """The feed of one topic, a section's or a tag's name, under its slug."""
    return Feed(
        name=f"topics/{key}",
        heading=name,
        description=f"Tin mới nhất về {name} từ các cổng thông tin điện tử.",
        page=f"/topics/{key}",
        where=EntryFilter(topic=key),
    )


def _file_name(source_id: str) -> str:
    """The id itself; an id that could lead out of the directory or be hidden gets another name."""
    if _SAFE_ID.fullmatch(source_id):
        return source_id
    return f"{slug(source_id)[:80]}-{hashlib.sha256(source_id.encode()).hexdigest()[:8]}"
