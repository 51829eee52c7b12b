"""Which of the units of a name is meant: by what stands around it, by whose portal it is; never guessed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice

from pipeline.geography import Level, Unit, gazetteer
from pipeline.normalise.places.mention import Mention, lies_in
from pipeline.normalise.places.names import around

_ROUNDS = 3
_LIKES = 40
"""Of an enumeration so many are looked at, its last ones."""
_NEARBY = 5
"""So many of the contexts are of one district."""
_ORDER: tuple[Level, ...] = ("province", "district", "commune")


@dataclass(slots=True)
class Home:
    """The units whose portal it is, the districts above them, their provinces: of before and of now."""

    own: frozenset[str] = frozenset()
    districts: frozenset[str] = frozenset()
    provinces_before: frozenset[str] = frozenset()
    provinces_since: frozenset[str] = frozenset()
    """Each of its own time."""
    wider: frozenset[str] = frozenset()
    """The provinces that have or had their land at any time."""


def home_of(ids: Sequence[str]) -> Home:
    """From the ids of the units of both eras; such as are not known are left out."""
    known = gazetteer()
    units = [unit for unit_id in ids if (unit := known.unit(unit_id))]
    over = {known.units[other] for unit in units for other in (unit.id, *around(unit.id))}
    return Home(
        frozenset(unit.id for unit in units if unit.level != "province"),
        frozenset(unit.id for unit in over if unit.level == "district"),
        frozenset(known.province(unit).id for unit in units if not unit.stands),
        frozenset(known.province(unit).id for unit in units if unit.stands),
        frozenset(unit.id for unit in over if unit.level == "province"),
    )


@dataclass(slots=True)
class Judge:
    """Decides mention by mention, from the highest units down. What is decided tells of the rest."""

    home: Home
    named: dict[Level, set[str]] = field(default_factory=dict)
    """By level, what the text names."""
    by_line: dict[tuple[Level, int], set[str]] = field(default_factory=dict)
    """The same of one line."""
    near: set[str] = field(default_factory=set)
    """The districts of before of the communes that the text names."""
    round: int = 0

    def decide(self, mentions: Iterable[Mention]) -> None:
        """Give each mention its unit where there is one that is meant."""
        ordered = sorted((mention for mention in mentions if mention.tiers), key=_height)
        for self.round in range(_ROUNDS):  # what comes later may tell of what was left open
            for mention in ordered:
                if mention.unit is None:
                    self._keep(mention, self._chosen(mention))
            ordered = [mention for mention in ordered if mention.unit is None]

    def _keep(self, mention: Mention, unit: Unit | None) -> None:
        if unit is None:
            return
        mention.unit = unit
        self.named.setdefault(unit.level, set()).add(unit.id)
        self.by_line.setdefault((unit.level, mention.line), set()).add(unit.id)
        if unit.level == "commune":
            self.near.update(_districts(unit.id))

    def _chosen(self, mention: Mention) -> Unit | None:
        tiers = [_held(tier, mention.upper) for tier in mention.tiers]
        if mention.follows:
            parents = {like.unit.parent for like in mention.likes[-_LIKES:] if like.unit}
            tiers = [[unit for unit in tier if unit.parent in parents] for tier in tiers]
        tiers = [tier for tier in tiers if tier]
        kinds = {unit.kind for tier in tiers[:1] for unit in tier}
        for tier in tiers:
            left, told = self._told(tier, mention, nearby=tier[0].kind not in kinds)
            if told:
                return left[0] if len(left) == 1 else None
        return self._only(tiers) if mention.sure else None

    def _only(self, tiers: list[list[Unit]]) -> Unit | None:
        """The only one of its name and kind; at last the only one that the day makes likely."""
        kinds = {unit.kind for tier in tiers[:1] for unit in tier}
        counted = tiers[:1] if self.round == _ROUNDS - 1 else tiers
        units = [unit for tier in counted for unit in tier if unit.kind in kinds]
        return units[0] if len(units) == 1 else None

    def _told(self, tier: list[Unit], mention: Mention, *, nearby: bool) -> tuple[list[Unit], bool]:
        """What the contexts leave of the units, the nearest context first; whether one said anything.

        `nearby`: where another unit is called just so, only what is quite near may tell of this one.
        """
        held = mention.upper is not None and mention.upper.unit is not None
        left, told = tier, held or tier[0].level == "province"
        contexts = islice(
            self._contexts(mention, since=tier[0].stands), _NEARBY if nearby else None
        )
        for context in contexts:
            inside = [u for u in left if u.id in context or not context.isdisjoint(around(u.id))]
            if inside:
                left, told = inside, True
            if told and len(left) == 1:
                break
        return left, told

    def _contexts(self, mention: Mention, *, since: bool) -> Iterator[set[str] | frozenset[str]]:
        yield {o.unit.parent for o in mention.likes[-_LIKES:] if o.unit and o.unit.parent}
        yield self.by_line.get(("district", mention.line), set())
        yield self.home.own
        yield self.named.get("district", set())
        yield self.home.districts
        yield self.by_line.get(("province", mention.line), set())
        yield self.home.provinces_since if since else self.home.provinces_before
        yield self.home.wider
        yield self.named.get("province", set())
        if self.round:
            yield self.near


def _held(tier: tuple[Unit, ...], upper: Mention | None) -> list[Unit]:
    """Those in the upper unit that was named with it."""
    if upper is None:
        return list(tier)
    uppers = (upper.unit,) if upper.unit else upper.units
    return [unit for unit in tier if any(lies_in(unit, one) for one in uppers)]


@cache
def _districts(unit_id: str) -> frozenset[str]:
    known = gazetteer().units
    return frozenset(other for other in around(unit_id) if known[other].level == "district")


def _height(mention: Mention) -> int:
    return min((_ORDER.index(unit.level) for unit in mention.units), default=0)
