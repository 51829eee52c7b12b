"""Verbs about portals: add, sources."""

import json
import re
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

import typer

from crawler.cli.app import Data, DatabaseUrl, Json, app, settings, store_of
from crawler.cli.display import local, note, print_json, print_table, run_json
from crawler.sources import add_source, format_source, load_sources
from pipeline.errors import ConfigError
from pipeline.model import SourceStatus
from pipeline.normalise.urls import normalise_url

if TYPE_CHECKING:
    from crawler.onboard import Found


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
) -> None:
    """Add a portal by its address: find out what it is, show a sample, write it to sources.toml.

    Examples: `congtin add https://lynhan.hanam.gov.vn/` · `congtin add http://127.0.0.1:8086 --allow-private`
    """
    config = settings(data, database_url)
    address = check_address(url)
    known = load_sources(config.sources_file)
    again = [source.id for source in known.values() if source.url == address]
    if again:
        raise ConfigError(f"{address} is a source already: {again[0]!r} in {config.sources_file}.")
    from crawler.onboard import find_out  # late: Scrapy takes its time to load

    found = find_out(config, address, allow_private=allow_private)
    entry = found.draft.source
    if dry_run:
        typer.echo(format_source(entry), nl=False)
        return
    _show(found)
    if (
        not yes
        and sys.stdin.isatty()
        and not typer.confirm("Add this source?", default=True, err=True)
    ):
        raise typer.Exit(1)
    add_source(config.sources_file, entry)
    typer.echo(f"Added {entry.id} to {config.sources_file}. Next: congtin crawl {entry.id}")


def _show(found: "Found") -> None:
    """What was found, on stderr: the entry itself is the result."""
    draft, sample = found.draft, found.sample
    source = draft.source
    note(f"{source.name}  ({source.level})")
    note(f"platform  {source.platform or 'unknown'}  {'; '.join(draft.evidence)}")
    note(f"sections  {len(source.sections)}: {', '.join(s.name for s in source.sections[:8])}")
    note(f"feeds     {', '.join(source.feeds) or 'none'}")
    note(f"sitemaps  {', '.join(source.sitemaps) or 'none'}")
    note(f"articles  {len(draft.articles)} linked from the home page")
    if sample:
        note(f"sample    {sample.title}")
        note(f"          {local(sample.published_at)}  {sample.url}")
        note(f"          {sample.text[:200]}…")
    else:
        note("sample    none of the pages tried gave an article; a crawl will try the others")
        for line in found.rejected:
            note(f"          {line}")


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
    if as_json:
        print_json([_status_json(status) for status in statuses])
        return
    if not statuses:
        note(f"No source in {config.sources_file} yet: congtin add URL.")
        return
    headers = ("source", "articles", "newest", "last run", "status", "name", "platform", "address")
    print_table(headers, [_status_row(status) for status in statuses], spare=3)


def _status_row(status: SourceStatus) -> tuple[object, ...]:
    run, source = status.last_run, status.source
    return (
        source.id,
        status.articles,
        local(status.newest),
        local(run.finished_at or run.started_at) if run else "never",
        run.status if run else ("-" if source.enabled else "disabled"),
        source.name,
        source.platform or "-",
        source.url,
    )


def _status_json(status: SourceStatus) -> dict[str, Any]:
    return {
        "source": json.loads(json.dumps(asdict(status.source), default=str)),
        "articles": status.articles,
        "newest": status.newest and status.newest.isoformat(),
        "last_run": run_json(status.last_run) if status.last_run else None,
    }


def check_address(url: str) -> str:
    """The normalised http(s) address. Raises ConfigError for anything else."""
    full = url.strip()
    if "//" not in full and re.match(r"[\w-]+(\.[\w-]+)+", full):
        full = f"https://{full}"
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
