"""Which of the units of a name is meant: by what stands around it, by whose portal it is; never guessed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.geography import Level, Unit, gazetteer
from pipeline.normalise.places.mention import Mention, lies_in
from pipeline.normalise.places.names import around

_ORDER: tuple[Level, ...] = ("province", "district", "commune")


@dataclass(slots=True)
class Home:
    """The units whose portal it is, the districts above them, their provinces: of before and of now."""

    own: frozenset[str] = frozenset()
    districts: frozenset[str] = frozenset()
    provinces: frozenset[str] = frozenset()


def home_of(ids: Sequence[str]) -> Home:
    """From the ids of the units of both eras; such as are not known are left out."""
    known = gazetteer()
    units = [unit for unit_id in ids if (unit := known.unit(unit_id))]
    over = {known.units[other] for unit in units for other in (unit.id, *around(unit.id))}
    return Home(
        frozenset(unit.id for unit in units if unit.level != "province"),
        frozenset(unit.id for unit in over if unit.level == "district"),
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

    def decide(self, mentions: Iterable[Mention]) -> None:
        """Give each mention its unit where there is one that is meant."""
        ordered = sorted(mentions, key=_height)
        for _ in range(2):  # what comes later may tell of what was left open
            for mention in ordered:
                if mention.unit is None and mention.tiers:
                    self._keep(mention, self._chosen(mention))

    def _keep(self, mention: Mention, unit: Unit | None) -> None:
        if unit is None:
            return
        mention.unit = unit
        self.named.setdefault(unit.level, set()).add(unit.id)
        self.by_line.setdefault((unit.level, mention.line), set()).add(unit.id)

    def _chosen(self, mention: Mention) -> Unit | None:
        tiers = [_held(tier, mention.upper) for tier in mention.tiers]
        tiers = [tier for tier in tiers if tier]
        if mention.follows:
            parents = {like.unit.parent for like in mention.likes if like.unit}
            tiers = [[unit for unit in tier if unit.parent in parents] for tier in tiers]
        for tier in tiers:
            left, told = self._told(tier, mention)
            if told:
                return left[0] if len(left) == 1 else None
        first = next((tier for tier in tiers if tier), [])
        enough = mention.sure and len(first) == 1
        return first[0] if enough else None

    def _told(self, tier: list[Unit], mention: Mention) -> tuple[list[Unit], bool]:
        """What the contexts leave of the units, the nearest context first; whether one said anything."""
        held = mention.upper is not None and mention.upper.unit is not None
        left, told = tier, held or tier[0].level == "province"
        for context in self._contexts(mention):
            inside = [u for u in left if u.id in context or not context.isdisjoint(around(u.id))]
            if inside:
                left, told = inside, True
            if told and len(left) == 1:
                break
        return left, told

    def _contexts(self, mention: Mention) -> Iterable[set[str] | frozenset[str]]:
        yield {o.unit.parent for o in mention.likes if o.unit and o.unit.parent}
        yield self.by_line.get(("district", mention.line), set())
        yield self.home.own
        yield self.named.get("district", set())
        yield self.home.districts
        yield self.by_line.get(("province", mention.line), set())
        yield self.home.provinces
        yield self.named.get("province", set())


def _held(tier: tuple[Unit, ...], upper: Mention | None) -> list[Unit]:
    """Those in the upper unit that was named with it."""
    if upper is None:
        return list(tier)
    uppers = (upper.unit,) if upper.unit else upper.units
    return [unit for unit in tier if any(lies_in(unit, one) for one in uppers)]


def _height(mention: Mention) -> int:
    return min((_ORDER.index(unit.level) for unit in mention.units), default=0)
