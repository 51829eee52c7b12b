"""Verbs of the database: db upgrade, copy, backup, reindex, schema, datasette."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from crawler.cli.advance import Advance
from crawler.cli.app import Data, DatabaseUrl, Json, app, make_folder, settings, stored
from crawler.cli.display import note, print_json, print_table
from pipeline.clock import now
from pipeline.model import VIETNAM
from pipeline.store import upgrade as upgrade_database
from pipeline.store.database.datasette import metadata
from pipeline.store.database.descriptions import descriptions
from pipeline.store.database.engine import parse_url

db = typer.Typer(help="The database.", no_args_is_help=True)
app.add_typer(db, name="db")


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


@db.command()
def copy(
    to: Annotated[str, typer.Option("--to", metavar="URL", help="An empty database.")],
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: Json = False,
) -> None:
    """Copy everything into another database, SQLite or PostgreSQL, and prove that it arrived.

    All or nothing: every table is read again there and compared before anything is kept. Others may go on
    reading and writing meanwhile; what they write later is not copied.

    Example: `congtin db copy --to postgresql://congtin@localhost/congtin`
    """
    with stored(settings(data, database_url)) as store, Advance() as advance:
        copied = store.copy_to(to, advance.told)
    if as_json:
        print_json({"tables": [asdict(table) for table in copied], "equal": True})
        return
    print_table(("table", "rows", "digest"), [(t.name, t.rows, t.digest) for t in copied])
    note("Copied, read again there, and equal.")


@db.command()
def backup(
    file: Annotated[
        Path | None, typer.Argument(help="Where to; default: DIR/backups/congtin-TIME.db.")
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="FILE may be there already.")] = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: Json = False,
) -> None:
    """Write the whole database, as it is at this moment, into one SQLite file; a crawl may go on.

    The file is checked before it takes its name. To go back to it, stop congtin and put it in the place of
    congtin.db (without congtin.db-wal and congtin.db-shm), or `db copy` it into an empty database.
    The archive and sources.toml are files of their own: copy them too.

    Example: `congtin db backup /mnt/backup/congtin.db --replace`
    """
    config = settings(data, database_url)
    with stored(config) as store, Advance() as advance:
        target = file or _dated(config.data)
        store.backup(target, replace=replace, told=advance.told)
    size = target.stat().st_size
    if as_json:
        print_json({"file": str(target), "bytes": size, "checked": True})
    else:
        typer.echo(f"{target}: {size / 1e6:.1f} MB, checked.")


def _dated(data: Path) -> Path:
    folder = data / "backups"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"congtin-{now().astimezone(VIETNAM):%Y-%m-%dT%H%M%S}.db"


@db.command()
def reindex(data: Data = None, database_url: DatabaseUrl = None, as_json: Json = False) -> None:
    """Make the search index anew from all stored articles: what to do where doctor says it lacks some.

    All or nothing. Meanwhile searches find what they found before, and a crawl waits with writing: a minute
    or two for each 100,000 articles.

    Example: `congtin db reindex`
    """
    with stored(settings(data, database_url)) as store:
        number = store.reindex()
    if as_json:
        print_json({"articles": number})
    else:
        typer.echo(f"{number} articles indexed.")


@db.command()
def schema(_data: Data = None, _database_url: DatabaseUrl = None, as_json: Json = False) -> None:
    """Print what every view, table and column holds; it is the same in every database.

    Views (news, news_images, source_health, …) are made for reading and keep their names and columns.

    Example: `congtin db schema | less`
    """
    if as_json:
        print_json([asdict(each) for each in descriptions()])
        return
    for each in descriptions():
        typer.echo(f"{each.name}: {each.about}")
        width = max(map(len, each.columns))
        for column, about in each.columns.items():
            typer.echo(f"  {column:{width}}  {about}")
        typer.echo()


@db.command()
def datasette(data: Data = None, database_url: DatabaseUrl = None) -> None:
    """Print a metadata file for Datasette: descriptions, facets, and queries to begin with.

    Example: `congtin db datasette > metadata.json; datasette congtin-data/congtin.db -m metadata.json`
    """
    config = settings(data, database_url)
    file = parse_url(config.database).database or ""
    print_json(metadata(Path(file).stem))
