"""The verb of care: doctor."""

import os
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from crawler.cli.app import Data, DatabaseUrl, Json, app, settings
from crawler.cli.display import print_json, print_table


@app.command()
def doctor(
    source: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SOURCE]…", help="Only these: ids, addresses or hosts."),
    ] = None,
    offline: Annotated[bool, typer.Option("--offline", help="Visit no portal.")] = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: Json = False,
) -> None:
    """Check settings, data, database, and each source: its portal, last run and health; say what to do.

    Exit code 1 when something is broken; also of a source that is degraded, broken, unreachable, blocked or
    retired. Of a late one it warns.

    Examples: `congtin doctor --json` · `congtin doctor lynhan.hanam.gov.vn`
    """
    from crawler.doctor import examine
    from crawler.surroundings import look_around

    checks = examine(settings(data, database_url), offline=offline, only=source or ())
    if not source:
        checks = look_around(os.environ, Path("congtin.toml")) + checks
    if as_json:
        print_json([asdict(check) for check in checks])
    else:
        rows = [(check.state, check.subject, check.found, check.next_step) for check in checks]
        print_table(("", "what", "found", "what to do"), rows)
    if any(check.state == "broken" for check in checks):
        raise typer.Exit(1)
