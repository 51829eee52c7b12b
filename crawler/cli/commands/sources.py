"""Verbs about portals: add, sources."""

import json
import re
import sys
from collections.abc import Iterable
from dataclasses import asdict
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer

from crawler.cli.app import Data, DatabaseUrl, Json, app, settings, store_of
from crawler.cli.display import local, note, print_json, print_table, run_json
from crawler.planning.rota import planned
from crawler.planning.schedule import Visit
from crawler.sources import add_source, format_source, load_sources
from pipeline.clock import now
from pipeline.config import Config
from pipeline.errors import ConfigError
from pipeline.model import Source, SourceStatus
from pipeline.normalise.urls import normalise_url
from pipeline.store import Store

BARE_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::(?P<port>\d+))?")
"""An address as people type it; other ports than TLS's own seldom speak it."""


@app.command()
def add(
    url: Annotated[str, typer.Argument(metavar="URL", help="Address of a portal's home page.")],
    allow_private: Annotated[
        bool,
        typer.Option("--allow-private", help="Allow an address of this machine or its network."),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Never ask.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the entry, write nothing.")
    ] = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: Json = False,
) -> None:
    """Add a portal by its address: find out what it is, show a sample, write it to sources.toml.

    The address may be that of the home, of any page inside, of a feed or of a sitemap. At most 14
    pages are asked for, one at a time. A terminal is asked before anything is written.

    Examples: `congtin add https://lynhan.hanam.gov.vn/` · `congtin add http://127.0.0.1:8086 --allow-private`
    · `congtin add lynhan.hanam.gov.vn --dry-run`
    """
    config = settings(data, database_url)
    address = check_address(url)
    known = load_sources(config.sources_file)
    _refuse_known(known.values(), address, config)
    from crawler.cli.found import found_json, show_found  # late: Scrapy takes its time to load
    from crawler.onboarding.findings import remarks_for
    from crawler.onboarding.onboard import find_out

    guessed = "//" not in url
    found = find_out(config, address, allow_private=allow_private, guessed=guessed)
    entry, remarks = found.source, remarks_for(found)
    _refuse_known(known.values(), entry.url, config)
    text = format_source(entry, remarks)
    if dry_run:
        print_json(found_json(found, text)) if as_json else typer.echo(text, nl=False)
        return
    if as_json:
        print_json(found_json(found, text))
    else:
        show_found(found)
    if not yes and _declines():
        raise typer.Exit(1)
    add_source(config.sources_file, entry, remarks)
    added = f"Added {entry.id} to {config.sources_file}. Next: congtin crawl {entry.id}"
    note(added) if as_json else typer.echo(added)


def _refuse_known(known: Iterable[Source], address: str, config: Config) -> None:
    again = [source.id for source in known if source.url == address]
    if again:
        raise ConfigError(f"{address} is a source already: {again[0]!r} in {config.sources_file}.")


def _declines() -> bool:
    """Whether somebody at a terminal says no; where there is nobody to ask, nobody does."""
    if not sys.stdin.isatty():
        return False
    return not typer.confirm("Add this source?", default=True, err=True)


@app.command("sources")
def list_sources(
    data: Data = None, database_url: DatabaseUrl = None, as_json: Json = False
) -> None:
    """List the sources with what is stored of each and how its last run went.

    Example: `congtin sources --json`
    """
    config = settings(data, database_url)
    known = load_sources(config.sources_file)
    with store_of(config) as store:
        store.put_sources(known.values())
        statuses = store.sources()
        visits = {s.source.id: _next_visit(store, s.source) for s in statuses}
    if as_json:
        print_json([_status_json(status, visits[status.source.id]) for status in statuses])
        return
    if not statuses:
        note(f"No source in {config.sources_file} yet: congtin add URL.")
        return
    last = ("next visit", "name", "platform", "address")
    headers = ("source", "articles", "newest", "last run", "status", *last)
    rows = [_status_row(status, visits[status.source.id]) for status in statuses]
    print_table(headers, rows, spare=4)


def _next_visit(store: Store, source: Source) -> Visit | None:
    return planned(store, source, now()) if source.enabled else None


def _status_row(status: SourceStatus, visit: Visit | None) -> tuple[object, ...]:
    run, source = status.last_run, status.source
    return (
        source.id,
        status.articles,
        local(status.newest),
        local(run.finished_at or run.started_at) if run else "never",
        run.status if run else ("-" if source.enabled else "disabled"),
        "-" if visit is None else "now" if visit.is_due(now()) else local(visit.at),
        source.name,
        source.platform or "-",
        source.url,
    )


def _status_json(status: SourceStatus, visit: Visit | None) -> dict[str, Any]:
    return {
        "source": json.loads(json.dumps(asdict(status.source), default=str)),
        "articles": status.articles,
        "newest": status.newest and status.newest.isoformat(),
        "last_run": run_json(status.last_run) if status.last_run else None,
        "next_visit": visit and visit.at and visit.at.isoformat(),
        "next_visit_why": visit.why if visit else "disabled",
    }


def check_address(url: str) -> str:
    """The normalised http(s) address. Raises ConfigError for anything else."""
    full = url.strip()
    if "//" not in full and (name := BARE_HOST.match(full)):
        full = f"http{'' if name['port'] not in (None, '443') else 's'}://{full}"
    if not _is_web_address(full):
        raise ConfigError(f"{url!r} is no web address. Write it like https://lynhan.hanam.gov.vn/")
    return normalise_url(full)


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        usable = parts.port is None or parts.port > 0
    except ValueError:  # a port beyond 65535, a bracket of IPv6 left open
        return False
    return bool(
        usable
        and parts.scheme in ("http", "https")
        and parts.hostname
        and not re.search(r"[\s\x00-\x1f]", url)
    )
