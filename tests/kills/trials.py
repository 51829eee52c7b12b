"""One injury to one verb, one plain restart, and what is wrong then."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from kills.injuries import Dealing, Injury, beside, injuries
from kills.publishing import Publish
from kills.serving import SERVICE, Service
from kills.upkeep import Backup, Copy, Upgrade
from kills.warm import HUNG, Ran
from kills.worlds import Crawl, Due, Ground, ImportExport, ImportWarc, Reprocess, World

WORLDS: dict[str, type[World]] = {
    one.name: one
    for one in (
        Crawl, Due, Service, ImportWarc, ImportExport, Reprocess, Publish, Upgrade, Backup, Copy,
    )
}  # fmt: skip
SOON = 10.0
"""Seconds within which a verb that is told to end must have ended."""
USUAL = 150
"""Moments of a verb, before one has been counted."""


def fitting(kind: type[World]) -> dict[str, Injury]:
    """The injuries that a verb can meet."""
    return SERVICE if kind is Service else injuries(kind)


@dataclass(frozen=True)
class Blow:
    """One injury that was dealt."""

    injury: str
    told: str
    dealt: bool
    """Whether it came to it before the verb was done."""
    code: int
    left: float
    """Seconds from a signal that asks for the end to the end."""


@dataclass(frozen=True)
class Result:
    """What became of one trial: the injuries in their order, and what was wrong then."""

    verb: str
    injury: str
    seed: str
    blows: tuple[Blow, ...]
    wrong: tuple[str, ...]


@dataclass
class Trials:
    """Trials of one verb, each from its own seed, in worlds that last for some."""

    ground: Ground
    kind: type[World]
    world: World | None = None
    usual: int = USUAL

    def run(self, injury: str, seed: str, *, most: int = 4) -> Result:
        """One trial: that injury, perhaps others to the runs that take it up, and a plain restart.

        The same seed deals the same injuries at the same moments. `most`: injuries in a row.
        """
        dice, blows, wrong = random.Random(seed), list[Blow](), list[str]()
        try:
            world = self._world(dice)
            world.prepare()
            for name in self._names(injury, dice, most):
                wrong += self._deal(world, name, dice, blows)
            wrong += _restarted(world)
            world.trials += 1
        except Exception as error:  # noqa: BLE001 - a trial that cannot be told is one that went wrong
            wrong.append(f"{type(error).__name__}: {error}"[:900])
        if wrong:
            self.close()
        return Result(self.kind.name, injury, seed, tuple(blows), tuple(dict.fromkeys(wrong)))

    def close(self) -> None:
        """Give up the world."""
        if self.world:
            self.world.close()
        self.world = None

    def _world(self, dice: random.Random) -> World:
        if self.world and self.world.trials >= self.kind.lasts:
            self.close()
        if self.world is None:
            self.world = self.kind(self.ground, dice)
        self.world.dice = dice
        return self.world

    def _names(self, first: str, dice: random.Random, most: int) -> list[str]:
        others = sorted(fitting(self.kind))
        return [first, *(dice.choice(others) for _ in range(dice.choice((0, 0, 1, 2, 3))))][:most]

    def _deal(
        self, world: World, name: str, dice: random.Random, blows: list[Blow]
    ) -> Iterator[str]:
        dealing = fitting(self.kind)[name](world, dice, self.usual)
        verb = world.run(dealing.wound)
        thread = beside(verb, dealing)
        ran = verb.end()
        if thread:
            thread.join(HUNG)
        if not ran.dealt and ran.moments:
            self.usual = ran.moments
        met = bool(ran.dealt or dealing.wound.ahead or world.met())
        left = ran.left if dealing.soon and ran.dealt else 0.0
        blows.append(Blow(name, dealing.told, met, ran.code, left))
        world.calm()
        yield from _badly_ended(ran, dealing, world)
        yield from world.wrong_at_once()


def _restarted(world: World) -> Iterator[str]:
    """Once more, unharmed: nobody did anything meanwhile. Then what is wrong."""
    world.let_be()
    again = world.run().end()
    if again.code and not world.is_done(again):
        yield f"the restart ended with {again.code}: {again.err[-700:]} {again.out[-300:]}"
    yield from _unexpected(again)
    wrong = tuple(world.wrong())
    yield from wrong
    if wrong:
        yield f"the restart ended with {again.code} and said: {again.err[-900:]}"


def _badly_ended(ran: Ran, dealing: Dealing, world: World) -> Iterator[str]:
    if ran.code not in dealing.codes and not world.is_done(ran):
        yield f"ended with {ran.code}: {ran.err[-700:]}"
    if dealing.soon and ran.dealt and ran.left > SOON:
        yield f"ended {ran.left:.1f} s after it was told to"
    yield from _unexpected(ran)


def _unexpected(ran: Ran) -> Iterator[str]:
    for sign in ("Traceback", "Exception ignored", "an error in Congtin itself"):
        if sign in ran.err:
            yield f"{sign}: {ran.err[-1500:]}"


def again(result: Result) -> str:
    """The command that repeats a trial."""
    return (
        f"benchmarks/kills.py --only {result.verb} --injury {result.injury!r} --trial {result.seed}"
    )
