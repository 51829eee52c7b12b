"""Which feeds there are: one of everything, one per source, one per province."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from pipeline.model import EntryFilter, Source
from pipeline.publish.feeds import Channel
from pipeline.slug import slug
from pipeline.store.identity import AUTHORITY

Format = Literal["rss", "atom"]
FORMATS: dict[Format, str] = {"rss": "RSS 2.0", "atom": "Atom"}

_SAFE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed in both formats. `name` is its path without suffix, `page` the path of its web page."""

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

    def channel(self, base_url: str) -> Channel:
        """The feed's own data, addresses absolute under `base_url`. The id stays when that moves."""
        base = base_url.rstrip("/")
        return Channel(
            id=f"tag:{AUTHORITY}:feeds/{self.name}",
            title=self.title,
            description=self.description,
            page=base + self.page,
            rss=f"{base}/feeds/{self.path('rss')}",
            atom=f"{base}/feeds/{self.path('atom')}",
        )


ALL = Feed(
    name="all",
    heading="Tin mới nhất",
    description="Tin mới nhất từ các cổng thông tin điện tử của tỉnh, huyện và xã.",
    page="/",
    where=EntryFilter(),
)


def source_feed(source: Source) -> Feed:
    """The feed of one portal."""
    return Feed(
        name=f"sources/{_file_name(source.id)}",
        heading=source.name,
        description=f"Tin mới nhất từ {source.name} ({source.url}).",
        page=f"/sources/{quote(source.id)}",
        where=EntryFilter(source_id=source.id),
    )


def _file_name(source_id: str) -> str:
    """The id itself; an id that could lead out of the directory or be hidden gets another name."""
    if _SAFE_ID.fullmatch(source_id):
        return source_id
    return f"{slug(source_id)}-{hashlib.sha256(source_id.encode()).hexdigest()[:8]}"


def province_feed(province: str, slug: str) -> Feed:
    """The feed of one province's portals."""
    return Feed(
        name=f"provinces/{slug}",
        heading=province,
        description=f"Tin mới nhất từ các cổng thông tin điện tử của {province}.",
        page=f"/provinces/{slug}",
        where=EntryFilter(province=province),
    )


def province_feeds(provinces: list[tuple[str, int]]) -> list[Feed]:
    """One feed for each named province, in order of the names with Đ beside D."""
    names = sorted((name for name, _ in provinces if name), key=lambda name: (slug(name), name))
    return [province_feed(name, unique) for unique, name in _unique_slugs(names)]


def _unique_slugs(names: list[str]) -> Iterator[tuple[str, str]]:
    """A slug for each name; two spellings with one slug ("Hòa Bình", "Hoà Bình") never share a file."""
    taken: set[str] = set()
    for name in names:
        plain = unique = slug(name) or "khong-ten"
        number = 1
        while unique in taken:
            number += 1
            unique = f"{plain}-{number}"
        taken.add(unique)
        yield unique, name
