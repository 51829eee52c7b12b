"""Is everything well? Settings, data, database, registry, and every source's portal and last run."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from crawler.fetch import Refusal, fetch
from crawler.outcomes import NEXT_STEPS, name_status
from crawler.schedule import next_visit
from crawler.sources import load_sources
from pipeline.clock import now
from pipeline.config import Config
from pipeline.errors import CongtinError
from pipeline.model import RunReport, Source
from pipeline.store import Store, open_store

State = Literal["ok", "warning", "broken"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: how it is, and what to do where it is not well."""

    subject: str
    state: State
    found: str
    next_step: str = ""


def examine(config: Config, *, offline: bool = False) -> list[Check]:
    """Look at everything; nothing is changed. Offline: no portal is visited. Once a process."""
    checks = [_contact(config), _data(config)]
    sources: dict[str, Source] = {}
    try:
        sources = load_sources(config.sources_file)
        checks.append(_registry(config, sources))
    except CongtinError as error:
        checks.append(
            Check("sources", "broken", str(error), "Mend the file, then run doctor again.")
        )
    try:
        with open_store(config.database) as store:
            checks.append(Check("database", "ok", _hide_password(config.database)))
            checks.extend(_runs(store, list(sources.values())))
    except CongtinError as error:
        checks.append(Check("database", "broken", str(error)))
    enabled = [source for source in sources.values() if source.enabled]
    if enabled and not offline:
        checks.extend(_portals(config, enabled))
    return checks


def _contact(config: Config) -> Check:
    if config.contact:
        return Check("contact", "ok", config.user_agent)
    step = "Set CONGTIN_CONTACT, or contact in congtin.toml, to an address or e-mail of yours."
    return Check("contact", "warning", "no contact in the user agent", step)


def _data(config: Config) -> Check:
    if not config.data.is_dir():
        return Check(
            "data", "warning", f"{config.data} does not exist yet", "congtin add URL makes it."
        )
    if not os.access(config.data, os.W_OK):
        return Check("data", "broken", f"{config.data} cannot be written", "Mend its permissions.")
    return Check("data", "ok", str(config.data.resolve()))


def _registry(config: Config, sources: dict[str, Source]) -> Check:
    if not sources:
        return Check("sources", "warning", f"none in {config.sources_file}", "congtin add URL.")
    enabled = sum(source.enabled for source in sources.values())
    return Check("sources", "ok", f"{len(sources)}, {enabled} enabled")


def _runs(store: Store, sources: Sequence[Source]) -> Iterator[Check]:
    for source in sources:
        runs = store.runs(source.id, 10)
        yield _last_run(source, runs)


def _last_run(source: Source, runs: Sequence[RunReport]) -> Check:
    subject = f"{source.id}: last run"
    if not runs:
        return Check(subject, "warning", "never crawled", f"congtin crawl {source.id}")
    run = runs[0]
    due = next_visit(runs)
    when = f"next visit {due:%Y-%m-%d %H:%M}" if due and due > now() else "due now"
    found = (
        f"{run.status} {run.started_at:%Y-%m-%d %H:%M}, {run.new} new, {run.errors} errors, {when}"
    )
    if run.status == "running":
        return Check(
            subject, "warning", found, "It is under way, or was cut off: the next run takes it up."
        )
    if run.status in ("finished", "stopped"):
        return Check(subject, "warning" if run.errors else "ok", found)
    return Check(subject, "broken", f"{found}: {run.detail}", NEXT_STEPS.get(run.status, ""))


def _portals(config: Config, sources: Sequence[Source]) -> Iterator[Check]:
    fetched = fetch(config, [(source, [source.url]) for source in sources])
    for source, fetches in zip(sources, fetched, strict=True):
        subject = f"{source.id}: portal"
        answer = (
            fetches.answers[0] if fetches.answers else Refusal(source.url, "failed-connection", "")
        )
        if isinstance(answer, Refusal):
            yield Check(
                subject,
                "broken",
                f"{answer.reason}: {answer.detail}",
                NEXT_STEPS.get(answer.reason, ""),
            )
        elif answer.status != 200:
            reason, detail = name_status(answer.status, answer.final_url)
            yield Check(subject, "broken", f"{reason}: {detail}", NEXT_STEPS.get(reason, ""))
        else:
            yield Check(subject, "ok", f"{source.url} answers, {len(answer.body)} bytes")


def _hide_password(url: str) -> str:
    password = urlsplit(url).password
    return url.replace(f":{password}@", ":***@") if password else url
