"""Verbs of the registry: `sources` lists it, `sources enable` and `disable` say what is followed."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from crawler.cli.app import Data, DatabaseUrl, Json, app, settings, store_of
from crawler.cli.choosing import (
    OfLevel,
    OfPlatform,
    OfStatus,
    Place,
    choose,
    enable_line,
    filters_of,
    meant,
    provinces_line,
    tell_doubts,
    told_ended,
)
from crawler.cli.display import note, print_json, print_table
from crawler.cli.portals import FOLLOWED, REGISTRY, Portal, listed
from crawler.sources import load_registry, load_sources
from crawler.sources.editing import Change, Did, disable, enable
from crawler.sources.selecting import Filters
from pipeline.config import Config
from pipeline.errors import ConfigError
from pipeline.model import Source

registry = typer.Typer(invoke_without_command=True)
"""`congtin sources`: by itself it lists; further verbs register themselves here."""
app.add_typer(registry, name="sources")

DONE: tuple[Did, ...] = ("added", "enabled", "disabled", "ended")
GONE = Filters(statuses=("gone",))
Portals = Annotated[
    list[str] | None, typer.Argument(metavar="[ID|HOST]…", help="Ids, hosts or addresses.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would change, write nothing.")]


@registry.callback()
def sources(
    context: typer.Context,
    place: Place = None,
    level: OfLevel = None,
    platform: OfPlatform = None,
    status: OfStatus = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Every portal that is known, followed or not.")
    ] = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: Json = False,
) -> None:
    """List the sources that are followed, with what is stored of each and how its last run went.

    With `--all` or a filter it lists the whole registry: the portals that come with the program, and yours.

    Examples: `congtin sources --json` · `congtin sources --place "Ninh Bình" --level district` ·
    `congtin sources --all --status unverified` · `congtin sources enable --place "huyện Kim Sơn"`
    """
    if verb := context.invoked_subcommand:  # what was written before the verb counts for it
        context.default_map = {verb: {key: value for key, value in context.params.items() if value}}
        return
    config = settings(data, database_url)
    filters = filters_of(place, level, platform, status)
    whole = everything or bool(filters)
    followed = load_sources(config.sources_file)
    with store_of(config) as store:
        store.put_sources(followed.values())
        shown = listed(store, followed, _known(config) if whole else {})
        told = {portal.source.id: portal.status for portal in shown}
        by_id = {portal.source.id: portal.source for portal in shown}
        fitting = {s.id for s in choose(by_id, (), filters, lambda source: told[source.id])}
    _print([p for p in shown if p.source.id in fitting], as_json=as_json, whole=whole)
    _say_more(config, followed, fitting, filters, whole=whole, data=data)
    tell_doubts(config, (followed[name] for name in followed if name in fitting))


def _known(config: Config) -> dict[str, Source]:
    return load_registry(config.sources_file)


def _print(shown: Sequence[Portal], *, as_json: bool, whole: bool) -> None:
    if as_json:
        print_json([portal.as_json() for portal in shown])
    elif shown and whole:
        print_table(REGISTRY, [portal.registry_row() for portal in shown], spare=4)
    elif shown:
        print_table(FOLLOWED, [portal.followed_row() for portal in shown], spare=4)


def _say_more(
    config: Config,
    followed: Mapping[str, Source],
    shown: set[str],
    filters: Filters,
    *,
    whole: bool,
    data: Path | None,
) -> None:
    """How to go on: what else is known, and how it is followed."""
    if whole:
        if not shown:
            near = provinces_line(load_registry(config.sources_file).values(), filters)
            hint = near or "congtin sources --all lists them"
            note(f"No known portal fits. {hint}; congtin add URL adds one.")
        elif filters and not shown & followed.keys():
            note(f"Not followed yet. To follow: {enable_line(filters, data=data)}")
        return
    if not shown:
        note(f"No source in {config.sources_file} yet: congtin add URL.")
    known = len(load_registry(config.sources_file).keys() - followed.keys())
    if known and not (followed and all(source.allow_private for source in followed.values())):
        note(
            f"{known} more portals are known: congtin sources --all, or --place NAME, lists them;"
            " congtin sources enable has them followed."
        )


@registry.command("enable")
def enable_sources(
    portal: Portals = None,
    place: Place = None,
    level: OfLevel = None,
    platform: OfPlatform = None,
    status: OfStatus = None,
    dry_run: DryRun = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: Json = False,
) -> None:
    """Have portals followed: those that come with the program, and yours that were disabled.

    They are written into sources.toml, where all else stays as it is. Portals that are known to be gone are
    left out, unless they are named or `--status gone` asks for them. Those whose time is over are not
    enabled: it says so, and how to have them all the same. Exit code 1 where one of them was named.

    Examples: `congtin sources enable --place "Ninh Bình"` · `congtin sources enable hanam.gov.vn` ·
    `congtin sources enable --place "Hà Nam" --level district --dry-run`
    """
    config = settings(data, database_url)
    filters = filters_of(place, level, platform, status)
    known = load_registry(config.sources_file)
    chosen = _chosen(config, portal or [], filters, known)
    gone = [] if portal or filters.statuses else meant(config, {s.id: s for s in chosen}, [], GONE)
    rest = [source for source in chosen if source not in gone]
    changes = enable(config.sources_file, rest, dry_run=dry_run)
    if as_json:
        left_out = {"left_out": [source.id for source in gone]}
        print_json(changes_json(config, changes, dry_run=dry_run) | left_out)
    print_changes(config, changes, dry_run=dry_run, silent=as_json)
    if gone:
        note(f"{len(gone)} left out, known to be gone: {', '.join(source.id for source in gone)}.")
    tell_ended(changes)
    followed = load_sources(config.sources_file)
    tell_doubts(config, (followed[c.source.id] for c in changes if c.source.id in followed))
    if portal and any(change.did == "ended" for change in changes):
        raise typer.Exit(1)


@registry.command("disable")
def disable_sources(
    portal: Portals = None,
    place: Place = None,
    level: OfLevel = None,
    platform: OfPlatform = None,
    status: OfStatus = None,
    dry_run: DryRun = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: Json = False,
) -> None:
    """Follow portals no longer: `enabled = false` is written into their entries; nothing stored is lost.

    Examples: `congtin sources disable hanam.gov.vn` · `congtin sources disable --status gone`
    """
    config = settings(data, database_url)
    filters = filters_of(place, level, platform, status)
    followed = load_sources(config.sources_file)
    known = load_registry(config.sources_file) if portal else followed
    changes = disable(
        config.sources_file, _chosen(config, portal or [], filters, known), dry_run=dry_run
    )
    if as_json:
        print_json(changes_json(config, changes, dry_run=dry_run))
    print_changes(config, changes, dry_run=dry_run, silent=as_json)


def _chosen(
    config: Config, names: Sequence[str], filters: Filters, known: Mapping[str, Source]
) -> list[Source]:
    """The portals that are meant, at least one."""
    if not names and not filters:
        hint = 'name portals, or say which: --place "Ninh Bình".'
        raise ConfigError(f"{hint} congtin sources --all lists them.")
    found = meant(config, known, names, filters)
    if not found:
        near = provinces_line(load_registry(config.sources_file).values(), filters)
        hint = near or "congtin sources --all lists them"
        raise ConfigError(f"no portal that is known fits. {hint}.")
    return found


def changes_json(config: Config, changes: Sequence[Change], *, dry_run: bool) -> dict[str, Any]:
    """What became of each portal, JSON-ready."""
    told = [
        {"id": c.source.id, "name": c.source.name, "url": c.source.url, "did": c.did}
        for c in changes
    ]
    return {"file": str(config.sources_file), "dry_run": dry_run, "changes": told}


def print_changes(
    config: Config, changes: Sequence[Change], *, dry_run: bool, silent: bool = False
) -> None:
    """What became of each portal on stdout (unless `silent`), the sum on stderr."""
    if changes and not silent:
        rows = [(c.did, c.source.id, c.source.name, c.source.url) for c in changes]
        print_table(("", "source", "name", "address"), rows, spare=2)
    counts = {did: sum(c.did == did for c in changes) for did in DONE}
    told = [f"{count} {did}" for did, count in counts.items() if count] or ["nothing to change"]
    note(f"{config.sources_file}: {', '.join(told)}{' (dry run)' if dry_run else ''}.")


def tell_ended(changes: Sequence[Change]) -> None:
    """Which were not enabled because their time is over; of a single one also what to do."""
    ended = [change.source for change in changes if change.did == "ended"]
    if len(ended) == 1:
        note(told_ended(ended[0]))
    elif ended:
        names = ", ".join(f"{source.id} ({source.active_until})" for source in ended)
        note(f"Ended, so not followed: {names}. congtin sources enable ID says more of one.")
