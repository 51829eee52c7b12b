"""The verb that reads run reports, and how every verb that crawls prints them."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated

import typer

from crawler.cli.app import Data, DatabaseUrl, Json, app, settings, stored
from crawler.cli.display import (
    RUN_HEADERS,
    RUN_SPARE,
    local,
    note,
    print_json,
    print_table,
    run_json,
    run_row,
    say,
)
from crawler.cli.progress import total
from crawler.sources import find_source, load_sources
from pipeline.config import Config
from pipeline.model import RunReport, Source
from pipeline.store import Store

HEADERS = (
    "source",
    "started",
    "status",
    "requests",
    "new",
    "errors",
    "seconds",
    "changed",
    "gone",
    "rejected",
    "unchanged",
    "kB",
    "statuses",
    "why",
)
SPARE, FOLD = 11, 30
"""A narrow terminal does without the last columns, and breaks cells of more letters."""
OWN_FAULT = "A mistake of Congtin itself. Please report it with this line."


@app.command("runs")
def list_runs(
    source: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SOURCE]…", help="Ids, addresses or hosts; default: all."),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many, newest first.")] = 20,
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: Json = False,
) -> None:
    """Show the reports of the last runs: requests, what they brought, what failed and why.

    Examples: `congtin runs` · `congtin runs lynhan-hanam-gov-vn --limit 50 --json`
    """
    config = settings(data, database_url)
    with stored(config) as store:
        runs = _chosen(config, store, source or [], limit)
    if as_json:
        print_json([run_json(run) for run in runs])
    elif not runs:
        note("No run yet: congtin crawl.")
    elif source and sys.stdout.isatty():
        say("\n\n".join("\n".join(_told(run)) for run in runs))
    else:
        print_table(HEADERS, [_row(run) for run in runs], spare=SPARE, fold=FOLD)


def _chosen(config: Config, store: Store, names: list[str], limit: int) -> list[RunReport]:
    if not names:
        return store.runs(limit=limit)
    known: dict[str, Source] = {status.source.id: status.source for status in store.sources()}
    known |= load_sources(config.sources_file)
    wanted = {find_source(known, name).id for name in names}
    runs = [run for source_id in wanted for run in store.runs(source_id, limit)]
    return sorted(runs, key=lambda run: run.id or 0, reverse=True)[:limit]


def _row(run: RunReport) -> tuple[object, ...]:
    return (
        run.source_id,
        local(run.started_at),
        run.status,
        run.requests,
        run.new,
        run.errors,
        round(run.duration, 1) if run.duration is not None else "",
        run.changed,
        run.gone,
        sum(run.rejected.values()),
        run.unchanged,
        round(run.bytes / 1000),
        _counts(run.statuses),
        _why(run),
    )


def _told(run: RunReport) -> Iterable[str]:
    """A run in a few lines: what came, why pages were rejected, what failed and what to do."""
    lasted = f" in {run.duration:.1f} s" if run.duration is not None else ""
    yield f"{local(run.started_at)}  {run.source_id}  {run.status}{lasted}"
    yield (
        f"  {run.requests} requests, {round(run.bytes / 1000)} kB: {run.new} new, {run.changed} changed, "
        f"{run.unchanged} unchanged, {run.gone} gone"
    )
    if run.statuses:
        yield f"  statuses: {_counts(run.statuses)}"
    if run.rejected:
        yield f"  rejected: {_counts(run.rejected)}"
    if run.noticed:
        yield f"  noticed: {_counts(run.noticed)}"
    yield from (f"  {line}" for line in troubles(run))


def _why(run: RunReport) -> str:
    """What was rejected and what failed, by name, with the evidence."""
    pages = _pages(run)
    failed = (f"{name} {n}{_in_brackets(pages.get(name, ''))}" for name, n in run.failures.items())
    own = "" if run.failures.keys() & pages.keys() else run.detail
    return "; ".join(part for part in (_counts(run.rejected), ", ".join(failed), own) if part)


def _pages(run: RunReport) -> dict[str, str]:
    """A page of each failure, as the report's detail names them (extensions.RunReporter)."""
    return dict(part.split(": ", 1) for part in run.detail.split("; ") if ": " in part)


def _counts(counted: dict[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counted.items())


def print_runs(runs: Sequence[RunReport], *, as_json: bool, sources: Iterable[Source] = ()) -> None:
    """The runs as a table, then each failure with its evidence and the next step; or as JSON.

    `sources`: those crawled; of one whose portal moved or is gone the command is told that goes on.
    """
    if as_json:
        print_json([run_json(run) for run in runs])
        return
    if runs:
        print_table(RUN_HEADERS, [run_row(run) for run in runs], spare=RUN_SPARE)
    known = {source.id: source for source in sources}
    for run in runs:
        for line in troubles(run, known):
            note(f"congtin: {run.source_id}: {line}", source=run.source_id, run=run.id)
    if len(runs) > 1 and sys.stderr.isatty():
        note(f"{len(runs)} sources: {total(list(runs))}.")


def troubles(run: RunReport, sources: Mapping[str, Source] | None = None) -> Iterable[str]:
    """What went wrong in a run, a line each: its name, the evidence in brackets, the next step."""
    from crawler.network.outcomes import NEXT_STEPS
    from crawler.verdicts import after_run

    steps = NEXT_STEPS | {"broken": OWN_FAULT}
    if run.status in steps:
        step = after_run(run, sources or {}) or steps[run.status]
        yield f"{run.status}{_in_brackets(run.detail)}: {step}"
        return
    pages = _pages(run)
    for name, count in run.failures.items():
        evidence = " ".join(filter(None, (f"{count} ×", pages.get(name))))
        yield f"{name}{_in_brackets(evidence)}: {steps.get(name, 'It is tried again next time.')}"


def _in_brackets(text: str) -> str:
    return f" ({text.rstrip('.')})" if text else ""
