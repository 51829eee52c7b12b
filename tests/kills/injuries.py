"""The injuries: what each does at which moment, and how the verb may end under it."""

import random
import signal
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from kills.servers import Server
from kills.warm import Verb
from kills.worlds import Crawl, World
from kills.wounds import Wound

ENDED = frozenset((0, 1))
"""Documented codes: done; done in part."""
REFUSED = ENDED | {4, 5, 6}
"""Or the database, the archive, the feeds said what was wrong."""


@dataclass(frozen=True)
class Dealing:
    """One injury, with all that chance decides."""

    codes: frozenset[int]
    wound: Wound = field(default_factory=Wound)
    outside: Callable[[Verb], None] | None = None
    """What is done beside the verb while it runs."""
    soon: bool = False
    """Whether it must end within ten seconds."""
    told: str = ""


Injury = Callable[[World, random.Random, int], Dealing]
"""Given the world, chance and how many moments the verb usually has."""


def _moment(dice: random.Random, usual: int) -> int:
    """Any moment; the first few as often as all others, since the windows differ most there."""
    if dice.random() < 0.15:
        return dice.randint(1, 12)
    return dice.randint(1, max(usual, 2))


def _inside(act: str, codes: frozenset[int], *, soon: bool = False) -> Injury:
    def deal(_world: World, dice: random.Random, usual: int) -> Dealing:
        at = _moment(dice, usual)
        return Dealing(codes, Wound(act, at), soon=soon, told=f"{act} at moment {at}")

    return deal


def _killed_from_outside(_world: World, dice: random.Random, usual: int) -> Dealing:
    """At a moment and a little more: in the middle of whatever the process is at then."""
    at, wait = _moment(dice, usual), dice.random() * 0.03

    def kill(verb: Verb) -> None:
        if verb.wait_for(at):
            time.sleep(wait)
            verb.send(signal.SIGKILL)

    return Dealing(REFUSED | {-9}, outside=kill, told=f"killed {wait:.3f} s after moment {at}")


def _told_from_outside(_world: World, dice: random.Random, usual: int) -> Dealing:
    at, wait, times = _moment(dice, usual), dice.random() * 0.03, dice.choice((1, 1, 2, 3))

    def tell(verb: Verb) -> None:
        if not verb.wait_for(at):
            return
        for _ in range(times):
            time.sleep(wait)
            verb.send(signal.SIGTERM)

    return Dealing(
        ENDED | {130}, outside=tell, soon=True, told=f"{times} SIGTERM after moment {at}"
    )


def _full(where: str) -> Injury:
    def deal(_world: World, dice: random.Random, usual: int) -> Dealing:
        at = _moment(dice, usual)
        return Dealing(REFUSED, Wound("disk", at, where), told=f"no room in {where} from {at}")

    return deal


def _database_fails(_world: World, dice: random.Random, usual: int) -> Dealing:
    at, times = _moment(dice, usual), dice.choice((1, 1, 3, 1000))
    return Dealing(REFUSED, Wound("database", at, times=times), told=f"{times} failures from {at}")


def _restarted(world: World, dice: random.Random, usual: int) -> Dealing:
    """The server loses its power; on SQLite another program holds the file for a while."""
    at, down = _moment(dice, usual), dice.choice((0.0, 0.0, 0.5))
    server = world.ground.server

    def restart(verb: Verb) -> None:
        if verb.wait_for(at):
            verb.count.deal()
            if isinstance(server, Server):
                server.restart(down)
            else:
                _hold(world.data / "congtin.db", 0.3 + 2 * down)

    patch = "" if server else _IMPATIENT if down else ""
    return Dealing(REFUSED, Wound(patch=patch), restart, told=f"database away at {at}")


_IMPATIENT = "import pipeline.store.database.engine as e; e.BUSY_SECONDS = 0.2"
"""Else a verb waits half a minute for another program, which no test can."""


def _hold(file: Path, seconds: float) -> None:
    if not file.exists():
        return
    with closing(sqlite3.connect(file, timeout=10, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        time.sleep(seconds)
        other.execute("ROLLBACK")


def _clock_jumps(_world: World, dice: random.Random, usual: int) -> Dealing:
    at = _moment(dice, usual)
    hours = dice.choice((-72.0, -5.0, -1.0, 1.0, 5.0, 72.0, 24.0 * 400, -24.0 * 400))
    wound = Wound("clock", at, hours=hours)
    return Dealing(ENDED, wound, told=f"{hours:+.0f} h at moment {at}")


def _clock_wrong(_world: World, dice: random.Random, usual: int) -> Dealing:
    """The whole run stands in another time; half of them are killed there."""
    hours = dice.choice((-72.0, 72.0, 24.0 * 400, -24.0 * 400))
    act = dice.choice(("", "kill"))
    wound = Wound(act, _moment(dice, usual), ahead=hours)
    return Dealing(ENDED | {-9}, wound, told=f"{hours:+.0f} h all along, {act or 'not killed'}")


def _line_breaks(kind: str) -> Injury:
    def deal(world: World, dice: random.Random, _usual: int) -> Dealing:
        assert isinstance(world, Crawl)
        start, times = dice.randint(1, 30), dice.choice((1, 2, 4, 12))
        times = min(times, 3) if kind == "hole" else times
        world.weather.turn(kind, start, times)
        return Dealing(ENDED, told=f"{kind} for {times} requests from {start}")

    return deal


EVERYWHERE: dict[str, Injury] = {
    "SIGKILL": _inside("kill", REFUSED | {-9}),
    "SIGKILL half written": _inside("tear", REFUSED | {-9}),
    "SIGKILL anywhere": _killed_from_outside,
    "SIGTERM": _inside("term", ENDED | {130}, soon=True),
    "SIGTERM anywhere": _told_from_outside,
    "SIGINT": _inside("int", ENDED | {130}, soon=True),
    "database fails": _database_fails,
    "database restart": _restarted,
    "clock jumps": _clock_jumps,
    "clock was wrong": _clock_wrong,
}
DISKS = {f"disk full: {where}": _full(where) for where in ("archive", "feeds", "database")}
LINES = {f"network: {kind}": _line_breaks(kind) for kind in ("cut", "reset", "hole", "broken")}

WRITES = {
    "crawl": ("archive", "database"),
    "due": ("archive", "database"),
    "import-warc": ("archive", "database"),
    "import-jsonl": ("database",),
    "reprocess": ("database",),
    "publish": ("feeds",),
    "upgrade": ("database",),
    "backup": (),
    "copy": ("database",),
}
"""Which disks each verb fills."""


def injuries(world: type[World]) -> dict[str, Injury]:
    """Those that a verb can meet."""
    disks = {f"disk full: {where}" for where in WRITES.get(world.name, ())}
    mine = {name: one for name, one in DISKS.items() if name in disks}
    return EVERYWHERE | mine | (LINES if world.network else {})


def beside(verb: Verb, dealing: Dealing) -> threading.Thread | None:
    """Deal what comes from outside, in a thread."""
    if dealing.outside is None:
        return None
    thread = threading.Thread(target=dealing.outside, args=(verb,), daemon=True)
    thread.start()
    return thread
