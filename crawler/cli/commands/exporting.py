"""The verb that takes the articles out: export."""

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from crawler.cli import filters
from crawler.cli.app import Data, DatabaseUrl, app, settings, stored
from crawler.cli.writers import FIELDS, write_csv, write_jsonl, write_parquet
from pipeline.errors import ConfigError
from pipeline.model import Entry

_TEXT = {"jsonl": write_jsonl, "csv": write_csv}
FORMATS = (*_TEXT, "parquet")


@app.command()
def export(
    query: Annotated[
        str, typer.Argument(help="Only what a search for it finds; default: everything.")
    ] = "",
    format: Annotated[  # noqa: A002 - contract
        str, typer.Option("--format", help="jsonl, csv or parquet.")
    ] = "jsonl",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Default: stdout.")
    ] = None,
    fields: Annotated[
        str, typer.Option("--fields", metavar="A,B", help="Only these, in this order.")
    ] = "",
    source: filters.InSource = "",
    province: filters.InProvince = "",
    place: filters.InPlace = "",
    section: filters.InSection = "",
    topic: filters.OnTopic = "",
    author: filters.ByAuthor = "",
    after: filters.After = None,
    before: filters.Before = None,
    once: filters.Once = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Write the stored articles, oldest first, in constant memory.

    jsonl holds all fields as they are stored. csv is for spreadsheets (UTF-8): lists are joined by "; ", and
    a text that a spreadsheet would run as a formula gets a ' before it. parquet (`congtin[parquet]`) is typed
    and needs --output.

    Example: `congtin export "nông thôn mới" --format csv --after 2025-07-01 > tin.csv`
    """
    chosen = _chosen(fields)
    if format not in FORMATS:
        raise ConfigError(f"--format {format!r}: choose jsonl, csv or parquet.")
    if format == "parquet" and output is None:
        raise ConfigError("--format parquet: name the file, --output tin.parquet.")
    where = filters.filter_of(
        source=source,
        province=province,
        place=place,
        section=section,
        topic=topic,
        author=author,
        after=after,
        before=before,
        once=once,
    )
    with stored(settings(data, database_url)) as store:
        entries = store.iter_found(query, where) if query.strip() else store.iter_entries(where)
        if output is None:
            _TEXT[format](entries, chosen, sys.stdout)
        else:
            _write_file(format, entries, chosen, output)


def _chosen(fields: str) -> list[str]:
    names = [name.strip() for name in fields.split(",") if name.strip()]
    unknown = [name for name in names if name not in FIELDS]
    if unknown:
        raise ConfigError(f"--fields {', '.join(unknown)}: there are {', '.join(FIELDS)}.")
    return list(dict.fromkeys(names))


def _write_file(form: str, entries: Iterable[Entry], fields: Sequence[str], file: Path) -> None:
    """Beside its place, then renamed: whoever reads the file reads it whole."""
    partial = file.with_name(f".{file.name}.{os.getpid()}.partial")
    try:
        if form == "parquet":
            write_parquet(entries, fields, partial)
        else:
            with partial.open("w", encoding="utf-8", errors="backslashreplace", newline="") as to:
                _TEXT[form](entries, fields, to)
        partial.replace(file)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError, PermissionError) as error:
        raise ConfigError(f"{file}: cannot be written ({error.strerror}).") from error
    finally:
        partial.unlink(missing_ok=True)
