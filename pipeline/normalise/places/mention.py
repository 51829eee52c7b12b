"""What the reader hands to the judge: words that name some unit, and how they hang together."""

from dataclasses import dataclass, field

from pipeline.geography import Unit
from pipeline.normalise.places.names import Bearers, around
from pipeline.normalise.places.options import Tiers


@dataclass(slots=True, eq=False)
class Mention:
    """Words `first` to `last` name one of the units of `tiers`."""

    first: int
    last: int
    tiers: Tiers
    line: int
    """Where in the text its line begins."""
    bearers: Bearers | None = None
    sure: bool = True
    """Whether being the only one of its name is enough; not where the words may say something else."""
    upper: "Mention | None" = None
    """What is said to hold it: "xã Hợp Lý, huyện Lý Nhân"."""
    likes: "list[Mention]" = field(default_factory=list)
    """The enumeration that it stands in, itself too."""
    follows: bool = False
    """Whether only its likeness to the one before tells that it is of an enumeration."""
    unit: Unit | None = None

    @property
    def units(self) -> tuple[Unit, ...]:
        """All that it may be."""
        return tuple(unit for tier in self.tiers for unit in tier)

    def narrow(self, units: set[str]) -> None:
        """Leave only these."""
        kept = (tuple(unit for unit in tier if unit.id in units) for tier in self.tiers)
        self.tiers = tuple(tier for tier in kept if tier)


def lies_in(unit: Unit, upper: Unit) -> bool:
    """Whether its land, or a part of it, is the other's."""
    return upper.id in around(unit.id)


def link(lower: Mention, upper: Mention) -> bool:
    """One is said to hold the other: both keep the units of which that is true, where there are any."""
    pairs = [(u.id, o.id) for u in lower.units for o in upper.units if lies_in(u, o)]
    if not pairs:
        return False
    lower.narrow({one for one, _ in pairs})
    upper.narrow({other for _, other in pairs})
    lower.upper = upper
    return True
