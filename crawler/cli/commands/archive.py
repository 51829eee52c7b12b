"""Verbs of the archive: its sizes, old captures dropped, all of it read and checked."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import groupby
from operator import attrgetter
from typing import Annotated, Any

import typer

from crawler.cli.advance import Advance
from crawler.cli.app import Data, DatabaseUrl, Json, app, settings, stored
from crawler.cli.commands.crawling import Names
from crawler.cli.display import note, print_json, print_table
from pipeline.archive.checking import Checked, check
from pipeline.archive.retention import ArchiveFile, Dropped, all_files
from pipeline.clock import now
from pipeline.config import Config
from pipeline.errors import ArchiveError, ConfigError
from pipeline.retention import is_wanted, prune, to_drop

archive = typer.Typer(
    help="The archive: what it holds of each source, what retention drops, whether all of it is sound."
)
app.add_typer(archive, name="archive")
NAMED = 5
"""Files named in a line."""

KeepDays = Annotated[
    int | None,
    typer.Option("--keep-days", min=0, help="Days kept; 0: for ever.", show_default="as set"),
]
MaxGb = Annotated[
    float | None,
    typer.Option("--max-gb", min=0, help="Gigabytes kept; 0: any.", show_default="as set"),
]


@archive.callback(invoke_without_command=True)
def overview(
    context: typer.Context,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Show what the archive holds of each source: files, size, the days of the oldest and the newest.

    Examples: `congtin archive --json` · `congtin archive prune --dry-run` · `congtin archive check`
    """
    if context.invoked_subcommand:
        return
    config = settings(data, None)
    found = all_files(config.archive)
    folders = [_size(folder, list(files)) for folder, files in _by_folder(found)]
    if as_json:
        total = sum(file.size for file in found)
        kept = {"keep_days": config.archive_keep_days, "max_gb": config.archive_max_gb}
        print_json({"bytes": total, "files": len(found), "retention": kept, "sources": folders})
        return
    columns = ("source", "files", "bytes", "oldest", "newest")
    print_table(columns, [tuple(each[name] for name in columns) for each in folders])
    note(f"{len(found)} files, {sum(f.size for f in found) / 1e9:.3f} GB; {_retention(config)}")


def _by_folder(files: Iterable[ArchiveFile]) -> Iterable[tuple[str, Iterable[ArchiveFile]]]:
    return groupby(files, key=attrgetter("folder"))


def _size(folder: str, files: Sequence[ArchiveFile]) -> dict[str, Any]:
    days = sorted(file.day for file in files)
    return {
        "source": folder,
        "files": len(files),
        "bytes": sum(file.size for file in files),
        "oldest": days[0].isoformat(),
        "newest": days[-1].isoformat(),
    }


def _retention(config: Config) -> str:
    if not is_wanted(config):
        return "kept for ever (CONGTIN_ARCHIVE_KEEP_DAYS, CONGTIN_ARCHIVE_MAX_GB)."
    days, size = config.archive_keep_days, config.archive_max_gb
    told = [f"{days} days" if days else "", f"at most {size:g} GB" if size else ""]
    return f"kept: {', '.join(filter(None, told))}."


@archive.command("prune")
def prune_(
    keep_days: KeepDays = None,
    max_gb: MaxGb = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Drop nothing; name the files that would go.")
    ] = False,
    imported: Annotated[
        bool, typer.Option("--imported", help="Imported files (archive/imported) may go too.")
    ] = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: Json = False,
) -> None:
    """Drop captures that are older than the settings (or these options) keep; articles never go.

    A WARC file goes whole, when all of it is old enough. What a later capture needs of it is carried into
    another file first. `congtin run` and `congtin worker` do this once a day where a setting asks for it.

    Examples: `congtin archive prune --keep-days 365 --dry-run` · `congtin archive prune`
    """
    bounds = {"archive_keep_days": keep_days, "archive_max_gb": max_gb}
    config = settings(data, database_url, **bounds)
    if not is_wanted(config):
        raise ConfigError(
            "The archive is kept for ever: set CONGTIN_ARCHIVE_KEEP_DAYS or CONGTIN_ARCHIVE_MAX_GB, "
            "or give --keep-days or --max-gb."
        )
    if dry_run:
        _rehearsed(to_drop(config, now(), imported=imported), as_json=as_json)
        return
    with stored(config) as store, Advance() as advance:
        done = prune(
            config,
            store,
            now(),
            imported=imported,
            told=lambda one: advance.told(one.folder, len(one.files), len(one.files)),
        )
    _tell(done, as_json=as_json)
    if any(one.busy for one in done):
        raise typer.Exit(1)


def _rehearsed(going: Sequence[ArchiveFile], *, as_json: bool) -> None:
    if as_json:
        files = [{"file": f.name, "bytes": f.size, "day": f.day.isoformat()} for f in going]
        print_json({"bytes": sum(file.size for file in going), "files": files})
        return
    print_table(("file", "bytes", "day"), [(f.name, f.size, f.day.isoformat()) for f in going])
    note(f"{len(going)} files of {sum(f.size for f in going) / 1e9:.3f} GB would go.")


def _tell(done: Sequence[Dropped], *, as_json: bool) -> None:
    if as_json:
        print_json([asdict(one) for one in done])
    else:
        rows = [
            (one.folder, len(one.files), one.size, one.carried, one.carried_size, one.addresses)
            for one in done
        ]
        columns = ("source", "files", "bytes", "carried", "bytes kept", "pages without capture")
        print_table(columns, rows)
    for one in done:
        if one.busy:
            note(f"congtin: {one.folder}: a run was writing all the while; it is pruned next time.")
        for name in one.needed[:NAMED]:
            note(f"congtin: {name} stays: imported files need answers that it holds.")


@archive.command("check")
def check_(
    source: Names = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Read every record of the archive, or of some sources, and compare its digest; 1 where one is damaged.

    Example: `congtin archive check lynhan.hanam.gov.vn`
    """
    config = settings(data, None)
    files = all_files(config.archive)
    folders = {file.folder for file in files}
    if strange := sorted(set(source or ()) - folders):
        raise ConfigError(f"{strange[0]}: nothing is archived of it. See: congtin archive")
    wanted = [file for file in files if not source or file.folder in source]
    done: list[Checked] = []
    with Advance() as advance:
        for number, file in enumerate(wanted, 1):
            done.append(check(config.archive, file.name))
            advance.told("files", number, len(wanted))
    _tell_checked(done, as_json=as_json)
    if any(one.problems for one in done):
        raise typer.Exit(ArchiveError.exit_code if all(one.problems for one in done) else 1)


def _tell_checked(done: Sequence[Checked], *, as_json: bool) -> None:
    if as_json:
        print_json([asdict(one) for one in done])
        return
    for one in done:
        for problem in one.problems:
            typer.echo(problem)
    answers, bad = sum(one.answers for one in done), sum(len(one.problems) for one in done)
    note(f"{len(done)} files, {answers} answers read; {bad} problems.")
    if long := sum(one.too_long for one in done):
        note(f"{long} answers are longer than a page may be: kept as they came, and no damage.")
