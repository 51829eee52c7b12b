"""Verbs that bring pages home: crawl, run."""

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from crawler.cli.app import Data, DatabaseUrl, Json, app, date_of, settings, store_of
from crawler.cli.choosing import (
    OfLevel,
    Place,
    choose,
    enable_line,
    filters_of,
    none_followed,
    tell_doubts,
    told_ended,
)
from crawler.cli.commands.notices import messenger, tell_operators
from crawler.cli.commands.publishing import published_elsewhere
from crawler.cli.commands.runs import print_runs
from crawler.cli.display import local, note
from crawler.cli.progress import Progress, went_well
from crawler.interrupts import interruptible
from crawler.planning.rota import Rota
from crawler.sources import find_source, load_registry, load_sources, lookup
from crawler.sources.periods import has_ended, with_forerunners
from crawler.sources.selecting import NO_FILTERS, Filters, select
from crawler.systemd.notify import Systemd
from pipeline.clock import now, today
from pipeline.config import Config
from pipeline.errors import ALL_BUSY, INTERRUPTED, ConfigError
from pipeline.model import RunReport, Source
from pipeline.store import Store

SERVICE_WAITS = 15.0
"""Seconds that the crawl of a service begun anew waits for that of the one before it to end."""
BUSY = "another 'crawl --due' is under way there, and takes along who becomes due."

Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="[SOURCE]…", help="Ids, addresses or hosts; default: all."),
]


@app.command()
def crawl(
    source: Names = None,
    place: Place = None,
    level: OfLevel = None,
    due: Annotated[
        bool, typer.Option("--due", help="Only sources whose next visit has come.")
    ] = False,
    limit: Annotated[
        int, typer.Option(min=0, help="Stop a source after N new articles; 0: no limit.")
    ] = 0,
    since: Annotated[
        str, typer.Option(metavar="DATE", help="Only articles published on or after this day.")
    ] = "",
    service: Annotated[int, typer.Option(hidden=True, help="Our parent: end with it.")] = 0,
    mirrored: Annotated[
        bool, typer.Option(hidden=True, help="Sources as the database has them: a worker's.")
    ] = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: Json = False,
) -> None:
    """Crawl sources: fetch what is new, keep it, and say what was found.

    `--due` goes on while others become due; a second one beside it ends at once with code 0.

    A crawl that was stopped goes on where it was; `--since` and `--limit` leave the rest for later.

    Examples: `congtin crawl` · `congtin crawl lynhan-hanam-gov-vn --since 2025-01-01` ·
    `congtin crawl --place "Ninh Bình"` · `congtin crawl --due` (for cron).
    """
    from crawler.run import crawl as run_crawls

    config = settings(data, database_url)
    meant = partial(choose_sources, config, source or [], filters_of(place, level), data=data)
    chosen = mirrored_sources(config, source or []) if mirrored else meant()
    if due:
        if since:
            raise ConfigError("--since goes without --due: name the sources instead.")
        _crawl_due(config, meant, limit, service, as_json=as_json)
        return
    first = date_of("--since", since)
    with store_of(config) as store, Progress() as progress:
        if not chosen:
            note("No source yet: congtin add URL, or congtin sources enable.")
            print_runs([], as_json=as_json)
            return
        _ask_for_contact(config, chosen)
        tell_doubts(config, chosen)
        progress.expected = len(chosen)
        start = partial(run_crawls, observer=progress, limit=limit, since=first)
        done = start(config, chosen, store, mirrored=mirrored)
        interruptible()
        _tell_operators(config, store, done.runs)
    for busy in done.busy:
        note(
            f"congtin: {busy}: another crawl is busy at that host; left out. Try again when it is done."
        )
    print_runs(done.runs, as_json=as_json, sources=chosen)
    for rest in done.resting:
        until = f"{local(rest.until)} ({rest.reason})"
        note(f"congtin: {rest.source_id}: its host wants to be left alone until {until}; left out.")
    begun = len(done.runs) + len(done.busy) + len(done.resting)
    if begun < len(chosen) or any(run.detail == "interrupted" for run in done.runs):
        raise typer.Exit(INTERRUPTED)
    if mirrored and len(done.busy) == len(chosen):
        raise typer.Exit(ALL_BUSY)
    left_out = done.busy or done.resting
    if left_out or not all(went_well(run) for run in done.runs):
        raise typer.Exit(1)


