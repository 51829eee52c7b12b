"""Verbs that carry the registry to and from feed readers: sources export, sources import."""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from crawler.cli.app import Data, DatabaseUrl, Json, settings
from crawler.cli.choosing import OfLevel, OfPlatform, OfStatus, Place, filters_of, meant
from crawler.cli.commands.registry import DryRun, changes_json, print_changes, registry, tell_ended
from crawler.cli.display import note, print_json
from crawler.sources import load_registry, load_sources
from crawler.sources.editing import Change, enable
from pipeline.errors import ConfigError
from pipeline.model import Source


@registry.command("export")
def export_sources(
    portal: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ID|HOST]…", help="Ids, hosts or addresses; default: all followed."
        ),
    ] = None,
    place: Place = None,
    level: OfLevel = None,
    platform: OfPlatform = None,
    status: OfStatus = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Every portal that is known, followed or not.")
    ] = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Print portals as OPML 2.0, for a feed reader or another Congtin: those followed, or those that fit.

    Names, places and filters choose from all that are known. `xmlUrl` is a portal's own feed; where it has
    none and is followed, that which Congtin publishes of it, at the base URL that is set.

    Examples: `congtin sources export > portals.opml` · `congtin sources export --place "Ninh Bình" > nb.opml`
    """
    from crawler.sources.opml import written  # late: feedgen changes the locale
    from pipeline.publish.catalog import source_feed

    config = settings(data, database_url)
    filters = filters_of(place, level, platform, status)
    if everything or portal or filters:
        chosen = meant(config, load_registry(config.sources_file), portal or [], filters)
    else:
        chosen = list(load_sources(config.sources_file).values())
    if not chosen:
        note("No portal there; the list is empty. congtin sources --all lists what is known.")
    followed = load_sources(config.sources_file).values()
    ours = {source.id: source_feed(source).address("rss", config.base_url) for source in followed}
    typer.echo(written(chosen, ours).decode(), nl=False)


@registry.command("import")
def import_sources(
    file: Annotated[
        Path, typer.Argument(metavar="FILE.opml", help="From us, or any feed reader; - is stdin.")
    ],
    allow_private: Annotated[
        bool,
        typer.Option("--allow-private", help="Allow addresses of this machine or its network."),
    ] = False,
    dry_run: DryRun = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: Json = False,
) -> None:
    """Follow the portals of an OPML file, without the network.

    Portals that are known (by id, host or feed) are enabled; others become sources with the file's feeds.
    One that the file of another Congtin has at an address of its own is followed there, and it is said.
    One that the file of another Congtin has disabled comes disabled, and is as it is where it is there.
    `congtin add URL` would look closer. Exit code 1 where an outline was refused.

    Examples: `congtin sources import portals.opml --dry-run` · `congtin sources import - < portals.opml`
    """
    from crawler.sources.adopting import adopt  # late: Twisted takes its time to load
    from crawler.sources.opml import MAX_BYTES, read

    config = settings(data, database_url)
    name = "stdin" if str(file) == "-" else file.name
    outlines = read(
        _bytes(file, MAX_BYTES + 1), "stdin" if name == "stdin" else str(file), config.base_url
    )
    known = load_registry(config.sources_file)
    found = adopt(outlines, known, name, allow_private=allow_private)
    changes = enable(
        config.sources_file,
        found.known,
        found.additions,
        off=found.off,
        order=found.order,
        dry_run=dry_run,
    )
    refused = [{"outline": r.outline.name, "why": r.why} for r in found.refused]
    if as_json:
        more: dict[str, Any] = {"opml": str(file), "refused": refused}
        print_json(changes_json(config, changes, dry_run=dry_run) | more)
    print_changes(config, changes, dry_run=dry_run, silent=as_json)
    tell_ended(changes)
    _tell_addresses(found.known, known, changes)
    for one in found.refused:
        note(f"congtin: refused {one.outline.name!r}: {one.why}.")
    if refused:
        raise typer.Exit(1)


def _tell_addresses(
    taken: Iterable[Source], known: Mapping[str, Source], changes: Iterable[Change]
) -> None:
    """Which portals the file has at another address than is known here."""
    added = {change.source.id for change in changes if change.did == "added"}
    for source in taken:
        usual = known[source.id].url
        if source.url != usual and source.id in added:
            note(f"{source.id}: followed at {source.url}, as the file says, not at {usual}.")
        elif source.url != usual:
            note(f"{source.id}: stays at {usual}; the file says {source.url}.")


def _bytes(file: Path, most: int) -> bytes:
    if str(file) == "-":
        return sys.stdin.buffer.read(most)
    try:
        with file.open("rb") as opened:
            return opened.read(most)
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read ({error.strerror}).") from error
