"""A portal's healthy history, crawled once; then, on copies of it, breakages and the runs after them."""

import contextlib
import json
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from commands import register
from live_portals.portal import Portal

from mutations.forks import TIMEOUT, Forks
from mutations.harm import harms
from mutations.stages import Change, Stage

VISITS = 8
A_DAY = 3
"""Articles published between two visits."""


@dataclass(frozen=True)
class Judged:
    """What the watch said after a run, and what the run was."""

    status: str
    state: str
    symptoms: tuple[tuple[str, str], ...]
    next_step: str
    suspected: str | None
    notices: tuple[str, ...]
    report: dict[str, object] = field(compare=False)


@dataclass(frozen=True)
class Shown:
    """A breakage over its runs."""

    harm: frozenset[str]
    runs: tuple[Judged, ...]

    @property
    def last(self) -> Judged:
        return self.runs[-1]


class Watched:
    """One portal with a healthy history."""

    def __init__(self, name: str, portal: Portal, folder: Path, forks: Forks) -> None:
        self.name, self.stage, self.forks = name, Stage(portal), forks
        self.folder = folder
        self.data = folder / "healthy"
        self.usual: frozenset[str] = frozenset()
        """What is amiss though nothing is broken: what our extraction does not read of this portal."""

    @contextlib.contextmanager
    def watched(self) -> Iterator["Watched"]:
        """Serve it and crawl its history."""
        with self.stage.serving():
            portal = self.stage.portal
            register(self.data, (self.name, f"{portal.url}/"), level="commune")
            for visit in range(VISITS):
                if visit:
                    portal.advance(days=1)
                    portal.publish(A_DAY)
                code, said = self.forks.congtin("crawl", data=self.data, now=portal.now)
                assert code == 0, said
            self.usual = harms(portal, self.data, self.name, portal.now - timedelta(days=3))
            self.healthy = portal
            yield self

    def judged(self, data: Path) -> Judged:
        """What the watch thinks now."""
        with contextlib.closing(sqlite3.connect(data / "congtin.db")) as file:
            file.row_factory = sqlite3.Row
            run = dict(file.execute("SELECT * FROM runs ORDER BY id DESC LIMIT 1").fetchone())
            found = file.execute("SELECT * FROM health").fetchone()
            health = dict(found) if found else {"state": "unjudged", "symptoms": "[]"}
            told = [state for (state,) in file.execute("SELECT state FROM notices ORDER BY number")]
        symptoms = tuple((s["name"], s["evidence"]) for s in json.loads(health["symptoms"]))
        step = health.get("next_step", "")
        kept = {k: v for k, v in run.items() if v not in (0, "{}", "", None)}
        state, suspected = health["state"], health.get("suspected")
        return Judged(run["status"], state, symptoms, step, suspected, tuple(told), kept)

    def breaking(
        self,
        change: Change | None,
        *,
        days: tuple[float, ...] = (1, 1),
        a_day: int = A_DAY,
        before: object = None,
        down: tuple[int, ...] = (),
        changes: tuple[Change | None, ...] | None = None,
        sections: tuple[str, ...] = (),
        timeout: float = TIMEOUT,
    ) -> Shown:
        """Switch a change on, and visit after so many days each time.

        `changes`: one for each visit instead. `down`: the visits at which nothing listens.
        `before(portal)`: something done to the portal itself before the first of them.
        """
        data = self.folder / uuid.uuid4().hex[:8]
        shutil.copytree(self.data, data)
        portal = self.stage.put_on(self.healthy)
        since, runs = portal.now, []
        if callable(before):
            before(portal)
        for visit, wait in enumerate(days):
            portal.advance(days=wait)
            for n in range(a_day):
                where = sections[n % len(sections)] if sections else ""
                portal.add(portal.now - timedelta(minutes=11 + 13 * (a_day - n)), where)
            self.stage.change = changes[visit] if changes else change
            if visit in down:
                self.stage.close()
            try:
                self.forks.congtin("crawl", data=data, now=portal.now, timeout=timeout)
            finally:
                if visit in down:
                    self.stage.open()
            runs.append(self.judged(data))
        found = harms(portal, data, self.name, since) - self.usual
        shutil.rmtree(data)
        return Shown(found, tuple(runs))
