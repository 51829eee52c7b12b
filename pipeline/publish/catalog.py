"""Which feeds there are: of everything, and of each source, unit (present and former) and larger topic."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from pipeline.model import EntryFilter, Source
from pipeline.publish.feeds import Channel, Format
from pipeline.slug import slug
from pipeline.store.identity.minting import AUTHORITY

FORMATS: dict[Format, str] = {"rss": "RSS 2.0", "atom": "Atom", "json": "JSON Feed"}

TOPIC_ARTICLES = 20
"""A topic gets files of its own when so many articles have it: below that, a search finds them as well."""
TOPICS = 500
"""At most so many topics get files, the largest first: a portal that tags each article with words of its
own would otherwise fill the disk with them. Every other topic is served on demand."""

_SAFE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed in every format. `name` is its path without suffix, `page` the path of its web page."""

    name: str
    heading: str
    """What it is about: a portal, a province, everything."""
    description: str
    page: str
    where: EntryFilter

    @property
    def title(self) -> str:
        """As a reader's list of feeds shows it."""
        return f"{self.heading} – Cổng tin"

    def path(self, form: Format) -> str:
        """Relative to the feeds directory and to /feeds/: "sources/ha-nam.rss"."""
        return f"{self.name}.{form}"

    def archive(self, form: Format, number: int) -> str:
        """The path of an archive page (RFC 5005): "sources/ha-nam/archive/7.rss", the oldest is 1."""
        return f"{self.name}/archive/{number}.{form}"

    def address(self, form: Format, base_url: str) -> str:
        """Where it is served."""
        return f"{base_url.rstrip('/')}/feeds/{self.path(form)}"

    def channel(self, base_url: str) -> Channel:
        """What the feed says of itself. The id stays when `base_url` moves."""
        base = base_url.rstrip("/")
        return Channel(
            id=f"tag:{AUTHORITY}:feeds/{self.name}",
            title=self.title,
            description=self.description,
            page=base + self.page,
            help=f"{base}/subscribe",
            icon=f"{base}/static/icon.svg",
        )


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
    groups = (
        Group("Tất cả", (ALL,)),
        Group("Tỉnh, thành phố", tuple(_provinces(sources))),
        Group("Tỉnh, thành phố trước 1/7/2025", tuple(_former_provinces(sources))),
        Group("Huyện, quận, thị xã trước 1/7/2025", tuple(_districts(sources))),
        Group("Xã, phường, đặc khu", tuple(_communes(sources))),
        Group("Chủ đề", tuple(topic_feed(key, name) for key, name in topics)),
        Group("Nguồn tin", tuple(map(source_feed, sources))),
    )
    return Catalog(tuple(group for group in groups if group.feeds))


def source_feed(source: Source) -> Feed:
    """The feed of one portal."""
    return Feed(
        name=f"sources/{_file_name(source.id)}",
        heading=source.name,
        description=f"Tin mới nhất từ {source.name} ({source.url}).",
        page=f"/sources/{quote(source.id)}",
        where=EntryFilter(source_id=source.id),
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


def province_feed(province: str, slug: str) -> Feed:
    """The feed of one province's portals."""
    return _place(f"provinces/{slug}", province, EntryFilter(province=province))


def province_feeds(provinces: Iterable[tuple[str, int]]) -> list[Feed]:
    """One feed for each named province, in order of the names with Đ beside D."""
    names = {name for name, _ in provinces if name}
    return [province_feed(name, unique) for name, unique in _unique_slugs(names)]


def _provinces(sources: Iterable[Source]) -> list[Feed]:
    return province_feeds((source.province, 0) for source in sources)


def _former_provinces(sources: Sequence[Source]) -> list[Feed]:
    """Of the provinces that were merged on 2025-07-01; one that was not has its feed already."""
    merged = {source.province for source in sources if source.province_before}
    members = _members(s for s in sources if s.province in merged or s.province_before)
    named = _grouped(members, lambda source: (former_province(source),))
    slugs = dict(_unique_slugs(name for (name,) in named))
    return [
        _place(f"provinces-before/{slugs[name]}", f"{name} (trước 1/7/2025)", _of(named[name,]))
        for name in slugs
    ]


def _districts(sources: Iterable[Source]) -> Iterator[Feed]:
    """Under the province they belonged to: there are dozens of "Huyện Châu Thành"."""
    held = (source for source in sources if source.district)
    yield from _units("districts", held, lambda s: (former_province(s), s.district))


def _communes(sources: Iterable[Source]) -> Iterator[Feed]:
    held = (source for source in sources if source.commune)
    yield from _units("communes", held, lambda s: (s.province, s.commune))


def former_province(source: Source) -> str:
    """The province that the source's unit belonged to before 2025-07-01."""
    return source.province_before or source.province


Pair = tuple[str, ...]


def _units(kind: str, sources: Iterable[Source], unit: Callable[[Source], Pair]) -> Iterator[Feed]:
    named = _grouped(sources, unit)
    above = dict(_unique_slugs(province for province, _ in named))
    for province, upper in above.items():
        names = (name for held, name in named if held == province)
        for name, lower in _unique_slugs(names):
            heading = f"{name}, {province}" if province else name
            where = _of(named[province, name])
            yield _place(f"{kind}/{upper}/{lower}", heading, where)


def _place(name: str, heading: str, where: EntryFilter) -> Feed:
    return Feed(
        name=name,
        heading=heading,
        description=f"Tin mới nhất từ các cổng thông tin điện tử của {heading}.",
        page=f"/{name}",
        where=where,
    )


def _members(sources: Iterable[Source]) -> list[Source]:
    return [source for source in sources if former_province(source)]


def _grouped(sources: Iterable[Source], unit: Callable[[Source], Pair]) -> dict[Pair, list[Source]]:
    groups: dict[Pair, list[Source]] = {}
    for source in sources:
        groups.setdefault(unit(source), []).append(source)
    return groups


def _of(sources: Iterable[Source]) -> EntryFilter:
    return EntryFilter(sources=tuple(sorted(source.id for source in sources)))


def _file_name(source_id: str) -> str:
    """The id itself; an id that could lead out of the directory or be hidden gets another name."""
    if _SAFE_ID.fullmatch(source_id):
        return source_id
    return f"{slug(source_id)[:80]}-{hashlib.sha256(source_id.encode()).hexdigest()[:8]}"


def _unique_slugs(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each name with a slug of its own, Đ beside D: two spellings ("Hòa Bình", "Hoà Bình") share no file."""
    taken: set[str] = set()
    for plain, name in sorted((slug(name)[:80] or "khong-ten", name) for name in set(names)):
        unique, number = plain, 1
        while unique in taken:
            number += 1
            unique = f"{plain}-{number}"
        taken.add(unique)
        yield name, unique