def _crawl_due(
    config: Config, meant: Callable[[], list[Source]], limit: int, service: int, *, as_json: bool
) -> None:
    """Whoever is due, unless another process sees to that already: then there is nothing to do."""
    from crawler.planning.turns import crawl_due, due_lock

    with store_of(config) as store, due_lock(config.data, SERVICE_WAITS if service else 0) as ours:
        rota = Rota(partial(_mirrored, config, meant, store), store)
        chosen = [turn.source for turn in rota.due(now())] if ours else []
        if not chosen:
            if not service:
                note("Nothing is due." if ours else f"{config.data}: {BUSY}")
            print_runs([], as_json=as_json)
            return
        _ask_for_contact(config, chosen)
        if not service:
            tell_doubts(config, chosen)
        beside = messenger(config, store)
        with Progress() as progress:
            runs = crawl_due(
                config,
                rota,
                store,
                observer=progress,
                limit=limit,
                parent=service,
                beside=beside.look if beside else None,
            )
        interruptible()
        _tell_operators(config, store, runs)
    print_runs(runs, as_json=as_json, sources=load_sources(config.sources_file).values())
    if any(run.detail == "interrupted" for run in runs):
        raise typer.Exit(INTERRUPTED)
    if not all(went_well(run) for run in runs):
        raise typer.Exit(1)


def _tell_operators(config: Config, store: Store, runs: Sequence[RunReport]) -> None:
    """Not after an interrupt, when somebody waits for the end: the next crawl tells."""
    if not any(run.detail == "interrupted" for run in runs):
        tell_operators(config, store)


def _mirrored(config: Config, meant: Callable[[], list[Source]], store: Store) -> list[Source]:
    """The sources as they are in the registry now, in the store as well."""
    sources = meant()
    store.put_sources(with_forerunners(sources, load_sources(config.sources_file)))
    return sources


def _ask_for_contact(config: Config, sources: Sequence[Source]) -> None:
    if not config.contact and not all(source.allow_private for source in sources):
        note(
            "No contact is set: portals cannot reach you. Set CONGTIN_CONTACT to an address or e-mail."
        )


def choose_sources(
    config: Config,
    wanted: Sequence[str],
    filters: Filters = NO_FILTERS,
    data: Path | None = None,
) -> list[Source]:
    """The sources named and those of the places, else all that are enabled; as far as the levels fit.

    `data`: the folder that was given as an option, for the command that an error says to type. Raises
    ConfigError for a name that is none, for a portal that is known and not followed, and for a place of
    which none is followed.
    """
    known = load_sources(config.sources_file)
    for name in wanted:
        _refuse_unfollowed(config, known, name, data)
    named = {source.id: source for source in (find_source(known, name) for name in wanted)}
    day = today()
    for source in named.values():
        _refuse_ended(source, day)
    open_ones = {n: s for n, s in known.items() if s.enabled and not has_ended(s, day)}
    if filters.places and not select(open_ones.values(), filters):
        raise none_followed(config, filters, data)
    found = choose(open_ones | named, wanted, filters)
    if filters and not found:
        raise none_followed(config, filters, data)
    return found


def mirrored_sources(config: Config, wanted: Sequence[str]) -> list[Source]:
    """The sources named, as some machine's sources.toml has them: jobs run where there is none."""
    with store_of(config) as store:
        known = {status.source.id: status.source for status in store.sources()}
    return [find_source(known, name) for name in wanted]


def _refuse_ended(source: Source, day: date) -> None:
    """Raise ConfigError for a source whose time is over: its host may be another's."""
    if has_ended(source, day):
        raise ConfigError(told_ended(source))


def _refuse_unfollowed(
    config: Config, followed: Mapping[str, Source], name: str, data: Path | None
) -> None:
    if lookup(followed, name) is None and (
        portal := lookup(load_registry(config.sources_file), name)
    ):
        _refuse_ended(portal, today())
        line = enable_line(NO_FILTERS, [portal.id], data)
        raise ConfigError(
            f"{portal.id} ({portal.name}) is known but not followed. Follow it: {line}"
        )


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
    if before := published_elsewhere(config):
        note(
            f"congtin: the feeds were published for {before}; they are now published for "
            f"{config.base_url}. Where {before} is right: set CONGTIN_BASE_URL."
        )
    tell = note if sys.stderr.isatty() or config.log_format == "json" else _unheard
    serving = f"Serving at {config.base_url}/ and crawling what is due, until Ctrl-C."
    ready = partial(note, serving)
    run_service(config, every=every, say=note, tell=tell, ready=ready, systemd=Systemd.of())


def _unheard(_: str) -> None:
    """Where nobody looks on, nothing is said that is well."""
