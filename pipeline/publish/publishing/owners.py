"""Whose portals the sources are: which feeds hold all that one publishes, and by which rule; pure."""

from collections.abc import Iterable, Sequence

from pipeline.geography import unit_at
from pipeline.geography.naming import spelt
from pipeline.model import Source
from pipeline.publish.feed import Feed
from pipeline.slug import slug
from pipeline.store.places import units_in_time


class Owners:
    """The sources of a registry, by the places that they are of."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._of_unit: dict[str, list[tuple[str, str]]] = {}
        of_province: dict[str, list[str]] = {}
        for source in sources:
            of_province.setdefault(source.province, []).append(source.id)
            for unit, era in units_in_time(source.unit, source.unit_before).items():
                self._of_unit.setdefault(unit, []).append((source.id, era))
        self._of_slug: dict[str, list[str]] = {}
        for name, ids in of_province.items():
            for spelling in {slug(name), slug(spelt(name).folded)}:
                self._of_slug.setdefault(spelling, []).extend(ids)

    def members(self, feed: Feed) -> Sequence[str]:
        """The sources all of whose articles are the feed's; none for one of everything, a topic or a unit."""
        where = feed.where
        if where.province:
            return self._in_province(where.province)
        return where.sources or ((where.source_id,) if where.source_id else ())

    def rule(self, feed: Feed) -> object:
        """What decides which articles are the feed's; where it is another, all are looked at again.

        A unit's feed also has what names the unit, and that is no matter of the registry.
        """
        if feed.where.unit:
            return feed.where.unit, sorted(self._of_unit.get(feed.where.unit, ()))
        return sorted(self.members(feed)) or feed.name

    def _in_province(self, name: str) -> list[str]:
        """As `EntryFilter.province` finds them: by the name in any spelling, and by their codes."""
        wanted = slug(name)
        unit = unit_at(("provinces", wanted))
        by_code = (source for source, _ in self._of_unit.get(unit.id if unit else "", ()))
        return list(dict.fromkeys((*self._of_slug.get(wanted, ()), *by_code)))
