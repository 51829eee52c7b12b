"""Verbs of care: doctor, db upgrade."""

from dataclasses import asdict
from typing import Annotated

import typer

from crawler.cli.app import Data, DatabaseUrl, Json, app, make_folder, settings
from crawler.cli.display import print_json, print_table
from pipeline.store import upgrade as upgrade_database

db = typer.Typer(help="The database.", no_args_is_help=True)
app.add_typer(db, name="db")


@app.command()
def doctor(
    offline: Annotated[bool, typer.Option("--offline", help="Visit no portal.")] = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: Json = False,
) -> None:
    """Check settings, data, database, and each source's portal and last run; say what to do.

    Exit code 1 when something is broken. Example: `congtin doctor --json`
    """
    from crawler.doctor import examine

    checks = examine(settings(data, database_url), offline=offline)
    if as_json:
        print_json([asdict(check) for check in checks])
    else:
        rows = [(check.state, check.subject, check.found, check.next_step) for check in checks]
        print_table(("", "what", "found", "what to do"), rows)
    if any(check.state == "broken" for check in checks):
        raise typer.Exit(1)


@db.command()
def upgrade(data: Data = None, database_url: DatabaseUrl = None) -> None:
    """Bring the database to this version's schema; nothing stored is lost.

    Example: `congtin db upgrade --data /srv/congtin`
    """
    config = settings(data, database_url)
    make_folder(config)
    before, after = upgrade_database(config.database)
    typer.echo(
        f"Database at {after}, nothing to do."
        if before == after
        else f"Database moved from {before or 'nothing'} to {after}."
    )
