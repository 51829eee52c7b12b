"""Verbs of the database: db upgrade, copy, backup, restore, reindex, schema, datasette."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from crawler.cli.advance import Advance
from crawler.cli.app import Data, DatabaseUrl, Json, app, make_folder, settings, stored
from crawler.cli.display import note, print_json, print_table
from pipeline.clock import now
from pipeline.config import Config
from pipeline.errors import ConfigError, StoreError
from pipeline.store import Restored
from pipeline.store import restore as restore_database
from pipeline.store import upgrade as upgrade_database
from pipeline.store.database.backup import dated
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
    _upgrade_queue(config)


def _upgrade_queue(config: Config) -> None:
    """The workers' queue too, where there is one and what makes it is installed."""
    from crawler.jobs.board import upgrade_queue

    try:
        if upgrade_queue(config):
            note("The workers' queue in it is of this version, too.")
    except ImportError as error:
        note(f"The workers' queue in it stays as it is ({error}); the next worker brings it along.")


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
    keep: Annotated[
        int, typer.Option(min=0, help="Then keep the last N in DIR/backups alone; 0: all.")
    ] = 0,
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: Json = False,
) -> None:
    """Write the whole database, as it is at this moment, into one SQLite file; a crawl may go on.

    The file's structure is checked before it takes its name. `congtin db restore FILE` goes back to it.
    With --keep older dated files of this verb in DIR/backups are removed, once the new one is whole; no other
    file ever is. The archive and sources.toml are files of their own: copy them too.

    Examples: `congtin db backup /mnt/backup/congtin.db --replace` · `congtin db backup --keep 14`
    """
    if file and keep:
        raise ConfigError("--keep counts the dated files of DIR/backups: give no FILE with it.")
    config = settings(data, database_url)
    with stored(config) as store, Advance() as advance:
        target = file or _dated(config.backups)
        store.backup(target, replace=replace, told=advance.told)
    size = target.stat().st_size
    removed = _keep_last(target.parent, keep) if keep else []
    if as_json:
        told = {"file": str(target), "bytes": size, "checked": True}
        print_json(told | ({"removed": [str(each) for each in removed]} if keep else {}))
        return
    typer.echo(f"{target}: {size / 1e6:.1f} MB, checked.")
    for each in removed:
        note(f"Removed {each}.")


def _keep_last(folder: Path, keep: int) -> list[Path]:
    """Remove all dated backups but the last; gives what was removed. Raises StoreError."""
    old = dated(folder)[:-keep]
    for each in old:
        try:
            each.unlink(missing_ok=True)
        except OSError as error:
            raise StoreError(f"{each}: cannot be removed ({error.strerror}).") from error
    return old


def _dated(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"congtin-{now():%Y-%m-%dT%H%M%S}.db"


@db.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file of congtin db backup.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="What the database holds now may go.")
    ] = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: Json = False,
) -> None:
    """Put a backup in the place of the database, SQLite or PostgreSQL: whole, or not at all.

    The backup is checked first, and only read: one of an earlier version is brought to this one in a copy.
    Stop congtin run, serve, worker and every crawl before. archive/ and sources.toml stay as they are.

    Example: `congtin db restore congtin-data/backups/congtin-2026-03-01T030000.db --replace`
    """
    config = settings(data, database_url)
    make_folder(config)
    with Advance() as advance:
        done = restore_database(
            config.database, file, scratch=config.data, replace=replace, told=advance.told
        )
    with stored(config, read_only=True) as store:
        missing = sorted(n for n in store.archive_files() if not (config.archive / n).is_file())
    if as_json:
        told = asdict(done) | {"damaged": str(done.damaged or ""), "archive_missing": missing}
        print_json({"file": str(file), "restored": True, **told})
        return
    typer.echo(f"Restored {done.articles} articles of {done.sources} sources from {file}.")
    _tell_of_restoring(config, done, missing)


def _tell_of_restoring(config: Config, done: Restored, missing: list[str]) -> None:
    """What was done on the way, what was not touched, and what comes next."""
    if done.upgraded:
        note(f"It was of version {done.revision} and is of this one now; the file stays as it was.")
    if done.reindexed:
        note("Its search index lacked articles and was made anew.")
    if done.damaged:
        note(f"The damaged database stands in {done.damaged}; remove it when you need it no more.")
    if missing:
        note(
            f"{len(missing)} archive files that it names are not in {config.archive} ({missing[0]}, …): "
            "copy them back, else those pages cannot be read again."
        )
    note(f"{config.archive} and {config.sources_file} were not touched.")
    note("Next: congtin doctor --offline; then congtin publish (it brings the feeds in line).")


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
        width = max(map(len, each.columns), default=0)
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
