"""Verbs about portals: add."""

import re
import sys
from dataclasses import replace
from typing import Annotated
from urllib.parse import urlsplit

import typer

from crawler.cli.app import Data, DatabaseUrl, Json, app, settings
from crawler.cli.display import note, print_json, say
from crawler.cli.handing import Handing
from crawler.sources import format_source
from pipeline.errors import ConfigError
from pipeline.normalise.urls import normalise_url

BARE_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::(?P<port>\d+))?")
"""An address as people type it; other ports than TLS's own seldom speak it."""


@app.command()
def add(
    url: Annotated[str, typer.Argument(metavar="URL", help="Address of a portal's home page.")],
    succeeds: Annotated[
        str,
        typer.Option(metavar="SOURCE", help="It is that source's portal, which moved to URL."),
    ] = "",
    reuses: Annotated[
        str,
        typer.Option(metavar="SOURCE", help="Another unit took over that source's host."),
    ] = "",
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

    `--succeeds` ends a source whose portal moved: its articles keep their ids and history, and go on at
    the new address. `--reuses` ends one whose host is another unit's now: a new source begins today.

    Examples: `congtin add https://lynhan.hanam.gov.vn/` · `congtin add http://127.0.0.1:8086 --allow-private`
    · `congtin add lynhan.hanam.gov.vn --dry-run` ·
    `congtin add https://lynhan.ninhbinh.gov.vn/ --succeeds lynhan-hanam-gov-vn`
    """
    config = settings(data, database_url)
    address = check_address(url)
    handing = Handing.of(config.sources_file, succeeds, reuses)
    if handing.links(address):
        handing.link(address, dry_run=dry_run, as_json=as_json)
        return
    handing.refuse_known(address)
    from crawler.cli.found import found_json, show_found  # late: Scrapy takes its time to load
    from crawler.onboarding.findings import remarks_for
    from crawler.onboarding.onboard import find_out

    guessed = "//" not in url
    found = find_out(config, address, allow_private=allow_private, guessed=guessed)
    handing.refuse_known(found.source.url)
    found = replace(found, source=handing.entry(found.source))
    entry, remarks = found.source, (*remarks_for(found), *handing.remarks())
    text = format_source(entry, remarks)
    if dry_run:
        print_json(found_json(found, text)) if as_json else say(text, end="")
        return
    if as_json:
        print_json(found_json(found, text))
    else:
        show_found(found)
    if not yes and _declines():
        raise typer.Exit(1)
    handing.write(entry, remarks)
    added = f"Added {entry.id} to {config.sources_file}. Next: congtin crawl {entry.id}"
    note(added) if as_json else typer.echo(added)


def _declines() -> bool:
    """Whether somebody at a terminal says no; where there is nobody to ask, nobody does."""
    if not sys.stdin.isatty():
        return False
    return not typer.confirm("Add this source?", default=True, err=True)


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
