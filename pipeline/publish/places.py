"""The units that sources belong to, present and former, as a tree with counts; pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.model import Source
from pipeline.publish.catalog import Feed, catalog
from pipeline.slug import slug

Kind = str
KINDS: tuple[Kind, ...] = ("provinces", "provinces-before", "districts", "communes")
"""The first part of a unit's address: `pipeline.publish.catalog` names them."""
BEFORE = ("provinces-before", "districts")
"""Those that ended on 2025-07-01."""


@dataclass(frozen=True, slots=True)
class Place:
    """One unit: its feed, the sources that are its own, and how many articles they have."""

    kind: Kind
    feed: Feed
    sources: frozenset[str]
    articles: int

    @property
    def page(self) -> str:
        """The path of its page."""
        return self.feed.page

    @property
    def name(self) -> str:
        """Its own name, without the province that the feed's heading adds."""
        return self.feed.heading.partition(", ")[0].partition(" (")[0]

    @property
    def province(self) -> str:
        """The part of its address that names the province above it; "" for a province."""
        return self.feed.name.split("/")[1] if self.kind in ("districts", "communes") else ""


@dataclass(frozen=True, slots=True)
class Places:
    """Every unit that a source belongs to."""

    all: tuple[Place, ...]

    def of_kind(self, kind: Kind) -> tuple[Place, ...]:
        """Those of one kind, in the order of lists."""
        return tuple(place for place in self.all if place.kind == kind)

    def at(self, page: str) -> Place | None:
        """The one with that page."""
        return next((place for place in self.all if place.page == page), None)

    def within(self, place: Place) -> tuple[Place, ...]:
        """The districts and communes of a province."""
        if place.kind not in ("provinces", "provinces-before"):
            return ()
        lower = self.of_kind("communes") + self.of_kind("districts")
        return tuple(unit for unit in lower if unit.sources <= place.sources)

    def above(self, place: Place) -> tuple[Place, ...]:
        """The province that a district or commune belongs to."""
        upper = "provinces-before" if place.kind == "districts" else "provinces"
        held = self.of_kind(upper) or self.of_kind("provinces")
        return tuple(unit for unit in held if place.province and place.sources <= unit.sources)

    def with_source(self, source_id: str) -> tuple[Place, ...]:
        """Those that a source belongs to, the largest first."""
        return tuple(place for place in self.all if source_id in place.sources)

    def named(self, words: str) -> "Places":
        """Those whose name holds every word; accents do not count."""
        if not words.strip():
            return self
        wanted = slug(words).split("-")
        kept = (p for p in self.all if all(word in slug(p.feed.heading) for word in wanted))
        return Places(tuple(kept))

    def by_province(self, kind: Kind) -> list[tuple[str, list[Place]]]:
        """Districts under the province of their time, communes under today's."""
        groups: dict[str, list[Place]] = {}
        for place in self.of_kind(kind):
            groups.setdefault(place.feed.heading.partition(", ")[2], []).append(place)
        return list(groups.items())


def places(sources: Sequence[Source], sizes: Mapping[str, int]) -> Places:
    """The units of those sources; `sizes`: articles by source id."""
    return Places(tuple(_placed(sources, sizes)))


def _placed(sources: Sequence[Source], sizes: Mapping[str, int]) -> Iterable[Place]:
    of_province: dict[str, set[str]] = {}
    for source in sources:
        of_province.setdefault(source.province, set()).add(source.id)
    for feed in catalog(sources):
        kind = feed.name.partition("/")[0]
        if kind in KINDS:
            own = frozenset(feed.where.sources or of_province.get(feed.where.province, ()))
            yield Place(kind, feed, own, sum(sizes.get(name, 0) for name in own))
