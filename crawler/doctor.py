"""Is everything well? Settings, data, database, registry, and every source's portal and last run."""

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from crawler.fetch import Fetched, fetch
from crawler.home import judge_home
from crawler.network.outcomes import next_step
from crawler.planning.rota import planned
from crawler.planning.schedule import Visit
from crawler.sources import find_source, load_registry, load_sources
from crawler.sources.doubts import doubts
from crawler.sources.periods import has_ended
from crawler.verdicts import after_look, after_run, home_outcome, what_to_do
from pipeline.clock import now, today
from pipeline.config import Config
from pipeline.errors import CongtinError
from pipeline.model import (
    VIETNAM,
    Health,
    HealthState,
    RawPage,
    RunReport,
    Source,
    Symptom,
    Verification,
)
from pipeline.store import Store, find_store
from pipeline.store.database.engine import parse_url
from pipeline.store.database.failures import describe

State = Literal["ok", "warning", "broken"]

ROOM = 200 << 20
"""Bytes free on the disk below which doctor warns: a day's pages of a hundred portals."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: how it is, and what to do where it is not well."""

    subject: str
    state: State
    found: str
    next_step: str = ""
    cause: str = ""
    """The outcome's name (crawler.network.outcomes) where a portal gave nothing."""
    source: str = ""
    """Of a check of a source: its id."""
    health: str = ""
    """Of a source's health: its state (pipeline.model.HealthState)."""
    since: str = ""
    """When it became so, in ISO 8601."""
    symptoms: tuple[Symptom, ...] = ()
    """What is not as it was, each with its evidence."""
    suspected: str = ""
    """Another state that the last run alone points to; a second one has to confirm it."""
    suspicion: tuple[Symptom, ...] = ()
    """What shows it."""


SEVERITY: dict[HealthState, State] = {
    "healthy": "ok",
    "late": "warning",
    "degraded": "broken",
    "broken": "broken",
    "unreachable": "broken",
    "blocked": "broken",
    "retired": "broken",
}
"""What a source's state is to doctor. At a late one nothing may be to mend: its people may be on holiday."""


def examine(config: Config, *, offline: bool = False, only: Sequence[str] = ()) -> list[Check]:
    """Look at everything; nothing is changed. Offline: no portal is visited. Once a process.

    `only`: sources by id, address or host: only what is said of them, and what is broken for all. Raises
    ConfigError for a name that is none.
    """
    if only:
        known = load_sources(config.sources_file)
        chosen = {source.id: source for source in (find_source(known, name) for name in only)}
        return _of(config, chosen, offline=offline)
    checks = [_contact(config), _data(config)]
    sources: dict[str, Source] = {}
    try:
        sources = load_sources(config.sources_file)
        checks.append(_registry(config, sources))
        checks.extend(_entries(config, sources))
        day = today()
        sources = {one.id: one for one in sources.values() if not has_ended(one, day)}
    except CongtinError as error:
        step = "Mend the file, then run doctor again."
        checks.append(Check("sources", "broken", str(error), step))
    checks.extend(_database(config, list(sources.values())))
    return checks + _visited(config, sources, offline=offline)


def _of(config: Config, sources: Mapping[str, Source], *, offline: bool) -> list[Check]:
    """What is said of those sources, and what is broken for all."""
    checks = [*_entries(config, sources), *_database(config, list(sources.values()))]
    shared = [check for check in (_data(config), *checks) if not check.source]
    told = [check for check in checks if check.source] + _visited(config, sources, offline=offline)
    return [check for check in shared if check.state == "broken"] + told


def _visited(config: Config, sources: Mapping[str, Source], *, offline: bool) -> list[Check]:
    """The portals of those that are enabled, looked at."""
    enabled = [source for source in sources.values() if source.enabled]
    return list(_portals(config, enabled)) if enabled and not offline else []


def _database(config: Config, sources: Sequence[Source]) -> Iterator[Check]:
    if not config.database_url and not (config.data / "congtin.db").exists():
        found = f"{config.data / 'congtin.db'}: not there yet"
        yield Check("database", "warning", found, "congtin crawl makes it.")
        return
    try:
        where = describe(parse_url(config.database))
        opened = find_store(config.database)
        if opened is None:
            yield Check("database", "warning", f"{where}: empty", "congtin crawl makes its tables.")
            return
        with opened as store:
            yield Check("database", "ok", where)
            yield _index(store)
            yield from _runs(store, sources)
    except CongtinError as error:
        yield Check("database", "broken", str(error), "Do that, then run doctor again.")


def _index(store: Store) -> Check:
    held = store.indexed()
    if held.whole:
        return Check("search index", "ok", f"holds every article ({held.articles})")
    found = f"lacks {held.missing} of {held.articles} articles, holds {held.strays} that are none"
    return Check("search index", "broken", found, "congtin db reindex makes it anew.")


def _contact(config: Config) -> Check:
    if config.contact:
        return Check("contact", "ok", config.user_agent)
    step = "Set CONGTIN_CONTACT, or contact in congtin.toml, to an address or e-mail of yours."
    return Check("contact", "warning", "no contact in the user agent", step)


