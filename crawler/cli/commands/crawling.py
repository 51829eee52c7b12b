"""Verbs that bring pages home: crawl, run, import, reprocess."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from crawler.cli.app import Data, DatabaseUrl, Json, app, settings, store_of, stored
from crawler.cli.display import (
    RUN_HEADERS,
    Progress,
    note,
    print_json,
    print_table,
    run_json,
    run_row,
)
from crawler.interrupts import interruptible
from crawler.schedule import is_due
from crawler.sources import find_source, load_sources
from pipeline.clock import now
from pipeline.config import Config
from pipeline.errors import ArchiveError, ConfigError
from pipeline.model import RunReport, Source

Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="[SOURCE]…", help="Ids, addresses or hosts; default: all."),
]


@app.command()
def crawl(
    source: Names = None,
    due: Annotated[
        bool, typer.Option("--due", help="Only sources whose next visit has come.")
    ] = False,
    limit: Annotated[
        int, typer.Option(min=0, help="Stop a source after N new articles; 0: no limit.")
    ] = 0,
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: Json = False,
) -> None:
    """Crawl sources: fetch what is new, keep it, and say what was found.

    Examples: `congtin crawl` · `congtin crawl lynhan-hanam-gov-vn` · `congtin crawl --due` (for cron).
    """
    from crawler.run import crawl as run_crawls

    config = settings(data, database_url)
    wanted = choose_sources(config, source or [])
    with store_of(config) as store, Progress() as progress:
        chosen = [s for s in wanted if is_due(store.runs(s.id, 10), now())] if due else wanted
        if not chosen:
            note("Nothing is due." if due else "No source yet: congtin add URL.")
            print_runs([], as_json=as_json)
            return
        if not config.contact and not all(s.allow_private for s in chosen):
            note(
                "No contact is set: portals cannot reach you. Set CONGTIN_CONTACT to an address or e-mail."
            )
        done = run_crawls(config, chosen, store, observer=progress, limit=limit)
        interruptible()
    for busy in done.busy:
        note(
            f"congtin: {busy}: another crawl is busy at that host; left out. Try again when it is done."
        )
    print_runs(done.runs, as_json=as_json)
    begun = len(done.runs) + len(done.busy)
    if begun < len(chosen) or any(run.detail == "interrupted" for run in done.runs):
        raise typer.Exit(130)
    if done.busy or not all(_went_well(run) for run in done.runs):
        raise typer.Exit(1)


def _went_well(run: RunReport) -> bool:
    return run.status in ("finished", "stopped") and not run.errors


def choose_sources(config: Config, wanted: list[str]) -> list[Source]:
    """The sources named, or all that are enabled. Raises ConfigError for a name that is none."""
    known = load_sources(config.sources_file)
    if wanted:
        return [find_source(known, name) for name in wanted]
    return [source for source in known.values() if source.enabled]


def print_runs(runs: Sequence[RunReport], *, as_json: bool) -> None:
    """The runs as a table, with the next step for each that was refused; or as JSON."""
    from crawler.outcomes import NEXT_STEPS

    if as_json:
        print_json([run_json(run) for run in runs])
        return
    if runs:
        print_table(RUN_HEADERS, [run_row(run) for run in runs])
    for run in runs:
        if run.status in NEXT_STEPS:
            note(f"congtin: {run.source_id}: {run.status}: {NEXT_STEPS[run.status]}")


@app.command("import")
def import_(
    file: Annotated[
        list[Path], typer.Argument(metavar="FILE.warc.gz…", help="WARC files, gzipped or not.")
    ],
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: Json = False,
) -> None:
    """Take the articles of WARC files as if they were crawled; the files are kept in the archive.

    A damaged file gives every whole record; the rest is named. Example: `congtin import portal.warc.gz`
    """
    from crawler.imports import import_file

    config = settings(data, database_url)
    imported, refusals = [], []
    with store_of(config) as store, Progress() as progress:
        for path in file:
            try:
                imported.append(import_file(config, path, store, observer=progress))
            except ArchiveError as error:
                refusals.append(error)
    print_runs([run for one in imported for run in one.runs], as_json=as_json)
    problems = [problem for one in imported for problem in one.problems]
    for problem in (*problems, *refusals):
        note(f"congtin: {problem}")
    if refusals or problems:
        raise typer.Exit(ArchiveError.exit_code if refusals else 1)


@app.command()
def reprocess(
    source: Names = None,
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: Json = False,
) -> None:
    """Read every stored page again with this version's rules, offline, from the archive.

    Example: `congtin reprocess lynhan-hanam-gov-vn`
    """
    from pipeline.reprocess import reprocess as read_again

    config = settings(data, database_url)
    with stored(config) as store:
        mirrored = {status.source.id: status.source for status in store.sources()}
        known = mirrored | load_sources(config.sources_file)
        chosen = [find_source(known, name) for name in source] if source else list(known.values())
        done = [read_again(config.archive, s, store) for s in chosen]
    if as_json:
        print_json([asdict(one) for one in done])
    else:
        rows = [
            (d.source_id, d.pages, d.changed, d.new, d.unchanged, d.rejected, d.unreadable)
            for d in done
        ]
        print_table(
            ("source", "pages", "changed", "new", "unchanged", "rejected", "unreadable"), rows
        )
    for one in done:
        for problem in one.problems:
            note(f"congtin: {problem}")
    if any(one.unreadable for one in done):
        raise typer.Exit(1)


@app.command()
def run(
    host: Annotated[
        str | None, typer.Option(help="Address to serve on.", show_default="127.0.0.1")
    ] = None,
    port: Annotated[int | None, typer.Option(help="Port to serve on.", show_default="8000")] = None,
    every: Annotated[int, typer.Option(min=5, help="Seconds between looks at what is due.")] = 60,
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Do everything, for years: crawl what is due, publish, serve pages and feeds, until Ctrl-C.

    Example: `CONGTIN_CONTACT=you@example.org congtin run --port 8080`
    """
    from crawler.service import run_service

    config = settings(data, database_url, host=host, port=port)
    if not load_sources(config.sources_file):
        raise ConfigError(f"{config.sources_file}: no source yet. Add one first: congtin add URL.")
    store_of(config).close()
    note(f"Serving at {config.base_url}/ and crawling what is due, until Ctrl-C.")
    run_service(config, every=every, say=note)
