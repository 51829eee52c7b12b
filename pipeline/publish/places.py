"""Places as pages show them: every unit of the gazetteer, and what sources name beyond it; pure."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from pipeline.geography import Unit, address_of, gazetteer, unit_at
from pipeline.geography.addresses import kind_of
from pipeline.model import Source
from pipeline.publish.catalog import Feed, catalog
from pipeline.publish.unit_feeds import unit_feed
from pipeline.slug import slug
from pipeline.store.places import units_in_time
from pipeline.store.sizes import UnitSize

Kind = str
KINDS: tuple[Kind, ...] = ("provinces", "provinces-before", "districts", "communes")
"""The first part of the address of a place that has a feed in files (`pipeline.publish.catalog`)."""
BEFORE = ("provinces-before", "districts", "communes-before")
"""Those that ended with the merger, or sooner."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place: its feed, the sources that are its own or of one in it, how many articles it has."""

    kind: Kind
    feed: Feed
    sources: frozenset[str]
    articles: int
    unit: Unit | None = None
    """What the gazetteer knows of it; None where a source names what no resolution does."""

    @property
    def page(self) -> str:
        """The path of its page."""
        return self.feed.page

    @property
    def name(self) -> str:
        """Its own name, without the province that the feed's heading adds."""
        if self.unit is not None and self.unit.level != "province":
            return self.unit.name
        return self.feed.heading.partition(", ")[0].partition(" (")[0]

    @property
    def province(self) -> str:
        """The part of its address that names the province above it; "" for a province."""
        return self.feed.name.split("/")[1] if self.kind in ("districts", "communes") else ""


@dataclass(frozen=True, slots=True)
class Places:
    """All places. `named`: those that sources are of; any other unit's place is made when asked for."""

    named: tuple[Place, ...]
    portals: Mapping[str, frozenset[str]]
    """Of a unit, by its id, the ids of the sources that are or were its own, or of a unit in it."""
    sizes: Mapping[str, int]
    """Articles by source id."""
    unit_sizes: Callable[[], Mapping[str, UnitSize]]
    """Articles by unit; asked for where they are told, since counting them takes longer."""
    by_page: Mapping[str, Place]
    """The named ones by the paths of their pages."""

    def of(self, unit: Unit) -> Place:
        """The place of any unit."""
        known = self.by_page.get(f"/{'/'.join(address_of(unit))}")
        own = self.portals.get(unit.id, frozenset()) | (known.sources if known else frozenset())
        feed = known.feed if known else unit_feed(unit)
        return self._counted(Place(kind_of(unit), feed, own, 0, unit))

    def at(self, page: str) -> Place | None:
        """The one with that page, or that had it under a later or former name."""
        if unit := unit_at(page.strip("/").split("/")):
            return self.of(unit)
        known = self.by_page.get(page)
        return self._counted(known) if known else None

    def of_sources(self) -> Iterator[Place]:
        """All that sources are of, in the order of the catalog."""
        return map(self._counted, self.named)

    def of_kind(self, kind: Kind) -> tuple[Place, ...]:
        """Those of one kind that sources are of, in the order of lists."""
        return tuple(self._counted(place) for place in self.named if place.kind == kind)

    def within(self, place: Place) -> tuple[Place, ...]:
        """What lies directly below it; of a province that no resolution names, what its sources name."""
        if place.unit is not None:
            below = sorted(gazetteer().within(place.unit), key=lambda unit: slug(unit.bare))
            return tuple(map(self.of, below))
        if place.kind not in ("provinces", "provinces-before"):
            return ()
        lower = self.of_kind("communes") + self.of_kind("districts")
        return tuple(below for below in lower if below.sources <= place.sources)

    def above(self, place: Place) -> tuple[Place, ...]:
        """What it belongs to or belonged to, the highest first."""
        if place.unit is not None:
            return tuple(map(self.of, reversed(gazetteer().above(place.unit))))
        upper = "provinces-before" if place.kind == "districts" else "provinces"
        held = self.of_kind(upper) or self.of_kind("provinces")
        return tuple(unit for unit in held if place.province and place.sources <= unit.sources)

    def with_source(self, source_id: str) -> tuple[Place, ...]:
        """Those that a source belongs to, the largest first."""
        return tuple(self._counted(p) for p in self.named if source_id in p.sources)

    def unknown(self, words: str = "") -> tuple[Place, ...]:
        """Those that only sources name, and whose names hold every word; accents do not count."""
        wanted = slug(words).split("-") if words.strip() else []
        others = (place for place in self.named if place.unit is None)
        return tuple(
            self._counted(place)
            for place in others
            if all(word in slug(place.feed.heading) for word in wanted)
        )

    def lowest(self) -> Iterator[Place]:
        """The known units below provinces that sources are of."""
        units = (place for place in self.named if place.unit and place.unit.level != "province")
        return map(self._counted, units)

    def grown(
        self, sizes: Mapping[str, int], unit_sizes: Callable[[], Mapping[str, UnitSize]]
    ) -> "Places":
        """The same places with other numbers of articles."""
        return replace(self, sizes=sizes, unit_sizes=cache(unit_sizes))

    def _counted(self, place: Place) -> Place:
        """With as many articles as its feed's filter finds."""
        where = place.feed.where
        if where.unit:
            size = self.unit_sizes().get(where.unit)
            return replace(place, articles=size.all if size else 0)
        own = where.sources or place.sources
        return replace(place, articles=sum(self.sizes.get(key, 0) for key in own))


def places(sources: Sequence[Source], sizes: Mapping[str, int]) -> Places:
    """The places of those sources; `sizes`: articles by source id."""
    portals: dict[str, set[str]] = defaultdict(set)
    for source in sources:
        for unit_id in (*units_in_time(source.unit, source.unit_before), *_provinces(source)):
            portals[unit_id].add(source.id)
    fixed = {unit_id: frozenset(ids) for unit_id, ids in portals.items()}
    named = tuple(_named(sources))
    return Places(named, fixed, sizes, dict, {place.page: place for place in named})


def _provinces(source: Source) -> Iterator[str]:
    """The provinces that it names itself: a newspaper has no unit of its own."""
    for kind, name in (
        ("provinces", source.province),
        ("provinces-before", source.province_before),
    ):
        unit = unit_at((kind, slug(name))) if name else None
        if unit:
            yield unit.id


def _named(sources: Sequence[Source]) -> Iterator[Place]:
    of_province: dict[str, set[str]] = defaultdict(set)
    for source in sources:
        of_province[source.province].add(source.id)
    for feed in catalog(sources):
        kind = feed.name.partition("/")[0]
        if kind in KINDS:
            own = frozenset(feed.sources or of_province.get(feed.where.province, ()))
            yield Place(kind, feed, own, 0, unit_at(feed.name.split("/")))