def _data(config: Config) -> Check:
    folder = config.data
    if not folder.exists():
        return Check("data", "warning", f"{folder} does not exist yet", "congtin add URL makes it.")
    if not folder.is_dir():
        return Check("data", "broken", f"{folder} is no folder", "Name another with --data.")
    if not os.access(folder, os.W_OK):
        return Check("data", "broken", f"{folder} cannot be written", "Mend its permissions.")
    free = shutil.disk_usage(folder).free
    found = f"{folder.resolve()}, {free >> 20} MiB free"
    if free < ROOM:
        return Check("data", "warning", found, "Free some space: a crawl needs room to write.")
    return Check("data", "ok", found)


def _registry(config: Config, sources: dict[str, Source]) -> Check:
    if not sources and (others := _followed_elsewhere(config)):
        found = f"none in {config.sources_file}; the database knows {others} of other machines"
        return Check("sources", "ok", found)
    if not sources:
        return Check("sources", "warning", f"none in {config.sources_file}", "congtin add URL.")
    enabled = sum(source.enabled for source in sources.values())
    return Check("sources", "ok", f"{len(sources)}, {enabled} enabled")


def _followed_elsewhere(config: Config) -> int:
    """How many sources other machines have told the database of, where they share one."""
    if not config.database_url:
        return 0
    with suppress(CongtinError):
        if opened := find_store(config.database):
            with opened as store:
                return len(store.registered())
    return 0


def _entries(config: Config, sources: Mapping[str, Source]) -> Iterator[Check]:
    """What entries say that may be a slip."""
    known = load_registry(config.sources_file)
    for source in sources.values():
        if told := doubts(source, known):
            step = f"Mend the entry in {config.sources_file}, where that is a slip."
            yield Check(f"{source.id}: entry", "warning", "; ".join(told), step, source=source.id)


def _runs(store: Store, sources: Sequence[Source]) -> Iterator[Check]:
    looks, judged = store.verifications(), store.health()
    for source in sources:
        if not source.enabled:
            found = "disabled, so not crawled"
            yield Check(f"{source.id}: last run", "ok", found, source=source.id)
            continue
        runs, visit = store.runs(source.id, 1), planned(store, source, now())
        yield _last_run(source, runs, visit) if runs else _no_run(source, looks.get(source.id))
        if health := judged.get(source.id):
            yield _health(source, health)


def _health(source: Source, health: Health) -> Check:
    """How it is, by its last runs against its own history."""
    found = f"{health.state} since {_local(health.since)}{_said(health.symptoms)}"
    if health.suspected and health.suspected != health.state:
        found += f" (the last run points to {health.suspected}{_said(health.suspicion)})"
    return Check(
        f"{source.id}: health",
        SEVERITY[health.state],
        found,
        health.next_step,
        source=source.id,
        health=health.state,
        since=health.since.isoformat(),
        symptoms=health.symptoms,
        suspected=health.suspected or "",
        suspicion=health.suspicion,
    )


def _said(symptoms: Sequence[Symptom]) -> str:
    evidence = "; ".join(map(str, symptoms))
    return f": {evidence}" if evidence else ""


def _no_run(source: Source, look: Verification | None) -> Check:
    """Of a portal that was found away when somebody looked, no crawl would bring anything."""
    subject = f"{source.id}: last run"
    if look is None or look.url != source.url or look.found not in ("gone", "moved"):
        step = f"congtin crawl {source.id}"
        return Check(subject, "warning", "never crawled", step, source=source.id)
    found = f"never crawled; {look.found} on {_local(look.at)}: {look.detail or look.reason}"
    step = after_look(source, look, followed=True)
    return Check(subject, "broken", found, step, look.reason, source.id)


def _last_run(source: Source, runs: Sequence[RunReport], visit: Visit) -> Check:
    subject = f"{source.id}: last run"
    run = runs[0]
    at = f"next visit {_local(visit.at)}" if visit.at and visit.at > now() else "due now"
    when = f"{at} ({visit.why})"
    found = f"{run.status} {_local(run.started_at)}, {run.new} new, {run.errors} errors, {when}"
    if run.status == "running":
        step = "It is under way, or was cut off: the next run takes it up."
        return Check(subject, "warning", found, step, source=source.id)
    if run.status in ("finished", "stopped"):
        return Check(subject, "warning" if run.errors else "ok", found, source=source.id)
    step = after_run(run, {source.id: source}) or next_step(run.status, run.detail)
    return Check(subject, "broken", f"{found}: {run.detail}", step, run.status, source.id)


def _local(when: datetime) -> str:
    return f"{when.astimezone(VIETNAM):%Y-%m-%d %H:%M}"


def _portals(config: Config, sources: Sequence[Source]) -> Iterator[Check]:
    fetched = fetch(config, [(source, [source.url]) for source in sources], patience=0.0)
    for source, fetches in zip(sources, fetched, strict=True):
        yield _portal(source, fetches.answers[0] if fetches.answers else None)


def _portal(source: Source, answer: Fetched | None) -> Check:
    subject = f"{source.id}: portal"
    if isinstance(answer, RawPage):
        failure = judge_home(answer, source)
        found = f"{source.url} answers, {len(answer.body)} bytes"
    else:
        found = ""
        failure = (answer.reason, answer.detail) if answer else ("failed-connection", "no answer")
    if failure is None:
        return Check(subject, "ok", found, source=source.id)
    reason, detail = home_outcome(failure[0]), failure[1]
    if reason == "busy":
        found = "not visited: Congtin is crawling that host just now"
        return Check(subject, "ok", found, source=source.id)
    step = what_to_do(source, reason, detail, detail, today())
    return Check(subject, "broken", f"{reason}: {detail}", step, reason, source.id)
