"""A portal as `congtin sources` shows it: in a line of a table, and as JSON."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from crawler.cli.choosing import statuses_in
from crawler.cli.display import local, run_json
from crawler.planning.rota import planned
from crawler.planning.schedule import Visit
from crawler.sources.status import Status
from pipeline.clock import now
from pipeline.geography import Unit, gazetteer, units_of
from pipeline.model import Health, Source, SourceStatus, Verification
from pipeline.store import Store

FOLLOWED = (
    "source",
    "articles",
    "newest",
    "last run",
    "status",
    "health",
    "portal",
    "next visit",
    "name",
    "platform",
    "address",
)
"""Heads of the list of what is followed; the last four go first where there is no room."""
REGISTRY = (
    "source",
    "followed",
    "status",
    "level",
    "unit since 2025-07-01",
    "unit before",
    "platform",
    "name",
    "address",
)
"""Heads of the list of what is known."""


@dataclass(frozen=True, slots=True)
class Portal:
    """A portal that is known: whether it is followed, and what is stored of it."""

    source: Source
    followed: bool
    status: Status
    stored: SourceStatus | None
    visit: Visit | None
    verification: Verification | None
    health: Health | None = None

    def followed_row(self) -> tuple[object, ...]:
        """A line of the list of what is followed."""
        source, stored, visit = self.source, self.stored, self.visit
        run = stored.last_run if stored else None
        return (
            source.id,
            stored.articles if stored else 0,
            local(stored.newest if stored else None),
            local(run.finished_at or run.started_at) if run else "never",
            self._run_word,
            self.health.state if self.health else "-",
            self.status,
            "-" if visit is None else "now" if visit.is_due(now()) else local(visit.at),
            source.name,
            source.platform or "-",
            source.url,
        )

    @property
    def _run_word(self) -> str:
        """How its last run ended, or why there is none to come: its entry is in sources.toml no more."""
        if not self.followed:
            return "removed" if self.removed else "not followed"
        if self.stored and self.stored.last_run:
            return self.stored.last_run.status
        return "-" if self.source.enabled else "disabled"

    @property
    def removed(self) -> bool:
        """Whether it was followed once, and sources.toml has it no more."""
        stored = self.stored
        return not self.followed and bool(stored and (stored.articles or stored.last_run))

    def registry_row(self) -> tuple[object, ...]:
        """A line of the list of what is known."""
        source = self.source
        before, since = units_of(source.unit, source.unit_before)
        present = in_full(since) if since else source.province and f"({source.province})"
        return (
            source.id,
            self.followed_as,
            self.status,
            source.level,
            present or "-",
            in_full(before) if before else source.district or source.province_before or "-",
            source.platform or "-",
            source.name,
            source.url,
        )

    @property
    def followed_as(self) -> str:
        """Whether it is: yes, disabled, no, or removed from sources.toml."""
        if not self.followed:
            return "removed" if self.removed else "no"
        return "yes" if self.source.enabled else "disabled"

    def as_json(self) -> dict[str, Any]:
        """JSON-ready: the source with its keys, what is stored of it, its units in both times."""
        stored, visit, look = self.stored, self.visit, self.verification
        before, since = units_of(self.source.unit, self.source.unit_before)
        run = stored.last_run if stored else None
        unfollowed = "removed from sources.toml" if self.removed else "not followed"
        not_visited = "disabled" if self.followed else unfollowed
        return {
            "source": json.loads(json.dumps(asdict(self.source), default=str)),
            "followed": self.followed,
            "status": self.status,
            "units": {"before": _unit_json(before), "since": _unit_json(since)},
            "articles": stored.articles if stored else 0,
            "newest": stored.newest.isoformat() if stored and stored.newest else None,
            "last_run": run_json(run) if run else None,
            "health": health_json(self.health) if self.health else None,
            "next_visit": visit and visit.at and visit.at.isoformat(),
            "next_visit_why": visit.why if visit else not_visited,
            "verification": look and asdict(look) | {"at": look.at.isoformat()},
        }


def listed(
    store: Store, followed: Mapping[str, Source], known: Mapping[str, Source]
) -> list[Portal]:
    """What is followed or stored, by id; then what else is known, in the registry's order."""
    stored = {status.source.id: status for status in store.sources()}
    told, looks, judged = statuses_in(store, stored), store.verifications(), store.health()
    every = {name: status.source for name, status in stored.items()}
    every |= {name: source for name, source in known.items() if name not in every}
    return [
        Portal(
            source,
            name in followed,
            told(source),
            stored.get(name),
            _next_visit(store, source) if name in stored and name in followed else None,
            looks.get(name),
            judged.get(name),
        )
        for name, source in every.items()
    ]


def health_json(health: Health) -> dict[str, Any]:
    """How a source is, JSON-ready: times in ISO 8601."""
    times = {"since": health.since.isoformat(), "judged_at": health.judged_at.isoformat()}
    return {name: value for name, value in asdict(health).items() if name != "source_id"} | times


def _next_visit(store: Store, source: Source) -> Visit | None:
    return planned(store, source, now()) if source.enabled else None


def in_full(unit: Unit) -> str:
    """A unit with those above it: "Huyện Lý Nhân, Hà Nam"."""
    return ", ".join((unit.name, *(above.bare for above in gazetteer().above(unit))))


def _unit_json(unit: Unit | None) -> dict[str, str] | None:
    if unit is None:
        return None
    return {
        "id": unit.id,
        "code": unit.code,
        "level": unit.level,
        "name": unit.name,
        "province": gazetteer().province(unit).bare,
    }
